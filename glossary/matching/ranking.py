"""In which order hits come: a total and stable one, so that cursors can point into it."""

import base64
import binascii
import json
from bisect import bisect_left
from enum import StrEnum

from pydantic_core import to_json

from glossary.errors import InvalidQuery
from glossary.language.storable import unstorable
from glossary.language.syllables import SYLLABLES
from glossary.vocabulary import TermStatus


class Kind(StrEnum):
    """How a query met a form, best first."""

    __hash__ = str.__hash__  # an enumeration's own is three times as slow, and each row of a scan asks for it

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
_LONGEST, _MOST = 255, 1023

Rank = tuple[int, int, int, str, str]
"""Tier; how close inside it; strength; pinyin; id of the concept."""


def rank(kind: Kind, closeness: int, strength: int, pinyin: str, concept: str) -> Rank:
    """Return the place of a hit; `closeness` is 0 for the closest, `strength` what `strength_of` gives."""
    return (_TIER[kind], closeness, strength, pinyin, concept)


def strength_of(status: str, length: int, attestations: int, pinyin: str) -> int:
    """Return what orders hits inside a tier as one number: preferred first, shorter first, more attested first.

    It fits 63 bits: 4 for the status, 8 for the length, 10 for the attestations, 39 for how the pinyin begins. Smaller
    is better; where it is the same, the whole pinyin decides, then the id.
    """
    number = _STATUS[TermStatus(status)]
    number = number << 8 | min(length, _LONGEST)
    number = number << 10 | (_MOST - min(attestations, _MOST))
    return number << _PINYIN_BITS | _beginning(pinyin)


def shelfmark(pinyin: str, term_id: int) -> int:
    """Return a number for a term by which those that are read alike stand side by side: two syllables, then its id.

    63 bits, 37 of them for the id. What has no reading stands at the beginning.
    """
    return _beginning(pinyin) >> _ELEMENT_BITS << _ID_BITS | term_id


def _beginning(pinyin: str) -> int:
    """Return the first three elements of a reading as a number that orders like the text, as far as it goes.

    A known syllable has an odd number; anything else has the even one between its neighbours, and ends the comparison.
    """
    number, left = 0, _PINYIN_BITS
    for element in pinyin.split(" ", _ELEMENTS)[:_ELEMENTS] if pinyin else ():
        place = bisect_left(_IN_ORDER, element)
        known = place < len(_IN_ORDER) and _IN_ORDER[place] == element
        left -= _ELEMENT_BITS
        number |= (2 * place + known + 1) << left
        if not known:
            break
    return number


def is_all_in_strength(pinyin: str) -> bool:
    """Return whether `strength_of` says all of a reading, so that what has the same strength is read the same.

    >>> is_all_in_strength("san1 qing1 ling2"), is_all_in_strength("si4 xia4 ji1 ceng2"), is_all_in_strength("3c")
    (True, False, False)
    """
    elements = pinyin.split(" ") if pinyin else []
    return len(elements) <= _ELEMENTS and all(element in _KNOWN for element in elements)


_IN_ORDER = sorted(f"{syllable}{tone}" for syllable in SYLLABLES for tone in range(1, 6))
_KNOWN = frozenset(_IN_ORDER)
_ELEMENTS, _ELEMENT_BITS = 3, 13  # 2,080 syllables with their tones, twice
_PINYIN_BITS = _ELEMENTS * _ELEMENT_BITS
_ID_BITS = 63 - 2 * _ELEMENT_BITS


def cursor_after(place: tuple[int | str, ...]) -> str:
    """Return the opaque cursor that stands behind a place in an order; `State.cursor` puts the epoch before it."""
    return base64.urlsafe_b64encode(to_json(place)).decode().rstrip("=")


def place_of(cursor: str, like: tuple[type, ...]) -> tuple[int | str, ...]:
    """Return the place that a cursor stands for, its parts being of the types `like`, whatever epoch stands before it.

    Raises InvalidQuery where it is no cursor of this kind.

    >>> place_of(cursor_after((3, "san1")), (int, str))
    (3, 'san1')
    """
    try:
        behind = cursor.rpartition(".")[2]
        padded = behind + "=" * (-len(behind) % 4)
        place = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise InvalidQuery("this is no cursor that an earlier answer gave", "/query/cursor") from error
    if not isinstance(place, list) or tuple(map(type, place)) != like or not all(map(_is_comparable, place)):
        raise InvalidQuery("this is no cursor that an answer of this kind gave", "/query/cursor")
    return tuple(place)


def _is_comparable(part: int | str) -> bool:
    """Return whether a database can compare with a part of a place: an integer of 64 bits, or a text it takes."""
    if isinstance(part, int):
        return -(2**63) <= part < 2**63
    return unstorable(part) is None
