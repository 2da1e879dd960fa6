"""The corrected text of a report: what it changes of what the report said before, and nothing that anybody else did.

What a report defines is the definition that stands under its name; one that a person wrote over it is the person's (see
`editing`), and stays. After a merger a concept has what two headwords of one report say, and each entry concerns its own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from sqlmodel import Session, col, select

from glossary.concepts import add_uses, printed_by
from glossary.documents.text import document_of
from glossary.drafts import ConceptDraft, ContextDraft, MemberDraft
from glossary.editing.contents import bring
from glossary.errors import NoGlossarySection
from glossary.extraction.members import read_members
from glossary.extraction.report import Report, ReportEntry, read_report
from glossary.homographs import definition_key, shared
from glossary.language.normalise import label
from glossary.loading.report_drafts import context_drafts, shape
from glossary.model import Attestation, Concept, Context, Member, Source, Term, Text
from glossary.snapshots import snapshots
from glossary.vocabulary import ConceptStatus, Lang, TextKind
from glossary.writing import Writing

EDITED = "its definition was edited here, and stays"
TAKEN_AWAY = "its definition was taken away here, and stays so"
OTHERS = "its definition is that of another source, and stays"


@dataclass(frozen=True, slots=True)
class Before:
    """What an edition of a report has said of a concept: the key of its words, empty where they are not known.

    `text` are the words as they are stored, None where they are not the report's: where a person changed them or took
    them away, and where another source has the same.
    """

    concept: str
    key: str
    text: Text | None


@dataclass(slots=True)
class Earlier:
    """What the last edition of a report said: its concepts by the label of the headword.

    `meant` tells which statement of the last edition an entry of the new one stands for; it is asked by the label of the
    entry's headword and the key of its definition. `placed` are the concepts of which the new edition has told where it
    defines them.
    """

    source: Source
    concepts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    meant: dict[tuple[str, str], Before] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)

    def all(self) -> set[str]:
        """Return all concepts that the report defines."""
        return {concept for some in self.concepts.values() for concept in some}

    def printed(self, concept: str) -> list[str]:
        """Return the labels of the headwords under which the report defines a concept."""
        return [one for one, concepts in self.concepts.items() if concept in concepts]


def earlier(session: Session, source: Source, report: Report) -> Earlier:
    """Return what a report that is in the store says, before it is corrected so that it says this."""
    said = Earlier(source)
    for name, concept in printed_by(session, source):
        said.concepts[name].append(concept)
    printed: dict[str, dict[str, ReportEntry]] = defaultdict(dict)
    for entry in _entries(source, report):
        printed[label(entry.headword)].setdefault(definition_key(entry.definition), entry)
    keys: dict[str, list[str]] = defaultdict(list)
    for entry in report.entries:
        keys[label(entry.headword)].append(definition_key(entry.definition))
    own = _definitions(session, source)
    for name in keys.keys() & said.concepts.keys():
        found = _matched(list(dict.fromkeys(keys[name])), _said(session, said, name, printed[name], own))
        said.meant.update({(name, key): before for key, before in found.items()})
    return said


def _entries(source: Source, report: Report) -> Sequence[ReportEntry]:
    """Return the entries of the text that a source has: those of the report, where that is the text."""
    if source.sha256 == report.document.sha256:
        return report.entries
    try:
        return read_report(document_of(source.text)).entries
    except NoGlossarySection:
        return ()


def _definitions(session: Session, source: Source) -> dict[str, list[Text]]:
    """Return the Chinese definitions that stand under the name of a source, by concept."""
    found: dict[str, list[Text]] = defaultdict(list)
    statement = select(Text).where(
        Text.source_id == source.id, Text.kind == TextKind.DEFINITION, Text.lang == Lang.HANS
    )
    for text in session.exec(statement.order_by(col(Text.id))):
        found[text.concept_id].append(text)
    return found


def _said(
    session: Session, said: Earlier, name: str, printed: Mapping[str, ReportEntry], own: Mapping[str, list[Text]]
) -> list[Before]:
    """Return all that was said under a headword; `printed` are the entries that the last edition had of it, by key.

    Of a concept that the report defines under several headwords, only what the last edition printed under this one. An
    entry of the last edition may have no words in the store any more, since a person wrote others. It is taken to be about
    a concept for which nothing of the report's words is left: the one that stands where the entry stood, if there is one.
    """
    concepts = said.concepts[name]
    found = [
        Before(concept, key, text)
        for concept in concepts
        for text in own.get(concept, ())
        if (key := definition_key(text.body)) in printed or len(said.printed(concept)) == 1
    ]
    stored, worded = {one.key for one in found}, {one.concept for one in found}
    free = [concept for concept in concepts if concept not in worded]
    places = _places(session, said.source, free)
    for key, entry in printed.items():
        if key not in stored:
            there = [concept for concept in free if places.get(concept) == entry.locator] or free
            if about := next(iter(there), None) or _merger(session, concepts):
                found.append(Before(about, key, None))
                free = [concept for concept in free if concept != about]
    return found + [Before(concept, "", None) for concept in free]


def _places(session: Session, source: Source, concepts: Sequence[str]) -> dict[str, str | None]:
    """Return where a source defines concepts."""
    statement = select(Attestation.concept_id, Attestation.locator)
    of_these = (Attestation.source_id == source.id, col(Attestation.concept_id).in_(concepts))
    return dict(session.exec(statement.where(*of_these)).all()) if concepts else {}


def _merger(session: Session, concepts: Sequence[str]) -> str | None:
    """Return the first of some concepts that another was merged into, None where there is none."""
    into = set(session.exec(select(Concept.replaced_by).where(Concept.status == ConceptStatus.MERGED)))
    return next((concept for concept in concepts if concept in into), None)


def _matched(keys: Sequence[str], said: Sequence[Before]) -> dict[str, Before]:
    """Return what was said before of the meaning of each of some definitions, by key; of what is new there is nothing.

    One that was said in the same words goes first; of the others, those go together that are most alike.
    """
    same = {one.key: one for one in reversed(said) if one.key}
    found = {key: same[key] for key in keys if key in same}
    left = [one for one in said if one.key not in found]
    pairs = [(shared(key, one.key), key, place) for key in keys if key not in found for place, one in enumerate(left)]
    taken: set[int] = set()
    for _, key, place in sorted(pairs, key=lambda pair: -pair[0]):
        if key not in found and place not in taken:
            found[key] = left[place]
            taken.add(place)
    return found


def also_said_by(session: Session, said: Earlier, before: Before) -> list[Attestation]:
    """Return where other sources define a concept in the words that this report had for it.

    They are those that have none of their own beside the report's; or, where the report has none, the one whose words they
    are. Of what editors merged there is nothing: no edition parts it.
    """
    concept, own = before.concept, said.source.id
    if not before.key or len(said.printed(concept)) > 1 or _merger(session, [concept]):
        return []
    rows = session.exec(select(Attestation).where(Attestation.concept_id == concept).order_by(col(Attestation.id)))
    others = [row for row in rows if row.source_id != own]
    words = {text.source_id: definition_key(text.body) for text in _chinese(session, concept)}
    if before.text:
        return [row for row in others if row.source_id not in words]
    return [row for row in others if words.get(row.source_id) == before.key]


def part(write: Writing, said: Earlier, before: Before, others: Sequence[Attestation]) -> None:
    """Let a report define a concept no more, and use it nowhere; the definition that it had for it is another source's."""
    session, concept = write.session, before.concept
    write.touch(concept)
    for table in (Attestation, Context):
        for row in session.exec(select(table).where(table.concept_id == concept, table.source_id == said.source.id)):
            session.delete(row)
    if before.text:
        before.text.source_id, before.text.locator = others[0].source_id, others[0].locator
        session.add(before.text)
    for name in said.printed(concept):
        said.concepts[name].remove(concept)
    session.flush()


