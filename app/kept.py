"""What history keeps of a concept, as documented in `/openapi.json`: its rows, as they were stored."""

from pydantic import BaseModel

from glossary.vocabulary import (
    ConceptStatus,
    Equivalence,
    Lang,
    Origin,
    RelationKind,
    TermStatus,
    TermType,
    TextKind,
)


class KeptReading(BaseModel):
    """How a term was read."""

    id: int
    syllables: str
    display: str
    reviewed: bool
    origin: Origin


class KeptTerm(BaseModel):
    """A name of the concept."""

    id: int
    lang: Lang
    text: str
    type: TermType
    status: TermStatus
    forbidden: bool
    equivalence: Equivalence | None
    origin: Origin
    position: int
    reading: KeptReading | None
    source: str | None = None


class KeptText(BaseModel):
    """A definition, a note or a short gloss."""

    id: int
    lang: Lang
    kind: TextKind
    body: str
    origin: Origin
    locator: str | None
    source: str | None = None


class KeptMember(BaseModel):
    """A part that the headword counts up."""

    id: int
    parent_id: int | None
    position: int
    zh: str
    en: str | None
    member_concept_id: str | None


class KeptAttestation(BaseModel):
    """That a source defines the concept."""

    id: int
    headword: str
    locator: str | None
    source: str


class KeptContext(BaseModel):
    """A sentence in which the concept is used."""

    id: int
    sentence: str
    sentence_start: int
    start: int
    end: int
    locator: str | None
    english: str | None
    source: str


class KeptRelation(BaseModel):
    """A tie to another concept."""

    id: int
    from_id: str
    to_id: str
    kind: RelationKind


class KeptConcept(BaseModel):
    """All that the rows of a concept stated."""

    id: str
    subject_field: str | None
    status: ConceptStatus
    replaced_by: str | None
    note: str | None
    terms: list[KeptTerm]
    texts: list[KeptText]
    members: list[KeptMember]
    attestations: list[KeptAttestation]
    contexts: list[KeptContext]
    relations: list[KeptRelation]
