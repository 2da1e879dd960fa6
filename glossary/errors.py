"""What can go wrong in the domain, as few named exceptions that carry what the user must know.

    GlossaryError
    ├── NotFound            nothing has that name
    ├── Withdrawn           it was there, and its tombstone says so
    ├── Merged              it was there, and lives on under another id
    ├── OtherEpoch          what a client goes by is of another epoch of the store
    ├── Revoked             the token was revoked while its request was under way
    ├── Conflict            what is asked for contradicts what is there
    │   └── Stale           it was asked for a version that is another now
    ├── InvalidQuery        a query that cannot be answered as asked
    ├── InvalidDraft        what a client, a file or the shipped data states cannot be stored
    ├── UnreadableFile      bytes that are no document of a kind we read
    ├── NoGlossarySection   a document without a glossary section
    ├── TooLarge            more than a stated limit
    ├── TookTooLong         a read that was ended at its deadline
    └── StoreError          the store itself: foreign, newer, not to be opened or reached
        ├── Busy            another write is under way
        ├── DamagedStore    its file is not sound
        └── NoSpace         the disk is full

No exception knows an HTTP status: `app.problems` holds the one table from class to status.
"""

from dataclasses import dataclass
from typing import Any

_OBJECT = "this has to be an object"
_PLAINLY = {
    "Extra inputs are not permitted": "there is no such field here",
    "Input should be a valid dictionary": _OBJECT,
    "Input should be a valid dictionary or object to extract fields from": _OBJECT,
}


def plain_words(message: str) -> str:
    """Return what a validator says of a fault without the words of the library that it is made with.

    >>> plain_words("Value error, must not contain control characters")
    'must not contain control characters'
    """
    return _PLAINLY.get(message, message.removeprefix("Value error, "))


class GlossaryError(Exception):
    """Any error of the domain; `str()` of it is one line fit for a user."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Go from one process to another as it is; Python's own way calls the class with the message alone."""
        return _restore, (type(self), self.args, vars(self))


def _restore(kind: type[GlossaryError], arguments: tuple[object, ...], stated: dict[str, object]) -> GlossaryError:
    error = kind.__new__(kind, *arguments)
    vars(error).update(stated)
    return error


class NotFound(GlossaryError):
    """Nothing has that name; `suggestions` are the briefs (JSON) of what may have been meant, None where nobody looked."""

    def __init__(self, detail: str, suggestions: tuple[str, ...] | None = None) -> None:
        super().__init__(detail)
        self.suggestions = suggestions


class Withdrawn(GlossaryError):
    """The concept was withdrawn; its id stays taken."""


class Merged(GlossaryError):
    """The concept was merged; `into` is the id that answers for it now."""

    def __init__(self, concept: str, into: str) -> None:
        super().__init__(f"concept {concept} was merged into {into}")
        self.into = into


class OtherEpoch(GlossaryError):
    """What a client goes by is of another epoch of the store, or of a revision that it has not come to."""


class Revoked(GlossaryError):
    """The token was revoked while its request was under way."""


class Conflict(GlossaryError):
    """What is asked for contradicts what is in the store."""


class Stale(Conflict):
    """What is to be changed was changed since it was read."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with an input: what, and where (a JSON pointer; `line 4` of a file)."""

    detail: str
    pointer: str


def escaped(part: object) -> str:
    """Return one part of a JSON pointer (RFC 6901), of which `Fault.pointer` is made."""
    return str(part).replace("~", "~0").replace("/", "~1")


class InvalidQuery(GlossaryError):
    """A query that cannot be answered as asked; `pointer` is the part of the request that is wrong."""

    def __init__(self, detail: str, pointer: str) -> None:
        super().__init__(detail)
        self.pointer = pointer


class InvalidDraft(GlossaryError):
    """What a client, a file or the shipped data states cannot be stored; `faults` say why, one by one."""

    def __init__(self, detail: str, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(detail)
        self.faults = faults


class UnreadableFile(GlossaryError):
    """Bytes that are no document of a kind we read."""


class NoGlossarySection(GlossaryError):
    """A document in which no glossary section was found."""


class TooLarge(GlossaryError):
    """More than a stated limit."""


class TookTooLong(GlossaryError):
    """A read took longer than it may, and was ended (see `glossary.deadline`)."""


class StoreError(GlossaryError):
    """The store is foreign, of a newer version, or not to be opened or reached."""


class Busy(StoreError):
    """Another write is under way for longer than this one waits."""


class DamagedStore(StoreError):
    """The file of the store is not sound."""


class NoSpace(StoreError):
    """There is no room for a write; nothing of it is stored."""
