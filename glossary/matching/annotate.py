"""Where the terms of a store stand in a running text."""

from bisect import bisect_left
from collections.abc import Container
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from glossary.deadline import within_deadline
from glossary.errors import TooLarge
from glossary.language.running import Running, running
from glossary.language.words import word_pairs
from glossary.matching.evidence import Verdict, tells, weigh
from glossary.matching.index import TermIndex
from glossary.matching.wording import worded


class Overlap(StrEnum):
    """Which occurrences are wanted: the leftmost-longest, none over another, or every one with those inside it."""

    LONGEST = "longest"
    ALL = "all"


class Occurrence(NamedTuple):
    """A term in a text: `text[start:end]`, in code points, from its first to its last printed character.

    `entries` are the numbers of what it names (`entry_view.id`), best first.
    """

    start: int
    end: int
    entries: tuple[int, ...]


def annotate(
    index: TermIndex, text: str, overlap: Overlap = Overlap.LONGEST, only: Container[int] | None = None
) -> list[Occurrence]:
    """Return the occurrences of terms in a text, by their starts, the longest first; `only` of some entries where given.

    Quotation marks, zero-width characters and a single line break inside a term, width and script make no difference;
    what only happens to be spelled like a term is none (see `evidence`). Raises TooLarge where they are too many.
    """
    found = _chinese(index, running(text), overlap, only)
    if index.wording.has_any(text):
        for one in _english(index, text, overlap, only):
            add(found, one, overlap)
    return found


def chinese_terms(index: TermIndex, text: str) -> list[Occurrence]:
    """Return the leftmost-longest occurrences of Chinese terms, letters and digits that are names in Chinese among them."""
    return _chinese(index, running(text), Overlap.LONGEST, None)


def add(found: list[Occurrence], one: Occurrence, overlap: Overlap) -> None:
    """Add to what was found in one language what was found in another: each place once, the order as it is.

    Where none may stand over another, the leftmost stays, of these the longest.
    """
    first = bisect_left(found, one.start, key=_START)
    behind = first
    while behind < len(found) and found[behind].start == one.start and found[behind].end >= one.end:
        behind += 1
    if behind > first and found[behind - 1].end == one.end:
        entries = dict.fromkeys(found[behind - 1].entries + one.entries)
        found[behind - 1] = one._replace(entries=tuple(entries))
    elif overlap is Overlap.ALL:
        found.insert(behind, one)
    elif behind == first and not (first and found[first - 1].end > one.start):
        while behind < len(found) and found[behind].start < one.end:
            behind += 1
        found[first:behind] = [one]


_START = attrgetter("start")
_MOST = 1_000_000
"""Places: as many as a text of the longest has characters, where each begins one term; names inside of names have more."""


def _chinese(index: TermIndex, text: Running, overlap: Overlap, only: Container[int] | None) -> list[Occurrence]:
    kept, places, pairs = text.kept, text.places, word_pairs()
    found: list[Occurrence] = []
    behind = 0
    for start, end, place in within_deadline(index.automaton.found(kept)):
        if start < behind:
            continue
        entries = index.names[place]
        # Nine of ten are common words over whose borders no other one may go: that is seen here, the rest is weighed.
        is_free = kept[start - 1 : start + 1] not in pairs and kept[end - 1 : end + 1] not in pairs
        if not (is_free and index.ordinary[place]) and not _is_meant(index, text, start, end, place):
            continue
        if only is not None and not (entries := tuple([entry for entry in entries if entry in only])):
            continue
        found.append(Occurrence(places[start], places[end - 1] + 1, entries))
        if len(found) > _MOST:
            raise TooLarge(f"terms stand in more than {_MOST:,} places of this text; annotate less at once")
        if overlap is Overlap.LONGEST:
            behind = end
    return found


def _is_meant(index: TermIndex, text: Running, start: int, end: int, place: int) -> bool:
    verdict = weigh(text, start, end, ordinary=index.ordinary[place] == 1)
    if verdict is Verdict.DOUBTFUL:
        telling = frozenset().union(*(index.telling.get(entry, ()) for entry in index.names[place]))
        return tells(text, start, end, telling)
    return verdict is Verdict.MEANT


def _english(index: TermIndex, text: str, overlap: Overlap, only: Container[int] | None) -> list[Occurrence]:
    words = worded(text)
    found: list[Occurrence] = []
    behind = 0
    for start, end, place in within_deadline(index.english.found(index.wording.spell(words))):
        entries = tuple([entry for entry in index.english_names[place] if only is None or entry in only])
        if entries and start >= behind:
            found.append(Occurrence(words[start].start, words[end - 1].end, entries))
            if overlap is Overlap.LONGEST:
                behind = end
    return found
