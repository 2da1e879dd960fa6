"""An import that is under way: its rows in groups, one a concept, and the sources that these belong to."""

from collections import defaultdict
from dataclasses import dataclass, field

from glossary.concepts import add_source
from glossary.drafts import ConceptDraft, SourceDraft
from glossary.formats.rows import GlossaryRow
from glossary.language.known import Known
from glossary.loading.editions import Attested, attested_by
from glossary.loading.import_sources import is_named, meant, row_source
from glossary.loading.plans import Action, PlannedEntry
from glossary.loading.row_drafts import Identity
from glossary.model import Source
from glossary.writing import Writing


@dataclass(frozen=True, slots=True)
class Target:
    """A source that rows belong to, as the file states it and as it is in the store; and what it stated before.

    It `is_new` where this import brings it, `is_same` where this very file stated it before, and `is_own` where the file is
    the source or was the one to name it: only then do its rows take anything back. `left` are its concepts that no row
    states yet, by identity without the English definition, which may be another now; `merged` are those that editors made
    one, by that one.
    """

    stated: SourceDraft
    source: Source
    is_new: bool
    is_same: bool
    is_own: bool
    known: dict[Identity, str]
    left: dict[Identity, set[str]]
    merged: dict[str, list[str]]


@dataclass(slots=True)
class Group:
    """The rows of one identity: what they state together, and the concept that this is.

    It is `added` by this import, or defined `elsewhere`, or else was stated by their source before.
    """

    stated: GlossaryRow
    rows: list[GlossaryRow]
    target: Target
    concept: str | None = None
    added: bool = False
    elsewhere: bool = False


Key = tuple[str | None, Identity]
"""A row's source and what tells it from the others of that."""


@dataclass(slots=True)
class Work:
    """An import that is under way: its rows so far, grouped, and what became of each, by its line.

    `edition` is the source in the store that the file is the same text as, or another edition of; `has_undone` says
    whether anything was undone in the store, once that is asked; `names` says which source is meant by what a row calls
    it, `defined` which concepts had a headword before, by what defines them.
    """

    write: Writing
    stated: SourceDraft
    edition: Source | None
    known: Known
    has_undone: bool | None = None
    names: dict[str, str | None] = field(default_factory=dict)
    defined: dict[str, dict[str, str]] = field(default_factory=dict)
    targets: dict[str | None, Target] = field(default_factory=dict)
    groups: dict[Key, Group] = field(default_factory=dict)
    undecided: list[Key] = field(default_factory=list)
    pending: list[tuple[Group, ConceptDraft]] = field(default_factory=list)
    withdrawn: frozenset[str] = frozenset()
    planned: dict[int, PlannedEntry] = field(default_factory=dict)

    def plan(self, row: GlossaryRow, action: Action, concept: str | None, reason: str | None = None) -> None:
        """Say what a row does."""
        self.planned[row.line] = PlannedEntry(
            headword=row.headword, action=action, concept=concept, reason=reason, locator=f"line {row.line}"
        )


def name_of(work: Work, name: str) -> str | None:
    """Return the title of the source that a row means by a name, its title or its slug; None for the file itself."""
    if name not in work.names:
        own = work.edition or work.stated
        found = None if name in (work.stated.title, own.slug) else meant(work.write.session, name)
        is_file = name in (work.stated.title, own.slug) or (found is not None and found is work.edition)
        work.names[name] = None if is_file else found.title if found else name
    return work.names[name]


def target_of(work: Work, name: str | None) -> Target:
    """Return the source of that title, the file itself where there is none: the one that is there, or a new one."""
    if name not in work.targets:
        session = work.write.session
        stated = work.stated if name is None else row_source(work.stated, name)
        there = meant(session, stated.title) if name else work.edition
        is_same = there is not None and there.sha256 == stated.sha256
        is_own = there is None or (not is_named(there) if name is None else there.text == stated.text)
        said = attested_by(session, there) if there else Attested({}, {})
        left: dict[Identity, set[str]] = defaultdict(set)
        for identity, concept in said.known.items():
            left[identity.undefined()].add(concept)
        source = there or add_source(work.write, stated)
        work.targets[name] = Target(stated, source, there is None, is_same, is_own, said.known, dict(left), said.merged)
    return work.targets[name]


def stored_sources(work: Work) -> set[str | None]:
    """Return the titles of the sources of which any row could be stored, None for the file itself."""
    return {
        name
        for (name, _), group in work.groups.items()
        if any(work.planned[row.line].action is not Action.REJECTED for row in group.rows)
    }


def renew_sources(work: Work, *, had_changed: bool) -> None:
    """Let the sources be what the file says of them: those of which it stores anything; the others stay, or are not there.

    `had_changed` says whether sources had changed before the import.
    """
    session, has_changed, stored = work.write.session, had_changed, stored_sources(work)
    for name, target in work.targets.items():
        if name not in stored:
            if target.is_new:
                session.delete(target.source)
        elif target.is_new:
            has_changed = True
        elif not target.is_same and (target.is_own or name is None):
            for field_name, value in target.stated.model_dump(exclude={"slug"}).items():
                setattr(target.source, field_name, value)
            session.add(target.source)
            work.write.source_changed(target.known.values())
            has_changed = True
    session.flush()
    work.write.sources_changed = has_changed
