"""Engines: how SQLite and PostgreSQL are connected to; the only module where the two differ."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from glossary.deadline import deadline
from glossary.store.file import StoreFile
from glossary.store.refusals import code_of

BUSY_SECONDS = 30
"""How long to wait for a connection or for another write where nobody says otherwise."""


def path_of(url: URL) -> Path | None:
    """Return the file of a store, None where it is not in a file."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def shown(url: URL) -> str:
    """Return a URL as a person should see it: the path of a file, never a password."""
    path = path_of(url)
    return str(path) if path else url.render_as_string(hide_password=True)


def engine_to(
    url: URL,
    size: int,
    *,
    begin: str,
    pragmas: dict[str, str],
    file: StoreFile | None,
    patience: float = BUSY_SECONDS,
) -> Engine:
    """Return an engine of at most `size` connections; on SQLite, to that file, with explicit transactions and these pragmas.

    It waits for a connection, and for the database itself, for `patience` seconds.
    """
    if file is None:
        return create_engine(url, pool_size=size, max_overflow=0, pool_timeout=patience, hide_parameters=True)
    engine = create_engine(
        url, creator=file.connect, pool_size=size, max_overflow=0, pool_timeout=patience, hide_parameters=True
    )

    def configure(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # no implicit BEGIN: ours is sent below
        connection.execute(f"PRAGMA busy_timeout = {round(patience * 1000)}")
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name} = {value}")

    def start(connection: Connection) -> None:
        # By the driver itself: SQLAlchemy's way to a statement takes five times as long as the whole rest of a read.
        connection.connection.cursor().execute(begin)

    event.listen(engine, "connect", configure)
    event.listen(engine, "begin", start)
    return engine


_STEPS = 1000
"""SQLite asks whether the time is up after so many of its steps: some twenty rows, or as many long texts."""


@contextmanager
def end_in_time(connection: Connection) -> Iterator[None]:
    """Let the database end what it is doing on a connection when the deadline of what is running is over.

    Raises TookTooLong then. Where nothing has a deadline, and on PostgreSQL, which has a time limit of its own
    (`statement_timeout`), nothing is watched.
    """
    limit = deadline()
    driver = connection.connection.driver_connection
    if limit is None or not isinstance(driver, sqlite3.Connection):
        yield
        return
    driver.set_progress_handler(limit.is_over, _STEPS)
    try:
        yield
    except (sqlite3.OperationalError, DBAPIError) as error:
        if code_of(error) == sqlite3.SQLITE_INTERRUPT:
            raise limit.error() from error
        raise
    finally:
        driver.set_progress_handler(None, 0)
