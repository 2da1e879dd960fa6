"""In which order hits come: a total and stable one, so that cursors can point into it."""

import base64
import binascii
import json
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


_TIER = {kind: tier for tier, kind in enumerate(Kind)} | {Kind.MIXED: list(Kind).index(Kind.INITIALS)}
_STATUS = {status: place for place, status in enumerate(TermStatus)}
_LONGEST, _MOST, _PINYIN_BYTES = 255, 1023, 5

Rank = tuple[int, int, int, str, str]
"""Tier; how close inside it; strength; pinyin; id of the concept."""


def rank(kind: Kind, closeness: int, strength: int, pinyin: str, concept: str) -> Rank:
    """Return the place of a hit; `closeness` is 0 for the closest, `strength` what `strength_of` gives."""
    return (_TIER[kind], closeness, strength, pinyin, concept)


def strength_of(status: str, length: int, attestations: int, pinyin: str) -> int:
    """Return what orders hits inside a tier as one number: preferred first, shorter first, more attested first.

    It fits 63 bits: 4 for the status, 8 for the length, 10 for the attestations, 40 for how the pinyin begins. Smaller
    is better; where it is the same, the whole pinyin decides, then the id.
    """
    begin = int.from_bytes(pinyin.encode()[:_PINYIN_BYTES].ljust(_PINYIN_BYTES, b"\0"), "big")
    number = _STATUS[TermStatus(status)]
    number = number << 8 | min(length, _LONGEST)
    number = number << 10 | (_MOST - min(attestations, _MOST))
    return number << 40 | begin


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
