"""The round trip of a curator on the command line: what is missing out, filled in, and back."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from tests.glossary.cli.test_main import EXAMPLE, run


@pytest.fixture
def database(shipped_file: Path, tmp_path: Path) -> Path:
    """A store with the shipped report and another one that has no English."""
    path = Path(shutil.copy(shipped_file, tmp_path / "glossary.db"))
    assert run("load", EXAMPLE, database=path).returncode == 0
    return path


def _filled(path: Path, english: dict[str, str]) -> Path:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        table.writerows(row | {"english": english.get(row["headword"], "")} for row in rows)
    return path


def test_out_filled_in_and_back(database: Path, tmp_path: Path) -> None:
    table = tmp_path / "gaps.csv"
    out = run("export", "csv", "--missing", "english", "--bom", "-o", table, database=database)
    assert (out.returncode, out.stdout, out.stderr) == (0, "", "")
    assert table.read_bytes().startswith(b"\xef\xbb\xbfid,headword,")
    _filled(table, {"双环公路": "Double Ring Road; two ring roads", "六同": ""})
    before = database.read_bytes()
    dry = run("import", "csv", table, "--dry-run", database=database).stdout.splitlines()
    assert database.read_bytes() == before
    assert dry[0] == "filled in: 1 changed, 2 kept"
    assert [line.split()[0] for line in dry[1:]] == ["kept", "kept", "changed"]
    assert "adds “Double Ring Road” (preferred), “two ring roads” (admitted)" in dry[3]
    body = json.loads(run("import", "csv", table, "--json", database=database).stdout)
    assert (body["source"], body["counts"]["changed"]) == (None, 1)
    assert "Double Ring Road" in run("lookup", "双环公路", database=database).stdout
    again = run("import", "csv", table, database=database)
    assert again.stdout == "filled in: 3 kept\n"
    left = run("export", "jsonl", "--missing", "english", database=database).stdout.splitlines()
    assert [json.loads(line)["headword"] for line in left] == ["3+2就业驿站", "六同"]


def test_a_table_of_one_source(database: Path) -> None:
    done = run("export", "csv", "--source", "yunshanxian-2024", database=database)
    assert [row["headword"] for row in csv.DictReader(done.stdout.splitlines())][-1] == "双环公路"
    assert run("export", "csv", "--missing", "everything", database=database).returncode == 2


def test_quality_shows_concepts_and_coinages(database: Path) -> None:
    shown = run("quality", database=database).stdout
    for text in ("no_english", "双环公路", "near_homograph", "undefined_coinage", "几字弯"):
        assert text in shown
    body = json.loads(
        run("quality", "--check", "undefined_coinage", "--limit", "2", "--json", database=database).stdout
    )
    assert set(body) == {"items", "candidates", "counts", "next", "revision"}
    assert [one["text"] for one in body["candidates"]] == ["几字弯", "两件大事"]
    behind = run(
        "quality", "--check", "undefined_coinage", "--cursor", body["next"], "--limit", "1", "--json", database=database
    )
    assert [one["text"] for one in json.loads(behind.stdout)["candidates"]] != ["几字弯"]
    assert run("quality", "--cursor", "!", database=database).returncode == 2
