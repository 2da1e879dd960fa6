"""Loading a report: what each of its entries would do to the store, and doing it."""

from collections.abc import Callable, Iterator, Sequence

from sqlmodel import Session, col, select

from glossary.concepts import (
    add_concept,
    add_source,
    add_uses,
    attest,
    printed_by,
    relate,
    same_headword,
    why_withdrawn,
)
from glossary.derived import EntryView
from glossary.drafts import ConceptDraft, SourceDraft
from glossary.errors import InvalidDraft
from glossary.extraction.report import Report
from glossary.homographs import Likeness, definition_key, likeness
from glossary.known_words import KnownWords
from glossary.language.known import Known
from glossary.language.normalise import bare, label
from glossary.loading.corrections import Before, Earlier, also_said_by, correct, earlier, find_again, part, place_entry
from glossary.loading.plans import Action, PlannedEntry, ReportPlan, rejected
from glossary.loading.report_drafts import Stated, concept_draft, context_drafts, source_draft
from glossary.loading.shipped import Curation
from glossary.model import Attestation, Source, Term
from glossary.vocabulary import Lang, RelationKind
from glossary.writing import Writing


def load_report(
    write: Writing,
    report: Report,
    curation: Curation | None = None,
    stated: Stated | None = None,
    *,
    with_uses: bool = False,
) -> ReportPlan:
    """Load a report into the store and return what each entry did.

    `with_uses` where it is also to be recorded where the report uses concepts of the store that it does not define.

    The same text again changes nothing where the store has what it states; what an undo took from that comes back. A
    corrected text of a source that is there (same slug and title) updates by headword; entries that it no longer has
    are kept; one that says something else now than another source, which defines the same concept, is a concept of its
    own. Otherwise an entry with a known headword and the same definition attests the concept that is there; one with
    another definition is a concept of its own, which refers to the one that it is near to (see `homographs`). An entry
    that cannot be stored is rejected. Raises InvalidDraft where what is stated of the report cannot be stored, or its
    curation does not fit it.
    """
    plan = _loaded(write, report, curation, stated or Stated())
    if with_uses:
        plan.entries += _load_uses(write, report, plan.source)
    return plan


def _loaded(write: Writing, report: Report, curation: Curation | None, stated: Stated) -> ReportPlan:
    session = write.session
    draft = source_draft(report, curation, stated)
    drafts = _drafts(report, curation, KnownWords(session))
    if same := session.exec(select(Source).where(Source.sha256 == draft.sha256)).first():
        said = earlier(session, same, report)
        entries = [_with_reason(entry) for entry in _correct_all(write, said, drafts, report)]
        return ReportPlan(source=same.slug, entries=entries)
    if corrected := _corrected(session, draft, stated):
        said = _restated(write, corrected, draft, report)
        return ReportPlan(source=draft.slug, entries=_correct_all(write, said, drafts, report))
    source = add_source(write, draft)
    said = Earlier(source)
    entries = _each_once(drafts, lambda concept: _enter(write, concept, said))
    others = {entry.concept for entry in entries if entry.concept and entry.action is Action.CHANGED}
    find_again(write, report, said, [entry.concept for entry in entries], others)  # they may have more names
    return ReportPlan(source=source.slug, entries=entries)


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


def _each_once(
    drafts: Iterator[ConceptDraft | PlannedEntry], enter: Callable[[ConceptDraft], PlannedEntry]
) -> list[PlannedEntry]:
    """Enter each draft, but one that stands twice in the report only once; return what each entry did."""
    seen: set[tuple[str, str]] = set()
    entries = []
    for one in drafts:
        if isinstance(one, PlannedEntry):
            entries.append(one)
        elif (key := (label(one.headword), definition_key(one.definition))) in seen:
            entries.append(_planned(one, Action.REJECTED, None, "the report has this entry twice"))
        else:
            seen.add(key)
            entries.append(enter(one))
    return entries


