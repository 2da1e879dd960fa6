"""The sentences of the loaded documents that hold a term or any string."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import islice
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Date, text

from glossary.browsing import ContextView
from glossary.deadline import check, within_deadline
from glossary.documents.text import document_of
from glossary.extraction.contexts import Sections, Use
from glossary.language.normalise import bare, is_han
from glossary.language.offsets import Utf16Count, find_label, span
from glossary.matching.filtering import check_source
from glossary.matching.lookup import lookup
from glossary.matching.query import Query
from glossary.matching.ranking import cursor_after, place_of


@dataclass(frozen=True, slots=True)
class Line(ContextView):
    """A sentence that holds what was asked for; `year` is that of its source."""

    year: int | None


def concordance(
    connection: Connection, query: Query, source: str | None, year: int | None, limit: int, cursor: str | None
) -> tuple[list[Line], str | None]:
    """Return a page of the sentences that hold what was asked for, and the cursor behind them.

    Where the query names concepts, in any spelling or language, their Chinese names are looked for; else the query
    itself, whatever quotation marks, spaces and line breaks stand inside; what is marked is the query where it is printed.
    The newest documents come first, each from its beginning. Raises InvalidQuery for a bad cursor, and for
    a source that is not there.
    """
    if source is not None:
        check_source(connection, source)
    after = place_of(cursor, (int, int, int)) if cursor else (-_FAR, 0, -1)
    names = _names(connection, query)
    lines: list[Line] = []
    last: tuple[int | str, ...] = after
    sources = [(-_day_of(row).toordinal(), row.id, row) for row in _sources(connection, names, source, year)]
    for newest, number, row in sorted(sources):
        if (newest, number) < after[:2]:
            continue
        check()
        whole = connection.execute(_TEXT, {"source": number}).scalar_one()
        start = int(after[2]) if (newest, number) == after[:2] else -1
        wanted = limit - len(lines)
        # One more than wanted: so it is seen whether there is more.
        uses = list(islice(_sections(whole).holding(names, start), wanted + 1))
        if page := uses[:wanted]:
            lines += _lines(connection, row, whole, [_narrowed(use, whole, query.label) for use in page])
            last = newest, number, page[-1].start
        if len(uses) > wanted:
            return lines, cursor_after(last)
    return lines, None


_FAR = 10_000_000  # days: before any document


def _day_of(row: Any) -> date:
    """Return the day by which a document is newer or older than another."""
    return row.published or row.delivered or date(row.year or 1, 1, 1)


def _names(connection: Connection, query: Query) -> list[str]:
    """Return what to look for, without what a comparison ignores, in the scripts in which it is known."""
    names = {
        bare(row.text)
        for concept in lookup(connection, query).found
        for row in connection.execute(_NAMES, {"concept": concept.concept})
    }
    if not names or any(map(is_han, query.label)):
        names |= {query.label, query.bare}
    return sorted(names)


_NAMES = text("SELECT text FROM term WHERE concept_id = :concept AND lang <> 'en'")
_TEXT = text("SELECT text FROM source WHERE id = :source")
_ENGLISH = text(
    """
    SELECT sentence_start, english FROM context
     WHERE source_id = :source AND sentence_start BETWEEN :first AND :last AND english IS NOT NULL ORDER BY id
    """
)


def _sources(connection: Connection, names: Sequence[str], source: str | None, year: int | None) -> Sequence[Any]:
    """Return the documents that have the characters of a name in order, without their texts."""
    likes = {f"like{place}": "%" + "%".join(map(_escaped, name)) + "%" for place, name in enumerate(names)}
    conditions = "".join(f" AND {name} = :{name}" for name, value in (("slug", source), ("year", year)) if value)
    # A list of values, not a thousand ORs: a concept may have so many names, and SQLite takes no deeper expression.
    statement = f"""
        WITH named (pattern) AS (VALUES {", ".join(f"(:{name})" for name in likes)})
        SELECT id, slug, title, delivered, published, year FROM source
         WHERE kind = 'report'{conditions}
           AND EXISTS (SELECT 1 FROM named WHERE lower(source.text) LIKE named.pattern ESCAPE '\\')
        """  # noqa: S608 - the module's own SQL
    return connection.execute(
        text(statement).columns(delivered=Date, published=Date), {**likes, "slug": source, "year": year}
    ).all()


def _escaped(character: str) -> str:
    return f"\\{character}" if character in "\\%_" else character


_LONG = 200_000
"""Code points: a report has some twenty thousand. A longer text is kept only while it is paged through: made ready it takes
ten times its size."""


def _sections(source_text: str) -> Sections:
    """Return a text as its sentences are found; of several who ask for the same long text one cuts it."""
    if len(source_text) <= _LONG:
        return _known(source_text)
    with _cutting:
        return _known_long(source_text)


def _cut(source_text: str) -> Sections:
    return Sections(source_text, document_of(source_text).blocks)


_known = lru_cache(maxsize=32)(_cut)
_known_long = lru_cache(maxsize=1)(_cut)
_cutting = Lock()


def _narrowed(use: Use, whole: str, label: str) -> Use:
    """Return a use with no more marked than was asked for, where that is printed there.

    A longer name of the concept has the label inside: who asks for 三变 means that in 农村“三变”改革. What was asked for in
    pinyin or English, or by another name, is not there: the name as it is printed stays marked.
    """
    inside = find_label(whole[use.start : use.end], label)
    return replace(use, start=use.start + inside.start, end=use.start + inside.end) if inside else use


def _lines(connection: Connection, row: Any, whole: str, uses: Sequence[Use]) -> Iterable[Line]:
    """Yield the lines of uses in one source, which come in order."""
    units = Utf16Count(whole)
    english = _english(connection, row.id, uses[0].sentence_start, uses[-1].sentence_start)
    for use in within_deadline(uses):
        before = units.before(use.sentence_start)
        inside = span(use.sentence, use.start - use.sentence_start, use.end - use.sentence_start)
        yield Line(
            source=row.slug,
            title=row.title,
            published=row.published,
            sentence=use.sentence,
            sentence_start=use.sentence_start,
            sentence_start_utf16=before,
            start=use.start,
            end=use.end,
            start_utf16=before + inside.start_utf16,
            end_utf16=before + inside.end_utf16,
            term=whole[use.start : use.end],
            locator=use.locator,
            english=english.get(use.sentence_start),
            year=row.year,
        )


def _english(connection: Connection, source: int, first: int, last: int) -> dict[int, str]:
    """Return the aligned English of the sentences between two places of a source, by where they begin."""
    rows = connection.execute(_ENGLISH, {"source": source, "first": first, "last": last})
    found: dict[int, str] = {}
    for start, english in rows:
        found.setdefault(start, english)
    return found
