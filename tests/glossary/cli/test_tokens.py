"""`glossary token`, run as a person runs it."""

import json
from pathlib import Path

import pytest

from tests.glossary.cli.test_main import run


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "glossary.db"


def test_a_token_is_shown_once_and_its_name_is_taken(database: Path) -> None:
    done = run("token", "create", "loader", "--scope", "import", database=database)
    assert (done.returncode, done.stdout.startswith("mingci_"), len(done.stdout.split())) == (0, True, 1)
    again = run("token", "create", "loader", "--scope", "import", database=database)
    assert (again.returncode, again.stderr) == (2, "glossary: there is a token named loader already\n")
    assert run("token", "create", "x", "--scope", "everything", database=database).returncode == 2
    assert run("token", "create", "x", database=database).returncode == 2


def test_tokens_are_listed_without_their_secret(database: Path) -> None:
    made = json.loads(
        run("token", "create", "王", "--scope", "edit", "--scope", "import", "--json", database=database).stdout
    )
    assert (made["name"], made["scopes"]) == ("王", ["edit", "import"])
    table = run("token", "list", database=database)
    [listed] = json.loads(run("token", "list", "--json", database=database).stdout)
    assert {name: listed[name] for name in ("name", "scopes", "last_used", "revoked")} == {
        "name": "王", "scopes": ["edit", "import"], "last_used": None, "revoked": None,
    }  # fmt: skip
    assert set(listed) == {"name", "scopes", "created", "last_used", "revoked"}
    assert listed["created"].endswith("Z")
    for shown in ("王", "edit, import", listed["created"][:10]):
        assert shown in table.stdout
    assert made["token"] not in table.stdout + str(listed)


def test_a_token_is_revoked(database: Path) -> None:
    run("token", "create", "loader", "--scope", "import", database=database)
    done = run("token", "revoke", "loader", database=database)
    assert (done.returncode, done.stdout) == (0, "loader may no longer write\n")
    revoked = json.loads(run("token", "revoke", "loader", "--json", database=database).stdout)
    assert revoked["revoked"] is not None
    unknown = run("token", "revoke", "nobody", database=database)
    assert (unknown.returncode, unknown.stderr) == (1, "glossary: there is no token named nobody\n")


def test_there_is_no_list_without_a_store(database: Path) -> None:
    done = run("token", "list", database=database)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no store at" in done.stderr
