"""Hits as they are shown: the brief, the form that met the query, and which part of it did."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from pydantic_core import to_json
from sqlalchemy import Connection

from glossary.driver import rows_of
from glossary.language.english import stem, stems, words
from glossary.language.offsets import Span, find_label, span
from glossary.matching.candidates import Candidate
from glossary.matching.lookup import PINYIN
from glossary.matching.query import Query
from glossary.matching.ranking import Kind, Rank
from glossary.matching.spelling import characters_of


class Hit(NamedTuple):
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
            "highlight": {"text": self.shown, "spans": self.marked},
        }
        return f"{self.brief[:-1]},{to_json(reason).decode()[1:]}"


_TERMS = """
    SELECT t.id, v.brief, t.text, t.lang, r.display, r.syllables
      FROM term t LEFT JOIN entry_view v ON v.id = t.id LEFT JOIN reading r ON r.term_id = t.id
     WHERE t.id IN ({})
"""
"""With the brief where the term is the first of its concept, as it mostly is: that is the number of the entry."""
_BRIEFS = "SELECT concept_id, brief FROM entry_view WHERE concept_id IN ({})"
_AT_ONCE = 25
"""Ids are asked for by so many, the last repeated, so that there are few different statements to prepare."""


def shown(connection: Connection, query: Query, page: Sequence[Candidate]) -> list[Hit]:
    """Return the hits of a page, in order."""
    terms = {row[0]: row[1:] for row in _with_ids(connection, _TERMS, {one.term_id for one in page if one.term_id})}
    others = {one.place[-1] for one in page if not one.term_id or terms[one.term_id][0] is None}
    briefs = dict(_with_ids(connection, _BRIEFS, others))
    hits = []
    for one in page:
        brief, *term = terms.get(one.term_id, (None,))
        brief = brief or briefs[one.place[-1]]
        hits.append(_hit(one, query, brief, *term) if term else _text_hit(one, query, brief))
    return hits


def _text_hit(one: Candidate, query: Query, brief: str) -> Hit:
    return Hit(
        brief, one.text, one.field, one.kind, one.lang, _some(find_label(one.text, query.label)), one.text, one.place
    )


def _with_ids(connection: Connection, sql: str, ids: set[int] | set[str]) -> list[tuple[Any, ...]]:
    if not ids:
        return []
    wanted: list[int | str] = list(ids)
    wanted += wanted[-1:] * (-len(wanted) % _AT_ONCE)
    parameters = {f"id{place}": one for place, one in enumerate(wanted)}
    return rows_of(connection, sql.format(", ".join([f":{name}" for name in parameters])), parameters)


def _hit(
    one: Candidate, query: Query, brief: str, text: str, lang: str, display: str | None, syllables: str | None
) -> Hit:
    if one.kind == Kind.ENGLISH:
        return Hit(brief, text, "term", one.kind, lang, _words(query, text), text, one.place)
    if one.field == "term":
        return Hit(brief, text, "term", one.kind, lang, _some(_label(text, query.label)), text, one.place)
    return Hit(brief, display or text, "reading", one.kind, PINYIN, (_spelled(one, text, syllables),), text, one.place)


def _some(place: Span | None) -> tuple[Span, ...]:
    return (place,) if place else ()


def _label(text: str, label: str) -> Span | None:
    """Return where a label stands in a text; nearly always it is there to the letter."""
    at = text.find(label)
    return span(text, at, at + len(label)) if at >= 0 else find_label(text, label)


def _words(query: Query, text: str) -> tuple[Span, ...]:
    """Return the words of an English term that are words of the query, or begin with its last one."""
    wanted = stems(query.text)
    return tuple(
        span(text, start, end)
        for word, start, end in words(text)
        if stem(word) in wanted or stem(word).startswith(wanted[-1])
    )


def _spelled(one: Candidate, text: str, syllables: str | None) -> Span:
    """Return the part of a term that a query spells; where each code point is read, characters are code points."""
    if syllables and len(text) == syllables.count(" ") + 1:
        return span(text, one.start, one.end)
    characters = characters_of(text, syllables)
    return span(text, characters[one.start].start, characters[one.end - 1].end)
