"""Opening, reading and writing a store; what happens where that cannot be done."""

import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import col, select

from glossary.errors import Busy, DamagedStore, StoreError
from glossary.model import Concept
from glossary.state import state
from glossary.store.file import damage
from glossary.store.opening import Store, default_url, open_store, store_url
from glossary.store.refusals import refusal


def test_a_path_and_a_url_name_the_same_store() -> None:
    assert store_url("a/b.db") == store_url("sqlite:///a/b.db")
    assert default_url().database
    assert default_url().database.endswith("mingci.db")


def test_no_store_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no store at .*; create one with: glossary db upgrade"):
        open_store(store_url(str(tmp_path / "none.db")))


def test_a_reader_cannot_write(store: Store) -> None:
    with store.reading() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.execute(text("DELETE FROM search_key"))


def test_a_failed_write_leaves_nothing_behind(store: Store) -> None:
    before = _everything(store)
    with pytest.raises(RuntimeError, match="in the middle"):
        _fail_in_the_middle(store)
    assert _everything(store) == before


def _fail_in_the_middle(store: Store) -> None:
    with store.writing("tests") as write:
        concept = write.session.exec(select(Concept)).first()
        assert concept
        write.touch(concept.id)
        concept.note = "half"
        write.session.add(concept)
        write.session.flush()
        raise RuntimeError("in the middle")


def _everything(store: Store) -> list[object]:
    with store.reading() as connection:
        tables = ["store_state", "concept", "term", "search_key", "entry_view", "change"]
        return [connection.execute(text(f"SELECT * FROM {table} ORDER BY 1")).all() for table in tables]  # noqa: S608 - names of ours


def test_a_write_that_changes_nothing_makes_no_revision(store: Store) -> None:
    before = _everything(store)
    with store.writing("tests") as write:
        for concept in write.session.exec(select(Concept)).all():
            write.touch(concept.id)
    assert _everything(store) == before


def test_a_change_raises_the_revision_once_and_is_recorded(store: Store) -> None:
    with store.writing("an editor") as write:
        for concept in write.session.exec(select(Concept).order_by(col(Concept.id)).limit(2)).all():
            write.touch(concept.id)
            concept.note = "edited"
            write.session.add(concept)
    with store.reading() as connection:
        assert state(connection).revision == 2
        rows = connection.execute(text("SELECT actor, operation, before, after FROM change WHERE revision = 2")).all()
        assert [(row.actor, row.operation) for row in rows] == [("an editor", "update")] * 2
        assert all('"note": "edited"' in row.after and '"note": "edited"' not in row.before for row in rows)
        shown = connection.execute(
            text('SELECT count(*) FROM entry_view WHERE entry LIKE \'%"note":"edited"%\'')
        ).scalar()
        assert shown == 2


