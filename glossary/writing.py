"""One write to the store: what it touches, and all that is derived and recorded when it ends."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from glossary.derived import EntryView, SearchKey, SearchTail, SearchTerm, SearchWord
from glossary.entries import SERVED, brief_of, entry_of
from glossary.language.normalise import label
from glossary.matching.keys import keys_of
from glossary.matching.ranking import shelfmark, strength_of
from glossary.matching.tails import tails_of, words_of
from glossary.model import Change, Concept, Reading, Revision, Row, Term, row_id
from glossary.progress import Progress, untold
from glossary.snapshots import Content, Snapshot, snapshots
from glossary.state import new_mark
from glossary.vocabulary import ConceptStatus, Lang, Operation

UNDOING = "glossary undo"
"""Who takes back what a revision did: the history shows it, and an import tells by it an undo from an edit."""
IMPORTING = "glossary import"
"""Who imports a glossary file, where nobody is named: an edition knows by it what was stated from what was edited."""
_AT_ONCE = 50
"""So many concepts are derived at a time: in memory they are far larger than in the store."""


def importing(actor: str) -> str:
    """Return the actor of an import for the history, so that what a person imports is told from what she edits by hand.

    >>> importing("anna"), importing(IMPORTING)
    ('glossary import (anna)', 'glossary import')
    """
    return actor if is_import(actor) else f"{IMPORTING} ({actor})"


def is_import(actor: str) -> bool:
    """Return whether a change was made by an import; no token has a name that begins so."""
    return actor == IMPORTING or actor.startswith(f"{IMPORTING} (")


@dataclass(slots=True)
class Writing:
    """A transaction that is under way; `revision` is the one that the store will have after it, if it changes anything."""

    session: Session
    revision: int
    actor: str
    at: datetime
    before: dict[str, Content | None] = field(default_factory=dict)
    stale: set[str] = field(default_factory=set)
    sources_changed: bool = False
    concepts_changed: bool = False
    stamp: str = field(default_factory=new_mark)
    is_reached: bool = False

    def touch(self, *concepts: str) -> None:
        """Declare that concepts that are in the store are about to change; call it before the first change."""
        if new := [concept for concept in concepts if concept not in self.before]:
            self.session.flush()
            for concept, snapshot in snapshots(self.session, new).items():
                self.before[concept] = snapshot.content()

    def touch_new(self, concept: str) -> None:
        """Declare that a concept is about to be added."""
        self.before[concept] = None

    def reach(self) -> None:
        """Have the revision of this write in the store, by its number and its stamp."""
        if not self.is_reached:
            self.is_reached = True
            self.session.add(Revision(number=self.revision, stamp=self.stamp))
            self.session.flush()

    def renewed(self) -> None:
        """Declare that all that is derived was made anew, so that whoever keeps answers of the store asks again."""
        self.concepts_changed = True

    def source_changed(self, concepts: Iterable[str]) -> None:
        """Declare that a source was added or changed, which the entries of `concepts` show."""
        self.sources_changed = True
        self.stale.update(concepts)


def derive(write: Writing) -> bool:
    """Record what `write` changed and bring all that is derived into line; return whether anything changed.

    Concepts whose content ended as it began are left alone.
    """
    settle(write, sorted({*write.before, *write.stale}))
    return write.sources_changed or write.concepts_changed


def settle(write: Writing, concepts: Sequence[str]) -> None:
    """Do what `derive` does for some of the concepts, which will not change again in this write."""
    session = write.session
    for start in range(0, len(concepts), _AT_ONCE):
        now = snapshots(session, concepts[start : start + _AT_ONCE])
        changed = {
            concept: (write.before[concept], content)
            for concept, snapshot in now.items()
            if concept in write.before and write.before[concept] != (content := snapshot.content())
        }
        changes = [_recorded(write, now[concept], *contents) for concept, contents in changed.items()]
        session.flush()
        if changes:
            write.reach()
            session.execute(insert(Change), changes)
        concerned = {one: now[one] for one in now if one in changed or one in write.stale}
        for one in (
            concerned
        ):  # also where only what its entry shows of a source is new: who follows the changes must hear of it
            now[one].concept.revision = write.revision
            session.add(now[one].concept)
        render(session, concerned, [one for one in concerned if one not in changed or changed[one][0] is not None])
        write.concepts_changed = write.concepts_changed or bool(changed)
        for concept in now:
            write.before.pop(concept, None)
            write.stale.discard(concept)


def _recorded(
    write: Writing, snapshot: Snapshot, before: dict[str, Any] | None, after: dict[str, Any]
) -> dict[str, Any]:
    """Return the change of a concept as a row, having counted it."""
    concept = snapshot.concept
    if before is not None:
        concept.version += 1
        concept.updated = write.at
        write.session.add(concept)
    return {
        "revision": write.revision,
        "at": write.at,
        "actor": write.actor,
        "operation": _operation(concept, before),
        "concept_id": concept.id,
        "before": before,
        "after": after,
    }


def _operation(concept: Concept, before: dict[str, Any] | None) -> Operation:
    if before is None:
        return Operation.ADD
    ended = {ConceptStatus.MERGED: Operation.MERGE, ConceptStatus.WITHDRAWN: Operation.WITHDRAW}
    if before["status"] != concept.status and concept.status in ended:
        return ended[concept.status]
    return Operation.UPDATE


def rebuild(session: Session, progress: Progress = untold) -> None:
    """Make all that is derived anew, concept by concept: after an upgrade, or where it was found wrong.

    `progress` is told how many concepts are done, and of how many.
    """
    for table in (SearchTail, SearchWord, SearchTerm, SearchKey, EntryView):
        session.execute(delete(table))  # all rows at once, and also those whose term is gone
    concepts = session.exec(select(Concept.id).order_by(col(Concept.id))).all()
    for start in range(0, len(concepts), _AT_ONCE):
        some = snapshots(session, concepts[start : start + _AT_ONCE])
        render(session, some, ())
        session.flush()
        session.expunge_all()
        progress(start + len(some), len(concepts))


def render(session: Session, concepts: dict[str, Snapshot], known: Collection[str]) -> None:
    """Make the search keys and the served entries of `concepts` anew; `known` are those that have had some."""
    session.flush()
    connection = session.connection()
    if known:
        terms = select(Term.id).where(col(Term.concept_id).in_(known))
        for table in (SearchKey, SearchTerm):  # tails and words go with their terms
            connection.execute(delete(table).where(col(table.term_id).in_(terms)))
        connection.execute(delete(EntryView).where(col(EntryView.concept_id).in_(known)))
    rows: dict[type[Row], list[dict[str, Any]]] = {EntryView: [], **_none()}
    for snapshot in concepts.values():
        if snapshot.concept.status not in SERVED:
            continue
        view = view_of(snapshot)
        rows[EntryView].append(view.model_dump())
        for model, found in searched(snapshot, view).items():
            rows[model] += found
    for model, values in rows.items():
        if values:
            connection.execute(insert(model), values)


def view_of(snapshot: Snapshot) -> EntryView:
    """Return a concept as it is served; its number is that of its first Chinese term."""
    entry = entry_of(snapshot)
    return EntryView(
        id=next(row_id(term) for term in snapshot.terms if term.lang == Lang.HANS),
        concept_id=entry.id,
        entry=entry.model_dump_json(),
        brief=brief_of(entry).model_dump_json(),
        order_pinyin=entry.pinyin.numbers.lower() if entry.pinyin else "",
        attestations=len(snapshot.attestations),
    )


def searched(snapshot: Snapshot, view: EntryView) -> dict[type[Row], list[dict[str, Any]]]:
    """Return the rows under which the terms of a concept are found: for a lookup, for a search."""
    hans = frozenset(label(term.text) for term in snapshot.terms if term.lang == Lang.HANS)
    rows = _none()
    for term in snapshot.terms:
        reading = snapshot.readings.get(term.id or 0)
        syllables = reading.syllables if reading else None
        strength = strength_of(term.status, len(term.text), view.attestations, view.order_pinyin)
        rows[SearchKey] += keys_of(term, reading, view.id, strength)
        mark = shelfmark(syllables or "", row_id(term))
        if term.lang == Lang.EN:
            rows[SearchWord] += words_of(term, mark, strength)
        elif term.lang == Lang.HANS or label(term.text) not in hans:
            rows[SearchTail] += tails_of(term, mark, syllables, strength)
        else:  # the same label, which is found by its other form
            continue
        rows[SearchTerm].append(_searched(term, mark, reading, view))
    return rows


def _none() -> dict[type[Row], list[dict[str, Any]]]:
    """Return no rows of each table that a concept is found by, in the order in which they refer to each other."""
    return {SearchKey: [], SearchTerm: [], SearchTail: [], SearchWord: []}


def _searched(term: Term, mark: int, reading: Reading | None, view: EntryView) -> dict[str, Any]:
    return {
        "shelfmark": mark,
        "term_id": term.id,
        "concept_id": term.concept_id,
        "order_pinyin": view.order_pinyin,
        "lang": term.lang,
        "type": term.type,
        "text": term.text,
        "label": label(term.text),
        "display": reading.display if reading else None,
        "syllables": reading.syllables if reading else None,
        "brief": view.brief,
    }
