"""The command line, run as a person runs it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

EXAMPLE = Path(__file__).parents[3] / "docs" / "example-report.txt"
GLOSSARY = Path(sys.executable).with_name("glossary")


def run(*arguments: str | Path, database: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `glossary` on a store, in an environment of its own."""
    env = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "COLUMNS": "160",
        "GLOSSARY_DATABASE_URL": str(database),
        **environment,
    }
    return subprocess.run([GLOSSARY, *arguments], capture_output=True, text=True, env=env, check=False, timeout=60)


@pytest.fixture
def database(shipped_file: Path, tmp_path: Path) -> Path:
    """A store with the shipped report."""
    return Path(shutil.copy(shipped_file, tmp_path / "glossary.db"))


def test_lookup_shows_the_entry(database: Path) -> None:
    done = run("lookup", "三清零", database=database)
    assert done.returncode == 0
    for shown in ("三清零", "sān qīnglíng", "closing the three R&D gaps", "无研发投入", "2024年达拉特旗政府工作报告"):
        assert shown in done.stdout


def test_lookup_as_json_is_the_services_own_shape(database: Path) -> None:
    body = json.loads(run("lookup", "sanqingling", "--json", database=database).stdout)
    assert (body["q"], body["items"][0]["headword"], body["revision"]) == ("sanqingling", "三清零", 1)
    assert body["items"][0]["matched_on"]["kind"] == "pinyin_plain"


def test_search_shows_a_line_a_hit(database: Path) -> None:
    done = run("search", "sql", database=database)
    assert done.returncode == 0
    assert "三清零" in done.stdout
    body = json.loads(run("search", "三", "--limit", "2", "--json", database=database).stdout)
    assert len(body["items"]) == 2
    assert body["next"]


def test_sounds_that_are_taken_as_one_are_asked_for(database: Path) -> None:
    assert run("search", "sanqinlin", database=database).returncode == 1
    assert "三清零" in run("search", "sanqinlin", "--fuzzy", "ing", database=database).stdout
    done = run("search", "sanqinlin", "--fuzzy", "ong", database=database)
    assert done.returncode == 2
    assert "ong" in done.stderr


TABLE = "headword,traditional,english\n旗县,旗縣,banners and counties\n,,nothing\n"


def test_an_import_shows_how_far_it_is_on_a_terminal(tmp_path: Path) -> None:
    table = tmp_path / "terms.csv"
    table.write_text(TABLE, "utf-8-sig")
    done = run("import", "csv", table, "--skip-bad", database=tmp_path / "new.db", FORCE_COLOR="1")
    assert done.returncode == 0
    assert "Storing" in done.stderr


def test_import_into_a_new_store_then_again(tmp_path: Path) -> None:
    table, new = tmp_path / "terms.csv", tmp_path / "new" / "glossary.db"
    table.write_text(TABLE, "utf-8-sig")
    first = run("import", "csv", table, "--skip-bad", database=new)
    assert first.returncode == 0
    assert first.stdout.splitlines()[0] == "terms: 1 added, 1 rejected"
    assert "line 3" in first.stdout
    assert "it has no headword" in first.stdout
    assert first.stderr == ""
    again = run("import", "csv", table, "--skip-bad", database=new).stdout.splitlines()
    assert (again[0], len(again)) == ("terms: 1 kept, 1 rejected", 2)
    assert "it has no headword (line 3)" in again[1]
    assert "banners and counties" in run("lookup", "旗縣", database=new).stdout


def test_import_reads_what_chinese_software_writes(database: Path, tmp_path: Path) -> None:
    table = tmp_path / "terms.csv"
    table.write_bytes(TABLE.encode("gb18030"))
    body = json.loads(run("import", "csv", table, "--json", "--skip-bad", database=database).stdout)
    assert (body["source"], body["counts"]["added"], body["counts"]["rejected"]) == ("terms", 1, 1)
    assert body["entries"][0]["headword"] == "旗县"


def test_a_bad_row_leaves_the_store_as_it_was(database: Path, tmp_path: Path) -> None:
    table = tmp_path / "terms.csv"
    table.write_text(TABLE, "utf-8")
    before = database.read_bytes()
    done = run("import", "csv", table, database=database)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "glossary: 1 row cannot be stored, so nothing is; the first: line 3: it has no headword "
        "(a dry run names all, skip-bad leaves them out)\n"
    )
    assert database.read_bytes() == before


def test_a_dry_import_changes_nothing(database: Path, tmp_path: Path) -> None:
    table = tmp_path / "terms.csv"
    table.write_text(TABLE, "utf-8")
    before = database.read_bytes()
    assert run("import", "csv", table, "--dry-run", database=database).returncode == 0
    assert database.read_bytes() == before


