"""What a search has met so far: hits before they are shown, the best for each concept, and how far they are sure."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from glossary.matching.asked import Match, allows
from glossary.matching.ranking import Kind, Rank, is_all_in_strength, rank
from glossary.matching.scans import Scanned, Scope

_OTHER = 4
"""How much less close a term is that was found by another reading of a character."""


class Candidate(NamedTuple):
    """A hit before it is shown: its place, what was met there, and how; ordered by its place.

    `end` counts characters of the term, as `spelling` has them; it is 0 where it is still to be found.
    """

    place: Rank
    kind: Kind
    field: str
    scanned: Scanned
    end: int


def met(kind: Kind, field_name: str, one: Scanned, closeness: int = 0, taken: int = 0) -> Candidate:
    """Return what was scanned as a hit; `taken` is how many of its characters the query took, 0 where that is not known."""
    place = rank(kind, closeness + _OTHER * one.other, one.strength, one.order_pinyin, one.concept_id)
    return Candidate(place, kind, field_name, one, one.start + taken if taken else 0)


def end_of(
    scope: Scope, kind: Kind, scanned: Sequence[Scanned], closeness: int = 0, *, by_concept: bool = False
) -> Rank | None:
    """Return the place behind which a scan in the order of its hits may have left some out; None where it has all.

    `kind` is the best that what it found from the beginning of a term may be; what is inside comes after all of that.
    `by_concept` where the scan goes by the concept behind strength: that is the order of the hits where strength says
    all of the reading.
    """
    if len(scanned) != scope.limit:
        return None
    last = max(scanned, key=lambda one: (one.start > 0, one.other, one.strength, one.concept_id))
    ties = "", ""
    if by_concept and is_all_in_strength(last.order_pinyin):
        ties = last.order_pinyin, last.concept_id
    return rank(Kind.CONTAINS if last.start else kind, closeness + _OTHER * last.other, last.strength, *ties)


_PLACE = attrgetter("place")


@dataclass(slots=True)
class Gathered:
    """The best hit of each concept so far; nothing behind `bound` is sure, since a scan was cut off there."""

    match: Match
    best: dict[str, Candidate] = field(default_factory=dict)
    bound: Rank | None = None

    @property
    def is_all(self) -> bool:
        """Whether no scan was cut off."""
        return self.bound is None

    def add(self, found: Iterable[Candidate], *, cut_at: Rank | None) -> None:
        """Take the hits of a scan; `cut_at` is its end where it was cut off."""
        best, takes_all = self.best, self.match is Match.AUTO
        for one in found:
            known = best.get(one.place[-1])
            if (known is None or one.place < known.place) and (takes_all or allows(self.match, one.kind, one.field)):
                best[one.place[-1]] = one
        if cut_at is not None and (self.bound is None or cut_at < self.bound):
            self.bound = cut_at

    def sure(self, after: Rank | None) -> list[Candidate]:
        """Return the hits behind `after` (None: all) of which every better one is known, in order."""
        hits = sorted(self.best.values(), key=_PLACE)
        first = bisect_right(hits, after, key=_PLACE) if after is not None else 0
        return hits[first : bisect_right(hits, self.bound, key=_PLACE) if self.bound is not None else None]

    def sure_before(self, tier: Kind) -> int:
        """Return how many hits are sure that are better than anything of `tier` and behind."""
        first = rank(tier, -1, 0, "", "")
        if self.bound is not None and self.bound < first:
            first = self.bound
        return sum(one.place <= first for one in self.best.values())
