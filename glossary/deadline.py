"""How long a read may take: the loops of ours ask while they work, and the database does.

A thread cannot be ended from outside. Whoever runs a read in one says `with within(seconds)`; the rest of the code asks
`check()` wherever its work grows with what was sent or stored, and needs no argument for that. Where nobody has set a
deadline (a command, an export, a write) there is none.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import islice
from time import monotonic
from typing import TypeVar

from glossary.errors import TookTooLong

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a read must be done: `seconds` after it began, which is `at` on the monotonic clock."""

    seconds: float
    at: float

    def is_over(self) -> bool:
        """Return whether the time is up."""
        return monotonic() > self.at

    def error(self) -> TookTooLong:
        """Return what a read that is ended raises."""
        return TookTooLong(f"this took longer than {self.seconds:g} seconds and was ended; ask for less at once")


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def deadline() -> Deadline | None:
    """Return the deadline of what is running, None where it has any time."""
    return _current.get()


@contextmanager
def within(seconds: float | None) -> Iterator[None]:
    """Let what is done inside take so many seconds, None: any. The time begins here, not when it was asked for."""
    token = _current.set(None if seconds is None else Deadline(seconds, monotonic() + seconds))
    try:
        yield
    finally:
        _current.reset(token)


def check() -> None:
    """Raise TookTooLong where the time is up. It costs a tenth of a microsecond."""
    now = _current.get()
    if now is not None and now.is_over():
        raise now.error()


def within_deadline(items: Iterable[_Item]) -> Iterator[_Item]:
    """Yield what is in `items`; raise TookTooLong between two of them where the time is up.

    >>> list(within_deadline("三清零"))
    ['三', '清', '零']
    """
    rest = iter(items)
    while some := list(islice(rest, _AT_ONCE)):
        yield from some
        check()


_AT_ONCE = 256
