"""Exact lookup: the concepts that have one label, in any script, spelling or language."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from pydantic_core import to_json
from sqlalchemy import Connection

from glossary.driver import rows_of
from glossary.language.normalise import bare
from glossary.matching.query import Query
from glossary.matching.ranking import Kind, Rank, rank
from glossary.state import State
from glossary.vocabulary import KeyKind, Lang, TermType

LookupLang = Literal["zh", "pinyin", "en"]

_ROWS = """
    SELECT s.store, s.revision, k.kind, k.lang, k.type, k.form, k.strength, v.concept_id, v.order_pinyin, v.entry
      FROM store_state s
      LEFT JOIN search_key k ON k.key IN (:label, :plain, :toned)
      LEFT JOIN entry_view v ON v.id = k.view_id
    """

PINYIN = "zh-Latn-pinyin"


class _Row(NamedTuple):
    """A form of which a query has the key."""

    key: str
    lang: str
    type: str
    form: str
    strength: int
    concept: str
    order_pinyin: str
    entry: str


@dataclass(frozen=True, slots=True)
class Found:
    """A concept that has the label: its entry as JSON, and why it was found."""

    concept: str
    entry: str
    form: str
    field: str
    kind: Kind
    lang: str

    def json(self) -> str:
        """Return the entry as JSON with `matched_on` added."""
        matched_on = {"form": self.form, "field": self.field, "kind": self.kind, "lang": self.lang}
        return f'{self.entry[:-1]},"matched_on":{to_json(matched_on).decode()}}}'


class Looked(NamedTuple):
    """What a lookup found, and in which state of the store."""

    found: list[Found]
    state: State


def lookup(connection: Connection, query: Query, lang: LookupLang | None = None) -> Looked:
    """Return the concepts that `query` names, best first; `lang` narrows to Chinese, pinyin or English labels.

    One indexed SELECT, whatever the size of the store, so that it needs no transaction to see one state.
    """
    asked = {"label": query.label, "plain": query.plain, "toned": query.toned}
    best: dict[str, tuple[Rank, Found]] = {}
    rows = rows_of(connection, _ROWS, asked)
    for row in [_Row._make(one[2:]) for one in rows if one[2]]:
        place, found = _found(query, row)
        if lang and lang != _lang_of(found.kind):
            continue
        if row.concept not in best or place < best[row.concept][0]:
            best[row.concept] = place, found
    return Looked([found for _, found in sorted(best.values())], State(*rows[0][:2]))


def _found(query: Query, row: _Row) -> tuple[Rank, Found]:
    """Return what a query found by a form of which it has the key, and its place."""
    if row.key != KeyKind.LABEL:
        kind, closeness = Kind(row.key), 0
        found = Found(row.concept, row.entry, row.form, "reading", kind, PINYIN)
    else:
        as_typed = row.form == query.text or bare(row.form) == query.bare
        kind, closeness = label_kind(row.lang, row.type, as_typed=as_typed), int(not as_typed)
        found = Found(row.concept, row.entry, row.form, "term", kind, row.lang)
    return rank(kind, closeness, row.strength, row.order_pinyin, row.concept), found


def label_kind(lang: str, term_type: str, *, as_typed: bool) -> Kind:
    """Return how a query met a form that has the same label: in English, as an alias, in this script or another."""
    if lang == Lang.EN:
        return Kind.ENGLISH
    if term_type != TermType.FULL_FORM:
        return Kind.ALIAS
    return Kind.EXACT if lang == Lang.HANS and as_typed else Kind.SCRIPT


def _lang_of(kind: Kind) -> LookupLang:
    if kind == Kind.ENGLISH:
        return "en"
    return "pinyin" if kind in (Kind.PINYIN_TONED, Kind.PINYIN_PLAIN) else "zh"
