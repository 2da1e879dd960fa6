"""Whether a store is sound: the file, what is derived of it, its history."""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from glossary.derived import EntryView, SearchKey, SearchTail, SearchTerm, SearchWord
from glossary.entries import SERVED
from glossary.model import Change, Concept, Term
from glossary.snapshots import Snapshot, snapshots
from glossary.state import state
from glossary.store import Store, damage
from glossary.vocabulary import Operation
from glossary.writing import searched, view_of

_AT_ONCE = 400


def verify(store: Store, progress: Callable[[int, int], None] | None = None) -> Iterator[str]:
    """Yield what is wrong with a store, one line each; nothing where it is sound.

    The database's own checks; then for each concept, that its keys and its served entry are what its rows give, and
    that its history is whole: it begins with its addition, each change begins with what the one before it ended with,
    the last one ended with what the concept is, and each is of a later revision, none of one that the store has not
    come to. `progress` is told how many concepts are checked, and of how many.
    """
    with store.reading() as connection:
        found = damage(connection)
        yield from found
        if found:
            return
        session = Session(connection)
        at = state(connection).revision
        concepts = session.exec(select(Concept.id).order_by(col(Concept.id))).all()
        for start in range(0, len(concepts), _AT_ONCE):
            some = concepts[start : start + _AT_ONCE]
            histories = _histories(session, some)
            for concept, snapshot in snapshots(session, some).items():
                yield from _check(session, concept, snapshot)
                yield from (
                    f"the history of concept {concept} {what}" for what in _gaps(snapshot, histories[concept], at)
                )
            session.expunge_all()
            if progress:
                progress(start + len(some), len(concepts))


def _check(session: Session, concept: str, snapshot: Snapshot) -> Iterator[str]:
    view = session.exec(select(EntryView).where(EntryView.concept_id == concept)).first()
    served = snapshot.concept.status in SERVED
    if served and view is None:
        yield f"concept {concept} has no entry"
    elif view is not None and not served:
        yield f"concept {concept} is {snapshot.concept.status} and still has an entry"
    elif view is not None:
        derived = view_of(snapshot)
        if view.model_dump() != derived.model_dump():
            yield f"the entry of concept {concept} is not what its rows give"
        if _stored(session, concept) != _derived(snapshot, derived):
            yield f"the search keys of concept {concept} are not those of its terms"


class _Step(NamedTuple):
    """One change of a concept, as the history has it."""

    revision: int
    operation: Operation
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def _histories(session: Session, concepts: Sequence[str]) -> dict[str, list[_Step]]:
    """Return the changes of each concept, in the order in which they were recorded."""
    found: dict[str, list[_Step]] = {concept: [] for concept in concepts}
    wanted = [col(name) for name in (Change.concept_id, Change.revision, Change.operation, Change.before, Change.after)]
    statement = sql_select(*wanted).where(col(Change.concept_id).in_(concepts)).order_by(col(Change.id))
    for concept, *step in session.connection().execute(statement):
        found[concept].append(_Step(*step))
    return found


def _gaps(snapshot: Snapshot, history: list[_Step], at: int) -> Iterator[str]:
    """Yield what is wrong with the history of a concept in a store of revision `at`."""
    concept = snapshot.concept
    if not history:
        yield "is not there"
        return
    first, last = history[0], history[-1]
    if first.operation != Operation.ADD or first.before is not None:
        yield "does not begin with its addition"
    for earlier, later in pairwise(history):
        if later.before != earlier.after:
            yield f"has a gap: revision {later.revision} does not begin with what revision {earlier.revision} ended with"
        if later.revision <= earlier.revision:
            yield f"runs backwards: revision {later.revision} is recorded behind revision {earlier.revision}"
    if last.after != json.loads(json.dumps(snapshot.content())):
        yield "does not end with what it is"
    if concept.version != len(history):
        yield f"has {len(history)} changes, but the concept is in version {concept.version}"
    if not last.revision <= concept.revision <= at:
        yield (
            f"ends with revision {last.revision}, but the concept is of revision {concept.revision}, "
            f"and the store of revision {at}"
        )


def _stored(session: Session, concept: str) -> set[tuple[object, ...]]:
    """Return the rows under which a concept is found, as they are stored."""
    keys = select(SearchKey).join(Term, col(Term.id) == col(SearchKey.term_id)).where(Term.concept_id == concept)
    terms = select(SearchTerm).join(Term, col(Term.id) == col(SearchTerm.term_id)).where(Term.concept_id == concept)
    marks = [term.shelfmark for term in session.exec(terms)]
    tails = select(SearchTail).where(col(SearchTail.shelfmark).in_(marks))
    words = select(SearchWord).where(col(SearchWord.shelfmark).in_(marks))
    return {
        (type(row).__name__, *sorted(row.model_dump(exclude={"id"}).items()))
        for statement in (keys, terms, tails, words)
        for row in session.exec(statement)
    }


def _derived(snapshot: Snapshot, view: EntryView) -> set[tuple[object, ...]]:
    """Return those rows as they follow from its terms."""
    return {
        (table.__name__, *sorted(table(**row).model_dump(exclude={"id"}).items()))
        for table, rows in searched(snapshot, view).items()
        for row in rows
    }
