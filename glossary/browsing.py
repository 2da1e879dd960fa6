"""Reading the store without a query: concepts by id and in order, their sentences, sources, counts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Date, TextualSelect, text

from glossary.driver import rows_of
from glossary.errors import Merged, NotFound, Withdrawn
from glossary.language.offsets import Utf16Count, span
from glossary.matching.asked import Filters
from glossary.matching.filtering import check_filters
from glossary.matching.ranking import cursor_after, place_of
from glossary.model import UtcDateTime
from glossary.state import State
from glossary.vocabulary import ENGLISH, ConceptStatus


class Order(StrEnum):
    """In which order concepts are listed."""

    PINYIN = "pinyin"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class Listed:
    """Some JSON objects in order; `next` is the cursor behind them, None at the end."""

    items: list[str]
    next: str | None


def entry_json(connection: Connection, concept: str) -> str:
    """Return the entry of a concept as JSON. Raises what `versioned_entry` raises."""
    return versioned_entry(connection, concept).entry


class Version(NamedTuple):
    """A version of a concept: how often it was changed, and once more; in which epoch, and the stamp of the write.

    `stamp` is None where it was written before writes had one.
    """

    number: int
    epoch: str
    stamp: str | None


def version_of(connection: Connection, concept: str) -> Version:
    """Return the version that a concept is in; the concept is there."""
    [row] = rows_of(connection, _VERSION, {"concept": concept})
    return Version(*row)


_VERSION = """
    SELECT c.version, s.epoch,
           (SELECT stamp FROM revision WHERE number = (SELECT max(revision) FROM change WHERE concept_id = c.id))
      FROM store_state s JOIN concept c ON c.id = :concept
"""


class Versioned(NamedTuple):
    """An entry as JSON, the version of its concept, and the store's state."""

    entry: str
    version: Version
    state: State


def versioned_entry(connection: Connection, concept: str) -> Versioned:
    """Return the entry of a concept, by one statement, so that it needs no transaction to be of one state.

    Raises NotFound, or where the concept was there once, Merged or Withdrawn.
    """
    [row] = rows_of(connection, _ENTRY, {"concept": concept})
    *at, status, replaced_by, number, stamp, entry = row
    if status is None:
        raise NotFound(f"there is no concept {concept}")
    if status == ConceptStatus.MERGED:
        raise Merged(concept, replaced_by)
    if status == ConceptStatus.WITHDRAWN:
        raise Withdrawn(f"concept {concept} was withdrawn")
    now = State(*at)
    return Versioned(entry, Version(number, now.epoch, stamp), now)


_ENTRY = """
    SELECT s.store, s.revision, s.epoch, s.stamp, c.status, c.replaced_by, c.version,
           (SELECT stamp FROM revision WHERE number = (SELECT max(revision) FROM change WHERE concept_id = c.id)),
           v.entry
      FROM store_state s LEFT JOIN concept c ON c.id = :concept LEFT JOIN entry_view v ON v.concept_id = c.id
"""


def list_concepts(connection: Connection, filters: Filters, order: Order, limit: int, cursor: str | None) -> Listed:
    """Return a page of briefs: by pinyin, or the most recently changed first.

    Raises InvalidQuery for a bad cursor, and what `check_filters` raises.
    """
    check_filters(connection, filters)
    conditions, parameters = filters.sql()
    if order == Order.PINYIN:
        columns, behind = "v.order_pinyin, c.id", "(v.order_pinyin, c.id) > (:p0, :p1)"
        types: tuple[type, ...] = (str, str)
        ordering = "v.order_pinyin, c.id"
    else:
        columns, behind = "c.revision, c.id", "(-c.revision, c.id) > (-:p0, :p1)"
        types = (int, str)
        ordering = "c.revision DESC, c.id"
    if cursor:
        conditions += f" AND {behind}"
        parameters |= {f"p{n}": part for n, part in enumerate(place_of(cursor, types))}
    statement = f"""
        SELECT v.brief, {columns} FROM concept c JOIN entry_view v ON v.concept_id = c.id
         WHERE 1 = 1 {conditions} ORDER BY {ordering} LIMIT :limit
    """  # noqa: S608 - every part is one of ours, values are parameters
    rows = connection.execute(text(statement), {**parameters, "limit": limit + 1}).all()
    page = rows[:limit]
    return Listed([row.brief for row in page], cursor_after(tuple(page[-1][1:])) if len(rows) > limit else None)


