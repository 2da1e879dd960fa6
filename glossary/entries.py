"""What is served: the Entry of a concept and its Brief, rendered from a snapshot once, when it is written."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import BaseModel, Field

from glossary.language.syllables import initial, marked, plain
from glossary.model import Member, Reading, Term
from glossary.snapshots import Snapshot
from glossary.vocabulary import ConceptStatus, Equivalence, Lang, Origin, TermStatus, TermType, TextKind, is_gloss


class Headwords(BaseModel):
    """The headword in each script; a region without a form of its own has the general one."""

    hans: str
    hant: str
    hant_tw: str
    hant_hk: str


class Pinyin(BaseModel):
    """A reading in every spelling that a client may want."""

    display: str = Field(description="Word by word where reviewed (GB/T 16159), else syllable by syllable")
    marks: str
    numbers: str
    plain: str
    initials: str
    reviewed: bool


class Rendering(BaseModel):
    """An English term of the concept; of type `phrase` where it is a literal one."""

    text: str
    lang: str
    status: TermStatus
    type: TermType
    equivalence: Equivalence | None
    forbidden: bool
    origin: Origin
    source: str | None


class Alias(BaseModel):
    """Another Chinese name of the concept, or the same in another script."""

    text: str
    lang: str
    type: TermType
    origin: Origin


class Definition(BaseModel):
    """What the concept means, in both languages."""

    zh: str | None
    en: str | None


class EntryMember(BaseModel):
    """A part that the headword counts up; `members` are its own parts, where it has some."""

    zh: str
    en: str | None
    concept: str | None
    members: list["EntryMember"]


class EntrySource(BaseModel):
    """Where the concept is defined; `locator` is the place in that source."""

    slug: str
    title: str
    published: date | None
    url: str | None
    locator: str | None


class Entry(BaseModel):
    """One concept, whole."""

    id: str
    uri: str
    headword: str
    zh: Headwords
    pinyin: Pinyin | None
    gloss: str | None = Field(description="The preferred English rendering")
    renderings: list[Rendering]
    aliases: list[Alias]
    definition: Definition
    members: list[EntryMember]
    subject_field: str | None
    status: ConceptStatus
    replaced_by: str | None
    note: str | None
    sources: list[EntrySource]
    contexts: int = Field(description="How many; the sentences are at /v1/concepts/{id}/contexts")
    revision: int = Field(description="The store's revision when this concept last changed")
    updated: datetime


class Brief(BaseModel):
    """One concept on one line, for lists and hovering."""

    id: str
    headword: str
    traditional: str
    pinyin: str | None
    gloss: str | None
    source: str | None


SERVED = frozenset({ConceptStatus.ACTIVE, ConceptStatus.DEPRECATED, ConceptStatus.SUPERSEDED})
"""The standings in which a concept has an entry at all."""


def entry_of(snapshot: Snapshot) -> Entry:
    """Render a snapshot as the entry that is served; its headword is the first Chinese term."""
    concept = snapshot.concept
    head = next(term for term in snapshot.terms if term.lang == Lang.HANS)
    english = [term for term in snapshot.terms if term.lang == Lang.EN]
    reading = snapshot.readings.get(head.id or 0)
    return Entry(
        id=concept.id,
        uri=f"/v1/concepts/{concept.id}",
        headword=head.text,
        zh=_headwords(snapshot, head),
        pinyin=_pinyin(reading) if reading else None,
        gloss=next((term.text for term in english if is_gloss(term.status, forbidden=term.forbidden)), None),
        renderings=[_rendering(snapshot, term) for term in english],
        aliases=_aliases(snapshot, head),
        definition=Definition(
            zh=_text(snapshot, TextKind.DEFINITION, Lang.HANS), en=_text(snapshot, TextKind.DEFINITION, Lang.EN)
        ),
        members=_members(snapshot.members),
        subject_field=concept.subject_field,
        status=concept.status,
        replaced_by=concept.replaced_by,
        note=concept.note,
        sources=[
            EntrySource(
                **snapshot.sources[row.source_id].model_dump(include={"slug", "title", "published", "url"}),
                locator=row.locator,
            )
            for row in snapshot.attestations
        ],
        contexts=len(snapshot.contexts),
        revision=concept.revision,
        updated=concept.updated,
    )


def brief_of(entry: Entry) -> Brief:
    """Return the one line of an entry."""
    return Brief(
        id=entry.id,
        headword=entry.headword,
        traditional=entry.zh.hant,
        pinyin=entry.pinyin.display if entry.pinyin else None,
        gloss=entry.gloss,
        source=entry.sources[0].slug if entry.sources else None,
    )


def _headwords(snapshot: Snapshot, head: Term) -> Headwords:
    forms = {term.lang: term.text for term in reversed(snapshot.terms) if term.position == head.position}
    general = forms.get(Lang.HANT, head.text)
    return Headwords(
        hans=head.text,
        hant=general,
        hant_tw=forms.get(Lang.HANT_TW, general),
        hant_hk=forms.get(Lang.HANT_HK, general),
    )


def _pinyin(reading: Reading) -> Pinyin:
    elements = reading.syllables.split(" ")
    return Pinyin(
        display=reading.display,
        marks=" ".join(map(marked, elements)),
        numbers=reading.syllables,
        plain=" ".join(map(plain, elements)),
        initials="".join(map(initial, elements)).lower(),
        reviewed=reading.reviewed,
    )


def _rendering(snapshot: Snapshot, term: Term) -> Rendering:
    return Rendering(
        **term.model_dump(include={"text", "lang", "status", "type", "equivalence", "forbidden", "origin"}),
        source=snapshot.sources[term.source_id].slug if term.source_id else None,
    )


def _aliases(snapshot: Snapshot, head: Term) -> list[Alias]:
    """Return the Chinese terms beside the headword and its own traditional forms; equal texts once."""
    shown = {term.text for term in snapshot.terms if term.position == head.position}
    out = []
    for term in snapshot.terms:
        if term.lang != Lang.EN and term.text not in shown:
            shown.add(term.text)
            out.append(Alias(text=term.text, lang=term.lang, type=term.type, origin=term.origin))
    return out


def _text(snapshot: Snapshot, kind: TextKind, lang: Lang) -> str | None:
    return next((text.body for text in snapshot.texts if text.kind == kind and text.lang == lang), None)


def _members(rows: Sequence[Member]) -> list[EntryMember]:
    """Return the parts that are no part of another, each with its own, in the order of the rows."""
    parts: dict[int | None, list[Member]] = {}
    for row in rows:
        parts.setdefault(row.parent_id, []).append(row)

    def members(parent: int | None) -> list[EntryMember]:
        return [
            EntryMember(zh=row.zh, en=row.en, concept=row.member_concept_id, members=members(row.id))
            for row in parts.get(parent, ())
        ]

    return members(None)
