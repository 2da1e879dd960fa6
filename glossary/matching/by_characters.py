"""Scans for what is typed in letters first and characters behind them (s清l): by the longest run of these."""

from collections.abc import Iterable, Sequence

from glossary.language.normalise import is_han
from glossary.matching.candidates import Gathered, end_of, met
from glossary.matching.ranking import Kind
from glossary.matching.scans import Scope, around_label
from glossary.matching.segments import cuts_before
from glossary.matching.spelled import Spelled
from glossary.matching.spelling import Unit, Zone, spell


def by_characters(found: Gathered, scope: Scope, query: Spelled) -> None:
    """Find what is typed in letters first and characters behind them: by the longest run of these."""
    wanted, label = behind_letters(query)
    tails = around_label(scope, label, query.units[0].text, wanted) if wanted else []
    hits = []
    for tail in tails:
        if spelling := spell(query.units, tail.characters(), 0):
            hits.append(met(Kind.CONTAINS if tail.start else Kind.MIXED, "reading", tail, spelling.loose, spelling.end))
    found.add(hits, cut_at=end_of(scope, Kind.MIXED, tails))


def behind_letters(query: Spelled, zones: frozenset[Zone] = frozenset()) -> tuple[list[tuple[str, int]], str]:
    """Return the longest run of characters in a query, and what may stand before it, as `around_label` takes them."""
    start, end = max(_runs(query.units), key=lambda run: run[1] - run[0])
    before = [(initial, count) for count, initial in sorted(cuts_before(query.units, start, zones))]
    return before, "".join(unit.text for unit in query.units[start:end])


def _runs(units: Sequence[Unit]) -> Iterable[tuple[int, int]]:
    """Yield the runs of Han characters in a query."""
    start = None
    for place, unit in enumerate([*units, Unit("a")]):
        if is_han(unit.text):
            start = place if start is None else start
        elif start is not None:
            yield start, place
            start = None
