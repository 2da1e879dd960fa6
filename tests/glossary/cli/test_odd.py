"""Every command on every odd store, encoding, width and pipe: one line on stderr, or what was asked for, whole."""

import json
import os
import shutil
from pathlib import Path

import pytest

from glossary.store.opening import open_store, store_url
from tests.glossary.cli.running import COMMANDS, FULL, GONE, WITH_JSON, WITH_TSV, Done, commands, run_here

pytestmark = pytest.mark.slow

ODD_STORES = (
    ":memory:", "sqlite://", "sqlite:///", "sqlite+aiosqlite:///x.db", "mysql://u:geheim@h/x", "postgresql://u:geheim@h:p/x",
    "file:x.db", "file:///x.db", "sqlite:///glossary.db?mode=ro", "sqlite://x.db", "~nosuchuser/x.db", "x" * 300, "x" * 5000,
    ".", "pipe", "/dev/null", "/dev/full", "text", "text/x.db", " ", "sqlite:///~nosuchuser/x", "/proc/x/y.db",
)  # fmt: skip


OF_EACH_KIND = (
    ":memory:",
    "mysql://u:geheim@h/x",
    "sqlite:///glossary.db?mode=ro",
    "~nosuchuser/x.db",
    "x" * 300,
    "pipe",
    "text",
)
"""One for each place where a store is refused: reading, opening and creating ones share those places."""


