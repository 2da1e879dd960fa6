"""A backup is one revision of a store, whole and checked, whatever is written meanwhile; or there is none."""

import errno
import os
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlmodel import col, select

from glossary.errors import StoreError
from glossary.model import Concept
from glossary.state import state
from glossary.store.backups import backup
from glossary.store.opening import Store, open_store, store_url
from glossary.store.reindexing import reindex
from glossary.store.verifying import verify


def _note(store: Store, note: str) -> int:
    with store.writing("tests") as write:
        for concept in write.session.exec(select(Concept).order_by(col(Concept.id))).all():
            write.touch(concept.id)
            concept.note = note
            write.session.add(concept)
    return write.revision


def _notes(path: Path) -> set[tuple[str | None, int]]:
    with sqlite3.connect(path) as connection:
        found = set(connection.execute("SELECT note, revision FROM concept"))
    connection.close()
    return found


def _faults(path: Path) -> list[str]:
    copy = open_store(store_url(str(path)))
    found = list(verify(copy))
    copy.close()
    return found


def test_a_backup_is_a_store_like_any_other(store: Store, tmp_path: Path) -> None:
    revision = _note(store, "before")
    told: list[tuple[int, int]] = []
    made = backup(store, tmp_path / "copy.db", lambda done, total: told.append((done, total)))
    assert (made.of.revision, made.size) == (revision, (tmp_path / "copy.db").stat().st_size)
    assert told[-1][0] == told[-1][1] > 0
    copy = open_store(store_url(str(tmp_path / "copy.db")))
    assert list(verify(copy)) == []
    assert _note(copy, "after") == revision + 1
    copy.close()
    assert _notes(Path(store.url.database or "")) == {("before", revision)}


def test_a_backup_is_of_one_revision_while_others_are_written(store: Store, tmp_path: Path) -> None:
    """Each write changes every concept, so that a copy of two revisions would show both notes."""
    stop = threading.Event()
    written = []

    def write() -> None:
        mine = open_store(store.url)
        while not stop.is_set():
            written.append(_note(mine, f"note {len(written)}"))
        mine.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            count = len(written)
            made = backup(store, tmp_path / f"{number}.db")
            assert {revision for _, revision in _notes(tmp_path / f"{number}.db")} == {made.of.revision}
            while len(written) == count:  # the writer is not held up for ever
                assert writer.is_alive()
    finally:
        stop.set()
        writer.join()
    assert len(written) >= 5


def test_a_write_in_mid_backup_neither_waits_nor_shows(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossary.store.copying._STEP", 1)
    other = open_store(store.url, patience=0.05)
    written: list[int] = []

    def meanwhile(done: int, _total: int) -> None:
        if done > 1 and len(written) < 3:
            written.append(_note(other, f"in mid-backup {done}"))

    made = backup(store, tmp_path / "copy.db", meanwhile)
    other.close()
    assert (made.of.revision, written) == (1, [2, 3, 4])
    assert {revision for _, revision in _notes(tmp_path / "copy.db")} == {1}


def test_a_backup_overwrites_nothing(store: Store, tmp_path: Path) -> None:
    there = tmp_path / "there.db"
    there.write_text("precious")
    dangling = tmp_path / "dangling.db"
    dangling.symlink_to(tmp_path / "nowhere")
    for target in (there, dangling, tmp_path, Path(store.url.database or "")):
        with pytest.raises(StoreError, match="is there already, and a backup overwrites nothing"):
            backup(store, target)
    assert there.read_text() == "precious"


def test_a_file_that_appears_in_mid_backup_is_left_alone(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    with pytest.raises(StoreError, match="is there already"):
        backup(store, target, lambda _done, _total: target.write_text("precious") and None)
    assert target.read_text() == "precious"
    assert not list(tmp_path.glob(".copy*"))


def _without_links(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let `link` fail as the system does on another file system: none can be mounted here without being root."""

    def refuse(*_names: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("os.link", refuse)


@pytest.mark.parametrize("number", sorted({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP}))
def test_without_hard_links_a_backup_is_made_and_overwrites_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    _without_links(monkeypatch, number)
    target = tmp_path / "copy.db"
    backup(store, target)
    assert _faults(target) == []
    assert target.stat().st_mode == Path(store.url.database or "").stat().st_mode
    there = tmp_path / "there.db"
    with pytest.raises(StoreError, match="is there already, and a backup overwrites nothing"):
        backup(store, there, lambda _done, _total: there.write_text("precious") and None)
    assert there.read_text() == "precious"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_another_failure_of_the_disk_replaces_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _without_links(monkeypatch, errno.EIO)
    target = tmp_path / "copy.db"
    with pytest.raises(StoreError, match=r"^the backup failed, and nothing of it is left: "):
        backup(store, target)
    assert not [path for path in tmp_path.iterdir() if "copy" in path.name]


def test_a_backup_to_nowhere_is_said_in_one_line(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"^no backup can be written to .*: No such file or directory$"):
        backup(store, tmp_path / "none" / "copy.db")


def test_what_fails_in_mid_backup_leaves_nothing(store: Store, tmp_path: Path) -> None:
    """As a full disk does: SQLite raises in the middle of the copy."""

    def fail(done: int, _total: int) -> None:
        if done:
            raise OSError(28, "No space left on device")

    here = set(tmp_path.iterdir())
    with pytest.raises(StoreError, match=r"^the backup failed, and nothing of it is left: .*No space left on device$"):
        backup(store, tmp_path / "copy.db", fail)
    assert {path for path in tmp_path.iterdir() if path.name.startswith((".copy", "copy"))} == set()
    assert here <= set(tmp_path.iterdir())


def test_a_damaged_store_gives_no_backup(store: Store, tmp_path: Path) -> None:
    store.close()
    path = Path(shutil.copy(store.url.database or "", tmp_path / "damaged.db"))
    data = bytearray(path.read_bytes())
    for offset in range(len(data) // 2, len(data), 4096):
        data[offset : offset + 64] = b"\xff" * 64
    path.write_bytes(data)
    damaged = open_store(store_url(str(path)))
    with pytest.raises(StoreError, match=r"^the copy is not sound, and is not kept: "):
        backup(damaged, tmp_path / "copy.db")
    damaged.close()
    assert not (tmp_path / "copy.db").exists()


def test_making_anew_mends_what_is_derived_and_raises_the_revision(store: Store) -> None:
    with sqlite3.connect(store.url.database or "") as connection:
        connection.execute("DELETE FROM search_key WHERE term_id % 3 = 0")
        connection.execute("UPDATE entry_view SET entry = replace(entry, 'the', 'teh')")
    connection.close()
    assert len(list(verify(store))) > 1
    told: list[tuple[int, int]] = []
    assert reindex(store, "tests", lambda done, total: told.append((done, total))) == 2
    assert told[-1][0] == told[-1][1] > 1
    assert list(verify(store)) == []
    with store.reading() as connection:
        assert state(connection).revision == 2
        assert connection.exec_driver_sql("SELECT max(revision) FROM change").scalar() == 1
