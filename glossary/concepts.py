"""Adding concepts to the store and changing them; history, keys and entries follow when the write ends."""

import base64
from collections.abc import Collection, Iterator, Sequence
from hashlib import blake2b
from itertools import chain, count, islice
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from glossary.derived import SearchKey
from glossary.drafts import ConceptDraft, ContextDraft, MemberDraft, ReadingDraft, SourceDraft, TermDraft, TextDraft
from glossary.homographs import definition_key
from glossary.language.normalise import label
from glossary.model import Attestation, Change, Concept, Context, Member, Reading, Relation, Source, Term, Text, row_id
from glossary.vocabulary import ConceptStatus, KeyKind, Lang, Operation, Origin, RelationKind, TextKind
from glossary.writing import Writing

_ID_BYTES = 10  # 80 bits: 16 letters and digits in base 32


def add_source(write: Writing, draft: SourceDraft) -> Source:
    """Add a source to the store, with its slug or, where another source has that, with a number behind it."""
    stated = draft.model_dump() | {"slug": _free_slug(write.session, draft.slug)}
    source = Source(**stated, created=write.at)
    write.session.add(source)
    write.session.flush()
    write.source_changed(())
    return source


def _free_slug(session: Session, slug: str) -> str:
    taken = set(session.exec(select(Source.slug).where(col(Source.slug).startswith(slug))))
    return next(one for one in chain([slug], (f"{slug}-{number}" for number in count(2))) if one not in taken)


def add_concept(write: Writing, draft: ConceptDraft, source: Source | None) -> str:
    """Add a concept that `source` defines and return its id."""
    [concept] = add_concepts(write, [draft], [source])
    if source:
        _add_contexts(write.session, concept, draft.contexts, source)
    return concept


def add_concepts(write: Writing, drafts: Sequence[ConceptDraft], sources: Sequence[Source | None]) -> list[str]:
    """Add concepts, each defined by the source in its place, and return their ids; contexts are left to the caller.

    All rows of a table go in one statement: a dictionary has a hundred thousand concepts.
    """
    session = write.session
    ids = _free_ids(session, drafts)
    session.flush()
    session.execute(insert(Concept), [_concept(write, *pair) for pair in zip(ids, drafts, strict=True)])
    terms: list[dict[str, Any]] = []
    readings: list[tuple[int, ReadingDraft]] = []
    texts: list[dict[str, Any]] = []
    attestations = []
    for concept, draft, source in zip(ids, drafts, sources, strict=True):
        write.touch_new(concept)
        source_id = source.id if source else None
        for stated in draft.terms:
            if stated.reading:
                readings.append((len(terms), stated.reading))
            terms.append(_stated(stated, concept, source_id))
        texts += _texts(draft, concept, source_id)
        add_members(session, concept, draft.members)
        if source_id is not None:
            attestations.append(
                {"concept_id": concept, "source_id": source_id, "headword": draft.headword, "locator": draft.locator}
            )
    term_ids = session.scalars(insert(Term).returning(col(Term.id), sort_by_parameter_order=True), terms).all()
    for table, rows in (
        (Reading, [{"term_id": term_ids[place], **dict(reading)} for place, reading in readings]),
        (Text, texts),
        (Attestation, attestations),
    ):
        if rows:
            session.execute(insert(table), rows)
    return ids


def _concept(write: Writing, concept: str, draft: ConceptDraft) -> dict[str, Any]:
    return {
        "id": concept,
        "subject_field": draft.subject_field,
        "status": ConceptStatus.ACTIVE,
        "note": draft.note,
        "version": 1,
        "revision": write.revision,
        "created": write.at,
        "updated": write.at,
    }


def _stated(stated: TermDraft | TextDraft, concept: str, source_id: int | None) -> dict[str, Any]:
    """Return a term or text as a row; what is attested is so by the source."""
    values = dict(stated)
    values.pop("reading", None)
    attested_by = source_id if stated.origin == Origin.ATTESTED else None
    return {**values, "concept_id": concept, "source_id": attested_by}


