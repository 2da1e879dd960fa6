"""Importing a glossary file: what each of its rows does to the store, in one transaction."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import blake2b, sha256
from pathlib import PurePath
from typing import NamedTuple

from pydantic import ValidationError
from sqlalchemy import insert
from sqlmodel import Session, col, select

from glossary.concepts import add_concepts, add_source, attest, same_headword
from glossary.drafts import ConceptDraft, SourceDraft
from glossary.editions import restate, stated_by
from glossary.errors import InvalidDraft
from glossary.formats.rows import BadRow, GlossaryFile, GlossaryRow
from glossary.homographs import definition_key
from glossary.known_words import KnownWords
from glossary.language.known import Known
from glossary.model import Attestation, Relation, Source
from glossary.plans import Action, Plan, PlannedEntry, rejected
from glossary.row_drafts import Identity, identity_of, merged, referred, row_draft
from glossary.vocabulary import RelationKind, SourceKind
from glossary.writing import Writing, settle

Progress = Callable[[str, int, int], None]
"""Is told what is being done, how far it is, and of how many."""

_AT_ONCE = 1000


class Drafted(NamedTuple):
    """A row with its draft."""

    row: GlossaryRow
    draft: ConceptDraft


class _Target(NamedTuple):
    """A source that rows belong to, and what it stated before."""

    source: Source
    known: dict[Identity, str]


_Key = tuple[str | None, Identity]
"""A row's source and what tells it from the others of that."""


@dataclass(slots=True)
class _Work:
    """An import that is under way: its rows so far, which concept each is, and what became of it, by its line."""

    write: Writing
    progress: Progress
    stated: SourceDraft
    known: Known
    targets: dict[str | None, _Target] = field(default_factory=dict)
    rows: dict[_Key, GlossaryRow] = field(default_factory=dict)
    concepts: dict[_Key, str] = field(default_factory=dict)
    planned: dict[int, PlannedEntry] = field(default_factory=dict)
    pending: list[Drafted] = field(default_factory=list)

    def plan(self, row: GlossaryRow, action: Action, concept: str | None, reason: str | None = None) -> None:
        """Say what a row does."""
        self.planned[row.line] = PlannedEntry(
            headword=row.headword, action=action, concept=concept, reason=reason, locator=f"line {row.line}"
        )


def import_glossary(
    write: Writing, file: GlossaryFile, data: bytes, name: str, kind: SourceKind, progress: Progress
) -> Plan:
    """Import a glossary file, of which `data` are the bytes and `name` is the name; return what each row did.

    The same file again changes nothing; a newer edition, a file of the same title, brings what the older one stated up
    to date. A row with a known headword and the same Chinese definition attests the concept that is there. Rows that
    cannot be stored are rejected, each with its line and the reason. Raises InvalidDraft where none can be.
    """
    session = write.session
    stated = _source_draft(file, data, name, kind)
    if known := session.exec(select(Source).where(Source.sha256 == stated.sha256)).first():
        return Plan(source=known.slug, entries=_all_kept(session, known))
    work = _Work(write, progress, stated, KnownWords(session))
    for done, row in enumerate(file.rows):
        if done % _AT_ONCE == 0:
            progress("Storing", done, file.count)
        if isinstance(row, BadRow):
            work.planned[row.line] = rejected(row.text, row.reason, f"line {row.line}")
            continue
        try:
            _enter(work, Drafted(row, row_draft(row, work.known)))
        except InvalidDraft as error:
            work.planned[row.line] = rejected(row.headword, str(error), f"line {row.line}")
    _store(work)
    progress("Storing", file.count, file.count)
    if not work.rows:
        reasons = [one.reason for one in work.planned.values()]
        raise InvalidDraft(f"no row of {name} can be stored; the first: {reasons[0] if reasons else 'it has none'}")
    _relate(work)
    concerned = sorted(write.before)
    for start in range(0, len(concerned), _AT_ONCE):
        progress("Indexing", start, len(concerned))
        settle(write, concerned[start : start + _AT_ONCE])
    progress("Indexing", len(concerned), len(concerned))
    return Plan(source=stated.slug, entries=[work.planned[line] for line in sorted(work.planned)])


def _source_draft(file: GlossaryFile, data: bytes, name: str, kind: SourceKind) -> SourceDraft:
    title = file.title or PurePath(name).name
    try:
        return SourceDraft(
            slug=_slug(file.title or PurePath(name).stem),
            kind=kind,
            title=title,
            published=file.published,
            year=file.published.year if file.published else None,
            url=file.url,
            licence=file.licence,
            sha256=sha256(data).hexdigest(),
            text=file.about,
        )
    except ValidationError as error:
        raise InvalidDraft(f"what {name} says of itself cannot be stored: {error.errors()[0]['msg']}") from error


def _slug(title: str) -> str:
    """Return a short name made of a title; of its digest where it has no letters or digits of ASCII.

    >>> _slug("CC-CEDICT")
    'cc-cedict'
    """
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower())[:60].strip("-")
    return slug or f"import-{blake2b(title.encode(), digest_size=4).hexdigest()}"


