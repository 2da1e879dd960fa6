"""What the operations answer, as documented in `/openapi.json`; the same JSON that `glossary` renders."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from glossary.entries import Brief, Entry
from glossary.matching.lookup import LookupLang
from glossary.matching.query import LONGEST_QUERY
from glossary.matching.ranking import Kind


class MatchedOn(BaseModel):
    """Why something was found: the stored form that the query met, where it stands, how, in which language."""

    form: str
    field: str
    kind: Kind
    lang: str


class Span(BaseModel):
    """A stretch of a text, in code points and in UTF-16 units."""

    start: int
    end: int
    start_utf16: int
    end_utf16: int


class Highlight(BaseModel):
    """The text in which the query was met, and the stretches that met it."""

    text: str
    spans: list[Span]


class FoundEntry(Entry):
    """An entry that has the label, and why."""

    matched_on: MatchedOn


class LookupAnswer(BaseModel):
    """The concepts that have one label."""

    q: str
    items: list[FoundEntry]
    revision: int


class LabelAnswer(BaseModel):
    """The concepts that have one of many labels."""

    q: str
    items: list[FoundEntry]


class BatchAnswer(BaseModel):
    """One answer a label, in the order of the labels."""

    results: list[LabelAnswer]
    revision: int


class Batch(BaseModel):
    """Labels to look up at once."""

    q: list[Annotated[str, StringConstraints(max_length=LONGEST_QUERY)]] = Field(
        max_length=1000, examples=[["三清零", "sanqingling"]]
    )
    lang: LookupLang | None = None


class HitBrief(Brief):
    """A concept that answers a search, and why."""

    matched_on: MatchedOn
    highlight: Highlight


class SearchAnswer(BaseModel):
    """A page of hits, best first."""

    q: str
    items: list[HitBrief]
    next: str | None
    revision: int


class ConceptList(BaseModel):
    """A page of concepts."""

    items: list[Brief]
    next: str | None
    revision: int


class ContextItem(BaseModel):
    """A sentence that uses the concept; the offsets cut `term` out of `/v1/sources/{source}/text`."""

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


class ContextList(BaseModel):
    """A page of sentences."""

    items: list[ContextItem]
    next: str | None
    revision: int


class SourceItem(BaseModel):
    """A document that is loaded."""

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


class SourceList(BaseModel):
    """A page of sources."""

    items: list[SourceItem]
    next: str | None
    revision: int


class SourceAnswer(SourceItem):
    """One source."""

    revision: int


class StatsAnswer(BaseModel):
    """What is in the store, counted."""

    concepts: int
    terms: int
    renderings: int
    contexts: int
    sources: int
    without_english: int
    unreviewed: int
    updated: datetime | None
    revision: int


class Health(BaseModel):
    """That the service is alive, or can answer."""

    status: str
