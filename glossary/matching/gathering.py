"""Running the scans of a search, from the best kind of hit to the last, until there are enough."""

from glossary.language.english import stems
from glossary.language.normalise import bare, is_han
from glossary.matching import spelled
from glossary.matching.asked import Match, Place, Wanted
from glossary.matching.candidates import Candidate, Gathered, end_of, met
from glossary.matching.lookup import label_kind
from glossary.matching.query import Query
from glossary.matching.ranking import Kind, rank
from glossary.matching.scans import Form, Scope, begun, with_label, with_words
from glossary.matching.spelling import units_of
from glossary.matching.texts import text_hits


def gathered(scope: Scope, query: Query, wanted: Wanted, enough: int | None) -> Gathered:
    """Return the hits of a query; later scans are left out once `enough` hits are sure (None: never)."""
    found = Gathered(wanted.match)
    if Place.TERMS in wanted.places:
        _gather_terms(found, scope, query, wanted, enough)
    for place, kind in ((Place.DEFINITIONS, Kind.DEFINITION), (Place.CONTEXTS, Kind.CONTEXT)):
        if place in wanted.places and wanted.match == Match.AUTO and not found.has(enough, kind):
            hits = text_hits(scope, place, query.label)
            found.add(
                (
                    Candidate(rank(kind, 0, len(one.text), one.order_pinyin, one.concept_id), kind, kind, one, 0, 0, 0)
                    for one in hits
                ),
                cut_at=None,
            )
    return found


def _gather_terms(found: Gathered, scope: Scope, query: Query, wanted: Wanted, enough: int | None) -> None:
    way = spelled.spelled(units_of(query.text))
    # What is typed in letters alone and is written so in a term is also spelled so: its label need not be scanned for.
    is_written = not (way.plain and query.label.isalpha())
    letters_first = bool(way.units) and not is_han(way.units[0].text)
    spelled.by_letters(found, scope, way, inside=False)
    if is_written or any(one.field == "term" for one in found.best.values()):
        _by_label(found, scope, query)
    if is_written:
        _by_beginning(found, scope, query, inside=False)
    if not found.has(enough, Kind.INITIALS):
        if way.is_mixed and letters_first:
            spelled.around(found, scope, way)
        else:
            spelled.by_patterns(found, scope, way, inside=False)
    if not found.has(enough, Kind.CONTAINS):
        if is_written:
            _by_beginning(found, scope, query, inside=True)
        spelled.by_letters(found, scope, way, inside=True)
        if not (way.is_mixed and letters_first):
            spelled.by_patterns(found, scope, way, inside=True)
    if wanted.zones and way.ways and not found.has(enough, Kind.FUZZY):
        spelled.by_zones(found, scope, way, wanted.zones)
    if not found.has(enough, Kind.ENGLISH):
        _by_words(found, scope, query)


def _by_label(found: Gathered, scope: Scope, query: Query) -> None:
    whole = with_label(scope, query.label)
    hits = []
    for tail in whole:
        as_typed = bare(tail.term.text) == query.bare
        hits.append(met(label_kind(tail.term.lang, tail.term.type, as_typed=as_typed), "term", tail, int(not as_typed)))
    found.add(hits, cut_at=end_of(scope, Kind.EXACT, whole))


def _by_beginning(found: Gathered, scope: Scope, query: Query, *, inside: bool) -> None:
    kind = Kind.CONTAINS if inside else Kind.PREFIX
    tails = begun(scope, Form.LABEL, query.label, None, inside=inside)
    found.add((met(kind, "term", tail) for tail in tails), cut_at=end_of(scope, kind, tails))


def _by_words(found: Gathered, scope: Scope, query: Query) -> None:
    words = stems(query.text)
    if not words:
        return
    rows = with_words(scope, words[:-1], words[-1])
    hits = []
    for term, strength in rows:
        place = rank(Kind.ENGLISH, 0, strength, term.order_pinyin, term.concept_id)
        hits.append(Candidate(place, Kind.ENGLISH, "term", term, 0, 0, 0))
    last = rank(Kind.ENGLISH, 0, max(row[1] for row in rows), "", "") if len(rows) == scope.limit else None
    found.add(hits, cut_at=last)