def _load_uses(write: Writing, report: Report, slug: str) -> list[PlannedEntry]:
    """Record where a loaded document uses the concepts of the store that it does not define; return what was added.

    `slug` names the document's source.
    """
    session = write.session
    source = session.exec(select(Source).where(Source.slug == slug)).one()
    own = {concept for _, concept in printed_by(session, source)}
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


def _corrected(session: Session, draft: SourceDraft, stated: Stated) -> Source | None:
    """Return the source whose text this corrects: of the same slug, where that was stated, or of the same title."""
    known = session.exec(select(Source).where(Source.slug == draft.slug)).first()
    if known and (stated.slug or bare(known.title) == bare(draft.title)):
        return known
    return None


def _with_reason(entry: PlannedEntry) -> PlannedEntry:
    """Return what an entry of a text that is loaded did; where that was nothing, it says why."""
    is_kept = entry.action is Action.KEPT and not entry.reason
    return entry.model_copy(update={"reason": "the same text is loaded"}) if is_kept else entry


def _restated(write: Writing, source: Source, stated: SourceDraft, report: Report) -> Earlier:
    """Let a source be what its corrected text states; return what it said before."""
    said = earlier(write.session, source, report)
    for name, value in stated.model_dump().items():
        setattr(source, name, value)
    write.session.add(source)
    write.source_changed(said.all())
    return said


def _correct_all(
    write: Writing, said: Earlier, drafts: Iterator[ConceptDraft | PlannedEntry], report: Report
) -> list[PlannedEntry]:
    """Let the concepts of a source say what its text states; return what each entry did."""
    entries = _each_once(drafts, lambda concept: _correct(write, concept, said))
    find_again(write, report, said, [entry.concept for entry in entries])
    return entries


def _correct(write: Writing, draft: ConceptDraft, said: Earlier) -> PlannedEntry:
    key = definition_key(draft.definition)
    before = said.meant.get((label(draft.headword), key))
    if before is None:
        return _enter(write, draft, said)
    if gone := why_withdrawn(write.session, before.concept):
        return _planned(draft, Action.KEPT, before.concept, gone)
    if before.key != key and (others := also_said_by(write.session, said, before)):
        return _parted(write, draft, said, before, others)
    left = correct(write, said, before, draft)
    if before.text is None or before.key == key:
        return _planned(draft, Action.KEPT, before.concept, left)
    return _planned(draft, Action.CHANGED, before.concept, _joined("another definition", left))


def _parted(
    write: Writing, draft: ConceptDraft, said: Earlier, before: Before, others: Sequence[Attestation]
) -> PlannedEntry:
    """Let a report define another concept than before, which is that of other sources still."""
    session = write.session
    part(write, said, before, others)
    slugs = ", ".join(session.get_one(Source, one.source_id).slug for one in others)
    entry = _enter(write, draft, said)
    reason = _joined(f"another definition than that of {before.concept}, which stays with {slugs}", entry.reason)
    return entry.model_copy(update={"reason": reason})


def _joined(reason: str, more: str | None) -> str:
    return f"{reason}; {more}" if more else reason


def _enter(write: Writing, draft: ConceptDraft, said: Earlier) -> PlannedEntry:
    """Attest the concept that is meant, or add it."""
    near = []
    for concept, definitions in same_headword(write.session, draft.headword).items():
        found = {likeness(draft.definition or "", definition) for definition in definitions}
        if Likeness.SAME in found:
            is_new = attest(write, concept, draft, said.source)
            place_entry(write, said, concept, draft)
            if not is_new:
                return _planned(draft, Action.KEPT, concept, None)
            return _planned(draft, Action.CHANGED, concept, "attested by one more source")
        if Likeness.NEAR in found:
            near.append(concept)
    added = add_concept(write, draft, said.source)
    for concept in near:
        relate(write, added, concept, RelationKind.SEE)
    reason = f"near to {', '.join(near)}: the same concept or another?" if near else None
    return _planned(draft, Action.ADDED, added, reason)


def _planned(draft: ConceptDraft, action: Action, concept: str | None, reason: str | None) -> PlannedEntry:
    return PlannedEntry(headword=draft.headword, action=action, concept=concept, reason=reason, locator=draft.locator)
