"""In which order hits come: a total and stable one, so that cursors can point into it."""

import base64
import binascii
import json
from dataclasses import dataclass
from enum import StrEnum

from glossary.errors import InvalidQuery
from glossary.vocabulary import TermStatus


class Kind(StrEnum):
    """How a query met a form, best first."""

    EXACT = "exact"
    SCRIPT = "script"
    ALIAS = "alias"
    PINYIN_TONED = "pinyin_toned"
    PINYIN_PLAIN = "pinyin_plain"
    PREFIX = "prefix"
    INITIALS = "initials"
    MIXED = "mixed"
    CONTAINS = "contains"
    FUZZY = "fuzzy"
    ENGLISH = "english"
    DEFINITION = "definition"
    CONTEXT = "context"


_TIER = {kind: tier for tier, kind in enumerate(Kind)}
_STATUS = {status: place for place, status in enumerate(TermStatus)}

Rank = tuple[int, int, int, int, int, str, str]
"""Tier; how close inside it; status; length; attestations, most first; pinyin; id."""


@dataclass(frozen=True, slots=True)
class Strength:
    """What ranks a hit inside its tier; `closeness` is 0 for the closest."""

    closeness: int
    status: str
    length: int
    attestations: int
    pinyin: str


def rank(kind: Kind, strength: Strength, concept: str) -> Rank:
    """Return the place of a hit: tier, closeness, preferred first, shorter first, more attested first, pinyin, id."""
    status = _STATUS[TermStatus(strength.status)]
    return (_TIER[kind], strength.closeness, status, strength.length, -strength.attestations, strength.pinyin, concept)


def cursor_after(place: tuple[int | str, ...]) -> str:
    """Return the opaque cursor that stands behind a place in an order."""
    return (
        base64.urlsafe_b64encode(json.dumps(place, ensure_ascii=False, separators=(",", ":")).encode())
        .decode()
        .rstrip("=")
    )


def place_of(cursor: str, like: tuple[type, ...]) -> tuple[int | str, ...]:
    """Return the place that a cursor stands for, its parts being of the types `like`.

    Raises InvalidQuery where it is no cursor of this kind.

    >>> place_of(cursor_after((3, "san1")), (int, str))
    (3, 'san1')
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        place = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise InvalidQuery("this is no cursor that an earlier answer gave", "/query/cursor") from error
    if not isinstance(place, list) or tuple(map(type, place)) != like:
        raise InvalidQuery("this is no cursor that an answer of this kind gave", "/query/cursor")
    return tuple(place)
