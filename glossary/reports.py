"""Loading a report: what each of its entries would do to the store, and doing it."""

from collections.abc import Callable, Iterator
from itertools import chain, count

from sqlmodel import Session, col, select

from glossary.concepts import (
    WITHDRAWN,
    add_concept,
    add_source,
    add_uses,
    attest,
    is_withdrawn,
    redefine,
    relate,
    same_headword,
)
from glossary.derived import EntryView
from glossary.drafts import ConceptDraft, SourceDraft
from glossary.errors import InvalidDraft
from glossary.extraction.report import Report
from glossary.homographs import Likeness, definition_key, likeness
from glossary.known_words import KnownWords
from glossary.language.known import Known
from glossary.language.normalise import bare, label
from glossary.model import Attestation, Source, Term
from glossary.plans import Action, PlannedEntry, ReportPlan, rejected
from glossary.report_drafts import Stated, concept_draft, context_drafts, source_draft
from glossary.shipped import Curation
from glossary.vocabulary import Lang, RelationKind
from glossary.writing import Writing


def load_report(
    write: Writing, report: Report, curation: Curation | None = None, stated: Stated | None = None
) -> ReportPlan:
    """Load a report into the store and return what each entry did.

    The same text again changes nothing. A corrected text of a source that is there (same slug and title) updates by
    headword; entries that it no longer has are kept. Otherwise an entry with a known headword and the same definition
    attests the concept that is there; one with another definition is a concept of its own, which refers to the one
    that it is near to (see `homographs`). An entry that cannot be stored is rejected.
    Raises InvalidDraft where what is stated of the report cannot be stored, or its curation does not fit it.
    """
    session = write.session
    draft = source_draft(report, curation, stated or Stated())
    if known := session.exec(select(Source).where(Source.sha256 == draft.sha256)).first():
        return ReportPlan(source=known.slug, entries=list(_all_kept(session, known)))
    drafts = _drafts(report, curation, KnownWords(session))
    corrected = _corrected(session, draft, stated)
    if corrected:
        defined = _defined_by(session, corrected)
        for name, value in draft.model_dump().items():
            setattr(corrected, name, value)
        session.add(corrected)
        write.source_changed(defined.values())
        entries = [_entered(one, lambda concept: _correct(write, concept, corrected, defined)) for one in drafts]
    else:
        draft = draft.model_copy(update={"slug": _free_slug(session, draft.slug)})
        source = add_source(write, draft)
        seen: dict[str, str] = {}
        entries = [_entered(one, lambda concept: _enter(write, concept, source, seen)) for one in drafts]
    return ReportPlan(source=draft.slug, entries=entries)


def _drafts(report: Report, curation: Curation | None, known: Known) -> Iterator[ConceptDraft | PlannedEntry]:
    """Yield each entry as a draft, or as rejected; one at a time, since the sentences of a long report fill memory."""
    for entry in report.entries:
        try:
            yield concept_draft(entry, curation.of(entry.headword) if curation else None, known)
        except InvalidDraft as error:
            if curation:
                raise
            yield rejected(entry.headword, str(error), entry.locator)
    for unread in report.unread:
        yield rejected(unread.text, unread.reason, unread.locator)


def _entered(one: ConceptDraft | PlannedEntry, enter: Callable[[ConceptDraft], PlannedEntry]) -> PlannedEntry:
    return one if isinstance(one, PlannedEntry) else enter(one)


def load_uses(write: Writing, report: Report, slug: str) -> list[PlannedEntry]:
    """Record where a loaded document uses the concepts of the store that it does not define; return what was added.

    `slug` names the document's source.
    """
    session = write.session
    source = session.exec(select(Source).where(Source.slug == slug)).one()
    own = set(_defined_by(session, source).values())
    names: dict[str, list[str]] = {}
    for concept, name in session.exec(
        select(Term.concept_id, Term.text)
        .join(EntryView, col(EntryView.concept_id) == col(Term.concept_id))
        .where(Term.lang == Lang.HANS)
        .order_by(col(Term.concept_id))
    ):
        names.setdefault(concept, []).append(name)
    planned = []
    for concept, labels in names.items():
        uses = [] if concept in own else report.body.uses(labels)
        if uses:
            added = add_uses(write, concept, context_drafts(uses), source)
            planned.append(
                PlannedEntry(
                    headword=labels[0],
                    action=Action.CHANGED if added else Action.KEPT,
                    concept=concept,
                    reason=f"used in {len(uses)} {'sentence' if len(uses) == 1 else 'sentences'}",
                    locator=uses[0].locator,
                )
            )
    return planned


def _corrected(session: Session, draft: SourceDraft, stated: Stated | None) -> Source | None:
    """Return the source whose text this corrects: of the same slug, where that was stated, or of the same title."""
    known = session.exec(select(Source).where(Source.slug == draft.slug)).first()
    if known and ((stated and stated.slug) or bare(known.title) == bare(draft.title)):
        return known
    return None


def _free_slug(session: Session, slug: str) -> str:
    """Return a slug that no source has: itself, or with a number behind it."""
    taken = set(session.exec(select(Source.slug).where(col(Source.slug).startswith(slug))))
    return next(one for one in chain([slug], (f"{slug}-{number}" for number in count(2))) if one not in taken)


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
    if is_withdrawn(write.session, concept):
        return _planned(draft, Action.KEPT, concept, WITHDRAWN)
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
    near = []
    for concept, definitions in same_headword(write.session, draft.headword).items():
        found = {likeness(draft.definition or "", definition) for definition in definitions}
        if Likeness.SAME in found:
            attest(write, concept, draft, source)
            return _planned(draft, Action.CHANGED, concept, "attested by one more source")
        if Likeness.NEAR in found:
            near.append(concept)
    added = add_concept(write, draft, source)
    for concept in near:
        relate(write, added, concept, RelationKind.SEE)
    reason = f"near to {', '.join(near)}: the same concept or another?" if near else None
    return _planned(draft, Action.ADDED, added, reason)


def _planned(draft: ConceptDraft, action: Action, concept: str | None, reason: str | None) -> PlannedEntry:
    return PlannedEntry(headword=draft.headword, action=action, concept=concept, reason=reason, locator=draft.locator)