def _chinese(session: Session, concept: str) -> Sequence[Text]:
    return session.exec(
        select(Text)
        .where(Text.concept_id == concept, Text.kind == TextKind.DEFINITION, Text.lang == Lang.HANS)
        .order_by(col(Text.id))
    ).all()


def place_entry(write: Writing, said: Earlier, concept: str, draft: ConceptDraft) -> None:
    """Let a report define a concept where the first of its entries stands that is about it."""
    place = (draft.headword, draft.locator)
    rows = select(Attestation).where(Attestation.concept_id == concept, Attestation.source_id == said.source.id)
    for row in write.session.exec(rows):
        if label(row.headword) == label(draft.headword) and concept not in said.placed:
            said.placed.add(concept)
            if (row.headword, row.locator) != place:
                write.touch(concept)
                row.headword, row.locator = place
                write.session.add(row)


def correct(write: Writing, said: Earlier, before: Before, draft: ConceptDraft) -> str | None:
    """Let a definition of a report say what its corrected text says, and its members where they are still the report's.

    Return what was left as it is, or went with what a person wrote on it.
    """
    session, concept, definition = write.session, before.concept, before.text
    place_entry(write, said, concept, draft)
    if definition is None:
        return _why_not(session, concept, draft, said.source)
    words = (draft.definition or definition.body, draft.locator)
    if (definition.body, definition.locator) == words:
        return None
    write.touch(concept)
    counted = read_members(draft.headword, definition.body)
    definition.body, definition.locator = words
    session.add(definition)
    if shape(counted) == shape(draft.members):
        return None
    rows = session.exec(select(Member).where(Member.concept_id == concept).order_by(col(Member.position))).all()
    return _count_anew(write, concept, rows, draft.members) if shape(counted) == shape(_tree(rows)) else None


