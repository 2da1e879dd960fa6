"""Loading a report: what each of its entries would do to the store, and doing it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel
from sqlmodel import Session, select

from glossary.concepts import add_concept, add_source, attest, definition_key, redefine, same_headword
from glossary.drafts import ConceptDraft, ContextDraft, MemberDraft, SourceDraft, TermDraft, TextDraft
from glossary.errors import Fault, InvalidDraft
from glossary.extraction.members import PrintedMember
from glossary.extraction.report import Report, ReportEntry
from glossary.language.normalise import label
from glossary.language.pinyin import generated
from glossary.language.syllables import plain
from glossary.model import Attestation, Source
from glossary.shipped import CuratedConcept, Curation, subject_fields
from glossary.terms import chinese_terms
from glossary.vocabulary import Equivalence, Lang, Origin, SourceKind, TermStatus, TermType, TextKind
from glossary.writing import Writing


class Action(StrEnum):
    """What an entry does to the store."""

    ADDED = "added"
    CHANGED = "changed"
    KEPT = "kept"
    REJECTED = "rejected"


class PlannedEntry(BaseModel):
    """What one entry of a report does to the store."""

    headword: str
    action: Action
    concept: str | None
    reason: str | None
    locator: str | None


class Plan(BaseModel):
    """What a report does to the store, entry by entry."""

    source: str
    entries: list[PlannedEntry]

    def counts(self) -> dict[Action, int]:
        """Return how many entries there are of each action."""
        counted = Counter(entry.action for entry in self.entries)
        return {action: counted[action] for action in Action}


@dataclass(frozen=True, slots=True)
class Stated:
    """What the person who loads a report says of it; it goes before what the report says of itself."""

    slug: str | None = None
    title: str | None = None
    url: str | None = None
    year: int | None = None


def load_report(write: Writing, report: Report, curation: Curation | None = None, stated: Stated | None = None) -> Plan:
    """Load a report into the store and return what each entry did.

    The same text again changes nothing. A corrected text of a source that is there (same slug) updates by headword;
    entries that it no longer has are kept. Otherwise an entry with a known headword and the same definition attests
    the concept that is there, one with another definition is a concept of its own.
    Raises InvalidDraft where the report does not say enough of itself, or its curation does not fit it.
    """
    session = write.session
    draft = _source_draft(report, curation, stated or Stated())
    if known := session.exec(select(Source).where(Source.sha256 == draft.sha256)).first():
        return Plan(source=known.slug, entries=list(_all_kept(session, known)))
    corrected = session.exec(select(Source).where(Source.slug == draft.slug)).first()
    concepts = [_concept_draft(entry, curation.of(entry.headword) if curation else None) for entry in report.entries]
    if corrected:
        defined = _defined_by(session, corrected)
        for name, value in draft.model_dump().items():
            setattr(corrected, name, value)
        session.add(corrected)
        write.source_changed(defined.values())
        return Plan(source=draft.slug, entries=[_correct(write, concept, corrected, defined) for concept in concepts])
    source = add_source(write, draft)
    seen: dict[str, str] = {}
    return Plan(source=draft.slug, entries=[_enter(write, concept, source, seen) for concept in concepts])


def _all_kept(session: Session, source: Source) -> Iterator[PlannedEntry]:
    for row in session.exec(select(Attestation).where(Attestation.source_id == source.id).order_by(Attestation.id)):  # type: ignore[arg-type]  # a column at run time
        yield PlannedEntry(
            headword=row.headword,
            action=Action.KEPT,
            concept=row.concept_id,
            reason="the same text is loaded",
            locator=row.locator,
        )


def _defined_by(session: Session, source: Source) -> dict[str, str]:
    """Return the concepts that a source defines, by the label of the headword it prints."""
    rows = session.exec(select(Attestation).where(Attestation.source_id == source.id))
    return {label(row.headword): row.concept_id for row in rows}


def _correct(write: Writing, draft: ConceptDraft, source: Source, defined: dict[str, str]) -> PlannedEntry:
    concept = defined.get(label(draft.headword))
    if concept is None:
        return _enter(write, draft, source, {})
    definitions = same_headword(write.session, draft.headword).get(concept, [])
    redefine(write, concept, draft, source)
    kept = definition_key(draft.definition) in map(definition_key, definitions)
    return _planned(draft, Action.KEPT if kept else Action.CHANGED, concept, None if kept else "another definition")


def _enter(write: Writing, draft: ConceptDraft, source: Source, seen: dict[str, str]) -> PlannedEntry:
    """Attest the concept that is meant, or add it; `seen` are the labels of this report with their definitions' keys."""
    key = definition_key(draft.definition)
    if seen.get(label(draft.headword)) == key:
        return _planned(draft, Action.REJECTED, None, "the report has this entry twice")
    seen[label(draft.headword)] = key
    for concept, definitions in same_headword(write.session, draft.headword).items():
        if key in map(definition_key, definitions):
            attest(write, concept, draft, source)
            return _planned(draft, Action.CHANGED, concept, "attested by one more source")
    return _planned(draft, Action.ADDED, add_concept(write, draft, source), None)


