"""Which schema a store has, and bringing it up; what is no store, or a newer one, is left alone."""

import sqlite3
from pathlib import Path

import pytest

from glossary.errors import StoreError
from glossary.state import state
from glossary.store.opening import Store, open_store, store_url
from glossary.store.upgrading import upgrade_store


def test_upgrading_twice_is_upgrading_once(tmp_path: Path) -> None:
    url = store_url(str(tmp_path / "new" / "glossary.db"))
    assert upgrade_store(url)
    assert not upgrade_store(url)
    with open_store(url).reading() as connection:
        assert state(connection).revision == 0


def test_two_new_stores_are_told_apart(tmp_path: Path) -> None:
    seen = set()
    for name in "ab":
        url = store_url(str(tmp_path / name))
        upgrade_store(url)
        with open_store(url).reading() as connection:
            seen.add(state(connection))
    assert len(seen) == 2


def test_a_directory_is_no_store(tmp_path: Path) -> None:
    for do in (open_store, upgrade_store):
        with pytest.raises(StoreError, match="is a directory, not a store"):
            do(store_url(str(tmp_path)))


def test_a_foreign_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database at all " * 100)
    for do in (open_store, upgrade_store):
        with pytest.raises(StoreError, match="cannot be read: file is not a database"):
            do(store_url(str(path)))
    assert path.read_text() == "not a database at all " * 100


def test_a_file_of_a_few_bytes_is_left_alone(tmp_path: Path) -> None:
    """SQLite takes it for an empty database."""
    path = tmp_path / "notes.txt"
    path.write_text("x")
    for do in (open_store, upgrade_store):
        with pytest.raises(StoreError, match="cannot be read: file is not a database"):
            do(store_url(str(path)))
    assert path.read_text() == "x"


def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    for do in (open_store, upgrade_store):
        with pytest.raises(StoreError, match="is a database, but not a Mingci store"):
            do(store_url(str(path)))


def test_a_newer_store_is_left_alone(store: Store) -> None:
    _set_schema(store, "9999")
    for do in (open_store, upgrade_store):
        with pytest.raises(StoreError, match=r"was written by a newer version of Mingci \(schema 9999\)"):
            do(store.url)


def _set_schema(store: Store, schema: str) -> None:
    with sqlite3.connect(store.url.database or "") as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (schema,))


def test_a_place_that_cannot_be_written_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot create a store at"):
        upgrade_store(store_url(str(tmp_path / "file" / "glossary.db")))


def test_a_store_is_not_upgraded_while_a_write_is_under_way(empty_store: Store) -> None:
    _set_schema(empty_store, "0001")
    other = sqlite3.connect(empty_store.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another write is under way"):
        upgrade_store(empty_store.url, patience=0.05)
    other.close()


def test_an_older_store_is_not_opened_before_it_is_upgraded(empty_store: Store) -> None:
    _set_schema(empty_store, "0001")
    with pytest.raises(
        StoreError, match=r"^the store at .* is of an older version; bring it up with: glossary db upgrade$"
    ):
        open_store(empty_store.url)
