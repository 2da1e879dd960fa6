"""`/readyz` tells whether the store that was opened can still answer; one clear line where it cannot."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from glossary.model import Concept
from glossary.store.opening import Store


def _executed(file: Path, statement: str) -> None:
    connection = sqlite3.connect(file)
    connection.execute(statement)
    connection.commit()
    connection.close()


def _deleted(file: Path, _other: Path) -> None:
    file.unlink()


def _replaced(file: Path, other: Path) -> None:
    other.replace(file)


def _a_directory(file: Path, _other: Path) -> None:
    file.unlink()
    file.mkdir()


def _no_store(file: Path, _other: Path) -> None:
    _executed(file, "DROP TABLE store_state")


def _newer(file: Path, _other: Path) -> None:
    _executed(file, "UPDATE alembic_version SET version_num = '9999'")


def _emptied(file: Path, _other: Path) -> None:
    _executed(file, "DELETE FROM store_state")


CHANGES: dict[str, tuple[Callable[[Path, Path], None], str]] = {
    "deleted": (_deleted, "the file of the store was deleted while it was in use; start again"),
    "another file in its place": (_replaced, "the file of the store was replaced by another file while it was in use; start again"),
    "a directory in its place": (_a_directory, "the file of the store was replaced by another file while it was in use; start again"),
    "a table is missing": (_no_store, "the store cannot be read"),
    "no state": (_emptied, "the store cannot be read"),
    "a newer schema": (_newer, "the store has the schema 9999, and this version of Mingci reads "),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_a_store_that_is_no_longer_what_was_opened(store: Store, shipped_file: Path, tmp_path: Path, what: str) -> None:
    change, why = CHANGES[what]
    file, other = Path(store.url.database or ""), Path(shutil.copy(shipped_file, tmp_path / "other.db"))
    with TestClient(create_app(Settings(database_url=str(file)))) as client:
        assert client.get("/readyz").status_code == 200
        change(file, other)
        answer = client.get("/readyz")
        assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
        assert answer.json()["detail"].startswith(why)
        assert str(tmp_path) not in answer.text
        assert client.get("/healthz").status_code == 200


def test_who_asks_whether_it_is_ready_does_not_keep_it_from_seeing_what_is_written(store: Store) -> None:
    with TestClient(create_app(Settings(database_url=store.url.database))) as client:
        assert client.get("/readyz").status_code == 200
        found = client.get("/v1/lookup?q=三清零").json()["items"][0]["id"]
        with store.writing("tests") as write:
            concept = write.session.get_one(Concept, found)
            write.touch(found)
            concept.note = "edited while serving"
            write.session.add(concept)
        assert "edited while serving" in client.get("/v1/lookup?q=三清零").text
        assert client.get("/readyz").status_code == 200