@pytest.fixture
def here(shipped_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory in which commands are run, with a store, a pipe, a text and a draft in it."""
    shutil.copy(shipped_file, tmp_path / "glossary.db")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "text").write_text("no database " * 10, "utf-8")
    monkeypatch.chdir(tmp_path)
    draft = run_here("show", "三清零", "--json", database="glossary.db")
    concept = json.loads(draft.stdout)["id"]
    (tmp_path / "draft.json").write_text(json.dumps({"id": concept, "version": 1, "note": "seen"}), "utf-8")
    return tmp_path


def _run(name: str, *more: str, database: str = "glossary.db", **how: int | str) -> Done:
    return run_here(*name.split(), *COMMANDS[name], *more, database=database, **how)  # type: ignore[arg-type]


def test_the_table_has_every_command() -> None:
    assert set(COMMANDS) == set(commands())


OF_A_SERVICE = ("serve", "ready")
"""What runs a service, or asks one: tried by tests of its own."""


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("config", *OF_A_SERVICE)])
def test_an_odd_store_is_one_line(here: Path, name: str) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in here.iterdir()}
    for store in ODD_STORES if name in ("lookup", "load", "db upgrade") else OF_EACH_KIND:
        done = _run(name, database=store)
        assert (done.code, done.stdout) == (2, ""), (store, done)
        [line] = done.stderr.splitlines()
        assert line.startswith("glossary: "), store
        assert len(line) < 400 + len(store)
        assert "geheim" not in line
    as_option = _run(name, "--database", "", database="glossary.db")
    assert (as_option.code, len(as_option.stderr.splitlines())) == (2, 1), as_option
    assert {path.name: path.stat().st_mtime_ns for path in here.iterdir()} == before


ENDS_IN = {"check": 0, "token revoke": 1, "edit": 2}
"""Codes other than 0; a draft that lacks all terms is refused."""


@pytest.mark.parametrize("encoding", ["ascii", "gb18030"])
def test_an_encoding_without_chinese_is_one_line_and_json_goes_through_any(here: Path, encoding: str) -> None:
    for name in COMMANDS:
        if name in OF_A_SERVICE:
            continue
        shutil.copy(here / "glossary.db", here / "copied.db")
        done = _run(name, database="copied.db", encoding=encoding)
        assert done.code in (0, 1, 2), name
        assert len(done.stderr.splitlines()) <= 1, (name, done.stderr)
        if encoding == "gb18030":
            assert done.code == ENDS_IN.get(name, 0), (name, done.stderr)
        assert _run(name, "--help", encoding=encoding).code == 0
        (here / "copy.db").unlink(missing_ok=True)
    for name in WITH_JSON:
        shutil.copy(here / "glossary.db", here / "copied.db")
        done = _run(name, "--json", database="copied.db", encoding=encoding)
        assert done.code == ENDS_IN.get(name, 0), (name, done.stderr)
        if name not in ENDS_IN:
            json.loads(done.stdout)


def test_no_command_fails_where_nobody_reads_on(here: Path) -> None:
    for name in COMMANDS:
        if name in OF_A_SERVICE:
            continue
        for form in ("", "--json", "--tsv", *(["--help"] if name == "lookup" else [])):
            if (form == "--json" and name not in WITH_JSON) or (form == "--tsv" and name not in WITH_TSV):
                continue
            shutil.copy(here / "glossary.db", here / "copied.db")
            (here / "copy.db").unlink(missing_ok=True)
            done = _run(name, *([form] if form else []), database="copied.db", broken=GONE)
            code = 0 if form == "--help" else ENDS_IN.get(name, 0)
            assert (done.code, bool(done.stderr)) == (code, code != 0), (name, form, done)


def test_a_full_disk_is_one_line_and_what_was_done_stays_done(here: Path) -> None:
    for name in COMMANDS:
        if name in (*OF_A_SERVICE, *ENDS_IN):
            continue
        shutil.copy(here / "glossary.db", here / "copied.db")
        done = _run(name, database="copied.db", broken=FULL)
        assert done.code == 2, (name, done)
        assert done.stderr == "glossary: standard output cannot be written: No space left on device\n", name
        (here / "copy.db").unlink(missing_ok=True)
    shutil.copy(here / "glossary.db", here / "copied.db")
    for broken in (FULL, GONE):
        run_here("add", f"双环计划{broken}", database="copied.db", broken=broken)
        assert run_here("lookup", f"双环计划{broken}", database="copied.db").code == 0


COLUMNS = {
    "lookup": "id headword traditional pinyin english definition_zh definition_en matched_on kind",
    "search": "headword pinyin english matched_on kind source id",
    "list": "headword pinyin english source id",
    "contexts": "sentence english source locator start end term",
    "concordance": "sentence english source locator start end term",
    "annotate": "term times pinyin english",
    "extract": "kind term times pinyin english sentence",
    "load": "source action headword reason locator",
    "import": "source action headword reason locator",
    "coverage": "coinage times defined sentence",
    "history": "revision at by operation",
    "sources": "slug title year kind concepts contexts",
    "stats": "name value",
    "quality": "check headword concept detail other times sources source sentence",
    "changes": "revision updated concept headword status english",
    "config": "variable value default from meaning",
    "token list": "name scopes created last_used revoked",
}
"""The names of the columns, which other programs go by."""
PROSE = frozenset(
    "pinyin english matched_on sentence definition_zh definition_en reason meaning detail title draft start end term".split()
)
"""What may be broken between lines, or is not shown to people."""


def _cells(done: Done) -> list[dict[str, str]]:
    head, *rows = (line.split("\t") for line in done.stdout.split("\n")[:-1])
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.usefixtures("here")
def test_every_table_is_there_as_tab_separated_values() -> None:
    assert set(COLUMNS) == set(WITH_TSV)
    run_here("token", "create", "anna", "--scope", "edit", database="glossary.db")
    run_here("add", "制表\u00a0符", "--definition", "一\t二\n三\u2028四", database="glossary.db")
    for name, columns in COLUMNS.items():
        done = _run(name, "--tsv")
        assert done.code == 0
        lines = done.stdout.splitlines()
        assert lines[0] == columns.replace(" ", "\t"), name
        assert all(line.count("\t") == columns.count(" ") for line in lines), name
        assert len(lines) > 1, name
    [found] = _cells(run_here("lookup", "制表符", "--tsv", database="glossary.db"))
    assert found["definition_zh"] == "一 二 三 四"
    run_here("forbid", "三清零", "three zeros", database="glossary.db")
    for command in ("lookup", "search"):
        [found] = _cells(run_here(command, "three zeros", "--tsv", database="glossary.db"))
        assert found["matched_on"] == "three zeros (forbidden)"
    assert _run("search", "--tsv", "--json").code == 2


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_no_name_is_cut_at_any_width(width: int) -> None:
    run_here(
        "token", "create", "a-tool-of-the-translators", "--scope", "edit", "--scope", "import", database="glossary.db"
    )
    for name in COLUMNS:
        if name in ("lookup", "load", "import"):  # entries and plans are no tables
            continue
        rows = _cells(_run(name, "--tsv"))
        lines = _run(name, columns=width).stdout.splitlines()
        for row in rows:
            for column, value in row.items():
                if column not in PROSE and not (name == "search" and column == "id") and not _is_of_tsv(name, column):
                    shown = value.replace("_", " ") if (name, column) == ("stats", "name") else value
                    assert any(shown in line for line in lines), (name, column, value)


def _is_of_tsv(name: str, column: str) -> bool:
    return (name, column) in {("extract", "kind"), ("quality", "other"), ("quality", "check")}


@pytest.mark.usefixtures("here")
def test_config_shows_each_variable_once_whole() -> None:
    for width in (40, 80):
        shown = _run("config", columns=width).stdout
        for row in _cells(_run("config", "--tsv")):
            assert any(row["variable"] in line.split() for line in shown.splitlines())


def test_a_store_that_is_asked_for_read_only_is_never_written_to(here: Path) -> None:
    before = (here / "glossary.db").read_bytes()
    for name in COMMANDS:
        if name not in ("config", *OF_A_SERVICE):
            assert _run(name, database=f"sqlite:///{here}/glossary.db?mode=ro").code == 2
    assert (here / "glossary.db").read_bytes() == before
    assert {path.name for path in here.iterdir()} == {"glossary.db", "pipe", "text", "draft.json"}


@pytest.mark.parametrize(
    "argument", ["", " ", "\x00", "\udcff", "\x1b[31m", "三" * 300, "%s", "-", "../..", "\u202e", "\U0010ffff", "“”"]
)
def test_odd_arguments_are_one_line(here: Path, argument: str) -> None:
    for name, arguments in COMMANDS.items():
        if name in ("add", *OF_A_SERVICE):
            continue
        for place, given in enumerate(arguments):
            if given.startswith("--") or name == "backup":
                continue
            odd = [*arguments[:place], argument, *arguments[place + 1 :]]
            shutil.copy(here / "glossary.db", here / "copied.db")
            done = run_here(*name.split(), *odd, database="copied.db")
            assert done.code in (0, 1, 2), (name, odd)
            assert len(done.stderr.splitlines()) <= 1, (name, odd, done.stderr)
            assert "\x1b" not in done.stdout + done.stderr
            assert not done.code or done.stderr.startswith("glossary: ")
    store = open_store(store_url("glossary.db"))
    store.close()