def _named(file: SourceDraft, name: str) -> SourceDraft:
    """Return the source that a row names, as far as the file tells."""
    own = sha256(f"{file.sha256}\n{name}".encode()).hexdigest()
    return SourceDraft(slug=_slug(name), kind=SourceKind.IMPORT, title=name, sha256=own, text=name)


def _all_kept(session: Session, source: Source) -> list[PlannedEntry]:
    rows = session.exec(select(Attestation).where(Attestation.source_id == source.id).order_by(col(Attestation.id)))
    return [
        PlannedEntry(
            headword=row.headword,
            action=Action.KEPT,
            concept=row.concept_id,
            reason="the same file is imported",
            locator=row.locator,
        )
        for row in rows
    ]


def _enter(work: _Work, one: Drafted) -> None:
    """Enter a row: one that adds to another of the file, that its source stated before, that others define, or a new one.

    New ones are stored by the thousand.
    """
    row, draft = one
    target = _target(work, row.source)
    key = row.source, identity_of(draft)
    if key in work.rows:
        _add_to(work, key, row)
        return
    work.rows[key] = row
    if concept := target.known.get(key[1]):
        changed = restate(work.write, concept, draft, target.source)
        work.plan(
            row, *(Action.CHANGED, concept, "stated otherwise by this edition") if changed else (Action.KEPT, concept)
        )
    elif concept := _defined(work.write.session, draft):
        attest(work.write, concept, draft, target.source)
        restate(work.write, concept, draft, target.source)
        work.plan(row, Action.CHANGED, concept, "attested by one more source")
    else:
        work.pending.append(one)
        if len(work.pending) == _AT_ONCE:
            _store(work)
        return
    work.concepts[key] = concept


def _add_to(work: _Work, key: _Key, row: GlossaryRow) -> None:
    """Add what a row states to the concept of an earlier one."""
    first = work.rows[key]
    both = merged(first, row)
    if both is None:
        work.plan(row, Action.REJECTED, None, f"line {first.line} says the same")
        return
    _store(work)
    concept = work.concepts[key]
    restate(work.write, concept, row_draft(both, work.known), _target(work, row.source).source)
    work.rows[key] = both
    work.plan(row, Action.CHANGED, concept, f"adds to line {first.line}")


def _store(work: _Work) -> None:
    """Store the new rows that are waiting."""
    some, work.pending = work.pending, []
    if not some:
        return
    sources = [_target(work, row.source).source for row, _ in some]
    ids = add_concepts(work.write, [draft for _, draft in some], sources)
    for (row, draft), concept in zip(some, ids, strict=True):
        work.concepts[row.source, identity_of(draft)] = concept
        work.plan(row, Action.ADDED, concept)


def _target(work: _Work, name: str | None) -> _Target:
    """Return the source of that name, the file itself where there is none: the one that is there, or a new one."""
    if name not in work.targets:
        session = work.write.session
        stated = work.stated if name is None else _named(work.stated, name)
        same = (col(Source.slug) == stated.slug) | (col(Source.title) == stated.title)
        source = session.exec(select(Source).where(same)).first()
        known = stated_by(session, source) if source else {}
        source = _renewed(work.write, source, stated, known.values()) if source else add_source(work.write, stated)
        work.targets[name] = _Target(source, known)
    return work.targets[name]


def _renewed(write: Writing, source: Source, stated: SourceDraft, concepts: Iterable[str]) -> Source:
    """Return a source that is there with what its newer edition says of itself; a report stays what it is."""
    if source.kind != SourceKind.REPORT:
        for name, value in stated.model_dump(exclude={"slug"}).items():
            setattr(source, name, value)
        write.session.add(source)
        write.source_changed(concepts)
    return source


def _defined(session: Session, draft: ConceptDraft) -> str | None:
    """Return the concept that has the headword and the Chinese definition of a draft."""
    if draft.definition is None:
        return None
    key = definition_key(draft.definition)
    known = same_headword(session, draft.terms[0].text)
    return next((concept for concept, bodies in known.items() if key in map(definition_key, bodies)), None)


def _relate(work: _Work) -> None:
    """Tie each new row to those of the file that it refers to; where the reading is not stated, to all so written."""
    written: dict[tuple[str | None, str, str], list[str]] = defaultdict(list)
    for (source, one), concept in work.concepts.items():
        written[source, one.headword, one.traditional].append(concept)
    ties: set[tuple[str, str]] = set()
    for (source, one), row in work.rows.items():
        if row.sees and work.planned[row.line].action is Action.ADDED:
            concept = work.concepts[source, one]
            for to in map(referred, row.sees):
                exact = work.concepts.get((source, to))
                others = [exact] if exact else [] if to.pinyin else written[source, to.headword, to.traditional]
                ties.update((concept, other) for other in others if other != concept)
    if ties:
        rows = [{"from_id": one, "to_id": other, "kind": RelationKind.SEE} for one, other in sorted(ties)]
        work.write.session.execute(insert(Relation), rows)