def _planned(draft: ConceptDraft, action: Action, concept: str | None, reason: str | None) -> PlannedEntry:
    return PlannedEntry(headword=draft.headword, action=action, concept=concept, reason=reason, locator=draft.locator)


def _source_draft(report: Report, curation: Curation | None, stated: Stated) -> SourceDraft:
    metadata = report.metadata
    year = stated.year or metadata.year
    title = stated.title or metadata.title
    if title is None or year is None:
        missing = "title" if title is None else "year"
        raise InvalidDraft(f"the report does not say its {missing}; state it", (Fault(f"no {missing}", f"/{missing}"),))
    return SourceDraft(
        slug=stated.slug or (curation.source.slug if curation else _slug(metadata.place or title, year)),
        kind=SourceKind.REPORT,
        title=title,
        issuer=metadata.issuer,
        place=metadata.place,
        speaker=metadata.speaker,
        delivered=metadata.delivered,
        published=metadata.published,
        year=year,
        url=stated.url or (curation.source.url if curation else None),
        licence=curation.source.licence if curation else None,
        sha256=report.document.sha256,
        text=report.document.text,
    )


def _slug(name: str, year: int) -> str:
    """Return a slug from a place or title in pinyin and a year.

    >>> _slug("达拉特旗", 2024)
    'dalateqi-2024'
    """
    letters = "".join(plain(element) for element in generated(name).elements).lower().replace("ü", "v")
    return f"{re.sub('[^a-z0-9]', '', letters)[:48] or 'report'}-{year}"


def _concept_draft(entry: ReportEntry, curated: CuratedConcept | None) -> ConceptDraft:
    terms = chinese_terms(entry.headword, entry.aliases, curated.pinyin if curated else None)
    texts: tuple[TextDraft, ...] = ()
    if curated:
        _check(entry, curated)
        terms += _english_terms(curated)
        texts = (TextDraft(lang=Lang.EN, kind=TextKind.DEFINITION, body=curated.definition, origin=Origin.CURATED),)
    return ConceptDraft(
        headword=entry.headword,
        definition=entry.definition,
        terms=tuple(terms),
        texts=texts,
        members=curated.members if curated else tuple(map(_member_draft, entry.members)),
        contexts=tuple(
            ContextDraft(
                sentence=use.sentence,
                sentence_start=use.sentence_start,
                start=use.start,
                end=use.end,
                locator=use.locator,
            )
            for use in entry.uses
        ),
        subject_field=curated.subject_field if curated else None,
        note=curated.note if curated else None,
        locator=entry.locator,
    )


def _english_terms(curated: CuratedConcept) -> list[TermDraft]:
    """Return the renderings: preferred, admitted, and the literal one as a `phrase`."""
    stated = [(curated.english, TermType.FULL_FORM, TermStatus.PREFERRED, Equivalence.EXACT)]
    stated += [(one.text, TermType.FULL_FORM, TermStatus.ADMITTED, one.equivalence) for one in curated.admitted]
    if curated.literal:
        stated.append((curated.literal, TermType.PHRASE, TermStatus.ADMITTED, Equivalence.CLOSE))
    return [
        TermDraft(
            lang=Lang.EN,
            text=text,
            type=kind,
            status=status,
            equivalence=equivalence,
            origin=Origin.CURATED,
            position=position,
        )
        for position, (text, kind, status, equivalence) in enumerate(stated)
    ]


def _member_draft(member: PrintedMember) -> MemberDraft:
    return MemberDraft(zh=member.zh, members=tuple(map(_member_draft, member.members)))


def _check(entry: ReportEntry, curated: CuratedConcept) -> None:
    """Refuse English that does not fit its entry: an unknown subject field, other members than the definition has."""
    faults = []
    if curated.subject_field not in subject_fields():
        faults.append(Fault(f"unknown subject field {curated.subject_field}", curated.headword))
    if _shape(entry.members) != _shape(curated.members):
        faults.append(Fault("its members are not those of the definition", curated.headword))
    faults += [Fault(f"the member {zh} has no English", curated.headword) for zh in _without_english(curated.members)]
    if faults:
        raise InvalidDraft(f"{faults[0].pointer}: {faults[0].detail}", tuple(faults))


def _shape(members: tuple[MemberDraft, ...] | tuple[PrintedMember, ...]) -> list[object]:
    return [(member.zh, _shape(member.members)) for member in members]


def _without_english(members: tuple[MemberDraft, ...]) -> Iterator[str]:
    for member in members:
        if not member.en:
            yield member.zh
        yield from _without_english(member.members)