@pytest.mark.parametrize(
    ("form", "content", "why"),
    [
        ("csv", b"", "the file is empty"),
        ("csv", "headword;colour\n三;red\n".encode(), "columns that are not known: colour"),
        ("csv", b"term,english\n", "no column headword"),
        ("csv", b"headword,english\n", "table has no rows"),
        ("csv", '"headword,english\n三,three\n'.encode(), "the table"),
        ("csv", b"PK\x03\x04\x14\x00\x06\x00", "no text"),
        ("csv", "headword\n三变\n四\x01高\n".encode(), "line 3 has the control character U+0001"),
        ("csv", "headword\n交易所\n".encode("big5"), "--encoding big5"),
        ("cedict", b"headword,english\n", "no CC-CEDICT file"),
        ("cedict", b"", "the file is empty"),
    ],
)
def test_a_file_that_is_no_glossary_changes_nothing(
    database: Path, tmp_path: Path, form: str, content: bytes, why: str
) -> None:
    path = tmp_path / "table"
    path.write_bytes(content)
    before = database.read_bytes()
    done = run("import", form, path, database=database)
    assert (done.returncode, done.stdout) == (2, "")
    line = done.stderr.splitlines()[-1]
    assert line.startswith("glossary: ")
    assert why in line
    assert database.read_bytes() == before


@pytest.mark.parametrize("command", ["lookup", "search"])
def test_nothing_found_is_exit_code_1(database: Path, command: str) -> None:
    done = run(command, "没有这个", database=database)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0].startswith("glossary: nothing")