def _why_not(session: Session, concept: str, draft: ConceptDraft, source: Source) -> str | None:
    texts = _chinese(session, concept)
    if definition_key(draft.definition) in {definition_key(text.body) for text in texts}:
        return None
    if not texts:
        return TAKEN_AWAY
    return OTHERS if all(text.source_id not in (None, source.id) for text in texts) else EDITED


def _tree(rows: Sequence[Member]) -> tuple[MemberDraft, ...]:
    """Return the members of a concept as they are stored, as drafts."""

    def below(parent: int | None) -> Iterator[MemberDraft]:
        for row in rows:
            if row.parent_id == parent:
                yield MemberDraft(zh=row.zh, en=row.en, members=tuple(below(row.id)))

    return tuple(below(None))


def _count_anew(write: Writing, concept: str, rows: Sequence[Member], members: Sequence[MemberDraft]) -> str | None:
    """Let a concept have these members; one that it had before stays with its English and the concept that it is.

    What goes with something written on it is returned, to be said. Where the new definition does not count its members up,
    nothing says which of them are left: all stay if something is written on any.
    """
    written = [row for row in rows if row.en or row.member_concept_id]
    if not members and written:
        return "its members, which it does not count up, stay"
    old: dict[str, list[Member]] = defaultdict(list)
    for row in rows:
        old[row.zh].append(row)
    new_ids = count(-1, -1)

    def placed(some: Sequence[MemberDraft], parent: int | None) -> Iterator[dict[str, object]]:
        for position, one in enumerate(some):
            row = old[one.zh].pop(0) if old[one.zh] else Member(concept_id=concept, position=position, zh=one.zh)
            row_id = row.id or next(new_ids)
            yield row.model_dump(exclude={"concept_id"}) | {
                "id": row_id,
                "parent_id": parent,
                "position": position,
                "en": row.en or one.en,
            }
            yield from placed(one.members, row_id)

    write.session.flush()
    content = snapshots(write.session, [concept])[concept].content()
    wanted = list(placed(members, None))
    gone = [f"{row.zh} ({row.en})" if row.en else row.zh for row in written if row in old[row.zh]]
    bring(write, {concept: content | {"members": wanted}})
    return f"what was written on its members is gone with {', '.join(gone)}" if gone else None


def find_again(
    write: Writing, report: Report, said: Earlier, concerned: Sequence[str | None], only: Collection[str] | None = None
) -> None:
    """Find the sentences that use concepts anew in the text of a report, by all their names.

    `concerned` are the concepts that its entries are about, in their order; `only` are those that are looked for, all that
    it defines or uses where that is not said. What was withdrawn or merged is left as it was.
    """
    printed: dict[str, list[str]] = defaultdict(list)
    for entry, about in zip(report.entries, concerned, strict=False):  # behind the entries: what could not be read
        printed[about or ""] += [entry.headword, *entry.aliases]
    session, source = write.session, said.source
    if only is None:
        used = session.exec(select(Context.concept_id).where(Context.source_id == source.id))
        only = {*used, *said.all(), *filter(None, concerned)}
    concepts = select(Concept.id).where(
        col(Concept.id).in_(only),
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
