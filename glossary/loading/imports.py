"""Importing a glossary file: what each of its rows does to the store, in one transaction."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import insert
from sqlmodel import select

from glossary.concepts import add_concepts, attest, same_headword, why_withdrawn, withdrawn
from glossary.drafts import ConceptDraft, SourceDraft
from glossary.errors import Fault, InvalidDraft
from glossary.formats.rows import BadRow, GlossaryFile, GlossaryRow
from glossary.homographs import definition_key
from glossary.known_words import KnownWords
from glossary.language.normalise import label
from glossary.loading.editions import restate
from glossary.loading.filling import Filling
from glossary.loading.import_sources import edition_of, file_source, has_undone
from glossary.loading.import_work import Group, Work, name_of, renew_sources, stored_sources, target_of
from glossary.loading.plans import Action, Plan, PlannedEntry, rejected
from glossary.loading.row_drafts import identity_of, joined, referred, row_draft
from glossary.model import Attestation, Relation
from glossary.progress import Steps, untold
from glossary.vocabulary import RelationKind
from glossary.writing import Writing, importing, settle

_AT_ONCE = 1000
SAME = "the same file is imported"


def import_glossary(
    write: Writing, file: GlossaryFile, title: str, progress: Steps = untold, *, skip_bad: bool
) -> Plan:
    """Import a glossary file, called `title` where it does not say itself what it is called.

    Return what each row did.

    The same file again changes nothing but what an undo took; a newer edition, a file of the same title, brings what
    the older one stated up to date. A row that names another source adds to what that one states, and takes nothing
    from it. A row with a known headword and the same Chinese definition attests the concept that is there. A row that
    names a concept fills that in (see `filling`); where all rows do so, the file is no source, and the plan has none.
    Rows that cannot be stored are rejected, each with its line and the reason. Raises InvalidDraft where there are such
    and they are not to be skipped: nothing of the file must be stored then.
    """
    write.actor = importing(write.actor)
    stated = file_source(file, title)
    if file.count == 0:
        raise InvalidDraft(f"{title} has no rows")
    had_changed = write.sources_changed
    work, filling = _begun(write, stated), Filling(write)
    for done, row in enumerate(file.rows):
        if done % _AT_ONCE == 0:
            progress("Storing", done, file.count)
        if isinstance(row, BadRow):
            work.planned[row.line] = rejected(row.text, row.reason, f"line {row.line}")
            continue
        try:
            _fill(work, filling, row) if row.concept else _enter(work, row)
        except InvalidDraft as error:
            work.planned[row.line] = rejected(row.headword, str(error), f"line {row.line}")
    _decide(work)
    _store(work)
    work.withdrawn = withdrawn(write.session)
    for group in work.groups.values():
        _finish(work, group)
    progress("Storing", file.count, file.count)
    entries = [work.planned[line] for line in sorted(work.planned)]
    if not skip_bad:
        _refuse_rejected(entries)
    renew_sources(work, had_changed=had_changed)
    _relate(work)
    concerned = sorted(write.before)
    for start in range(0, len(concerned), _AT_ONCE):
        progress("Indexing", start, len(concerned))
        settle(write, concerned[start : start + _AT_ONCE])
    progress("Indexing", len(concerned), len(concerned))
    return Plan(source=_slug_of(work), entries=entries)


def _begun(write: Writing, stated: SourceDraft) -> Work:
    """Return an import of which nothing is done yet."""
    session = write.session
    return Work(write, stated, edition_of(session, stated), KnownWords(session))


def _slug_of(work: Work) -> str | None:
    """Return the slug of the file as a source; None where it is none, since its rows are all about concepts or of others."""
    return work.targets[None].source.slug if None in stored_sources(work) else None


def _refuse_rejected(entries: Iterable[PlannedEntry]) -> None:
    """Raise InvalidDraft where entries cannot be stored, with the line and the reason of each."""
    faults = tuple(Fault(one.reason or "", one.locator or "") for one in entries if one.action is Action.REJECTED)
    if faults:
        rows = "row" if len(faults) == 1 else "rows"
        raise InvalidDraft(
            f"{len(faults):,} {rows} cannot be stored, so nothing is; the first: {faults[0].pointer}: {faults[0].detail} "
            "(a dry run names all, skip-bad leaves them out)",
            faults,
        )


def _fill(work: Work, filling: Filling, row: GlossaryRow) -> None:
    """Fill in the concept that a row names, and say what that did."""
    action, reason = filling.fill(row)
    work.plan(row, action, row.concept, reason)


def _enter(work: Work, row: GlossaryRow) -> None:
    """Enter a row: one that adds to another of the file, that its source stated before, that others define, or a new one.

    New ones are stored by the thousand; what changes a concept waits until all rows of it are read (see `_finish`).
    """
    draft = row_draft(row, work.known)
    identity = identity_of(draft, row)
    name = name_of(work, row.source) if row.source else None
    if group := work.groups.get((name, identity)):
        _add(work, group, row)
        return
    target = target_of(work, name)
    group = work.groups[name, identity] = Group(row, [row], target)
    if concept := target.known.get(identity):
        target.left[identity.undefined()].discard(concept)
        group.concept = concept
    elif concept := _defined(work, draft):
        group.concept, group.elsewhere = concept, True
    elif target.left.get(identity.undefined()):
        work.undecided.append((name, identity))
    else:
        _add_new(work, group, draft)


def _add(work: Work, group: Group, row: GlossaryRow) -> None:
    """Add what a row states to what earlier ones of its identity do. Raises InvalidDraft where it adds nothing that can be."""
    both = joined(group.stated, row)
    if both is None:
        raise InvalidDraft(f"line {group.stated.line} says the same{_left_out(group.stated, row)}")
    row_draft(both, work.known)
    group.stated = both
    group.rows.append(row)


def _left_out(first: GlossaryRow, row: GlossaryRow) -> str:
    """Return what is not taken of a row beside others of its concept, which has one subject field."""
    other, stays = row.subject_field, first.subject_field
    return f"; of its subject fields {stays} stays, {other} is left out" if other and stays and other != stays else ""


def _decide(work: Work) -> None:
    """Tell what is new from what is defined otherwise in English now.

    It is the latter where a source stated one concept that differs in nothing else and that no row of the file has.
    """
    taken = {group.concept for group in work.groups.values()}
    rivals = Counter((source, identity.undefined()) for source, identity in work.undecided)
    for source, identity in work.undecided:
        group = work.groups[source, identity]
        left = group.target.left[identity.undefined()] - taken
        if len(left) == rivals[source, identity.undefined()] == 1:
            group.concept = next(iter(left))
        else:
            _add_new(work, group, row_draft(group.stated, work.known))


def _add_new(work: Work, group: Group, draft: ConceptDraft) -> None:
    work.pending.append((group, draft))
    if len(work.pending) == _AT_ONCE:
        _store(work)


def _store(work: Work) -> None:
    """Store the new rows that are waiting."""
    some, work.pending = work.pending, []
    if not some:
        return
    ids = add_concepts(work.write, [draft for _, draft in some], [group.target.source for group, _ in some])
    for (group, _), concept in zip(some, ids, strict=True):
        group.concept, group.added = concept, True


def _finish(work: Work, group: Group) -> None:
    """Bring the concept of a group to what all of its rows state, and say what each of them did."""
    first, *more = group.rows
    try:
        action, reason = _brought(work, group)
    except InvalidDraft as error:
        for row in group.rows:
            work.planned[row.line] = rejected(row.headword, str(error), f"line {row.line}")
        return
    work.plan(first, action, group.concept, reason)
    for row in more:
        also = Action.KEPT if action is Action.KEPT else Action.CHANGED
        work.plan(row, also, group.concept, f"adds to line {first.line}{_left_out(group.stated, row)}")


def _brought(work: Work, group: Group) -> tuple[Action, str | None]:
    """Let the concept of a group say what its rows state; return what that did to it, and why."""
    concept = group.concept
    if concept is None:
        raise RuntimeError("all rows are entered by now")
    if concept in work.withdrawn and (gone := why_withdrawn(work.write.session, concept)):
        return Action.KEPT, gone
    if group.added and len(group.rows) == 1:
        return Action.ADDED, None
    if group.target.is_same and not _has_undone(work) and (not group.elsewhere or _is_attested(work, group, concept)):
        return Action.KEPT, SAME
    return _restated(work, group, concept)


def _has_undone(work: Work) -> bool:
    """Return whether anything was undone in the store: it takes going through its history, which a new file need not."""
    if work.has_undone is None:
        work.has_undone = has_undone(work.write.session)
    return work.has_undone


def _is_attested(work: Work, group: Group, concept: str) -> bool:
    of_it = (Attestation.concept_id == concept, Attestation.source_id == group.target.source.id)
    return work.write.session.exec(select(Attestation.id).where(*of_it)).first() is not None


def _restated(work: Work, group: Group, concept: str) -> tuple[Action, str | None]:
    source = group.target.source
    draft = row_draft(group.stated, work.known)
    merged = group.target.merged.get(concept, ())
    restated = restate(work.write, concept, draft, source, merged, adds_only=not group.target.is_own)
    if group.added:
        return Action.ADDED, None
    attested = group.elsewhere and attest(work.write, concept, draft, source)
    did = (
        "attested by one more source" if attested else "stated otherwise by this edition" if restated.changed else None
    )
    kept = f"what was edited here stays: {', '.join(restated.edited)}" if restated.edited else None
    others = f"what other sources state stays: {', '.join(restated.shared)}" if restated.shared else None
    told = "; ".join(filter(None, (did, kept, others))) or (SAME if group.target.is_same else None)
    return (Action.CHANGED if did else Action.KEPT), told


def _defined(work: Work, draft: ConceptDraft) -> str | None:
    """Return the concept that had the headword and the Chinese definition of a draft before this import."""
    if draft.definition is None:
        return None
    headword = draft.terms[0].text
    if label(headword) not in work.defined:
        bodies = same_headword(work.write.session, headword)
        # Of two concepts that one definition tells, the first is meant.
        work.defined[label(headword)] = {
            definition_key(body): concept for concept, some in reversed(bodies.items()) for body in some
        }
    return work.defined[label(headword)].get(definition_key(draft.definition))


def _relate(work: Work) -> None:
    """Tie each new row to those of the file that it refers to; where the reading is not stated, to all so written."""
    written: dict[tuple[str | None, str, str], list[str]] = defaultdict(list)
    for (source, one), group in work.groups.items():
        if group.concept:
            written[source, one.headword, one.traditional].append(group.concept)
    ties: set[tuple[str, str]] = set()
    for (source, _), group in work.groups.items():
        if group.added and group.concept:
            for to in map(referred, group.stated.sees):
                exact = work.groups.get((source, to))
                others = [exact.concept] if exact else [] if to.pinyin else written[source, to.headword, to.traditional]
                ties.update((group.concept, other) for other in others if other and other != group.concept)
    if ties:
        rows = [{"from_id": one, "to_id": other, "kind": RelationKind.SEE} for one, other in sorted(ties)]
        work.write.session.execute(insert(Relation), rows)
