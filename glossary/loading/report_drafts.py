"""What a report states, as drafts: its source, its concepts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from pydantic import ValidationError

from glossary.documents.blocks import BlockKind
from glossary.drafts import ConceptDraft, ContextDraft, MemberDraft, SourceDraft, TermDraft, TextDraft
from glossary.errors import Fault, InvalidDraft, plain_words
from glossary.extraction.contexts import Use
from glossary.extraction.lines import ends_sentence
from glossary.extraction.members import PrintedMember
from glossary.extraction.report import Report, ReportEntry
from glossary.language.known import Known
from glossary.language.normalise import mend_spaces
from glossary.language.pinyin import generated
from glossary.language.syllables import plain
from glossary.loading.shipped import CuratedConcept, Curation, subject_fields
from glossary.terms import chinese_terms
from glossary.vocabulary import Equivalence, Lang, Origin, SourceKind, TermStatus, TermType, TextKind

_OPENING, _TITLE_LONGEST = 20, 60
"""In so many blocks a heading may be the title; it has so many code points at most."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What the person who loads a report says of it; it goes before what the report says of itself."""

    slug: str | None = None
    title: str | None = None
    url: str | None = None
    year: int | None = None
    file: str | None = None


def source_draft(report: Report, curation: Curation | None, stated: Stated) -> SourceDraft:
    """Return the source that a report is.

    Where it does not say its title, the first heading is it, or the file's name. Raises InvalidDraft where what is
    stated of it cannot be stored.
    """
    metadata = report.metadata
    title = stated.title or metadata.title or _title(report, stated.file)
    year = stated.year or metadata.year
    try:
        return SourceDraft(
            slug=stated.slug or (curation.source.slug if curation else _slug(report, title, year)),
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
    except ValidationError as error:
        raise _invalid(error, "") from error


def _title(report: Report, file: str | None) -> str:
    blocks = report.document.blocks
    headings = [block.text for block in blocks[:_OPENING] if block.kind is BlockKind.HEADING]
    first = headings or [blocks[0].text]
    if len(first[0]) <= _TITLE_LONGEST and not ends_sentence(first[0]):
        return mend_spaces(first[0])
    return PurePath(file).stem if file else mend_spaces(first[0])[:_TITLE_LONGEST]


def _slug(report: Report, title: str, year: int | None) -> str:
    """Return a slug from place and year (`dalateqi-2024`), from the title and the text's digest where one is unknown."""
    place = report.metadata.place
    if place and year:
        return f"{_letters(place) or 'report'}-{year}"
    return f"{_letters(title) or 'report'}-{report.document.sha256[:8]}"


def _letters(name: str) -> str:
    """Return a name in pinyin, letters and digits only.

    >>> _letters("达拉特旗")
    'dalateqi'
    """
    letters = "".join(plain(element) for element in generated(name).elements).lower().replace("ü", "v")
    return re.sub("[^a-z0-9]", "", letters)[:48]


def concept_draft(entry: ReportEntry, curated: CuratedConcept | None, known: Known) -> ConceptDraft:
    """Return the concept that an entry defines, with the English that was written for it.

    Readings and traditional forms are generated with what is `known` of words first.

    Raises InvalidDraft where it cannot be stored, or the English does not fit it.
    """
    try:
        return _concept_draft(entry, curated, known)
    except ValidationError as error:
        raise _invalid(error, entry.headword) from error


def context_drafts(uses: Sequence[Use]) -> tuple[ContextDraft, ...]:
    """Return the sentences of a document that use a term."""
    return tuple(
        ContextDraft(
            sentence=use.sentence,
            sentence_start=use.sentence_start,
            start=use.start,
            end=use.end,
            locator=use.locator,
        )
        for use in uses
    )


def _invalid(error: ValidationError, pointer: str) -> InvalidDraft:
    faults = tuple(
        Fault(plain_words(one["msg"]), pointer or "".join(f"/{part}" for part in one["loc"]))
        for one in error.errors(include_url=False)
    )
    return InvalidDraft(
        "; ".join(f"{'.'.join(map(str, one['loc']))}: {plain_words(one['msg'])}" for one in error.errors()), faults
    )


def _concept_draft(entry: ReportEntry, curated: CuratedConcept | None, known: Known) -> ConceptDraft:
    terms = chinese_terms(entry.headword, entry.aliases, curated.pinyin if curated else None, known)
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
        contexts=context_drafts(entry.uses),
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
    if shape(entry.members) != shape(curated.members):
        faults.append(Fault("its members are not those of the definition", curated.headword))
    faults += [Fault(f"the member {zh} has no English", curated.headword) for zh in _without_english(curated.members)]
    if faults:
        raise InvalidDraft(f"{faults[0].pointer}: {faults[0].detail}", tuple(faults))


Shape = list[tuple[str, "Shape"]]


def shape(members: Iterable[MemberDraft | PrintedMember]) -> Shape:
    """Return members by what they are called, part in part, whatever else is known of them."""
    return [(member.zh, shape(member.members)) for member in members]


def _without_english(members: tuple[MemberDraft, ...]) -> Iterator[str]:
    for member in members:
        if not member.en:
            yield member.zh
        yield from _without_english(member.members)
