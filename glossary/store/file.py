"""The file that a store lies in: whether it is one at all, is still the one that was opened, and is sound."""

import os
import sqlite3
import stat
import tempfile
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from glossary.errors import StoreError

_MAGIC = b"SQLite format 3\x00"
_SELDOM = 1.0
"""Seconds."""


class Served(NamedTuple):
    """How far a store had come when it was served last: see `glossary.state`."""

    epoch: str
    revision: int
    stamp: str


class StoreFile:
    """A file that was found to be there; what it is known by afterwards is not its name but its place on the disk."""

    def __init__(self, path: Path) -> None:
        """Remember which file lies at `path` now.

        Where that is a symbolic link, SQLite has its log beside the file that the link names, and the note lies there, too.
        """
        self.path = path
        self._name = str(path)
        self._target = os.path.realpath(path)
        self._note = Path(f"{self._target}-served")
        self._identity = _identity(self._name)
        self._looked = monotonic()

    def connect(self) -> sqlite3.Connection:
        """Open the file, never another one that got its name, never a new one. Raises StoreError."""
        self.check()
        address = f"file:{quote(os.fsencode(self.path.absolute()))}?mode=rw"
        return sqlite3.connect(address, uri=True, check_same_thread=False)

    def check(self) -> None:
        """Raise StoreError where the file was deleted, or another one got its name; the message names no path.

        SQLite would go on with what has no name any more, and what is written there ends with the process.
        """
        found = _identity(self._name)
        if found != self._identity or found is None:
            what = "deleted" if found is None else "replaced by another file"
            raise StoreError(f"the file of the store was {what} while it was in use; start again")

    def check_seldom(self) -> None:
        """Do the same once in a while, for a read: looking takes ten microseconds, a whole look-up a hundred."""
        now = monotonic()
        if now > self._looked + _SELDOM:
            self.check()
            self._looked = now

    def check_log(self) -> None:
        """Raise StoreError where the write-ahead log beside the file, which a write has begun to use, was deleted."""
        if not Path(f"{self._target}-wal").exists():
            raise StoreError("the log beside the file of the store was deleted while it was in use; start again")

    def served(self) -> Served | None:
        """Return what was served of this very file last; None where it never was, as far as the note beside it says.

        The note names the file by its place on the disk, so that it says nothing of a copy, nor of what took its name.
        """
        try:
            device, inode, epoch, revision, stamp = self._note.read_text("ascii").split()
            place = int(device), int(inode)
            return Served(epoch, int(revision), stamp) if place == _identity(self._name) else None
        except (OSError, ValueError):
            return None

    def note_served(self, served: Served) -> None:
        """Note beside the file what is served of it from now on, where its directory takes that."""
        place = _identity(self._name)
        if place is None:
            return
        written = " ".join(map(str, (*place, *served)))
        try:
            handle, name = tempfile.mkstemp(prefix=f".{self._note.name}.", dir=self._note.parent)
        except OSError:
            return
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(f"{written}\n")
            Path(name).replace(self._note)
        except OSError:
            Path(name).unlink(missing_ok=True)

    def size(self) -> int:
        """Return how many bytes the file takes, with what is not yet written back into it."""
        files = [Path(f"{self._target}{ending}") for ending in ("", "-wal")]
        return sum(file.stat().st_size for file in files if file.exists())


def _identity(name: str) -> tuple[int, int] | None:
    """Return which file lies under a name, None where there is none."""
    try:
        found = Path(name).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def is_blank(path: Path) -> bool:
    """Return whether nothing is there that could be lost. Raises StoreError where something else than a database is.

    SQLite takes any file of a few bytes for an empty database, and writes over it.
    """
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise StoreError(f"{path} is a directory, not a store")
        if not stat.S_ISREG(kind):  # a pipe, for one, would be waited for without end
            raise StoreError(f"{path} is a device or a pipe, not a store")
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError as error:
        raise StoreError(f"the store at {path} cannot be read: {error.strerror}") from error
    if start and start != _MAGIC:
        raise StoreError(f"the store at {path} cannot be read: file is not a database")
    return not start


def prepare_file(path: Path) -> None:
    """Create the file and its directory, in WAL mode, which it keeps from then on. Raises StoreError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
    except (OSError, sqlite3.Error) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise StoreError(f"cannot create a store at {path}: {why}") from error


def damage(connection: Connection, *, thorough: bool = True) -> list[str]:
    """Return what the database itself finds wrong with its file, one line each; an empty list where it is sound.

    Where it is not to be `thorough`, every page is read (3 s for 1 GB), but indexes are not compared with their tables.
    """
    if connection.dialect.name != "sqlite":
        return []
    how = "integrity_check" if thorough else "quick_check"
    try:
        rows = [row[0] for row in connection.exec_driver_sql(f"PRAGMA {how}") if row[0] != "ok"]
        # One row may say many things, under a line that names the database.
        broken = [line for row in rows for line in row.splitlines() if not line.startswith("***")]
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all() if thorough and not broken else []
    except DatabaseError as error:
        return [str(error.orig)]
    return broken + [f"{row[0]} row {row[1]} refers to a {row[2]} that is not there" for row in orphans]
