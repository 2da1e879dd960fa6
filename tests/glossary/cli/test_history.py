"""Seeing and undoing what was changed, from the command line."""

import json
import shutil
from pathlib import Path

import pytest

from tests.glossary.cli.test_main import EXAMPLE, run


@pytest.fixture
def database(shipped_file: Path, tmp_path: Path) -> Path:
    """A store with the shipped report and, in revision 2, another one."""
    path = Path(shutil.copy(shipped_file, tmp_path / "glossary.db"))
    assert run("load", EXAMPLE, database=path).returncode == 0
    return path


def _concept(database: Path, headword: str) -> str:
    return str(json.loads(run("lookup", headword, "--json", database=database).stdout)["items"][0]["id"])


def test_a_load_is_undone(database: Path) -> None:
    loaded = json.loads(run("load", EXAMPLE, "--json", database=database).stdout)[0]["entries"]
    count = len({entry["concept"] for entry in loaded})
    planned = run("undo", "--dry-run", database=database)
    assert planned.stdout.strip() == f"revision 2 would be undone: {count} concepts"
    done = run("undo", "2", database=database)
    assert done.stdout.strip() == f"revision 2 was undone: {count} concepts"
    assert run("verify", database=database).returncode == 0
    again = run("undo", "2", database=database)
    assert (again.returncode, "undo that one first" in again.stderr) == (2, True)
    assert run("undo", "99", database=database).returncode == 1


def test_history_shows_each_change(database: Path) -> None:
    concept = _concept(database, "三清零")
    for _ in range(2):
        run("undo", database=database)
    done = run("history", concept, database=database)
    assert [line.split()[0] for line in done.stdout.splitlines()[1:]] == ["4", "3", "2", "1"]
    assert "glossary undo" in done.stdout
    body = json.loads(run("history", concept, "--json", "--limit", "1", database=database).stdout)
    assert [one["operation"] for one in body["items"]] == ["update"]
    assert body["next"]
    missing = run("history", "cnothere", database=database)
    assert (missing.returncode, missing.stdout) == (1, "")