def _texts(draft: ConceptDraft, concept: str, source_id: int | None) -> Iterator[dict[str, Any]]:
    if draft.definition:
        origin = Origin.CURATED if source_id is None else Origin.ATTESTED
        body = TextDraft(lang=Lang.HANS, kind=TextKind.DEFINITION, body=draft.definition, origin=origin)
        yield {**_stated(body, concept, source_id), "locator": draft.locator}
    for text in draft.texts:
        locator = draft.locator if text.origin == Origin.ATTESTED else None
        yield {**_stated(text, concept, source_id), "locator": locator}


def attest(write: Writing, concept: str, draft: ConceptDraft, source: Source) -> bool:
    """Record that `source` defines a concept, and the sentences in which it uses it; what is recorded stays as it is.

    Return whether that it does was new.
    """
    session = write.session
    write.touch(concept)
    known = session.exec(
        select(Attestation).where(Attestation.concept_id == concept, Attestation.source_id == source.id)
    ).first()
    if known is None:
        session.add(
            Attestation(concept_id=concept, source_id=row_id(source), headword=draft.headword, locator=draft.locator)
        )
    _add_contexts(session, concept, draft.contexts, source)
    return known is None


def printed_by(session: Session, source: Source) -> list[tuple[str, str]]:
    """Return the headwords that a source prints, as labels, each with the concept that it defines by it.

    Where that was merged into another, it is the other; what was printed of it is known from history, since the concept
    that is there attests a source once.
    """
    rows = session.exec(select(Attestation).where(Attestation.source_id == source.id).order_by(col(Attestation.id)))
    found = [(label(row.headword), row.concept_id) for row in rows]
    for concept, before in merged_before(session):
        printed = [label(row["headword"]) for row in before["attestations"] if row["source"] == source.slug]
        found += [(one, followed(session, concept)) for one in printed]
    return list(dict.fromkeys(found))


def merged_before(session: Session) -> list[tuple[str, dict[str, Any]]]:
    """Return the concepts that were merged into others, with all that each of them stated before that."""
    merged = (
        select(Change.concept_id, Change.before)
        .join(Concept, col(Concept.id) == col(Change.concept_id))
        .where(Concept.status == ConceptStatus.MERGED, Change.operation == Operation.MERGE)
        .order_by(col(Change.id))
    )
    return [(concept, dict(before)) for concept, before in dict(session.exec(merged).all()).items() if before]


def followed(session: Session, concept: str) -> str:
    """Return the concept that a concept is now: itself, or the one that it was merged into."""
    row = session.get_one(Concept, concept)
    while row.status == ConceptStatus.MERGED and row.replaced_by:
        row = session.get_one(Concept, row.replaced_by)
    return row.id


def relate(write: Writing, concept: str, other: str, kind: RelationKind) -> None:
    """Tie `concept` to `other`, unless it is."""
    session = write.session
    known = session.exec(
        select(Relation).where(Relation.from_id == concept, Relation.to_id == other, Relation.kind == kind)
    ).first()
    if known is None:
        write.touch(concept)
        session.add(Relation(from_id=concept, to_id=other, kind=kind))


def add_uses(write: Writing, concept: str, contexts: Sequence[ContextDraft], source: Source) -> int:
    """Record the sentences in which `source` uses a concept that it does not define; return how many were new."""
    write.touch(concept)
    return _add_contexts(write.session, concept, contexts, source)


def withdrawn(session: Session) -> frozenset[str]:
    """Return the concepts that were withdrawn."""
    return frozenset(session.exec(select(Concept.id).where(Concept.status == ConceptStatus.WITHDRAWN)))


def why_withdrawn(session: Session, concept: str) -> str | None:
    """Return what a plan says of a concept that its source still states where it was withdrawn; None where it was not.

    No newer edition of its source brings it back, and loading the same text again does not either: undoing does.
    """
    if session.get_one(Concept, concept).status != ConceptStatus.WITHDRAWN:
        return None
    revision = select(func.max(Change.revision)).where(
        Change.concept_id == concept, Change.operation == Operation.WITHDRAW
    )
    return f"it was withdrawn, and stays so; undoing revision {session.exec(revision).one()} brings it back"