@dataclass(frozen=True, slots=True)
class ContextView:
    """A sentence as it is served: `start` and `end` are the term's place in the text of the source.

    Offsets come in code points and in UTF-16 units; `term` is what they cut out.
    """

    source: str
    title: str
    published: date | None
    sentence: str
    sentence_start: int
    sentence_start_utf16: int
    start: int
    end: int
    start_utf16: int
    end_utf16: int
    term: str
    locator: str | None
    english: str | None


def list_contexts(
    connection: Connection, concept: str, limit: int, cursor: str | None
) -> tuple[list[ContextView], str | None]:
    """Return a page of the sentences that use a concept, by source and place, and the cursor behind them.

    Raises what `entry_json` raises, and InvalidQuery for a bad cursor.
    """
    entry_json(connection, concept)
    after: Sequence[Any] = place_of(cursor, (int, int)) if cursor else (0, -1)
    parameters = {"concept": concept, "source": after[0], "start": after[1], "limit": limit + 1}
    rows = connection.execute(_CONTEXTS, parameters).all()
    page = rows[:limit]
    views = [view for source, rows_of_one in groupby(page, _SOURCE) for view in _views(connection, source, rows_of_one)]
    return views, cursor_after((page[-1].source_id, page[-1].start)) if len(rows) > limit else None


_CONTEXTS = text(
    """
    SELECT x.source_id, s.slug, s.title, s.published, x.sentence, x.sentence_start, x.start, x."end", x.locator,
           x.english
      FROM context x JOIN source s ON s.id = x.source_id
     WHERE x.concept_id = :concept AND (x.source_id, x.start) > (:source, :start)
     ORDER BY x.source_id, x.start LIMIT :limit
    """
).columns(published=Date)


_TEXT = text("SELECT text FROM source WHERE id = :source")
_SOURCE = attrgetter("source_id")


def _views(connection: Connection, source: int, rows: Iterable[Any]) -> Iterator[ContextView]:
    """Yield the sentences of one source, which come in order: its text is read, and counted through, once."""
    units = Utf16Count(connection.execute(_TEXT, {"source": source}).scalar_one())
    for row in rows:
        yield _context_view(row, units.before(row.sentence_start))


def _context_view(row: Any, before: int) -> ContextView:
    """Return a sentence as it is served; `before` is how many UTF-16 units of the source stand before it."""
    inside = span(row.sentence, row.start - row.sentence_start, row.end - row.sentence_start)
    return ContextView(
        source=row.slug,
        title=row.title,
        published=row.published,
        sentence=row.sentence,
        sentence_start=row.sentence_start,
        sentence_start_utf16=before,
        start=row.start,
        end=row.end,
        start_utf16=before + inside.start_utf16,
        end_utf16=before + inside.end_utf16,
        term=row.sentence[inside.start : inside.end],
        locator=row.locator,
        english=row.english,
    )


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as it is served; `concepts` and `contexts` count what of it is: what it defines and where it is quoted."""

    slug: str
    kind: str
    title: str
    issuer: str | None
    place: str | None
    speaker: str | None
    delivered: date | None
    published: date | None
    year: int | None
    url: str | None
    licence: str | None
    language: str
    sha256: str
    characters: int
    concepts: int
    contexts: int


_SOURCES = """
    SELECT s.id, s.slug, s.kind, s.title, s.issuer, s.place, s.speaker, s.delivered, s.published, s.year, s.url,
           s.licence, s.language, s.sha256, length(s.text) AS characters,
           (SELECT count(*) FROM attestation a JOIN entry_view v ON v.concept_id = a.concept_id
             WHERE a.source_id = s.id) AS concepts,
           (SELECT count(*) FROM context x JOIN entry_view v ON v.concept_id = x.concept_id
             WHERE x.source_id = s.id) AS contexts
      FROM source s
