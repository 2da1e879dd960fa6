"""The corrected text of a report: what it changes of what the report said before, and nothing that anybody else did.

What a report defines is the definition that stands under its name; one that a person wrote over it is the person's (see
`editing`), and stays. After a merger a concept has what two headwords of one report say, and each entry concerns its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from glossary.concepts import add_members, add_uses, printed_by
from glossary.documents.text import document_of
from glossary.drafts import ConceptDraft, ContextDraft, MemberDraft
from glossary.errors import NoGlossarySection
from glossary.extraction.members import PrintedMember, read_members
from glossary.extraction.report import Report, read_report
from glossary.homographs import definition_key
from glossary.language.normalise import label
from glossary.model import Attestation, Concept, Context, Member, Source, Term, Text
from glossary.report_drafts import context_drafts
from glossary.vocabulary import ConceptStatus, Lang, Origin, TextKind
from glossary.writing import Writing

EDITED = "its definition was edited here, and stays"
OTHERS = "its definition is that of another source, and stays"
_Shape = list[tuple[str, "_Shape"]]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the last edition of a report said: its concepts and its definitions' keys by the label of the headword.

    `now` are the keys of the new edition's definitions.
    """

    source: Source
    concepts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    keys: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    now: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def all(self) -> set[str]:
        """Return all concepts that the report defines."""
        return {concept for some in self.concepts.values() for concept in some}

    def printed(self, concept: str) -> list[str]:
        """Return the labels of the headwords under which the report defines a concept."""
        return [one for one, concepts in self.concepts.items() if concept in concepts]


def earlier(session: Session, source: Source, report: Report) -> Earlier:
    """Return what a report that is in the store says, before it is corrected so that it says this."""
    found = Earlier(source)
    for name, concept in printed_by(session, source):
        found.concepts[name].append(concept)
    for one in report.entries:
        found.now[label(one.headword)].add(definition_key(one.definition))
    try:
        entries = read_report(document_of(source.text)).entries
    except NoGlossarySection:
        entries = ()
    for entry in entries:
        found.keys[label(entry.headword)].add(definition_key(entry.definition))
    return found


def meant(session: Session, said: Earlier, draft: ConceptDraft) -> tuple[str | None, Text | None]:
    """Return the concept that an entry of the new edition is about and the definition that it has of this report.

    There is no definition where a person changed it or took it away, and no concept where the entry is new.
    """
    name, key = label(draft.headword), definition_key(draft.definition)
    concepts = said.concepts.get(name, [])
    of_each = {concept: _definitions(session, concept, said.source) for concept in concepts}
    changed = said.keys.get(name, set()) - said.now[name]
    for keys in ({key}, changed):
        for concept, texts in of_each.items():
            for text in texts:
                if (was := definition_key(text.body)) in keys:
                    said.keys[name].discard(was)  # no other entry of this name is about it
                    return concept, text
    for concept, texts in of_each.items():
        if len(texts) == 1 == len(said.printed(concept)) and definition_key(texts[0].body) not in said.now[name]:
            return concept, texts[0]
    is_new = name in said.keys and key not in said.keys[name] and not changed
    return None if is_new else next(iter(concepts), None), None


def _definitions(session: Session, concept: str, source: Source) -> Sequence[Text]:
    return [text for text in _chinese(session, concept) if text.source_id == source.id]


def _chinese(session: Session, concept: str) -> Sequence[Text]:
    return session.exec(
        select(Text)
        .where(Text.concept_id == concept, Text.kind == TextKind.DEFINITION, Text.lang == Lang.HANS)
        .order_by(col(Text.id))
    ).all()


