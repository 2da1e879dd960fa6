"""What the operations answer, as documented in `/openapi.json`; the same JSON that `glossary` renders."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from app.kept import KeptConcept
from glossary.browsing import ContextView, SourceView, Stats
from glossary.checking import CheckedSegment, Verdict
from glossary.coinages import MetCoinage
from glossary.concordance import Line
from glossary.coverage import Coverage
from glossary.editing.edits import EditedConcept
from glossary.entries import Brief, Entry
from glossary.formats.listed import TermList
from glossary.language.offsets import Span
from glossary.loading.plans import Plan, ReportPlan
from glossary.matching.ranking import Kind
from glossary.proposals import Proposal
from glossary.quality import Check, Finding
from glossary.vocabulary import ConceptStatus, Operation


class MatchedOn(BaseModel):
    """Why something was found: the stored form that the query met, where it stands, how, in which language."""

    form: str
    field: str
    kind: Kind
    lang: str
    forbidden: bool = Field(
        default=False, description="The form is a rendering that must not be used; left out where it is not so"
    )


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


class AnnotatedSpan(BaseModel):
    """A term in a text, as printed, and the concepts that it names, best first."""

    start: int
    end: int
    start_utf16: int
    end_utf16: int
    text: str
    concepts: list[str]


def _absent(schema: dict[str, Any]) -> None:
    """Take out of a schema the default, which is none: what was not asked for is not there."""
    schema.pop("default", None)


class NamedConcept(BaseModel):
    """A concept that a text names, with as much of its brief as was asked for."""

    id: str
    headword: str = Field(default="", json_schema_extra=_absent)
    traditional: str = Field(default="", json_schema_extra=_absent)
    pinyin: str | None = Field(default=None, json_schema_extra=_absent)
    gloss: str | None = Field(default=None, json_schema_extra=_absent)
    source: str | None = Field(default=None, json_schema_extra=_absent)


class AnnotateAnswer(BaseModel):
    """The terms of a text, and the concepts that they name, by id, with what was wanted of them."""

    spans: list[AnnotatedSpan]
    concepts: dict[str, NamedConcept]
    revision: int


@dataclass(frozen=True, slots=True)
class TermListAnswer(TermList):
    """The terms of a document, and its candidates."""

    revision: int = field(kw_only=True)


class CheckAnswer(BaseModel):
    """How the terms of each segment are rendered, how many of each verdict, and the concepts that they name, by id."""

    segments: list[CheckedSegment]
    counts: dict[Verdict, int]
    concepts: dict[str, Brief]
    revision: int


class LexiconAnswer(BaseModel):
    """The labels of a store, in the order of their code points, and the concepts that they name."""

    labels: list[str]
    named: list[list[int]]
    telling: list[str]
    concepts: list[Entry | Brief]
    revision: int
    epoch: str
    since: str


class CommonWords(BaseModel):
    """Common words with spaces between, what each costs to read, and whether they were counted in texts."""

    cost: float
    counted: bool
    words: str


class EvidenceFigures(BaseModel):
    """By how much a reading must be better for a term to be meant; costs in nats, lengths in characters."""

    longest_in_doubt: int
    reach: int
    sure: float
    sure_when_long: float
    long: int
    doubtful: float
    near: int
    telling: float
    numerals: str
    function_words: str


class FormedWords(BaseModel):
    """Words that are formed by a rule, as numbers are."""

    pattern: str
    cost: float


class LatticeFigures(BaseModel):
    """What it costs to read characters as words; costs in nats, lengths in characters."""

    formed: list[FormedWords]
    suffixes: str
    suffix_cost: float
    other_cost: float
    unknown_cost: float
    longest_word: int
    farthest: int


class RulesAnswer(BaseModel):
    """What finding terms in running text goes by beside a lexicon."""

    fold: tuple[str, str]
    words: list[CommonWords]
    shortest: int
    evidence: EvidenceFigures
    lattice: LatticeFigures


class ConceptList(BaseModel):
    """A page of concepts."""

    items: list[Brief]
    next: str | None
    revision: int


class ContextList(BaseModel):
    """A page of sentences."""

    items: list[ContextView]
    next: str | None
    revision: int


class DraftAnswer(EditedConcept):
    """A concept as it is edited; `If-Match` takes the tag of this answer."""

    id: str
    version: int


class HistoricChange(BaseModel):
    """What one write did to a concept: all that it stated before and after."""

    revision: int
    at: datetime
    actor: str
    operation: Operation
    before: KeptConcept | None
    after: KeptConcept | None


class HistoryList(BaseModel):
    """A page of what was done to a concept."""

    items: list[HistoricChange]
    next: str | None
    revision: int


class Tombstone(BaseModel):
    """Why a concept is no more, and the one that it was merged into."""

    status: ConceptStatus
    replaced_by: str | None


class ChangedConcept(BaseModel):
    """A concept as it is since `revision`; either `entry` or `tombstone` is null."""

    concept: str
    revision: int
    updated: datetime
    tombstone: Tombstone | None
    entry: Entry | None


class ChangeList(BaseModel):
    """A page of the concepts that changed.

    `since` is what to ask with the next time, after the last page; `epoch` is another one where the store was restored.
    """

    epoch: str
    since: str
    items: list[ChangedConcept]
    next: str | None
    revision: int


class ProposalList(BaseModel):
    """What the store has that may help who writes the English of a concept."""

    items: list[Proposal]
    revision: int


class ConcordanceAnswer(BaseModel):
    """A page of the sentences that hold what was asked for."""

    q: str
    items: list[Line]
    next: str | None
    revision: int


class SourceList(BaseModel):
    """A page of sources."""

    items: list[SourceView]
    next: str | None
    revision: int


@dataclass(frozen=True, slots=True)
class SourceAnswer(SourceView):
    """One source, and which of its coinages the store defines."""

    coverage: Coverage
    revision: int


class _Run(BaseModel):
    """Whether it was only said what would be done, and the revision of the store then."""

    dry_run: bool
    revision: int


class PlanAnswer(ReportPlan, _Run):
    """What a report does to the store, entry by entry, and how many entries there are of each action."""


class ImportAnswer(Plan, _Run):
    """What a glossary file does to the store, row by row; `source` is null where its rows only fill in concepts."""


class QualityAnswer(BaseModel):
    """A page of what a curator should look at, and how much each check finds.

    `items` are about concepts, `candidates` about what the texts coin and no concept is named.
    """

    items: list[Finding]
    candidates: list[MetCoinage]
    counts: dict[Check, int]
    next: str | None
    revision: int


@dataclass(frozen=True, slots=True)
class StatsAnswer(Stats):
    """What is in the store, counted."""

    revision: int


class Health(BaseModel):
    """That the service is alive, or can answer."""

    status: str
