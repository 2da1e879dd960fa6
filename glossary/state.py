"""How far a store has come, and on which way: what every answer of it depends on."""

import re
import secrets
from typing import NamedTuple

from sqlalchemy import Connection

from glossary.driver import rows_of
from glossary.errors import InvalidQuery, OtherEpoch

_DIGITS = 12
_MARK = re.compile(rf"[0-9a-f]{{{_DIGITS}}}", re.ASCII)
_RESUMED = re.compile(rf"([0-9a-f]{{{_DIGITS}}})\.([0-9]{{1,18}})\.([0-9a-f]{{{_DIGITS}}})", re.ASCII)


def new_mark() -> str:
    """Return what no store, and no write to one, was ever marked with: an epoch, or the stamp of a revision."""
    return secrets.token_hex(_DIGITS // 2)


def is_mark(text: str) -> bool:
    """Return whether this is what `new_mark` may have given."""
    return _MARK.fullmatch(text) is not None


class State(NamedTuple):
    """Which store it is, its revision, its epoch, and the stamp of the write that made the revision.

    A copy that is served begins an epoch of its own. The stamp is random, so that two copies of one store which were
    written to by turns have nothing in common, also where nobody noticed that they are two.
    """

    store: str
    revision: int
    epoch: str
    stamp: str

    @property
    def resume(self) -> str:
        """Return what a client that has all of this state says of it when it asks what came after."""
        return f"{self.epoch}.{self.revision}.{self.stamp}"

    def cursor(self, place: str | None) -> str | None:
        """Return the cursor of an answer that stands behind a place in an order; None where there is no such place."""
        return place and f"{self.epoch}.{place}"

    def check_cursor(self, cursor: str) -> None:
        """Raise OtherEpoch where a cursor is of an answer of another epoch, InvalidQuery where it is none of ours."""
        epoch, dot, _ = cursor.partition(".")
        if not dot:
            raise InvalidQuery("this is no cursor that an earlier answer gave", "/query/cursor")
        if epoch != self.epoch:
            raise OtherEpoch(f"{_RESTORED}: the cursor is of an earlier answer; ask again from the first page")


_RESTORED = "this store was restored, or is a copy"
_AGAIN = "take a new copy, from since=0"


def state(connection: Connection) -> State:
    """Return the state of the store as this connection sees it."""
    [row] = rows_of(connection, f"SELECT {STATE} FROM store_state", {})  # noqa: S608 - the names below
    return State(*row)


STATE = "store, revision, epoch, stamp"
"""The columns of a state, in its order."""


def revision_known(connection: Connection, at: State, since: str, epoch: str | None = None) -> int:
    """Return the revision that a client has a copy of, as it says: a number, or what `State.resume` gave.

    A number is that of a revision which this store has had: a store that was restored leaves out the numbers that the one
    before it may have given (see `Store.claim`). Raises OtherEpoch where it is of another epoch, of another way that the
    store went from an earlier copy, or not reached yet, InvalidQuery where it is neither.
    """
    resumed = _RESUMED.fullmatch(since)
    if resumed is None and not (since.isascii() and since.isdigit() and len(since) <= _LONGEST):
        raise InvalidQuery("this is neither a revision nor `since` of an earlier answer", "/query/since")
    number = int(resumed[2] if resumed else since)
    if {epoch, resumed and resumed[1]} - {None, at.epoch}:
        raise OtherEpoch(f"{_RESTORED}: revision {number} is of another epoch; {_AGAIN}")
    if number > at.revision:
        raise OtherEpoch(f"this store has come to revision {at.revision}, not to {number}; {_AGAIN}")
    stamps = rows_of(connection, "SELECT stamp FROM revision WHERE number = :number", {"number": number})
    if not stamps and rows_of(connection, "SELECT 1 FROM revision WHERE number < :number LIMIT 1", {"number": number}):
        raise OtherEpoch(f"{_RESTORED}: it never had a revision {number}; {_AGAIN}")
    if resumed and stamps != [(resumed[3],)]:
        raise OtherEpoch(f"{_RESTORED}: its revision {number} is another one; {_AGAIN}")
    return number


_LONGEST = 18
"""Digits: more than 63 bits have."""
