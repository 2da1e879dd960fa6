"""Scans for terms that a query spells by initials, and by initials, syllables and characters in any mixture."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from glossary.language.normalise import is_han
from glossary.matching.asked import Match
from glossary.matching.candidates import Candidate, Gathered, end_of, met
from glossary.matching.ranking import Kind
from glossary.matching.scans import Form, Scanned, Scope, begun, with_patterns
from glossary.matching.segments import Pattern
from glossary.matching.spelled import Spelled
from glossary.matching.spelling import Spelling, spellings


def by_patterns(found: Gathered, scope: Scope, query: Spelled, *, inside: bool) -> None:
    """Find the terms that the query spells by initials, or by initials and more.

    Few initials are shared by many terms: those are scanned one by one, inside of terms only with `inside`. The others
    are scanned together, terms that have them inside at once with those that begin so.
    """
    # What begins with the letters that were typed is found by them, and by nothing better than that.
    besides = query.ways[0].letters if query.plain and found.match is not Match.INITIALS else None
    if any(one.end < len(query.units) for one in query.rest):  # of what such patterns find, half may not be spelled so
        scope = scope._replace(limit=2 * scope.limit)
    for rows in pattern_rows(scope, query, query.rest, besides, inside=inside):
        _take(found, scope, rows, query)


def pattern_rows(
    scope: Scope, query: Spelled, patterns: Iterable[Pattern], besides: str | None, *, inside: bool
) -> Iterator[list[tuple[Scanned, Pattern]]]:
    """Yield what each scan for patterns brings, with the pattern that brought it."""
    together: dict[Form, list[tuple[str, Pattern]]] = defaultdict(list)
    narrowest = _narrowest_mixed if query.is_mixed else _narrowest
    for pattern in patterns:
        form, beginning = narrowest(pattern)
        if form is Form.INITIALS and len(beginning) <= _SHORT - (not pattern.single):
            like = None if pattern.single else f"{pattern.like}%"
            yield [(tail, pattern) for tail in begun(scope, form, beginning, like, inside=inside)]
        elif beginning and not inside:
            together[form].append((beginning, pattern))
    for form, ranges in together.items():
        rows = with_patterns(scope, form, [(beginning, one.like) for beginning, one in ranges], besides)
        yield [(tail, ranges[place][1]) for tail, place in rows]


_SHORT = 3
"""Terms that share so few initials are taken in the order of the hits; under more there are few enough to be sorted."""
_MUCH = 2
"""So many initials more must letters tell to be worth a scan of their own, where the initials narrow it down already."""


def _narrowest(pattern: Pattern) -> tuple[Form, str]:
    """Return the form under which fewest tails are to be seen, and with what it begins."""
    count = len(pattern.initials)  # four and more narrow it down without letters
    if count == _SHORT and not pattern.single:
        return Form.THREE, pattern.initials + pattern.letters
    if pattern.told > (count + _MUCH if count >= _SHORT else count):
        return Form.LETTERS, pattern.letters
    return Form.INITIALS, pattern.initials


def _narrowest_mixed(pattern: Pattern) -> tuple[Form, str]:
    """Return that of a pattern in which characters were typed."""
    initials = pattern.initials
    typed = next((place for place, one in enumerate(initials) if not is_han(one)), len(initials))
    if typed == 1:
        return Form.MIXED, initials[0] + _until_han(initials[1:])
    return Form.LABEL, initials[:typed]


def _until_han(initials: str) -> str:
    return initials[: next((place for place, one in enumerate(initials) if is_han(one)), None)]


def _take(found: Gathered, scope: Scope, rows: Sequence[tuple[Scanned, Pattern]], query: Spelled) -> None:
    """Add the rows that patterns brought, those that are spelled so."""
    hits: list[Candidate] = []
    first = Kind.INITIALS
    tried: set[Scanned] = set()  # several patterns bring the same row, of which the whole query decides
    for tail, pattern in rows:
        if pattern.full and query.may_be_full:
            first = Kind.PINYIN_TONED
        if pattern.end < len(query.units) or (not pattern.full and _OWN_LETTER.search(tail.syllables)):
            if tail in tried:
                continue
            tried.add(tail)
            characters = tail.characters()
            for spelling in spellings(query.units, characters, 0):
                whole = spelling.end == len(characters)
                hits += _kinds(query, tail, spelling, spelling.end, whole=whole)
        elif not pattern.single and not pattern.spells(tail.syllables):
            continue
        elif pattern.short and not tail.start and not pattern.full:
            hits.append(met(Kind.INITIALS, "reading", tail, pattern.loose, pattern.pieces))
        elif _has_characters(tail, pattern.initials):
            whole = pattern.pieces == tail.syllables.count(" ") + 1
            hits += _kinds(query, tail, pattern, pattern.pieces, whole=whole)
    found.add(hits, cut_at=end_of(scope, first, [tail for tail, _ in rows]))


_OWN_LETTER = re.compile("(?:^| )[a-z](?: |$)")
"""A letter that stands in a term is taken whole where in others it is an initial (A4纸): the rule tells them apart."""


def _has_characters(tail: Scanned, initials: str) -> bool:
    """Return whether a tail has the Han characters that were typed, each in its place."""
    if initials.isascii():
        return True
    texts = tail.texts()
    return all(one == texts[place] for place, one in enumerate(initials) if is_han(one))


def _kinds(query: Spelled, tail: Scanned, how: Pattern | Spelling, taken: int, *, whole: bool) -> list[Candidate]:
    """Return what a spelled hit may be called: in full, and by its initials; inside of a term it is neither."""
    short, cut = (how.short, how.is_cut_in(tail.syllables)) if isinstance(how, Pattern) else (how.initials, how.cut)
    if tail.start:
        return [met(Kind.CONTAINS, "reading", tail, how.loose, taken)]
    kinds = []
    if how.full and query.may_be_full:
        kinds.append((Kind.PINYIN_TONED if how.toned else Kind.PINYIN_PLAIN) if whole and not cut else Kind.PREFIX)
    if short:
        kinds.append(Kind.INITIALS)
    return [met(kind, "reading", tail, how.loose, taken) for kind in kinds or [Kind.MIXED]]
