"""Which stretch of a spelled reading belongs to which element of its text."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from glossary.language.normalise import is_han
from glossary.language.phrases import readings_of
from glossary.language.syllables import ERHUA, marked, unmarked

Ways = Callable[[int], Mapping[str, str]]
"""Returns how the Han character that is so many elements from the first may be spelled, each with its element."""

_BETWEEN = re.compile(r"[^\w+%&\u0300-\u036f]*")
"""What belongs to no element (see `elements`): marks, spaces, quotation marks and apostrophes."""


class Stretch(NamedTuple):
    """From where to where one element is spelled."""

    element: str
    start: int
    end: int


def aligned(parts: Sequence[str], spelled: str, ways: Ways) -> list[Stretch] | None:
    """Return where each element of a text is in what spells it, None where that spells something else.

    Han characters are spelled as `ways` says, the first way that lets the rest fit; words of letters and digits as they
    are or letter by letter (`O K`).
    """
    dead: set[tuple[int, int]] = set()

    def rest(place: int, behind: int) -> list[Stretch] | None:
        start = _skipped(spelled, behind)
        if place == len(parts):
            return [] if start == len(spelled) else None
        if (place, start) in dead:
            return None
        for element, end in _steps(parts, place, spelled, start, ways):
            found = rest(place + 1, end)
            if found is not None:
                return [Stretch(element, start, end), *found]
        dead.add((place, start))
        return None

    return rest(0, 0)


def _skipped(spelled: str, start: int) -> int:
    found = _BETWEEN.match(spelled, start)
    return found.end() if found else start


def _steps(parts: Sequence[str], place: int, spelled: str, start: int, ways: Ways) -> Iterator[tuple[str, int]]:
    """Yield the elements that an element of a text may be at a place of what spells it, and where each ends."""
    part = parts[place]
    if not is_han(part):
        if found := _letters(part).match(spelled, start):
            yield part, found.end()
        return
    for spelling, element in ways(place).items():
        if spelled.startswith(spelling, start) and (place or element != ERHUA):
            yield element, start + len(spelling)


@lru_cache(maxsize=256)
def _letters(word: str) -> re.Pattern[str]:
    return re.compile(r"\s*".join(map(re.escape, word)), re.IGNORECASE)


@cache
def marked_spellings(character: str) -> Mapping[str, str]:
    """Return how one character may be spelled with tone marks, longest spelling first: as it is read, or without a tone.

    A 儿 may be a mere r (花儿, huār); the ü of lüè may stand without its dots.

    >>> marked_spellings("略")
    {'lüè': 'lüe4', 'lüe': 'lüe5', 'luè': 'lüe4', 'lue': 'lüe5'}
    """
    known = readings_of(character)
    spellings = {marked(syllable): syllable for syllable in known}
    for syllable in known:
        letters, _ = unmarked(marked(syllable))
        spellings.setdefault(letters, f"{letters}5")
    if character == "儿":
        spellings[ERHUA[0]] = ERHUA
    for spelling, syllable in list(spellings.items()):
        if "üe" in syllable:
            spellings.setdefault(spelling.replace("ü", "u"), syllable)
    return dict(sorted(spellings.items(), key=lambda pair: -len(pair[0])))
