"""A copy of a store that is being written to: one revision of it, whole, or no file at all."""

import errno
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from glossary.errors import StoreError
from glossary.progress import Progress, untold
from glossary.state import State, new_mark, state
from glossary.store.opening import Store

_STEP = 1024
"""Pages that are copied at a time: 4 MiB, a few milliseconds."""

_THERE = "{} is there already, and a backup overwrites nothing"
_NO_HARD_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What `link` says on a file system without hard links (link(2): EPERM; FUSE and network file systems: the others)."""


class Backup(NamedTuple):
    """A copy that was made: the state of the store that it is of, and its bytes."""

    of: State
    size: int


def backup(store: Store, target: Path, progress: Progress = untold) -> Backup:
    """Copy a store that may be written to meanwhile to the file `target`, and check the copy.

    The copy is of the one revision that the store had when it began (SQLite's online backup, inside one reading
    transaction: a write does not make it begin again, and does not wait for it). It gets its name when it is whole,
    checked and on the disk. Raises StoreError where there is a file of that name, or the copy cannot be made.
    """
    if store.url.get_backend_name() != "sqlite":
        raise StoreError("only a store in a file can be backed up; PostgreSQL has pg_dump")
    if target.exists() or target.is_symlink():
        raise StoreError(_THERE.format(target))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise StoreError(f"no backup can be written to {target.parent}: {error.strerror}") from error
    partial = Path(name)
    try:
        made = _copy(store, partial, progress)
        _check(partial, made)
        shutil.copymode(store.url.database or "", partial)
        _publish(partial, target)
        return Backup(made, target.stat().st_size)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"the backup failed, and nothing of it is left: {error}") from error
    finally:
        for left in (partial, *(Path(f"{partial}-{kind}") for kind in ("wal", "shm", "journal"))):
            left.unlink(missing_ok=True)


def _copy(store: Store, partial: Path, progress: Progress) -> State:
    """Copy the store as one transaction sees it, and have the copy begin an epoch; return the state that it sees."""

    def show(_status: int, remaining: int, total: int) -> None:
        progress(total - remaining, total)

    with store.reading() as connection, closing(sqlite3.connect(partial)) as copy:
        seen = state(connection)  # the transaction begins to see the store here, not at its BEGIN
        source = connection.connection.driver_connection
        if not isinstance(source, sqlite3.Connection):
            raise TypeError("a store in a file is read with sqlite3")
        source.backup(copy, pages=_STEP, progress=show)
        with copy:
            copy.execute("UPDATE store_state SET epoch = ?", [new_mark()])
        return seen


def _check(partial: Path, of: State) -> None:
    """Raise StoreError where the copy is not sound, or not of that state.

    The quick check reads every page; comparing every index with its table as well, which `glossary verify` does, would
    take six times as long as the copy.
    """
    with closing(sqlite3.connect(partial)) as copy:
        [[first], *_] = copy.execute("PRAGMA quick_check(1)").fetchall()
        found = copy.execute("SELECT store, revision FROM store_state").fetchone()
    if first != "ok":
        raise StoreError(f"the copy is not sound, and is not kept: {first}")
    if found != (of.store, of.revision):
        raise StoreError(f"the copy is of revision {found[1]} instead of {of.revision}, and is not kept")


def _publish(partial: Path, target: Path) -> None:
    """Give the copy its name, once it is on the disk; a file that got that name meanwhile is left as it is."""
    _sync(partial)
    try:
        os.link(partial, target)
    except FileExistsError:
        raise StoreError(_THERE.format(target)) from None
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        _take_name(partial, target)
    _sync(target.parent)


def _take_name(partial: Path, target: Path) -> None:
    """Give the copy its name where there are no hard links: the name is reserved first, so that only that is replaced."""
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        raise StoreError(_THERE.format(target)) from None
    try:
        partial.replace(target)
    except OSError:
        target.unlink(missing_ok=True)
        raise


def _sync(path: Path) -> None:
    """Have a file, or the names in a directory, written to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
