"""Hits as they are shown: the brief, the form that met the query, and which part of it did."""

from collections.abc import Iterable
from typing import NamedTuple

from pydantic_core import to_json
from sqlalchemy import Connection

from glossary.driver import rows_of
from glossary.language.english import begins, stem, stems, words
from glossary.language.offsets import Span, find_label, span
from glossary.matching.candidates import Candidate
from glossary.matching.lookup import PINYIN
from glossary.matching.query import Query
from glossary.matching.ranking import Kind, Rank
from glossary.matching.scans import Scanned


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
    forbidden: bool = False

    def json(self) -> str:
        """Return the brief as JSON with `matched_on` and `highlight` added.

        What was met is marked `forbidden` where it is a rendering that must not be used.
        """
        matched_on = {"form": self.form, "field": self.field, "kind": self.kind, "lang": self.lang}
        reason = {
            "matched_on": {**matched_on, "forbidden": True} if self.forbidden else matched_on,
            "highlight": {"text": self.shown, "spans": self.marked},
        }
        return f"{self.brief[:-1]},{to_json(reason).decode()[1:]}"


def mark_forbidden(connection: Connection, hits: Iterable[Hit]) -> list[Hit]:
    """Return hits with those marked that were met by a rendering which must not be used; English ones alone are asked for."""
    some = list(hits)
    concepts = sorted({one.place[-1] for one in some if one.kind == Kind.ENGLISH})
    if not concepts:
        return some
    named = {f"concept{number}": concept for number, concept in enumerate(concepts)}
    places = ", ".join(f":{name}" for name in named)
    forbidden = frozenset(
        rows_of(
            connection,
            f"SELECT concept_id, text FROM term WHERE concept_id IN ({places}) AND lang = 'en' AND forbidden",  # noqa: S608 - names of parameters
            named,
        )
    )
    return [one._replace(forbidden=one.kind == Kind.ENGLISH and (one.place[-1], one.form) in forbidden) for one in some]


def shown(query: Query, one: Candidate) -> Hit:
    """Return a hit as it is shown."""
    found = one.scanned
    form, text, lang = found.text, found.text, found.lang
    if one.field == "reading":
        form, lang = found.display or text, PINYIN
        marked = _spelled(found, one.end)
    elif one.kind == Kind.ENGLISH:
        marked = _words(query, text)
    else:
        marked = _label(text, query.label) or (_spelled(found, one.end) if one.end else ())
    return Hit(found.brief, form, one.field, one.kind, lang, marked, text, one.place)


def _label(text: str, label: str) -> tuple[Span, ...]:
    """Return where a label stands in a text; nearly always it is there to the letter."""
    at = text.find(label)
    place = span(text, at, at + len(label)) if at >= 0 else find_label(text, label)
    return (place,) if place else ()


def _words(query: Query, text: str) -> tuple[Span, ...]:
    """Return the words of an English term that are words of the query, or begin with its last one."""
    wanted = stems(query.text)
    return tuple(
        span(text, start, end)
        for word, start, end in words(text)
        if stem(word) in wanted or begins(stem(word), wanted[-1])
    )


def _spelled(term: Scanned, end: int) -> tuple[Span, ...]:
    """Return the part of a term that a query spells; where each code point is read, characters are code points."""
    if term.reading and len(term.text) == len(term.label) == term.reading.count(" ") + 1:
        return (span(term.text, term.start, end),)
    characters = term.way()
    return (span(term.text, characters[term.start].start, characters[end - 1].end),)
