"""A copy of a store that is being written to: one revision of it, whole, or no file at all."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from glossary.errors import StoreError
from glossary.progress import Progress, untold
from glossary.state import State, new_mark, state
from glossary.store.copying import copy_pages, copy_to, refuse_unsound
from glossary.store.opening import Store


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
    with copy_to(target, like=Path(store.url.database or "")) as partial:
        made = _copy(store, partial, progress)
        _check(partial, made)
    return Backup(made, target.stat().st_size)


def _copy(store: Store, partial: Path, progress: Progress) -> State:
    """Copy the store as one transaction sees it, and have the copy begin an epoch; return the state that it sees."""
    with store.reading() as connection, closing(sqlite3.connect(partial)) as copy:
        seen = state(connection)  # the transaction begins to see the store here, not at its BEGIN
        source = connection.connection.driver_connection
        if not isinstance(source, sqlite3.Connection):
            raise TypeError("a store in a file is read with sqlite3")
        copy_pages(source, copy, progress)
        with copy:
            copy.execute("UPDATE store_state SET epoch = ?", [new_mark()])
        return seen


def _check(partial: Path, of: State) -> None:
    """Raise StoreError where the copy is not sound, or not of that state."""
    refuse_unsound(partial)
    with closing(sqlite3.connect(partial)) as copy:
        found = copy.execute("SELECT store, revision FROM store_state").fetchone()
    if found != (of.store, of.revision):
        raise StoreError(f"the copy is of revision {found[1]} instead of {of.revision}, and is not kept")
