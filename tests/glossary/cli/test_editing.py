"""Concepts changed by hand on the command line: stated, edited in an editor, forbidden, merged, withdrawn."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.glossary.cli.running import Done, run_here


@pytest.fixture
def database(shipped_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with the shipped report; drafts are kept beside it."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return Path(shutil.copy(shipped_file, tmp_path / "glossary.db"))


def _editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Make an editor of a program in Python: `text` is what the file holds, and what it is to hold."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys, os, re, json\npath = sys.argv[-1]\ntext = open(path, encoding='utf-8').read()\n"
        f"open({str(tmp_path / 'seen')!r}, 'w', encoding='utf-8').write(text)\n"
        f"open({str(tmp_path / 'runs')!r}, 'a').write('.')\n"
        f"{program}\nopen(path, 'w', encoding='utf-8').write(text)\n",
        "utf-8",
    )
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"python3 '{script}'")


def _entry(database: Path, name: str = "三清零") -> dict[str, Any]:
    entry: dict[str, Any] = json.loads(run_here("show", name, "--json", database=database).stdout)
    return entry


def _kept(tmp_path: Path) -> list[Path]:
    return list(tmp_path.glob("mingci-*"))


def test_a_concept_is_stated_and_found(database: Path) -> None:
    options = ("--english", "Two Rings plan", "--english", "dual rings", "--definition", "环山公路、环湖公路。")
    done = run_here("add", "双环计划", *options, "--alias", "双环", "--pinyin", "shuānghuán jìhuà", database=database)
    assert (done.code, done.stderr) == (0, "")
    entry = _entry(database, "双环")
    assert f"双环计划 ({entry['id']}): added, revision 2" in done.stdout
    assert [one["text"] for one in entry["renderings"]] == ["Two Rings plan", "dual rings"]
    assert (entry["gloss"], entry["pinyin"]["reviewed"]) == ("Two Rings plan", True)
    again = run_here("add", "双环计划", *options, database=database)
    assert (again.code, "has this headword and this definition" in again.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("",), "headword"),
        (("三\n四",), "headword: must not contain control characters"),
        (("双环", "--pinyin", "sān"), "double"),
        (("双环", "--source", "nowhere"), "there is no source nowhere"),
        (("“”",), "nothing but marks"),
    ],
)
def test_what_cannot_be_stated_is_one_line(database: Path, arguments: tuple[str, ...], why: str) -> None:
    done = run_here("add", *arguments, database=database)
    assert (done.code, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert why in done.stderr or why == "double"


def test_a_draft_is_edited_like_a_text(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _editor(tmp_path, monkeypatch, "text = text.replace('\"note\": ', '\"note\": \"改了\", \"was\": ', 1).replace('\"was\":', '//', 1)\n"
            "text = re.sub(r'(\"note\": \"改了\",) // .*', r'\\1', text)")  # fmt: skip
    done = run_here("edit", "三清零", database=database)
    assert (done.code, done.stderr) == (0, "")
    assert _entry(database)["note"] == "改了"
    seen = (tmp_path / "seen").read_text("utf-8")
    assert seen.startswith("// 三清零: ")
    assert "closing the three R&D gaps" in seen
    assert _kept(tmp_path) == []
    assert "glossary edit" in run_here("history", "三清零", database=database).stdout


@pytest.mark.parametrize(
    "program", ["pass", "text = ''", "text = '// nothing\\n' + text", "text = text.replace('\\n  ', '\\n     ')"]
)
def test_where_nothing_differs_nothing_is_done(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    before = database.read_bytes()
    _editor(tmp_path, monkeypatch, program)
    done = run_here("edit", "三清零", database=database)
    assert (done.code, "nothing is changed" in done.stdout) == (0, True)
    assert (database.read_bytes(), _kept(tmp_path)) == (before, [])


ROW = 'text = re.sub(r\'"terms": {\', \'"terms": {"mine": {"lang": "en", "text": "three clears"},\', text)'
FAULTS = {
    "no JSON": ("text = text.replace('\"version\": 1,', '\"version\": 1')", r"line 7: Expecting ',' delimiter"),
    "a language that is none": (
        "text = text.replace('zh-Hans', 'zh', 1)",
        r"line \d+: terms/\d+/lang: Input should be",
    ),
    "a member that is none": (
        "text = text.replace('\"note\"', '\"notes\"', 1)",
        r"line 10: notes: there is no such field here",
    ),
    "no headword": ("text = text.replace('zh-Hans', 'zh-Hant')", r"line \d+: terms: a concept has a Chinese term"),
    "a row twice": (f"{ROW}\n{ROW}", r"glossary: line 11: terms/mine: this name stands here twice; the draft"),
    "another concept": ('text = text.replace(\'"id": "c\', \'"id": "x\')', r"line 5: id: this is the draft of another"),
    "a list": ("text = '[1]'", r"the draft is no JSON object"),
    "a tie to nothing": (
        'text = text.replace(\'"relations": {}\', \'"relations": {"r": {"to": "cnothing", "kind": "see"}}\')',
        r"line \d+: relations/r/to: there is no concept cnothing",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_faults_are_named_by_their_lines_and_the_draft_is_kept(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    program, fault = FAULTS[case]
    before = database.read_bytes()
    _editor(
        tmp_path,
        monkeypatch,
        f"if len(open({str(tmp_path / 'runs')!r}).read()) == 1:\n    " + program.replace("\n", "\n    "),
    )
    done = run_here("edit", "三清零", "--database", str(database), database="")
    assert (done.code, done.stdout) == (2, "")
    assert re.search(fault, done.stderr), done.stderr
    [path] = _kept(tmp_path)
    again = rf"glossary edit c\w+ --from {path} --database {database}\n"
    assert re.search(again, done.stderr), done.stderr
    assert (tmp_path / "runs").read_text() == ".."  # it was given back once, and left so
    seen = (tmp_path / "seen").read_text("utf-8")
    assert seen.startswith("//! "), "what is wrong stands above it"
    assert database.read_bytes() == before


def test_the_lines_of_faults_are_those_of_the_draft_that_is_given_back(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _editor(tmp_path, monkeypatch, "text = text if text.startswith('//!') else text.replace('zh-Hans', 'zz')")
    assert run_here("edit", "三清零", database=database).code == 2
    lines = (tmp_path / "seen").read_text("utf-8").splitlines()
    faults = [re.match(r"//! line (\d+): \w+/\d+/lang", line) for line in lines if line.startswith("//!")]
    assert faults
    for fault in faults:
        assert fault
        assert '"lang": "zz"' in lines[int(fault[1]) - 1]


def test_a_draft_that_is_mended_is_taken(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _editor(
        tmp_path, monkeypatch,
        "text = text.replace('\"zz\"', '\"zh-Hans\"') if text.startswith('//!') else text.replace('\"zh-Hans\"', '\"zz\"').replace('\"note\": ', '\"note\": \"neu\" //', 1)\n"
        "text = re.sub(r'\"neu\" //.*', '\"neu\",', text)",
    )  # fmt: skip
    done = run_here("edit", "三清零", database=database)
    assert (done.code, done.stderr) == (0, "")
    assert (_entry(database)["note"], _kept(tmp_path)) == ("neu", [])


def test_rows_are_taken_out_and_put_in(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _editor(
        tmp_path, monkeypatch,
        "lines = text.splitlines()\ndraft = json.loads('\\n'.join(l for l in lines if not l.startswith('//')))\n"
        "draft['terms'] = {k: v for k, v in draft['terms'].items() if v['text'] != 'Three Zeros initiative'}\n"
        "draft['terms']['x'] = {'lang': 'en', 'text': 'three clears'}\ntext = json.dumps(draft)",
    )  # fmt: skip
    assert run_here("edit", "三清零", database=database).code == 0
    texts = [one["text"] for one in _entry(database)["renderings"]]
    assert texts == ["closing the three R&D gaps", "three clear-to-zeros", "three clears"]


def test_a_change_that_came_between_is_not_written_over(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    concept = _entry(database)["id"]
    _editor(
        tmp_path, monkeypatch,
        f"import subprocess\nsubprocess.run([{str(Path(__import__('sys').executable).with_name('glossary'))!r}, 'forbid', '三清零', 'zeros', '--database', {str(database)!r}], check=True)\n"
        "text = text.replace('\"note\": ', '\"note\": \"mine\", \"x\": ', 1)\ntext = re.sub(r'\"mine\", \"x\": .*', '\"mine\",', text)",
    )  # fmt: skip
    done = run_here("edit", "三清零", database=database)
    assert done.code == 2
    assert f"concept {concept} was changed meanwhile; it has version 2 now" in done.stderr
    [kept] = _kept(tmp_path)
    assert f"the draft is kept as {kept}; with it beside you, go on by: glossary edit {concept}\n" in done.stderr
    assert "mine" in kept.read_text("utf-8")
    assert _entry(database)["note"] != "mine"
    again = run_here("edit", concept, "--from", kept, database=database)
    assert (again.code, "it has version 2 now, the draft 1" in again.stderr) == (2, True)
    assert kept.exists()


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85"], ids=ascii)
def test_what_only_unicode_ends_lines_with_stays_inside_a_text(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    """A text from a PDF or a web page may hold them, and JSON need not escape them."""
    _editor(tmp_path, monkeypatch, f'text = re.sub(\'"note": .*\', \'"note": "一{end}二",\', text, count=1)')
    assert run_here("edit", "三清零", database=database).code == 0
    assert _entry(database)["note"] == f"一{end}二"
    _editor(tmp_path, monkeypatch, "text = text.replace('zh-Hans', 'zz') + ' '")
    assert run_here("edit", "三清零", database=database).code == 2
    [kept] = _kept(tmp_path)
    assert f"一{end}二" in kept.read_text("utf-8")


@pytest.mark.parametrize("key", ["SIGINT", "SIGQUIT"])
def test_keys_that_are_meant_for_the_editor_do_not_end_it(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """Ctrl-C in an editor reaches this program, too: it must neither stop nor kill what holds unsaved changes."""
    _editor(
        tmp_path, monkeypatch,
        f"import signal, time\nos.kill(os.getppid(), signal.{key})\ntime.sleep(0.5)\n"
        f"assert signal.getsignal(signal.{key}) is not signal.SIG_IGN\n"
        "text = re.sub('\"note\": .*', '\"note\": \"kept\",', text, count=1)",
    )  # fmt: skip
    assert run_here("edit", "三清零", database=database).code == 0
    assert _entry(database)["note"] == "kept"


@pytest.mark.parametrize(
    ("editor", "why"),
    [
        ("false", "ended with code 1"),
        ("no-such-editor", "cannot be started"),
        ("'", "cannot be started"),
        ("/", "cannot be started"),
    ],
)
def test_an_editor_that_fails_changes_nothing(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, editor: str, why: str
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)
    done = run_here("edit", "三清零", database=database)
    assert (done.code, why in done.stderr) == (2, True)
    assert _kept(tmp_path) == []


def test_a_rendering_is_forbidden_and_allowed(database: Path) -> None:
    assert run_here("forbid", "三清零", "three zeros", database=database).code == 0
    assert run_here("forbid", "三清零", "THREE ZEROS INITIATIVE", database=database).code == 0
    forbidden = {one["text"] for one in _entry(database)["renderings"] if one["forbidden"]}
    assert forbidden == {"three zeros", "Three Zeros initiative"}
    assert run_here("forbid", "三清零", "Three Zeros initiative", "--allow", database=database).code == 0
    assert {one["text"] for one in _entry(database)["renderings"] if one["forbidden"]} == {"three zeros"}
    none = run_here("forbid", "三清零", "closing the three R&D gaps", "--allow", database=database)
    assert (none.code, none.stderr.count("\n")) == (1, 1)


def test_concepts_are_merged_and_withdrawn(database: Path) -> None:
    run_here("add", "双环计划", database=database)
    old, new = _entry(database, "双环计划")["id"], _entry(database)["id"]
    assert run_here("merge", "双环计划", "三清零", database=database).code == 0
    assert _entry(database, "双环计划")["id"] == new
    gone = run_here("show", old, database=database)
    assert (gone.code, gone.stderr) == (1, f"glossary: concept {old} was merged into {new}\n")
    assert run_here("withdraw", "三清零", database=database).stdout == f"三清零 ({new}): withdrawn, revision 4\n"
    gone = run_here("show", new, database=database)
    assert (gone.code, gone.stderr) == (1, f"glossary: concept {new} was withdrawn\n")
    assert "withdraw" in run_here("history", new, database=database).stdout
    assert run_here("undo", database=database).code == 0
    assert _entry(database)["id"] == new


def test_a_label_of_several_concepts_names_none(database: Path) -> None:
    for meaning in ("甲。", "乙。"):
        run_here("add", "双环", "--definition", meaning, database=database)
    done: Done = run_here("withdraw", "双环", database=database)
    assert (done.code, "2 concepts have the label 双环; say which by its id: c" in done.stderr) == (2, True)
