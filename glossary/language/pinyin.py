"""Readings: how a Chinese text is read, one element a character: as guessed, as reviewed."""

import re
from dataclasses import dataclass
from itertools import groupby

from glossary.errors import InvalidDraft
from glossary.language.aligning import aligned, marked_spellings
from glossary.language.elements import elements
from glossary.language.forms import normal_form
from glossary.language.guessing import guessed
from glossary.language.known import NOTHING, Known
from glossary.language.normalise import QUOTES, is_han
from glossary.language.syllables import marked


@dataclass(frozen=True, slots=True)
class TermReading:
    """How a term is read: its elements (see `syllables`), and the form to show."""

    elements: tuple[str, ...]
    display: str
    reviewed: bool


def elements_of(text: str) -> list[str]:
    """Return the texts of the elements that a text is read by (see `elements`)."""
    return [element.text for element in elements(text)]


def generated(text: str, known: Known = NOTHING) -> TermReading:
    """Return the reading that a program guesses, with what is `known` before it; a draft, not reviewed.

    Quotation marks and punctuation do not part words, letters and digits do.

    >>> generated("长三角").display
    'cháng sān jiǎo'
    >>> generated("S级奶牛场").elements
    ('S', 'ji2', 'nai3', 'niu2', 'chang3')
    """
    out: list[str] = []
    for han, run in groupby(elements_of(text), key=is_han):
        elements = list(run)
        out += guessed("".join(elements), known) if han else elements
    return TermReading(tuple(out), " ".join(map(marked, out)), reviewed=False)


def reviewed(text: str, display: str) -> TermReading:
    """Return the reading of `text` that a person wrote as `display`, in words, with tone marks (GB/T 16159).

    Every syllable must be a known reading of its character, or its neutral tone, so that slips are found.
    Raises InvalidDraft where the two do not fit.

    >>> reviewed("三清零", "sān qīnglíng").elements
    ('san1', 'qing1', 'ling2')
    >>> reviewed("S级奶牛场", "S jí nǎiniúchǎng").elements
    ('S', 'ji2', 'nai3', 'niu2', 'chang3')
    """
    elements = _aligned(elements_of(text), normal_form("NFC", display).lower())
    if elements is None:
        raise InvalidDraft(
            f"the reading “{display}” does not spell {text} (by its characters: {generated(text).display})"
        )
    return TermReading(tuple(elements), display, reviewed=True)


def _aligned(parts: list[str], display: str) -> list[str] | None:
    """Return one element for each of `parts` so that together they spell `display`, or None."""
    found = aligned(parts, display, lambda place: marked_spellings(parts[place]))
    return None if found is None else [one.element for one in found]


def part(whole: TermReading, text: str, start: int) -> TermReading:
    """Return the reading of `text`, whose first character is element `start` of `whole`'s term.

    The part of a reviewed reading is reviewed; its display keeps the words where they end with it.

    >>> part(reviewed("农村“三变”改革", "nóngcūn “sān biàn” gǎigé"), "三变", 2).display
    'sān biàn'
    """
    length = len(elements_of(text))
    elements = whole.elements[start : start + length]
    word = re.sub(rf"[{QUOTES}]", "", whole.display)
    for first in re.finditer(r"\S+", word):
        tail = word[first.start() :]
        for last in re.finditer(r"\S+", tail):
            shown = tail[: last.end()].strip("、,，")
            if _aligned(elements_of(text), shown.lower()) == list(elements):
                return TermReading(elements, shown, whole.reviewed)
    return TermReading(elements, " ".join(map(marked, elements)), whole.reviewed)