"""


def _sources(which: str) -> TextualSelect:
    return text(_SOURCES + which).columns(delivered=Date, published=Date)


def list_sources(connection: Connection, limit: int, cursor: str | None) -> tuple[list[SourceView], str | None]:
    """Return a page of the sources in the order they were loaded, and the cursor behind them."""
    after = place_of(cursor, (int,))[0] if cursor else 0
    statement = _sources("WHERE s.id > :after ORDER BY s.id LIMIT :limit")
    rows = connection.execute(statement, {"after": after, "limit": limit + 1}).all()
    page = rows[:limit]
    return [SourceView(*row[1:]) for row in page], cursor_after((page[-1].id,)) if len(rows) > limit else None


def source_view(connection: Connection, slug: str) -> SourceView:
    """Return one source. Raises NotFound."""
    row = connection.execute(_sources("WHERE s.slug = :slug"), {"slug": slug}).one_or_none()
    if row is None:
        raise NotFound(f"there is no source {slug}")
    return SourceView(*row[1:])


def source_text(connection: Connection, slug: str) -> str:
    """Return the text of a source, in which contexts' offsets count. Raises NotFound."""
    found: str | None = connection.execute(text("SELECT text FROM source WHERE slug = :slug"), {"slug": slug}).scalar()
    if found is None:
        raise NotFound(f"there is no source {slug}")
    return found


@dataclass(frozen=True, slots=True)
class Stats:
    """What is served, counted; `without_english` have no gloss, the headword of those `unreviewed` no reviewed reading."""

    concepts: int
    terms: int
    renderings: int
    contexts: int
    sources: int
    without_english: int
    unreviewed: int
    updated: datetime | None


def is_empty(connection: Connection) -> bool:
    """Return whether nothing was ever loaded."""
    return connection.execute(text("SELECT 1 FROM source LIMIT 1")).first() is None


def count_served(connection: Connection) -> int:
    """Return how many concepts are served."""
    return int(connection.execute(text("SELECT count(*) FROM entry_view")).scalar_one())


def stats(connection: Connection) -> Stats:
    """Count what is in the store."""
    return Stats(*connection.execute(_STATS).one())


_STATS = text(
    f"""
    SELECT (SELECT count(*) FROM entry_view),
           (SELECT count(*) FROM term t JOIN entry_view v ON v.concept_id = t.concept_id WHERE t.lang <> 'en'),
           (SELECT count(*) FROM term t JOIN entry_view v ON v.concept_id = t.concept_id WHERE t.lang = 'en'),
           (SELECT count(*) FROM context x JOIN entry_view v ON v.concept_id = x.concept_id),
           (SELECT count(*) FROM source),
           (SELECT count(*) FROM entry_view WHERE concept_id NOT IN (SELECT t.concept_id FROM term t WHERE {ENGLISH})),
           (SELECT count(*) FROM entry_view WHERE id NOT IN (SELECT term_id FROM reading WHERE reviewed)),
           (SELECT max(updated) FROM concept) AS updated
    """  # noqa: S608 - the module's own SQL
).columns(updated=UtcDateTime)


_ALL = Filters()


def every_entry(connection: Connection, filters: Filters = _ALL) -> Iterator[str]:
    """Yield every entry that is not filtered out as JSON, by pinyin, without holding them all."""
    conditions, parameters = filters.sql()
    statement = f"""
        SELECT v.entry FROM concept c JOIN entry_view v ON v.concept_id = c.id
         WHERE 1 = 1 {conditions} ORDER BY v.order_pinyin, c.id
    """  # noqa: S608 - every part is one of ours, values are parameters
    yield from connection.execution_options(yield_per=500).execute(text(statement), parameters).scalars()
