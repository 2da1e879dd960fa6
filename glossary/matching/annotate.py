"""Where the terms of a store stand in a running text."""

import re
from collections.abc import Container, Iterator
from enum import StrEnum
from typing import NamedTuple

from glossary.language.running import Running, running
from glossary.matching.evidence import Verdict, tells, weigh
from glossary.matching.index import TermIndex
from glossary.matching.wording import worded

_ENGLISH = re.compile("[A-Za-z]{2}")


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
    what only happens to be spelled like a term is none (see `evidence`).
    """
    found = list(_chinese(index, running(text), overlap, only))
    if _ENGLISH.search(text):
        found = sorted([*found, *_english(index, text, overlap, only)], key=lambda one: (one.start, -one.end))
    return found


def _chinese(index: TermIndex, text: Running, overlap: Overlap, only: Container[int] | None) -> Iterator[Occurrence]:
    behind = 0
    for start, end, place in index.automaton.found(text.kept):
        if start < behind:
            continue
        verdict = weigh(text, start, end, ordinary=index.ordinary[place] == 1)
        if verdict is Verdict.NOT_MEANT:
            continue
        entries = index.names[place]
        if only is not None:
            entries = tuple([entry for entry in entries if entry in only])
        if verdict is Verdict.DOUBTFUL:
            telling = frozenset().union(*(index.telling.get(entry, ()) for entry in entries))
            if not tells(text, start, end, telling):
                continue
        if entries:
            yield Occurrence(*text.printed(start, end), entries)
            if overlap is Overlap.LONGEST:
                behind = end


def _english(index: TermIndex, text: str, overlap: Overlap, only: Container[int] | None) -> Iterator[Occurrence]:
    words = worded(text)
    behind = 0
    for start, end, place in index.english.found(index.wording.spell(words)):
        entries = tuple([entry for entry in index.english_names[place] if only is None or entry in only])
        if entries and start >= behind:
            yield Occurrence(words[start].start, words[end - 1].end, entries)
            if overlap is Overlap.LONGEST:
                behind = end
