"""Readings: how a Chinese text is read, one element a character: as guessed, as printed, as reviewed."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from glossary.errors import InvalidDraft
from glossary.language.elements import elements
from glossary.language.guessing import guessed
from glossary.language.known import NOTHING, Known
from glossary.language.normalise import QUOTES, ZERO_WIDTH, is_han
from glossary.language.phrases import readings_of
from glossary.language.syllables import marked, unmarked

_SKIPPED_IN_DISPLAY = re.compile(rf"[\s{re.escape(QUOTES + ZERO_WIDTH)}、,，·—-]*")


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


def printed(text: str, spelled: str) -> TermReading:
    """Return the reading of `text` that a source prints as `spelled`: with tone digits, or, in words, with tone marks.

    It is kept as it is, one element a syllable or a word of letters, also where it is not what the text has elements
    for (a dictionary may spell the digits of `2019`), and counts as attested, not as reviewed. Raises InvalidDraft where tone marks do not spell the text.

    >>> printed("女人", "nu:3 ren2").elements, printed("北京", "Bei3 jing1").display, printed("MV", "M V").display
    (('nü3', 'ren2'), 'Běi jīng', 'M V')
    """
    as_written = "".join(spelled.split()).lower() == "".join(elements_of(text)).lower()
    if not _TONE_DIGIT.search(spelled) and not as_written:
        return replace(reviewed(text, spelled), reviewed=False)
    elements: list[str] = []
    words = []
    own = {element.lower(): element for element in elements_of(text) if not is_han(element)}
    for word in spelled.replace("u:", "ü").replace("U:", "Ü").replace("v", "ü").split():
        if itself := own.get(word.lower()):
            elements.append(itself)
            words.append(word)
            continue
        parts = [found for found in _SYLLABLES.findall(word) if any(map(str.isalnum, found))]
        elements += [part.lower() if part[-1] in "12345" else part for part in parts]
        if parts:
            words.append("".join(map(_marked, parts)))
    if not elements:
        raise InvalidDraft(f"the reading “{spelled}” spells nothing")
    return TermReading(tuple(elements), " ".join(words), reviewed=False)


_TONE_DIGIT = re.compile(r"[A-Za-zü:][1-5]")
_SYLLABLES = re.compile(r"[A-Za-züÜ]+?[1-5]|[A-Za-züÜ]+|[0-9]+")


def _marked(syllable: str) -> str:
    """Return a syllable with its tone as a mark, in capitals where it is."""
    small = syllable.lower()
    shown = marked(small)
    return shown if small == syllable else shown[0].upper() + shown[1:] if small[-1:] in "12345" else syllable


def reviewed(text: str, display: str) -> TermReading:
    """Return the reading of `text` that a person wrote as `display`, in words, with tone marks (GB/T 16159).

    Every syllable must be a known reading of its character, or its neutral tone, so that slips are found.
    Raises InvalidDraft where the two do not fit.

    >>> reviewed("三清零", "sān qīnglíng").elements
    ('san1', 'qing1', 'ling2')
    >>> reviewed("S级奶牛场", "S jí nǎiniúchǎng").elements
    ('S', 'ji2', 'nai3', 'niu2', 'chang3')
    """
    elements = _aligned(elements_of(text), unicodedata.normalize("NFC", display).lower())
    if elements is None:
        raise InvalidDraft(
            f"the reading “{display}” does not spell {text} (by its characters: {generated(text).display})"
        )
    return TermReading(tuple(elements), display, reviewed=True)


def _aligned(characters: list[str], display: str) -> list[str] | None:
    """Return one element for each of `characters` so that together they spell `display`, or None."""
    display = display[_skipped(display) :]
    if not characters:
        return [] if not display else None
    first, rest = characters[0], characters[1:]
    spellings = _spellings(first) if is_han(first) else {first.lower(): first}
    for spelling, element in spellings.items():
        if display.startswith(spelling):
            tail = _aligned(rest, display[len(spelling) :])
            if tail is not None:
                return [element, *tail]
    return None


def _skipped(display: str) -> int:
    found = _SKIPPED_IN_DISPLAY.match(display)
    return found.end() if found else 0


@cache
def _spellings(character: str) -> dict[str, str]:
    """Return the marked spellings of one character with their elements, longest spelling first."""
    known = readings_of(character)
    spellings = {marked(syllable): syllable for syllable in known}
    for syllable in known:
        letters, _ = unmarked(marked(syllable))
        spellings.setdefault(letters, f"{letters}5")
    return dict(sorted(spellings.items(), key=lambda pair: -len(pair[0])))


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
