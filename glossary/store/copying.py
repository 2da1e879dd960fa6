"""A file that is there whole, checked and on the disk, or not at all: how a copy of a store gets its name."""

import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from glossary.errors import StoreError
from glossary.progress import Progress

_STEP = 1024
"""Pages that are copied at a time: 4 MiB, a few milliseconds."""

_THERE = "{} is there already, and a backup overwrites nothing"
_NO_HARD_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What `link` says on a file system without hard links (link(2): EPERM; FUSE and network file systems: the others)."""


@contextmanager
def copy_to(target: Path, like: Path) -> Iterator[Path]:
    """Give a file to copy into, which becomes `target` at the end, with the rights of `like`.

    Raises StoreError where there is a file of that name, or the copy cannot be made; then nothing of it is left.
    """
    if target.exists() or target.is_symlink():
        raise StoreError(_THERE.format(target))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise StoreError(f"no backup can be written to {target.parent}: {error.strerror}") from error
    partial = Path(name)
    try:
        yield partial
        shutil.copymode(like, partial)
        _publish(partial, target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"the backup failed, and nothing of it is left: {error}") from error
    finally:
        for left in (partial, *(Path(f"{partial}-{kind}") for kind in ("wal", "shm", "journal"))):
            left.unlink(missing_ok=True)


def copy_pages(source: sqlite3.Connection, copy: sqlite3.Connection, progress: Progress) -> None:
    """Copy what the transaction of `source` sees (SQLite's online backup); nobody who writes meanwhile is kept waiting."""

    def show(_status: int, remaining: int, total: int) -> None:
        progress(total - remaining, total)

    source.backup(copy, pages=_STEP, progress=show)


def refuse_unsound(partial: Path) -> None:
    """Raise StoreError where a copy is not sound.

    The quick check reads every page; comparing every index with its table as well, which `glossary verify` does, would
    take six times as long as the copy.
    """
    with closing(sqlite3.connect(partial)) as copy:
        [[first], *_] = copy.execute("PRAGMA quick_check(1)").fetchall()
    if first != "ok":
        raise StoreError(f"the copy is not sound, and is not kept: {first}")


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