def test_read_then_write_by_many_threads_loses_nothing(store: Store) -> None:
    threads, rounds = 8, 10
    failures = []

    def edit() -> None:
        mine = open_store(store.url)
        for _ in range(rounds):
            try:
                with mine.writing("a thread") as write:
                    concept = write.session.exec(select(Concept).order_by(col(Concept.id))).first()
                    assert concept
                    write.touch(concept.id)
                    concept.note = str(int(concept.note) + 1) if (concept.note or "").isdecimal() else "1"
                    write.session.add(concept)
            except OperationalError as error:
                failures.append(error)
        mine.close()

    running = [threading.Thread(target=edit) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    with store.reading() as connection:
        assert not failures
        assert state(connection).revision == 1 + threads * rounds
        note = connection.execute(text("SELECT note FROM concept ORDER BY id")).scalar()
        assert note == str(threads * rounds)


def test_a_second_write_is_refused_in_one_line(store: Store) -> None:
    hasty = open_store(store.url, patience=0.05)
    other = sqlite3.connect(store.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match=r"^another write is under way; try again when it is done$"):
        _note(hasty, "too early")
    other.execute("ROLLBACK")
    other.close()
    _note(hasty, "in time")
    hasty.close()
    with store.reading() as connection:
        assert state(connection).revision == 2


def test_a_second_write_of_the_same_process_waits_no_longer(store: Store) -> None:
    hasty = open_store(store.url, patience=0.05)
    with hasty.writing("first"), pytest.raises(StoreError, match="another write is under way"):
        _note(hasty, "second")
    hasty.close()


def test_a_full_disk_loses_nothing_and_is_said_in_one_line(store: Store) -> None:
    before = _everything(store)
    with pytest.raises(StoreError, match=r"^the write failed, and nothing of it is stored: there is no room left.*$"):
        _fill(store)
    assert _everything(store) == before
    _note(store, "where there is room")


def _fill(store: Store) -> None:
    with store.writing("tests") as write:
        connection = write.session.connection()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        try:
            for concept in write.session.exec(select(Concept)).all():
                write.touch(concept.id)
                concept.note = "long " * 10_000
                write.session.add(concept)
                write.session.flush()
        finally:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")


def _note(store: Store, note: str) -> None:
    with store.writing("tests") as write:
        concept = write.session.exec(select(Concept)).first()
        assert concept
        write.touch(concept.id)
        concept.note = note
        write.session.add(concept)


def test_readers_go_on_while_a_write_is_under_way(store: Store) -> None:
    with store.writing("tests") as write:
        concept = write.session.exec(select(Concept)).first()
        assert concept
        write.touch(concept.id)
        concept.note = "under way"
        write.session.add(concept)
        write.session.flush()
        with store.reading() as connection:
            assert state(connection).revision == 1
    with store.reading() as connection:
        assert state(connection).revision == 2


def test_a_damaged_file_is_found(store: Store) -> None:
    with store.reading() as connection:
        assert damage(connection) == []
    store.close()
    path = Path(store.url.database or "")
    data = bytearray(path.read_bytes())
    for offset in range(len(data) // 2, len(data), 4096):
        data[offset : offset + 64] = b"\xff" * 64
    path.write_bytes(data)
    with open_store(store.url).reading() as connection:
        assert damage(connection)


def test_a_damaged_store_is_not_served(store: Store) -> None:
    store.refuse_damaged()
    store.close()
    path = Path(store.url.database or "")
    data = bytearray(path.read_bytes())
    data[-4096 * 40 :] = b"\xff" * 4096 * 40
    path.write_bytes(data)
    opened = open_store(store.url)
    with pytest.raises(
        DamagedStore, match=r"is damaged \(.*\); see what glossary verify says of it, or serve a backup$"
    ):
        opened.refuse_damaged()
    opened.close()


def test_a_store_that_was_deleted_or_replaced_takes_no_write(store: Store, tmp_path: Path) -> None:
    _note(store, "here")
    path = Path(store.url.database or "")
    shutil.copy(path, tmp_path / "other.db")
    (tmp_path / "other.db").replace(path)
    with pytest.raises(StoreError, match="was replaced by another file while it was in use"):
        _note(store, "nowhere")
    path.unlink()
    for do in (lambda: _note(store, "nowhere"), lambda: open_store(store.url)):
        with pytest.raises(StoreError, match=r"was deleted while it was in use|there is no store"):
            do()
    assert not path.exists()


def test_a_store_whose_log_was_deleted_takes_no_write(store: Store) -> None:
    _note(store, "here")
    Path(f"{store.url.database}-wal").unlink()
    with pytest.raises(StoreError, match="the log beside the file of the store was deleted"):
        _note(store, "nowhere")


REFUSALS: list[tuple[Exception, type[StoreError] | None]] = [
    (PoolTimeout(), Busy),
    (sqlite3.IntegrityError("UNIQUE constraint failed"), None),
    (sqlite3.OperationalError("near SELECT: syntax error"), None),
    (sqlite3.OperationalError("Could not decode to UTF-8 column 'entry' with text '...'"), DamagedStore),
    (OperationalError("SELECT 1", {}, Exception("the server is gone")), StoreError),
    (IntegrityError("INSERT", {}, sqlite3.IntegrityError("FOREIGN KEY constraint failed")), None),
]


@pytest.mark.parametrize(("error", "kind"), REFUSALS, ids=lambda value: str(value)[:30])
def test_what_an_error_of_the_database_means(error: Exception, kind: type[StoreError] | None) -> None:
    found = refusal(error)
    assert (type(found) if found else None) is kind
