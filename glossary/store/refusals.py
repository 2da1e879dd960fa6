"""What the errors of a database mean to a user: a full disk, a damaged file, a write that is under way."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from glossary.errors import Busy, DamagedStore, NoSpace, StoreError

DATABASE_ERRORS = (sqlite3.DatabaseError, SQLAlchemyError)
"""What a database may raise: the driver speaks for itself in the shortest reads and where a transaction begins."""

UPGRADE, VERIFY = "glossary db upgrade", "glossary verify"
"""Commands that messages name; the command line puts the option with the store behind them where it was given."""
RESTORE = f"see what {VERIFY} says of it, or serve a backup"

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_FAILED = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL}


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what a database says when it does not take a write into a StoreError; nothing of that write is stored."""
    try:
        yield
    except DATABASE_ERRORS as error:
        refused = refusal(error)
        if refused is None:
            raise
        if is_busy(error):
            raise refused from error
        raise type(refused)(f"the write failed, and nothing of it is stored: {refused}") from error


def refusal(error: Exception) -> StoreError | None:
    """Return what one of `DATABASE_ERRORS` means to a user, None where it is a mistake of this program.

    A statement that cannot be run and a broken constraint are such; a full or failing disk, a damaged file, a database
    that cannot be reached are not.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = code_of(error)
    found: StoreError | None = None
    if is_busy(error):
        found = Busy("another write is under way; try again when it is done")
    elif code == sqlite3.SQLITE_FULL:
        found = NoSpace(f"there is no room left where the store is ({cause})")
    elif code in _DAMAGED or "decode to UTF-8" in str(cause):
        found = DamagedStore(f"the store is damaged ({cause}); {RESTORE}")
    elif code in _FAILED or (isinstance(error, OperationalError) and not isinstance(cause, sqlite3.Error)):
        found = StoreError(f"the store failed ({cause})")
    return found


def is_busy(error: Exception) -> bool:
    """Return whether another write is all that is in the way."""
    return isinstance(error, PoolTimeout) or code_of(error) in _BUSY


def code_of(error: BaseException) -> int:
    """Return SQLite's number of an error, without what it adds to it; 0 where there is none."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return (getattr(cause, "sqlite_errorcode", None) or 0) & 0xFF
