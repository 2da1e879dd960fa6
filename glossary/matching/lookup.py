"""Exact lookup: the concepts that have one label, in any script, spelling or language."""

from dataclasses import dataclass
from typing import Literal

from pydantic_core import to_json
from sqlalchemy import Connection, bindparam, text

from glossary.language.normalise import bare
from glossary.matching.query import Query
from glossary.matching.ranking import Kind, Rank, rank, strength_of
from glossary.vocabulary import KeyKind, Lang, TermType

LookupLang = Literal["zh", "pinyin", "en"]

_ROWS = text(
    """
    SELECT k.kind, t.concept_id, t.lang, t.type, t.status, t.text, r.display, v.entry, v.order_pinyin, v.attestations
      FROM search_key k
      JOIN term t ON t.id = k.term_id
      JOIN entry_view v ON v.concept_id = t.concept_id
      LEFT JOIN reading r ON r.term_id = t.id
     WHERE k.key IN :keys AND k.kind IN ('label', 'pinyin_toned', 'pinyin_plain')
    """
).bindparams(bindparam("keys", expanding=True))

PINYIN = "zh-Latn-pinyin"


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


def lookup(connection: Connection, query: Query, lang: LookupLang | None = None) -> list[Found]:
    """Return the concepts that `query` names, best first; `lang` narrows to Chinese, pinyin or English labels.

    One indexed SELECT, whatever the size of the store.
    """
    keys = [key for key in (query.label, query.plain, query.toned) if key]
    best: dict[str, tuple[Rank, Found]] = {}
    for row in connection.execute(_ROWS, {"keys": keys}):
        kind = _kind(query, row.kind, row.lang, row.type, row.text)
        if lang and lang != _lang_of(kind):
            continue
        strength = strength_of(row.status, len(row.text), row.attestations, row.order_pinyin)
        place = rank(kind, int(bare(row.text) != query.bare), strength, row.order_pinyin, row.concept_id)
        if row.concept_id not in best or place < best[row.concept_id][0]:
            by_reading = row.kind != KeyKind.LABEL
            found = Found(
                concept=row.concept_id,
                entry=row.entry,
                form=row.display if by_reading else row.text,
                field="reading" if by_reading else "term",
                kind=kind,
                lang=PINYIN if by_reading else row.lang,
            )
            best[row.concept_id] = place, found
    return [found for _, found in sorted(best.values(), key=lambda pair: pair[0])]


def _kind(query: Query, key_kind: str, lang: str, term_type: str, form: str) -> Kind:
    """Return how a query met a form of which it has the key."""
    if key_kind != KeyKind.LABEL:
        return Kind(key_kind)
    return label_kind(query, lang, term_type, form)


def label_kind(query: Query, lang: str, term_type: str, form: str) -> Kind:
    """Return how a query met a form that has the same label: in English, as an alias, in this script or another."""
    if lang == Lang.EN:
        return Kind.ENGLISH
    if term_type != TermType.FULL_FORM:
        return Kind.ALIAS
    return Kind.EXACT if lang == Lang.HANS and bare(form) == query.bare else Kind.SCRIPT


def _lang_of(kind: Kind) -> LookupLang:
    if kind == Kind.ENGLISH:
        return "en"
    return "pinyin" if kind in (Kind.PINYIN_TONED, Kind.PINYIN_PLAIN) else "zh"
