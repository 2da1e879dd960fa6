"""Ranked search: the concepts that a query may mean, best first, each with the reason."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from pydantic_core import to_json
from sqlalchemy import Connection, Row, text

from glossary.errors import InvalidQuery
from glossary.language.elements import elements
from glossary.language.normalise import bare
from glossary.language.offsets import Span, find_label, span
from glossary.language.syllables import initial, marked, plain
from glossary.matching.lookup import PINYIN, label_kind
from glossary.matching.query import Query
from glossary.matching.ranking import Kind, Rank, Strength, cursor_after, place_of, rank
from glossary.vocabulary import KeyKind, Lang


class Match(StrEnum):
    """Which kinds of hits are asked for."""

    AUTO = "auto"
    EXACT = "exact"
    PREFIX = "prefix"
    CONTAINS = "contains"
    PINYIN = "pinyin"
    INITIALS = "initials"
    ENGLISH = "english"


class Place(StrEnum):
    """Where a query is looked for."""

    TERMS = "terms"
    DEFINITIONS = "definitions"
    CONTEXTS = "contexts"


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search or a list; None where it does not."""

    subject_field: str | None = None
    source: str | None = None
    status: str | None = None
    year: int | None = None

    def sql(self) -> tuple[str, dict[str, Any]]:
        """Return the conditions on `c`, the concept, each with AND before it, and their parameters."""
        conditions = {
            "subject_field": "c.subject_field = :subject_field",
            "source": f"EXISTS ({_ATTESTED} AND s.slug = :source)",
            "status": "c.status = :status",
            "year": f"EXISTS ({_ATTESTED} AND s.year = :year)",
        }
        given = {name: value for name, value in asdict(self).items() if value is not None}
        return "".join(f" AND {conditions[name]}" for name in given), given


_ATTESTED = "SELECT 1 FROM attestation a JOIN source s ON s.id = a.source_id WHERE a.concept_id = c.id"