def correct(write: Writing, concept: str, definition: Text | None, draft: ConceptDraft, source: Source) -> str | None:
    """Let a definition of a report say what its corrected text says, and its members where they are still the report's.

    Return why nothing of that was done, where the definition is another than the entry's and not the report's.
    """
    session = write.session
    write.touch(concept)
    for row in session.exec(
        select(Attestation).where(Attestation.concept_id == concept, Attestation.source_id == source.id)
    ):
        if label(row.headword) == label(draft.headword):
            row.headword, row.locator = draft.headword, draft.locator
            session.add(row)
    if definition is None:
        return _why_not(session, concept, draft)
    before = read_members(draft.headword, definition.body)
    if _shape(before) != _shape(draft.members) and _shape(before) == _shape(_members(session, concept)):
        _replace_members(session, concept, draft.members)
    definition.body, definition.locator = draft.definition or definition.body, draft.locator
    session.add(definition)
    return None


def _why_not(session: Session, concept: str, draft: ConceptDraft) -> str | None:
    texts = _chinese(session, concept)
    if definition_key(draft.definition) in {definition_key(text.body) for text in texts}:
        return None
    return OTHERS if any(text.origin == Origin.ATTESTED for text in texts) else EDITED


def _shape(members: Iterable[MemberDraft | PrintedMember]) -> _Shape:
    return [(one.zh, _shape(one.members)) for one in members]


def _members(session: Session, concept: str) -> tuple[MemberDraft, ...]:
    """Return the members of a concept as they are stored, as drafts."""
    rows = session.exec(select(Member).where(Member.concept_id == concept).order_by(col(Member.position))).all()

    def below(parent: int | None) -> Iterator[MemberDraft]:
        for row in rows:
            if row.parent_id == parent:
                yield MemberDraft(zh=row.zh, en=row.en, members=tuple(below(row.id)))

    return tuple(below(None))


def _replace_members(session: Session, concept: str, members: Sequence[MemberDraft]) -> None:
    """Replace the members of a concept; a part that it had before keeps its English and the concept that it is."""
    rows = session.exec(select(Member).where(Member.concept_id == concept).order_by(col(Member.id).desc())).all()
    known = {row.zh: (row.en, row.member_concept_id) for row in rows}
    for row in rows:  # parts before what they are parts of
        session.delete(row)
        session.flush()
    add_members(session, concept, members)
    session.flush()
    for row in session.exec(select(Member).where(Member.concept_id == concept)):
        english, row.member_concept_id = known.get(row.zh, (None, None))
        row.en = row.en or english
        session.add(row)


def find_again(write: Writing, report: Report, said: Earlier, concerned: Sequence[str | None]) -> None:
    """Find the sentences that use concepts anew in the corrected text of a report, by all their names.

    `concerned` are the concepts that its entries are about, in their order. What was withdrawn or merged is left as it was.
    """
    printed: dict[str, list[str]] = defaultdict(list)
    for entry, about in zip(report.entries, concerned, strict=False):  # behind the entries: what could not be read
        printed[about or ""] += [entry.headword, *entry.aliases]
    session, source = write.session, said.source
    used = set(session.exec(select(Context.concept_id).where(Context.source_id == source.id)))
    concepts = select(Concept.id).where(
        col(Concept.id).in_(used | said.all()),
        col(Concept.status).not_in((ConceptStatus.WITHDRAWN, ConceptStatus.MERGED)),
    )
    for concept in sorted(session.exec(concepts)):
        own = session.exec(select(Term.text).where(Term.concept_id == concept, Term.lang == Lang.HANS)).all()
        labels = [*own, *said.printed(concept), *printed[concept]]
        _place(write, concept, context_drafts(report.body.uses(labels)), source)


def _place(write: Writing, concept: str, contexts: Sequence[ContextDraft], source: Source) -> None:
    """Let a source use a concept in these sentences, and no others."""
    session = write.session
    rows = session.exec(select(Context).where(Context.concept_id == concept, Context.source_id == source.id)).all()
    wanted = {tuple(one.model_dump().values()) for one in contexts}
    gone = [row for row in rows if tuple(getattr(row, name) for name in ContextDraft.model_fields) not in wanted]
    if not gone and len(rows) == len(wanted):
        return
    write.touch(concept)
    for row in gone:
        session.delete(row)
    session.flush()
    add_uses(write, concept, contexts, source)
