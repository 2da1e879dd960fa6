"""Scans for terms that a query spells in full: by the letters of their readings."""

from collections.abc import Iterable

from glossary.matching.candidates import Candidate, Gathered, end_of, met
from glossary.matching.following import follow
from glossary.matching.ranking import Kind
from glossary.matching.scans import Form, Scanned, Scope, begun, with_letters
from glossary.matching.segments import is_of_one_syllable
from glossary.matching.spelled import Spelled, Way


def by_letters(found: Gathered, scope: Scope, query: Spelled, *, inside: bool) -> None:
    """Find the terms whose spelling is the query, begins with it, or has it inside."""
    for way in query.ways:
        # One syllable spells more single characters than a page has: what only begins with it is of no account then.
        if not inside and is_of_one_syllable(way.letters) and _whole(found, scope, query, way):
            continue
        tails = begun(
            scope, Form.LETTERS, way.letters, f"{way.like}%" if way.like else None, inside=inside, best=not query.toned
        )
        kind = Kind.CONTAINS if inside else Kind.PREFIX
        found.add(_followed(query, way, tails), cut_at=end_of(scope, kind, tails, way.loose))
        if len(tails) == scope.limit and not inside and not is_of_one_syllable(way.letters):
            _whole(found, scope, query, way)


def _whole(found: Gathered, scope: Scope, query: Spelled, way: Way) -> bool:
    """Find the terms whose whole spelling is the query; return whether there were more than were to be read."""
    tails = with_letters(scope, way.letters, way.like, best=not query.toned)
    kind = Kind.PINYIN_TONED if query.toned else Kind.PINYIN_PLAIN
    found.add(_followed(query, way, tails), cut_at=end_of(scope, kind, tails, way.loose, by_concept=True))
    return len(tails) == scope.limit


def _followed(query: Spelled, way: Way, tails: Iterable[Scanned]) -> Iterable[Candidate]:
    """Yield the rows that the query goes along."""
    for tail in tails:
        taken, whole = _taken(tail.syllables, len(way.letters))
        toned, loose = False, way.loose
        if not query.plain:
            along = follow(query.units, tail.syllables.split(" "), literal=way.literal)
            if along is None:
                continue
            taken, toned, loose = along.taken, along.toned, loose + along.loose
        kind = Kind.CONTAINS
        if not tail.start:
            kind = Kind.PREFIX if not whole else Kind.PINYIN_TONED if toned else Kind.PINYIN_PLAIN
        as_written = query.plain and way.letters in tail.label and tail.texts().startswith(way.letters)
        yield met(kind, "term" if as_written else "reading", tail, loose, taken)


def _taken(syllables: str, letters: int) -> tuple[int, bool]:
    """Return how many characters of a row so many letters are, and whether that is the whole row.

    >>> _taken("san1 qing1 ling2", 4), _taken("S ji2", 3)
    ((2, False), (2, True))
    """
    taken = count = 0
    elements = syllables.split(" ")
    for count, syllable in enumerate(elements, start=1):  # noqa: B007 - read behind the loop
        taken += len(syllable) - 1 or 1
        if taken >= letters:
            break
    return count, count == len(elements) and taken == letters
