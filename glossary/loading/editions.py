"""What a source has stated before, and bringing it up to what its newer edition states."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from sqlmodel import Session, col, select

from glossary.concepts import followed, merged_before
from glossary.drafts import ConceptDraft
from glossary.homographs import definition_key
from glossary.language.normalise import label
from glossary.loading.edited import edited
from glossary.loading.renderings import arrange, restatement
from glossary.loading.row_drafts import Identity
from glossary.model import Attestation, Change, Concept, Reading, Source, Term, Text, row_id
from glossary.snapshots import Content
from glossary.vocabulary import Lang, Origin, TextKind
from glossary.writing import Writing

_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Attested:
    """The concepts that a source attests, by what tells them apart; `merged` are those that others of it were merged into."""

    known: dict[Identity, str]
    merged: dict[str, list[str]]


def attested_by(session: Session, source: Source) -> Attested:
    """Return what a source has stated.

    A concept is known by what it is now and, since an editor may have renamed it, reviewed its reading or merged it, by
    what it was when the source came to attest it.
    """
    known = _stated_now(session, source)
    english = {concept: identity.english for identity, concept in known.items() if identity.english}
    attested = select(Attestation.concept_id).join(Concept, col(Concept.id) == col(Attestation.concept_id))
    changed = session.exec(attested.where(Attestation.source_id == source.id, Concept.version > 1)).all()
    merged: dict[str, list[str]] = defaultdict(list)
    for concept, before in merged_before(session):
        if _attestation(before, source.slug):
            merged[followed(session, concept)].append(concept)
    into = {one: concept for concept, others in merged.items() for one in others}
    for concept, first in _first_attested(session, sorted({*changed, *into}), source.slug).items():
        identity = _identity(first, source.slug)
        if identity.english and concept in english:
            identity = identity._replace(english=english[concept])
        known.setdefault(identity, into.get(concept, concept))
    return Attested(known, dict(merged))


def _attestation(content: Content, slug: str) -> str | None:
    """Return the headword under which a source defines a concept of this content."""
    return next((row["headword"] for row in content["attestations"] if row["source"] == slug), None)


def _first_attested(session: Session, concepts: list[str], slug: str) -> dict[str, Content]:
    """Return what concepts were when a source came to attest them."""
    found: dict[str, Content] = {}
    for start in range(0, len(concepts), _AT_ONCE):
        changes = select(Change.concept_id, Change.after).where(
            col(Change.concept_id).in_(concepts[start : start + _AT_ONCE])
        )
        for concept, after in session.exec(changes.order_by(col(Change.id))):
            if concept not in found and after and _attestation(dict(after), slug):
                found[concept] = dict(after)
    return found


def _identity(content: Content, slug: str) -> Identity:
    """Return what tells a concept of this content from the others of a source."""
    head = [term for term in content["terms"] if term["position"] == 0 and term["lang"] != Lang.EN]
    general = [one["text"] for one in head if one["lang"] == Lang.HANT and one["origin"] == Origin.ATTESTED]
    readings = [one["reading"] for one in head if one["reading"] and one["reading"]["origin"] == Origin.ATTESTED]
    defined = {
        one["lang"]: definition_key(one["body"])
        for one in content["texts"]
        if one["kind"] == TextKind.DEFINITION and one.get("source") == slug
    }
    chinese = defined.get(Lang.HANS, "")
    return Identity(
        label(_attestation(content, slug) or ""),
        general[0] if general else "",
        readings[0]["display"] if readings else "",
        chinese,
        "" if chinese else defined.get(Lang.EN, ""),
    )


def _stated_now(session: Session, source: Source) -> dict[Identity, str]:
    """Return the concepts that a source attests, by what they are now."""
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


class Restated(NamedTuple):
    """Whether an edition changed what a concept says, and what the edition has otherwise: edited, or of other sources."""

    changed: bool
    edited: tuple[str, ...]
    shared: tuple[str, ...]


def restate(
    write: Writing,
    concept: str,
    draft: ConceptDraft,
    source: Source,
    merged: Collection[str] = (),
    *,
    adds_only: bool = False,
) -> Restated:
    """Let a concept say what `source` now states of it; return what that did, and where an edit was in the way.

    That is its renderings, its English definition, its note and subject field. What others state stays, and what an
    editor wrote or set; where others of the source were `merged` into the concept, or the draft is not of an edition of it
    (`adds_only`), all that the source stated stays, too.
    Raises InvalidDraft, with the concept as it was, where it would have more terms than an edit could show.
    """
    session = write.session
    done = edited(session, [concept, *merged], source.slug)
    row = session.get_one(Concept, concept)
    states_a_part = adds_only or bool(merged)
    english = restatement(session, concept, draft, source, done, states_a_part=states_a_part)
    text = _english(session, concept, source)
    body = next((text.body for text in draft.texts if text.kind == TextKind.DEFINITION), None)
    is_kept = bool(done.english) if text is None else states_a_part or text.body in done.defined
    is_shared = adds_only or _is_shared(session, concept, source)
    note = _one(row.note, draft.note, is_edited=bool(done.notes), is_shared=is_shared)
    subject_field = _one(
        row.subject_field, draft.subject_field, is_edited=bool(done.subject_fields), is_shared=is_shared
    )
    left = [
        (name, has_edited)
        for name, stated, found, has_edited in (
            ("its note", draft.note, note, done.notes),
            ("its subject field", draft.subject_field, subject_field, done.subject_fields),
        )
        if stated and stated != found
    ]
    stays = (
        *english.stays,
        *(["its English definition"] if is_kept and body and (text is None or text.body != body) else []),
        *(name for name, has_edited in left if has_edited),
    )
    shared = tuple(name for name, has_edited in left if not has_edited)
    is_said = is_kept or (text.body if text else None) == body
    if is_said and (row.note, row.subject_field) == (note, subject_field) and not english.is_other():
        return Restated(changed=False, edited=stays, shared=shared)
    write.touch(concept)
    row.note, row.subject_field = note, subject_field
    arrange(session, concept, source, english)
    if not is_kept:
        _define(session, concept, text, body, draft, source)
    session.flush()
    return Restated(changed=True, edited=stays, shared=shared)


def _is_shared(session: Session, concept: str, source: Source) -> bool:
    """Return whether other sources define a concept, too."""
    others = select(Attestation.id).where(Attestation.concept_id == concept, Attestation.source_id != source.id)
    return session.exec(others.limit(1)).first() is not None


def _one(there: str | None, stated: str | None, *, is_edited: bool, is_shared: bool) -> str | None:
    """Return what a concept has one of, whoever states it: what is there, where a person or another source may have set it."""
    return there if is_edited or (is_shared and there) else stated or there


def _define(
    session: Session, concept: str, english: Text | None, body: str | None, draft: ConceptDraft, source: Source
) -> None:
    """Let the English definition of a source be this one, or none."""
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


def _english(session: Session, concept: str, source: Source) -> Text | None:
    return session.exec(
        select(Text).where(
            Text.concept_id == concept,
            Text.source_id == source.id,
            Text.lang == Lang.EN,
            Text.kind == TextKind.DEFINITION,
        )
    ).first()
