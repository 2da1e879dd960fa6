"""Hits as they are shown: the brief, the form that met the query, and which part of it did."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic_core import to_json
from sqlalchemy import Connection

from glossary.language.english import stem, stems, words
from glossary.language.offsets import Span, find_label, span
from glossary.matching.gathering import Candidate
from glossary.matching.lookup import PINYIN
from glossary.matching.query import Query
from glossary.matching.ranking import Kind, Rank
from glossary.matching.rows import rows_of
from glossary.matching.spelling import Zone, characters_of, spell
from glossary.matching.tails import misread


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept that answers a search: its brief as JSON, why, and which part of the form met the query."""

    brief: str
    form: str
    field: str
    kind: Kind
    lang: str
    marked: tuple[Span, ...]
    shown: str
    place: Rank

    def json(self) -> str:
        """Return the brief as JSON with `matched_on` and `highlight` added."""
        reason = {
            "matched_on": {"form": self.form, "field": self.field, "kind": self.kind, "lang": self.lang},
            "highlight": {"text": self.shown, "spans": [asdict(one) for one in self.marked]},
        }
        return f"{self.brief[:-1]},{to_json(reason).decode()[1:]}"


_TERMS = """
    SELECT t.id, t.text, t.lang, r.display, r.syllables FROM term t LEFT JOIN reading r ON r.term_id = t.id WHERE t.id IN ({})
"""
_BRIEFS = "SELECT concept_id, brief FROM entry_view WHERE concept_id IN ({})"


def shown(connection: Connection, query: Query, page: Sequence[Candidate], zones: frozenset[Zone]) -> list[Hit]:
    """Return the hits of a page, in order."""
    terms = {row[0]: row[1:] for row in _with_ids(connection, _TERMS, {one.term_id for one in page})}
    briefs = dict(_with_ids(connection, _BRIEFS, {one.place[-1] for one in page}))
    return [_hit(one, query, briefs[one.place[-1]], terms.get(one.term_id), zones) for one in page]


def _with_ids(connection: Connection, sql: str, ids: set[int] | set[str]) -> list[tuple[Any, ...]]:
    if not ids:
        return []
    parameters = {f"id{place}": one for place, one in enumerate(sorted(ids))}
    return rows_of(connection, sql.format(", ".join(f":{name}" for name in parameters)), parameters)


def _hit(
    one: Candidate,
    query: Query,
    brief: str,
    term: tuple[str, str, str | None, str | None] | None,
    zones: frozenset[Zone],
) -> Hit:
    if term is None:
        place = find_label(one.text, query.label)
        return Hit(brief, one.text, one.field, one.kind, one.lang, _some(place), one.text, one.place)
    text, lang, display, syllables = term
    if one.kind == Kind.ENGLISH:
        return Hit(brief, text, "term", one.kind, lang, _words(query, text), text, one.place)
    if one.field == "term":
        return Hit(brief, text, "term", one.kind, lang, _some(find_label(text, query.label)), text, one.place)
    place = _spelled(one, query, text, syllables, zones)
    return Hit(brief, display or text, "reading", one.kind, PINYIN, _some(place), text, one.place)


def _some(place: Span | None) -> tuple[Span, ...]:
    return (place,) if place else ()


def _words(query: Query, text: str) -> tuple[Span, ...]:
    """Return the words of an English term that are words of the query, or begin with its last one."""
    wanted = stems(query.text)
    return tuple(
        span(text, start, end)
        for word, start, end in words(text)
        if stem(word) in wanted or stem(word).startswith(wanted[-1])
    )


def _spelled(one: Candidate, query: Query, text: str, syllables: str | None, zones: frozenset[Zone]) -> Span | None:
    """Return the part of a term that a query spells."""
    characters = characters_of(text, syllables)
    for way in (characters, *(changed for changed, _ in misread(characters))) if one.other else (characters,):
        if spelling := spell(query.units, way, one.start, zones):
            return span(text, way[one.start].start, way[spelling.end - 1].end)
    return None
