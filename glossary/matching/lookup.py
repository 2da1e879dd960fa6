"""Exact lookup: the concepts that have one label, in any script, spelling or language."""

from functools import lru_cache
from typing import Literal, NamedTuple

from pydantic_core import from_json, to_json
from sqlalchemy import Connection

from glossary.driver import rows_of
from glossary.language.normalise import bare
from glossary.matching.following import follow
from glossary.matching.keys import letters_of
from glossary.matching.query import Query
from glossary.matching.ranking import Kind, Rank, rank
from glossary.matching.spelling import Character, spell, units_of
from glossary.state import State
from glossary.vocabulary import KeyKind, Lang, TermType

LookupLang = Literal["zh", "pinyin", "en"]

_ROWS = """
    SELECT s.store, s.revision, s.epoch, s.stamp, k.key, k.kind, k.lang, k.type, k.form, k.syllables, k.strength,
           v.concept_id, v.order_pinyin, v.entry
      FROM store_state s
      LEFT JOIN search_key k ON k.key {}
      LEFT JOIN entry_view v ON v.id = k.view_id
    """
_OF_LABEL, _OF_EITHER = _ROWS.format("= :label"), _ROWS.format("IN (:label, :pinyin)")
"""For one key SQLite makes no list first, a sixth of such a statement."""

PINYIN = "zh-Latn-pinyin"


class _Row(NamedTuple):
    """A form of which a query has the key; a reading has its syllables."""

    key: str
    kind: str
    lang: str
    type: str
    form: str
    syllables: str
    strength: int
    concept: str
    order_pinyin: str
    entry: str


class Found(NamedTuple):
    """A concept that has the label: its entry as JSON, and why it was found."""

    concept: str
    entry: str
    form: str
    field: str
    kind: Kind
    lang: str

    def json(self) -> str:
        """Return the entry as JSON with `matched_on` added; a rendering that must not be used is marked `forbidden`."""
        matched_on: dict[str, str | bool] = {
            "form": self.form,
            "field": self.field,
            "kind": self.kind,
            "lang": self.lang,
        }
        if self.kind == Kind.ENGLISH and _FORBIDDEN in self.entry and self.form in _forbidden(self.entry):
            matched_on["forbidden"] = True
        return f'{self.entry[:-1]},"matched_on":{to_json(matched_on).decode()}}}'


_FORBIDDEN = '"forbidden":true'


def _forbidden(entry: str) -> set[str]:
    """Return the renderings of an entry that must not be used."""
    return {one["text"] for one in from_json(entry)["renderings"] if one["forbidden"]}


class Looked(NamedTuple):
    """What a lookup found, and in which state of the store."""

    found: list[Found]
    state: State


def lookup(connection: Connection, query: Query, lang: LookupLang | None = None) -> Looked:
    """Return the concepts that `query` names, best first; `lang` narrows to Chinese, pinyin or English labels.

    One indexed SELECT, whatever the size of the store, so that it needs no transaction to see one state.
    """
    best: dict[str, tuple[Rank, Found]] = {}
    pinyin = query.pinyin
    if pinyin is None or pinyin == query.label:
        rows = rows_of(connection, _OF_LABEL, {"label": query.label})
    else:
        rows = rows_of(connection, _OF_EITHER, {"label": query.label, "pinyin": pinyin})
    for row in [_Row._make(one[4:]) for one in rows if one[4]]:
        way = _named(query, row) if row.kind == KeyKind.LABEL else _spelled(query, row)
        if way is None or (lang and lang != _lang_of(way[0])):
            continue
        kind, closeness = way
        place = rank(kind, closeness, row.strength, row.order_pinyin, row.concept)
        if row.concept not in best or place < best[row.concept][0]:
            best[row.concept] = place, _found(row, kind)
    return Looked([found for _, found in sorted(best.values())], State(*rows[0][:4]))


def _found(row: _Row, kind: Kind) -> Found:
    if row.kind == KeyKind.LABEL:
        return Found(row.concept, row.entry, row.form, "term", kind, row.lang)
    return Found(row.concept, row.entry, row.form, "reading", kind, PINYIN)


def _named(query: Query, row: _Row) -> tuple[Kind, int] | None:
    """Return how a query is a term's name, and how close; None where only its letters are (`xi1an1` is no Xian)."""
    if row.key != query.label:
        return None
    as_typed = row.form == query.text or bare(row.form) == query.bare
    return label_kind(row.lang, row.type, as_typed=as_typed), int(not as_typed)


def _spelled(query: Query, row: _Row) -> tuple[Kind, int] | None:
    """Return how a query spells a reading that has its key, and how close; None where a tone, an ü, a digit is another one.

    Where the query is the reading's letters and nothing else, there is nothing to compare.
    """
    if query.plain and query.text.isalnum() and letters_of(row.syllables) == query.label:
        return Kind.PINYIN_PLAIN, 0
    units = _units(query.text)
    syllables = row.syllables.split(" ")
    along = follow(units, syllables, literal=False)
    if along and along.taken == len(syllables):
        return Kind.PINYIN_TONED if along.toned else Kind.PINYIN_PLAIN, along.loose + along.umlauts
    if not any(one.isdecimal() for one in syllables):
        return None
    # A digit may be a tone or the term's own, which the rule tells by trying: hong120, a4zhi3.
    characters = [Character(one, one if len(one) > 1 else None, 0, 0) for one in syllables]
    way = spell(units, characters, 0)
    if way is None or not way.full or way.cut or way.end < len(characters):
        return None
    return Kind.PINYIN_TONED if way.toned else Kind.PINYIN_PLAIN, way.loose


_units = lru_cache(maxsize=1)(units_of)
"""All rows of a query are held to the same units."""


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
