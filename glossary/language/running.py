"""Running text in the form in which terms are looked for in it, with where each character stands in the text as printed."""

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from glossary.language.characters import CharacterForms
from glossary.language.forms import normal_form
from glossary.language.normalise import IGNORED, ZERO_WIDTH
from glossary.language.script import fold

_AT_ONCE = 1 << 14
PARAGRAPH = "\n"
"""Stands in the normal form between two paragraphs or cells: no term has it."""

_OPENING = frozenset("“‘「『〝«‹《〈\"'＂＇｢")
_CLOSING = frozenset("”’」』〞»›》〉\"'＂＇｣")
_LINE_BREAK = re.compile("\r\n|[\n\r\u2028\u2029]")
_INDENT = "\u3000"
"""A paragraph of Chinese begins with two of these."""
_SOFT = re.compile(f"[{ZERO_WIDTH}]*(?:(?:\r\n|[\n\r\u2028\u2029]) *[{ZERO_WIDTH}]*)?")


@dataclass(frozen=True, slots=True)
class Running:
    """A text and its normal form, `kept`, of which `places` says where each character stands in the text (code points).

    Places between two characters of `kept` are named by the second one: `opened` where an opening quotation mark stands,
    `closed` where a closing one does, `parted` where anything does that no word goes over.
    """

    text: str
    kept: str
    places: Sequence[int]
    opened: frozenset[int]
    closed: frozenset[int]
    parted: frozenset[int]

    def printed(self, start: int, end: int) -> tuple[int, int]:
        """Return where `kept[start:end]` stands in the text, from its first to its last printed character."""
        return self.places[start], self.places[end - 1] + 1


def running(text: str) -> Running:
    """Return a text as `label` would have it, but with its places: what a comparison ignores is left out.

    Of what is left out it is kept where it parts words: a line break in mid-sentence and zero-width characters do not,
    two line breaks, an indented line and a tab part paragraphs, and stand as `PARAGRAPH`.

    >>> found = running("推行“四\\u200b办”\\n服務")
    >>> found.kept, found.printed(2, 4), sorted(found.opened), sorted(found.closed)
    ('推行四办服务', (3, 6), [2], [4])
    """
    folded, origins = _folded(text)
    places = array("I")
    kept: list[str] = []
    opened, closed, parted = set(), set(), set()
    behind = 0
    for left_out in IGNORED.finditer(folded):
        start, end = left_out.span()
        kept.append(folded[behind:start])
        places.extend(range(behind, start))
        behind = end
        marks = text[origins[start] : origins[end - 1] + 1] if origins else text[start:end]
        between = _known_between(marks) if len(marks) <= _SHORT else _between(marks)
        if between.paragraph:
            kept.append(PARAGRAPH)
            places.append(start)
        here = len(places)
        if between.opened:
            opened.add(here)
        if between.closed:
            closed.add(here)
        if between.parted:
            parted.add(here)
    kept.append(folded[behind:])
    places.extend(range(behind, len(folded)))
    if origins is not None:
        places = array("I", map(origins.__getitem__, places))
    return Running(text, "".join(kept), places, frozenset(opened), frozenset(closed), frozenset(parted))


class _Between(NamedTuple):
    """What is left out between two characters: an opening, a closing mark, what parts words, what parts paragraphs."""

    opened: bool
    closed: bool
    parted: bool
    paragraph: bool


def _between(left_out: str) -> _Between:
    breaks = len(_LINE_BREAK.findall(left_out))
    paragraph = breaks > 1 or "\t" in left_out or "\f" in left_out or (breaks == 1 and _INDENT in left_out)
    return _Between(
        opened=not _OPENING.isdisjoint(left_out),
        closed=not _CLOSING.isdisjoint(left_out),
        parted=paragraph or not _SOFT.fullmatch(left_out),
        paragraph=paragraph,
    )


_SHORT = 32
"""What is left out is nearly always shorter; a megabyte of spaces is not kept."""
_known_between = lru_cache(maxsize=1024)(_between)


def _folded(text: str) -> tuple[str, Sequence[int] | None]:
    """Return a text with width, case and script unified, and where each character comes from; None: from its own place."""
    # Marks out of order are no normal form at once: to ask so is linear, where `normalize` is not (see `forms`).
    if unicodedata.is_normalized("NFC", text):
        # Piece by piece: while one is translated no other thread runs.
        pieces = [text[start : start + _AT_ONCE] for start in range(0, len(text), _AT_ONCE)]
        folded = "".join([piece.translate(_FORMS) for piece in pieces])
        if len(folded) == len(text):  # no form is shorter than its character, so each has one of its length
            return folded, None
    forms, origins = [], array("I")
    for place, characters in _characters(text):
        form = _form(characters)
        forms.append(form)
        origins.extend([place] * len(form))
    return "".join(forms), origins


_MARKS_AT_MOST = 30


def _characters(text: str) -> Iterator[tuple[int, str]]:
    """Yield the characters of a text, each with the marks that combine with it, and their places.

    More than 30 marks (UAX #15, Stream-Safe Text Format) are a piece of their own: to put n in order takes n² steps.
    """
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or place - start > _MARKS_AT_MOST or not unicodedata.combining(text[place]):
            yield start, text[start:place]
            start = place


def _form(characters: str) -> str:
    return fold(normal_form("NFKC", normal_form("NFKC", characters).lower()))


_FORMS = CharacterForms(_form)
"""`str.translate` takes a third of the time that NFKC does."""
