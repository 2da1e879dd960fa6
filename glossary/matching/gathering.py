"""Running the scans of a search, from the best kind of hit to the last, until there are enough."""

from glossary.language.english import stems
from glossary.language.normalise import bare, is_han
from glossary.matching.asked import Match, Place, Wanted
from glossary.matching.by_characters import by_characters
from glossary.matching.by_letters import by_letters
from glossary.matching.by_patterns import by_patterns
from glossary.matching.candidates import Gathered, end_of, met
from glossary.matching.lookup import label_kind
from glossary.matching.query import Query
from glossary.matching.ranking import Kind
from glossary.matching.scans import Form, Scope, begun, with_label, with_words
from glossary.matching.sounding import by_zones
from glossary.matching.spelled import spelled
from glossary.matching.spelling import units_of
from glossary.matching.tails import REACH
from glossary.matching.texts import text_hits


def gathered(scope: Scope, query: Query, wanted: Wanted, enough: int | None) -> Gathered:
    """Return the hits of a query; once `enough` of them are sure (None: never), later scans are left out."""
    found = Gathered(wanted.match)
    if Place.TERMS in wanted.places:
        _gather_terms(found, scope, query, wanted, enough)
    for place, kind in ((Place.DEFINITIONS, Kind.DEFINITION), (Place.CONTEXTS, Kind.CONTEXT)):
        if place in wanted.places and wanted.match == Match.AUTO and _left(found, scope, enough, kind):
            found.add((met(kind, kind, one) for one in text_hits(scope, place, query.label)), cut_at=None)
    return found


def _left(found: Gathered, scope: Scope, enough: int | None, tier: Kind) -> Scope | None:
    """Return where to scan for what comes from `tier` on, by so much less as is sure before; None where that is enough."""
    if enough is None:
        return scope
    sure = found.sure_before(tier)
    return scope._replace(limit=scope.limit - sure) if sure < enough else None


def _gather_terms(found: Gathered, scope: Scope, query: Query, wanted: Wanted, enough: int | None) -> None:
    way = spelled(units_of(query.text))
    # What is typed in letters alone and is written so in a term is also spelled so: its label need not be scanned for,
    # unless so much is spelled so that not all of it was read.
    is_written = not (way.plain and query.label.isalpha())
    letters_first = bool(way.units) and not is_han(way.units[0].text)
    by_letters(found, scope, way, inside=False)
    if is_written or not found.is_all or any(one.field == "term" for one in found.best.values()):
        _by_label(found, scope, query)
    if is_written:
        _by_beginning(found, scope, query, inside=False)
    if left := _left(found, scope, enough, way.best):
        if way.is_mixed and letters_first:
            by_characters(found, left, way)
        else:
            by_patterns(found, left, way, inside=False)
    if left := _left(found, scope, enough, Kind.CONTAINS):
        if is_written:
            _by_beginning(found, left, query, inside=True)
        by_letters(found, left, way, inside=True)
        if not (way.is_mixed and letters_first):
            by_patterns(found, left, way, inside=True)
    if wanted.zones and (way.ways or way.is_mixed) and (left := _left(found, scope, enough, Kind.FUZZY)):
        by_zones(found, left, way, wanted.zones)
    if left := _left(found, scope, enough, Kind.ENGLISH):
        _by_words(found, left, query)


def _by_label(found: Gathered, scope: Scope, query: Query) -> None:
    whole = with_label(scope, query.label)
    hits = []
    for one in whole:
        as_typed = bare(one.text) == query.bare
        # A term with signs in it has a row without them as well: 中国 is not the label of @中国.
        kind = label_kind(one.lang, one.type, as_typed=as_typed) if one.label == query.label else Kind.PREFIX
        hits.append(met(kind, "term", one, int(not as_typed), len(query.label)))
    found.add(hits, cut_at=end_of(scope, Kind.EXACT, whole))


def _by_beginning(found: Gathered, scope: Scope, query: Query, *, inside: bool) -> None:
    kind = Kind.CONTAINS if inside else Kind.PREFIX
    beginning = query.label[:REACH] if inside else query.label
    tails = begun(scope, Form.LABEL, beginning, None, inside=inside)
    # Of a longer query a row inside of a term has the beginning; the term has the rest, or not.
    having = tails if beginning == query.label else [tail for tail in tails if query.label in tail.label]
    found.add((met(kind, "term", tail, taken=len(beginning)) for tail in having), cut_at=end_of(scope, kind, tails))


def _by_words(found: Gathered, scope: Scope, query: Query) -> None:
    words = stems(query.text)
    if not words:
        return
    rows = with_words(scope, words[:-1], words[-1])
    found.add((met(Kind.ENGLISH, "term", one) for one in rows), cut_at=end_of(scope, Kind.ENGLISH, rows))
