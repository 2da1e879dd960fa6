"""What a source has stated before, and bringing it up to what its newer edition states."""

from collections import defaultdict

from sqlmodel import Session, col, select

from glossary.drafts import ConceptDraft, TermDraft
from glossary.homographs import definition_key
from glossary.language.normalise import label
from glossary.model import Attestation, Concept, Reading, Source, Term, Text, row_id
from glossary.row_drafts import Identity
from glossary.vocabulary import Lang, Origin, TermStatus, TextKind
from glossary.writing import Writing


def stated_by(session: Session, source: Source) -> dict[Identity, str]:
    """Return the concepts that a source attests, by what tells them apart (`Identity`)."""
    attested = select(Attestation.concept_id).where(Attestation.source_id == source.id)
    written: dict[str, str] = {}
    traditional: dict[str, str] = defaultdict(str)
    read: dict[str, str] = defaultdict(str)
    chinese = select(Term.concept_id, Term.lang, Term.text, Term.origin).where(
        col(Term.concept_id).in_(attested), col(Term.lang).in_((Lang.HANS, Lang.HANT)), Term.position == 0
    )
    for concept, lang, text, origin in session.exec(chinese):
        if lang == Lang.HANS:
            written[concept] = text
        elif origin == Origin.ATTESTED:
            traditional[concept] = text
    readings = (
        select(Term.concept_id, Reading.display)
        .join(Reading)
        .where(col(Term.concept_id).in_(attested), Term.position == 0, Reading.origin == Origin.ATTESTED)
    )
    read.update(session.exec(readings).all())
    defined: dict[tuple[str, str], str] = defaultdict(str)
    bodies = select(Text.concept_id, Text.lang, Text.body).where(
        Text.source_id == source.id, Text.kind == TextKind.DEFINITION
    )
    for concept, lang, body in session.exec(bodies):
        defined[concept, lang] = definition_key(body)
    return {
        Identity(
            label(text),
            traditional[concept],
            read[concept],
            defined[concept, Lang.HANS],
            "" if defined[concept, Lang.HANS] else defined[concept, Lang.EN],
        ): concept
        for concept, text in written.items()
    }


def restate(write: Writing, concept: str, draft: ConceptDraft, source: Source) -> bool:
    """Let a concept say what `source` now states of it; return whether that is anything else than before.

    That is its renderings, its English definition, its note and subject field. What others state stays.
    """
    session = write.session
    row = session.get_one(Concept, concept)
    terms = session.exec(select(Term).where(Term.concept_id == concept, Term.lang == Lang.EN)).all()
    stated = {one.text: one for one in draft.terms if one.lang == Lang.EN}
    gone = [term for term in terms if term.source_id == source.id and term.text not in stated]
    missing = [one for text, one in stated.items() if text not in {term.text for term in terms}]
    english = _english(session, concept, source)
    body = next((text.body for text in draft.texts if text.kind == TextKind.DEFINITION), None)
    of_concept = (draft.note or row.note, draft.subject_field or row.subject_field)
    if not gone and not missing and (row.note, row.subject_field) == of_concept and (english and english.body) == body:
        return False
    write.touch(concept)
    row.note, row.subject_field = of_concept
    for term in gone:
        session.delete(term)
    kept = [term for term in terms if term not in gone]
    _add_renderings(session, concept, missing, kept, source)
    if english and body:
        english.body = body
    elif english:
        session.delete(english)
    elif body:
        session.add(
            Text(
                concept_id=concept,
                lang=Lang.EN,
                kind=TextKind.DEFINITION,
                body=body,
                origin=Origin.ATTESTED,
                source_id=row_id(source),
                locator=draft.locator,
            )
        )
    session.flush()
    return True


def _english(session: Session, concept: str, source: Source) -> Text | None:
    return session.exec(
        select(Text).where(
            Text.concept_id == concept,
            Text.source_id == source.id,
            Text.lang == Lang.EN,
            Text.kind == TextKind.DEFINITION,
        )
    ).first()


def _add_renderings(session: Session, concept: str, missing: list[TermDraft], kept: list[Term], source: Source) -> None:
    """Add renderings; none is preferred where another is."""
    preferred = any(term.status == TermStatus.PREFERRED for term in kept)
    for one in missing:
        status = TermStatus.ADMITTED if preferred and one.status == TermStatus.PREFERRED else one.status
        values = {**one.model_dump(exclude={"reading", "status"}), "status": status}
        session.add(Term(concept_id=concept, source_id=row_id(source), **values))