def test_load_into_a_new_store_then_again(tmp_path: Path, shipped_file: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_bytes(_report_text(shipped_file).encode("gb18030"))
    new = tmp_path / "new" / "glossary.db"
    first = run("load", report, database=new)
    assert (first.returncode, first.stdout) == (0, "dalad-2024: 33 added\n")
    assert run("load", report, database=new).stdout == "dalad-2024: 33 kept\n"
    assert "closing the three R&D gaps" in run("lookup", "三清零", database=new).stdout


def _report_text(shipped_file: Path) -> str:
    import sqlite3  # noqa: PLC0415 - beside its only use

    connection = sqlite3.connect(shipped_file)
    [[text]] = connection.execute("SELECT text FROM source").fetchall()
    connection.close()
    return str(text)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("empty.txt", b"", "the file is empty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "the file is no text in UTF-8"),
        ("letter.txt", "各位代表:\n没有那一节。".encode(), "no glossary section found"),
        ("old.doc", b"\xd0\xcf\x11\xe0", "an old Word document; save it as .docx"),
        ("letter.docx", b"PK\x03\x04", "no Word document that can be read"),
        ("letter.pdf", b"%PDF-1.4", "no PDF that can be read"),
    ],
)
def test_a_file_that_is_no_report_changes_nothing(
    database: Path, tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    before = database.read_bytes()
    done = run("load", path, database=database)
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert line == f"glossary: {line.removeprefix('glossary: ')}"
    assert why in line
    assert database.read_bytes() == before


def test_paths_that_cannot_be_read(database: Path, tmp_path: Path) -> None:
    for path, why in ((tmp_path, "is a directory"), (tmp_path / "none.txt", "No such file")):
        done = run("load", path, database=database)
        assert done.returncode == 2
        [line] = done.stderr.splitlines()
        assert why in line


def test_a_bad_file_among_good_ones_leaves_the_good_ones(database: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(
        "2023年云山县政府工作报告\n——2023年1月5日在云山县第十七届人民代表大会上\n名词解释\n九通:通九处。", "utf-8"
    )
    bad.write_bytes(b"")
    assert run("load", good, bad, database=database).returncode == 2
    assert run("lookup", "九通", database=database).returncode == 0


def test_several_reports_in_one_call_end_in_a_summary(database: Path, tmp_path: Path) -> None:
    for number in (1, 2):
        text = f"2023年第{number}县政府工作报告\n名词解释\n九通{number}:通九处。\n十达{number}:达十处。"
        (tmp_path / f"{number}.txt").write_text(text, "gb18030")
    (tmp_path / "bad.txt").write_text("没有那一节。", "utf-8")
    done = run("load", *sorted(tmp_path.glob("*.txt")), database=database)
    assert done.returncode == 2
    assert done.stdout.splitlines()[-2:] == [
        "2 reports: 4 added",
        f"failed  {tmp_path / 'bad.txt'}: no glossary section found",
    ]
    assert "1 of 3 reports failed" in done.stderr.splitlines()[-1]


def test_a_dry_run_shows_every_entry_and_changes_nothing(database: Path) -> None:
    before = database.read_bytes()
    done = run("load", "--dry-run", EXAMPLE, database=database)
    assert done.returncode == 0
    assert [line.split()[:2] for line in done.stdout.splitlines()[1:]] == [
        ["changed", "“三清零”"],
        ["added", "双环公路"],
        ["added", "六同"],
        ["added", "3+2就业驿站"],
    ]
    assert database.read_bytes() == before
    [plan] = json.loads(run("load", "--dry-run", "--json", EXAMPLE, database=database).stdout)
    assert plan["counts"] == {"added": 3, "changed": 1, "kept": 0, "rejected": 0}


def test_a_report_without_a_glossary_is_loaded_for_its_sentences(database: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("2025年云山县政府工作报告\n继续推进“三清零”。", "utf-8")
    done = run("load", "--contexts", letter, database=database)
    assert (done.returncode, done.stdout.splitlines()[-1].split()) == (
        0,
        ["changed", "三清零", "used", "in", "1", "sentence", "(paragraph", "2)"],
    )


def test_coverage_says_what_is_defined(database: Path) -> None:
    found = json.loads(run("coverage", "--json", EXAMPLE, database=database).stdout)
    assert {one["text"] for one in found["defined"]} == {"三清零", "六同"}
    assert {one["text"] for one in found["undefined"]} == {
        "双环公路",
        "土专家",
        "田秀才",
        "三北",
        "3+2就业驿站",
        "一老一小",
    }
    assert "2 of 8 are defined" in run("coverage", EXAMPLE, database=database).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("lookup",),
        ("search", "a", "--limit", "0"),
        ("lookup", "a" * 10_000),
        ("nonsense",),
        ("export", "docx"),
        ("lookup", "三", "--lang", "fr"),
        ("search", "a", "--in", "notes"),
        ("load",),
    ],
    ids=lambda arguments: " ".join(arguments)[:30],
)
def test_bad_usage_is_exit_code_2(database: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, database=database)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith("glossary: ")


def test_a_reader_that_has_seen_enough_is_no_error(database: Path) -> None:
    command = f"'{GLOSSARY}' export jsonl --database '{database}' | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[1] == "0"
    assert done.stderr == ""


def test_stores_that_cannot_be_opened(tmp_path: Path, database: Path) -> None:
    import sqlite3  # noqa: PLC0415 - beside its only use

    connection = sqlite3.connect(database)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    (tmp_path / "foreign.db").write_text("not a database " * 100)
    for path, why in (
        (tmp_path / "none.db", "there is no store at"),
        (tmp_path, "is a directory"),
        (tmp_path / "foreign.db", "file is not a database"),
        (database, "was written by a newer version"),
    ):
        done = run("lookup", "三清零", database=path)
        assert done.returncode == 2
        [line] = done.stderr.splitlines()
        assert why in line


def test_export_is_whole_or_not_there(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "all.jsonl"
    assert run("export", "jsonl", "-o", target, database=database).returncode == 0
    lines = target.read_text("utf-8").splitlines()
    assert len(lines) == 33
    assert run("export", "jsonl", database=database).stdout.splitlines() == lines
    assert {json.loads(line)["headword"] for line in lines} > {"三清零", "六同"}
    missing = tmp_path / "nowhere" / "all.jsonl"
    done = run("export", "jsonl", "-o", missing, database=database)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


def test_verify_and_upgrade(database: Path) -> None:
    assert run("verify", database=database).stdout == "sound: 33 concepts, revision 1\n"
    assert run("db", "upgrade", database=database).stdout.endswith("up to date\n")


@contextmanager
def serving(database: Path, *arguments: str) -> Iterator[str]:
    """Run `glossary serve` on a free port and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {"PATH": os.environ["PATH"], "GLOSSARY_DATABASE_URL": str(database), "HOME": str(database.parent)}
    process = subprocess.Popen([GLOSSARY, "serve", "--port", str(port), *arguments], env=env, stderr=subprocess.PIPE)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                with urlopen(f"{address}/readyz", timeout=1):  # noqa: S310 - our own address
                    break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(10)
        assert process.stderr
        process.stderr.close()


def test_serve_fills_an_empty_store_once_and_takes_one_port(tmp_path: Path) -> None:
    path = tmp_path / "new" / "glossary.db"
    for _ in range(2):
        with serving(path) as address:
            with urlopen(f"{address}/v1/stats") as answer:  # noqa: S310 - our own address
                stats = json.load(answer)
            assert (stats["concepts"], stats["revision"]) == (33, 1)
            port = address.rsplit(":", 1)[1]
            taken = run("serve", "--port", port, database=path)
            assert taken.returncode == 2
            [line] = taken.stderr.splitlines()
            assert line == f"glossary: cannot listen on 127.0.0.1:{port}: Address already in use"
