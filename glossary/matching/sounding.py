"""Scans for what sounds like a query where some sounds are taken as one."""

from collections.abc import Iterator, Sequence

from glossary.language.normalise import is_han
from glossary.matching.by_characters import behind_letters
from glossary.matching.by_patterns import pattern_rows
from glossary.matching.candidates import Gathered, met
from glossary.matching.ranking import Kind, Rank, rank
from glossary.matching.scans import Scanned, Scope, around_label
from glossary.matching.segments import initials_alike, patterns_of
from glossary.matching.spelled import Spelled
from glossary.matching.spelling import Zone, spell

_INSIDE, _OTHER = 8, 4
"""How much less close is what begins inside of a term, or has another reading: hits come in the order of their scans."""


def by_zones(found: Gathered, scope: Scope, query: Spelled, zones: frozenset[Zone]) -> None:
    """Find what a query spells where some sounds are taken as one, in full, by initials and in mixtures.

    The scans are those for the query itself, for what it may have been meant as; the rule decides.
    """
    for tails in _scanned(scope, query, zones):
        hits = []
        for tail in tails:
            way = spell(query.units, tail.characters(), 0, zones)
            if way and way.fuzzy:
                closeness = way.loose + (_INSIDE if tail.start else 0)
                hits.append(met(Kind.FUZZY, "reading", tail, closeness, way.end))
        found.add(hits, cut_at=_end(tails) if len(tails) == scope.limit else None)


def _scanned(scope: Scope, query: Spelled, zones: frozenset[Zone]) -> Iterator[Sequence[Scanned]]:
    """Yield what each scan brings."""
    if query.is_mixed and not is_han(query.units[0].text):
        before, label = behind_letters(query, zones)
        for first in initials_alike(query.units, zones) if before else ():
            yield around_label(scope, label, first, before)
        return
    as_typed = {(one.initials, one.like) for one in patterns_of(query.units)}
    patterns = [one for one in patterns_of(query.units, zones) if (one.initials, one.like) not in as_typed]
    for inside in (False, True):
        for rows in pattern_rows(scope, query, patterns, None, inside=inside):
            yield [tail for tail, _ in rows]


def _end(tails: Sequence[Scanned]) -> Rank:
    """Return the place of the last row of a scan that was cut off: those behind it come after it."""
    last = max(tails, key=lambda one: (one.start > 0, one.other, one.strength))
    return rank(Kind.FUZZY, _INSIDE * (last.start > 0) + _OTHER * last.other, last.strength, "", "")