_TERMS = """
    SELECT k.kind, k.key, t.concept_id, t.lang, t.type, t.status, t.text, r.display, r.syllables,
           v.brief, v.order_pinyin, v.attestations
      FROM search_key k
      JOIN term t ON t.id = k.term_id
      JOIN concept c ON c.id = t.concept_id
      JOIN entry_view v ON v.concept_id = t.concept_id
      LEFT JOIN reading r ON r.term_id = t.id
     WHERE ({keys}) {filters}
"""
_DEFINITIONS = """
    SELECT x.concept_id, x.lang, x.body AS text, v.brief, v.order_pinyin, v.attestations
      FROM text x
      JOIN concept c ON c.id = x.concept_id
      JOIN entry_view v ON v.concept_id = x.concept_id
     WHERE x.kind = 'definition' {filters}
"""
_CONTEXTS = """
    SELECT x.concept_id, 'zh-Hans' AS lang, x.sentence AS text, v.brief, v.order_pinyin, v.attestations
      FROM context x
      JOIN concept c ON c.id = x.concept_id
      JOIN entry_view v ON v.concept_id = x.concept_id
     WHERE 1 = 1 {filters}
"""
_KINDS = {
    Match.EXACT: {Kind.EXACT, Kind.SCRIPT, Kind.ALIAS, Kind.PINYIN_TONED, Kind.PINYIN_PLAIN},
    Match.PREFIX: {Kind.EXACT, Kind.SCRIPT, Kind.ALIAS, Kind.PREFIX},
    Match.CONTAINS: {Kind.EXACT, Kind.SCRIPT, Kind.ALIAS, Kind.PREFIX, Kind.CONTAINS},
    Match.INITIALS: {Kind.INITIALS},
    Match.ENGLISH: {Kind.ENGLISH},
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept that answers a search: its brief as JSON, why, and which part of the form met the query."""

    brief: str
    form: str
    field: str
    kind: Kind
    lang: str
    marked: Span | None
    shown: str
    place: Rank

    def json(self) -> str:
        """Return the brief as JSON with `matched_on` and `highlight` added."""
        reason = {
            "matched_on": {"form": self.form, "field": self.field, "kind": self.kind, "lang": self.lang},
            "highlight": {"text": self.shown, "spans": [asdict(self.marked)] if self.marked else []},
        }
        return f"{self.brief[:-1]},{to_json(reason).decode()[1:]}"


@dataclass(frozen=True, slots=True)
class Page:
    """Some hits in order; `next` is the cursor behind them, None at the end."""

    hits: list[Hit]
    next: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a search beside the query itself."""

    match: Match = Match.AUTO
    places: frozenset[Place] = frozenset({Place.TERMS})
    filters: Filters = Filters()
    limit: int = 20
    cursor: str | None = None


def search(connection: Connection, query: Query, wanted: Wanted) -> Page:
    """Return a page of the concepts that `query` may mean, each once, by its best reason.

    Raises InvalidQuery where the cursor is none.
    """
    after = place_of(wanted.cursor, (int, int, int, int, int, str, str)) if wanted.cursor else None
    best: dict[str, Hit] = {}
    for hit in _hits(connection, query, wanted):
        concept = hit.place[-1]
        if concept not in best or hit.place < best[concept].place:
            best[concept] = hit
    ordered = sorted(best.values(), key=lambda hit: hit.place)
    rest = [hit for hit in ordered if after is None or hit.place > after]
    page = rest[: wanted.limit]
    return Page(page, cursor_after(page[-1].place) if len(rest) > len(page) else None)


def _hits(connection: Connection, query: Query, wanted: Wanted) -> Iterator[Hit]:
    conditions, parameters = wanted.filters.sql()
    if Place.TERMS in wanted.places:
        yield from _term_hits(connection, query, wanted.match, conditions, parameters)
    for place, statement, kind in (
        (Place.DEFINITIONS, _DEFINITIONS, Kind.DEFINITION),
        (Place.CONTEXTS, _CONTEXTS, Kind.CONTEXT),
    ):
        if place in wanted.places:
            rows = connection.execute(text(statement.format(filters=conditions)), parameters)
            yield from _text_hits(rows, query, kind)


def _term_hits(
    connection: Connection, query: Query, match: Match, conditions: str, parameters: dict[str, Any]
) -> Iterator[Hit]:
    keys = {"label": query.label, "plain": query.plain, "toned": query.toned}
    given = {name: f"%{_escaped(key)}%" for name, key in keys.items() if key}
    either = " OR ".join(f"k.key LIKE :{name} ESCAPE '\\'" for name in given)
    statement = text(_TERMS.format(keys=either, filters=conditions))
    for row in connection.execute(statement, {**given, **parameters}):
        hit = _by_label(query, row) if row.kind == KeyKind.LABEL else _by_reading(query, row)
        if hit and _is_wanted(hit, match):
            yield hit


def _is_wanted(hit: Hit, match: Match) -> bool:
    if match == Match.PINYIN:
        return hit.field == "reading" and hit.kind != Kind.INITIALS
    return match == Match.AUTO or hit.kind in _KINDS[match]


def _by_label(query: Query, row: Row[Any]) -> Hit | None:
    """Return the hit of a query on a label: whole, at its beginning, or inside."""
    at = row.key.find(query.label)
    if at < 0:
        return None
    whole = row.key == query.label
    if row.lang == Lang.EN:
        kind, closeness = Kind.ENGLISH, 0 if whole else 1 if at == 0 else 2
    elif whole:
        kind, closeness = label_kind(query, row.lang, row.type, row.text), int(bare(row.text) != query.bare)
    else:
        kind, closeness = Kind.PREFIX if at == 0 else Kind.CONTAINS, int(query.bare not in bare(row.text))
    place = rank(kind, _strength(row, closeness), row.concept_id)
    return Hit(row.brief, row.text, "term", kind, row.lang, find_label(row.text, query.label), row.text, place)


_SPELLINGS = {KeyKind.PINYIN_TONED: marked, KeyKind.PINYIN_PLAIN: plain, KeyKind.INITIALS: initial}


def _by_reading(query: Query, row: Row[Any]) -> Hit | None:
    """Return the hit of a query on a reading; it begins at a character, and may end inside a syllable."""
    wanted = query.toned if row.kind == KeyKind.PINYIN_TONED else query.plain
    if not wanted:
        return None
    spelled = [_SPELLINGS[KeyKind(row.kind)](element).lower() for element in row.syllables.split(" ")]
    first = next((n for n in range(len(spelled)) if "".join(spelled[n:]).startswith(wanted)), None)
    if first is None:
        return None
    last = first
    while len("".join(spelled[first : last + 1])) < len(wanted):
        last += 1
    kind = _reading_kind(KeyKind(row.kind), first, whole="".join(spelled) == wanted)
    places = elements(row.text)
    shown = span(row.text, places[first].start, places[last].end)
    place = rank(kind, _strength(row, int("".join(spelled) != wanted)), row.concept_id)
    return Hit(row.brief, row.display, "reading", kind, PINYIN, shown, row.text, place)


def _reading_kind(key_kind: KeyKind, first: int, *, whole: bool) -> Kind:
    if key_kind == KeyKind.INITIALS:
        return Kind.INITIALS if first == 0 else Kind.CONTAINS
    if whole:
        return Kind(key_kind)
    return Kind.PREFIX if first == 0 else Kind.CONTAINS


def _text_hits(rows: Iterable[Row[Any]], query: Query, kind: Kind) -> Iterator[Hit]:
    for row in rows:
        found = find_label(row.text, query.label)
        if found:
            place = rank(
                kind, Strength(0, "preferred", len(row.text), row.attestations, row.order_pinyin), row.concept_id
            )
            yield Hit(row.brief, row.text, kind, kind, row.lang, found, row.text, place)


def _strength(row: Row[Any], closeness: int) -> Strength:
    return Strength(closeness, row.status, len(row.text), row.attestations, row.order_pinyin)


def _escaped(key: str) -> str:
    """Return a key as a LIKE pattern that means itself."""
    return key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def places_of(names: Sequence[str]) -> frozenset[Place]:
    """Return the places with those names. Raises InvalidQuery where there is none of a name."""
    try:
        return frozenset(Place(name) for name in names)
    except ValueError as error:
        raise InvalidQuery(f"in takes {', '.join(Place)}; {error}", "/query/in") from error