def same_headword(session: Session, headword: str) -> dict[str, list[str]]:
    """Return the concepts that have `headword` as a Chinese name, with their Chinese definitions."""
    statement = (
        select(Text.concept_id, Text.body)
        .join(Term, col(Term.concept_id) == col(Text.concept_id))
        .join(SearchKey, col(SearchKey.term_id) == col(Term.id))
        .where(
            SearchKey.key == label(headword),
            SearchKey.kind == KeyKind.LABEL,
            Text.kind == TextKind.DEFINITION,
            Text.lang == Lang.HANS,
            Term.lang == Lang.HANS,
        )
        .order_by(col(Text.concept_id), col(Text.id))
        .distinct()
    )
    found: dict[str, list[str]] = {}
    for concept, body in session.exec(statement):
        found.setdefault(concept, []).append(body)
    return found


def _free_ids(session: Session, drafts: Sequence[ConceptDraft]) -> list[str]:
    """Return an id for each draft, salted where it is taken (a tombstone keeps its id)."""
    names = [_named(draft) for draft in drafts]
    first = {named: next(_ids(named)) for named in names}
    taken = _taken(session, sorted(first.values()))
    free = {named: _free(session, named, taken) for named in first}
    found: dict[str, None] = {}
    for named in names:
        found[next(one for one in free[named] if one not in found)] = None
    return list(found)


def _free(session: Session, named: str, taken: Collection[str]) -> Iterator[str]:
    """Yield the ids that may be made of a name and that nothing has; `taken` tells whether the first of them is one."""
    ids = _ids(named)
    if (first := next(ids)) not in taken:
        yield first
    while True:
        some = list(islice(ids, _IDS_AT_ONCE))
        there = _taken(session, some)
        yield from (one for one in some if one not in there)


def _taken(session: Session, ids: Sequence[str]) -> set[str]:
    """Return those of some ids that a concept has."""
    taken: set[str] = set()
    for start in range(0, len(ids), _IDS_AT_ONCE):
        some = col(Concept.id).in_(ids[start : start + _IDS_AT_ONCE])
        taken.update(session.exec(select(Concept.id).where(some)))
    return taken


_IDS_AT_ONCE = 400


def _named(draft: ConceptDraft) -> str:
    """Return what the id of a concept is made from: headword and definition, or else how it is written and read."""
    if draft.definition:
        return f"{label(draft.headword)}\n{definition_key(draft.definition)}"
    head = [one for one in draft.terms if one.lang != Lang.EN and one.position == 0]
    chinese = [(one.text, one.reading.syllables if one.reading else "") for one in head]
    return "\n".join([label(draft.headword), *(f"{text} {syllables}" for text, syllables in chinese)])


def _ids(named: str) -> Iterator[str]:
    salt = 0
    while True:
        digest = blake2b(f"{named}\n{salt or ''}".encode(), digest_size=_ID_BYTES).digest()
        yield f"c{base64.b32encode(digest).decode().lower()}"
        salt += 1


def add_members(session: Session, concept: str, members: Sequence[MemberDraft], parent: int | None = None) -> None:
    """Add the parts that a concept counts up, all below `parent`, which is a row of it."""
    for position, stated in enumerate(members):
        member = Member(concept_id=concept, parent_id=parent, position=position, zh=stated.zh, en=stated.en)
        session.add(member)
        if stated.members:
            session.flush()
            add_members(session, concept, stated.members, member.id)


def _add_contexts(session: Session, concept: str, contexts: Sequence[ContextDraft], source: Source) -> int:
    known = set(
        session.exec(select(Context.start).where(Context.concept_id == concept, Context.source_id == source.id))
    )
    new = [context for context in contexts if context.start not in known]
    if new:  # in bulk: a long report has thousands
        owner = {"concept_id": concept, "source_id": row_id(source)}
        session.execute(insert(Context), [owner | context.model_dump() for context in new])
    return len(new)
