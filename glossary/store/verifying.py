"""Whether a store is sound: the file, what is derived of it, its history."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import inspect
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from glossary.derived import EntryView, SearchKey, SearchTail, SearchTerm, SearchWord
from glossary.entries import SERVED
from glossary.model import Change, Concept, Revision, Row, Source, StoreState, Term
from glossary.progress import Progress, untold
from glossary.snapshots import Snapshot, snapshots, stands
from glossary.state import is_mark
from glossary.store.file import damage
from glossary.store.opening import Store
from glossary.vocabulary import Operation
from glossary.writing import searched, view_of

_AT_ONCE = 400

_Row = tuple[object, ...]
"""The name of a table, and the values of one of its rows."""


def verify(store: Store, progress: Progress = untold) -> Iterator[str]:
    """Yield what is wrong with a store, one line each; nothing where it is sound.

    The database's own checks; that its state is that of the last of its revisions; then for each concept, that its keys and its served entry are what its rows give, that
    its sentences stand where they are said to in the texts of their sources, and that its history is whole: it begins
    with its addition, each change begins with what the one before it ended with, the last one ended with what the
    concept is, and each is of a later revision, none of one that the store has not come to. `progress` is told how many
    concepts are checked, and of how many.
    """
    with store.reading() as connection:
        found = damage(connection)
        yield from found
        if found:
            return
        session = Session(connection)
        texts: dict[int, str] = {}
        try:
            states = session.exec(select(StoreState)).all()
        except ValueError:  # a time that is none
            states = []
        if len(states) != 1:
            yield "the state of the store cannot be read"
            return
        yield from _unlike(session, states[0])
        at = states[0].revision
        concepts = session.exec(select(Concept.id).order_by(col(Concept.id))).all()
        for start in range(0, len(concepts), _AT_ONCE):
            some = concepts[start : start + _AT_ONCE]
            histories, found_by, views = _histories(session, some), _found_by(session, some), _views(session, some)
            for concept, snapshot in snapshots(session, some).items():
                yield from _check(snapshot, views.get(concept), found_by[concept])
                if snapshot.concept.status in SERVED:
                    yield from _misplaced(session, concept, snapshot, texts)
                history = histories[concept]
                gaps = ["cannot be read"] if history is None else _gaps(snapshot, history, at)
                yield from (f"the history of concept {concept} {what}" for what in gaps)
            session.expunge_all()
            progress(start + len(some), len(concepts))


def _unlike(session: Session, state: StoreState) -> Iterator[str]:
    """Yield in what the state of a store is not that of its revisions: what tags, conditions and the feed go by.

    Each revision that a change is of, from the first one that has a stamp on, has to have one of its own.
    """
    stamps = {one.number: one.stamp for one in session.exec(select(Revision))}
    if not is_mark(state.epoch):
        yield "the epoch of the store is none"
    if stamps.get(state.revision) != state.stamp:
        yield f"the store is not at revision {state.revision} as that was stamped"
    if beyond := [number for number in stamps if number > state.revision]:
        yield f"revision {max(beyond)} is stamped, but the store is of revision {state.revision}"
    if wrong := [number for number, stamp in stamps.items() if not is_mark(stamp)]:
        yield f"the stamp of revision {min(wrong)} is none"
    if len(set(stamps.values())) != len(stamps):
        yield "two revisions have one stamp"
    changed = set(session.exec(select(Change.revision).where(col(Change.revision) > min(stamps, default=0)).distinct()))
    if lost := changed - stamps.keys():
        yield f"revision {min(lost)} has no stamp"


def _check(snapshot: Snapshot, view: dict[str, Any] | None, found_by: set[_Row]) -> Iterator[str]:
    """Yield in what the entry of a concept, and what it is found by, are not what its rows give."""
    concept = snapshot.concept
    served = concept.status in SERVED
    if served and view is None:
        yield f"concept {concept.id} has no entry"
    elif view is not None and not served:
        yield f"concept {concept.id} is {concept.status} and still has an entry"
    elif view is not None:
        derived = view_of(snapshot)
        if view != derived.model_dump():
            yield f"the entry of concept {concept.id} is not what its rows give"
        wanted = {
            (table.__tablename__, *(row[name] for name in _columns(table)))
            for table, rows in searched(snapshot, derived).items()
            for row in rows
        }
        if found_by != wanted:
            yield f"the search keys of concept {concept.id} are not those of its terms"


def _misplaced(session: Session, concept: str, snapshot: Snapshot, texts: dict[int, str]) -> Iterator[str]:
    """Yield the sentences of a concept that stand elsewhere; `texts` are those of the sources that were read so far."""
    for one in snapshot.contexts:
        if one.source_id not in texts:
            texts[one.source_id] = session.exec(select(Source.text).where(Source.id == one.source_id)).one()
        if not stands(texts[one.source_id], one.sentence, one.sentence_start):
            slug = snapshot.sources[one.source_id].slug
            yield f"a sentence of concept {concept} does not stand at {one.sentence_start} in the text of {slug}"


class _Step(NamedTuple):
    """One change of a concept, as the history has it."""

    revision: int
    operation: Operation
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def _histories(session: Session, concepts: Sequence[str]) -> dict[str, list[_Step] | None]:
    """Return the changes of each concept, in the order in which they were recorded; None where they cannot be read."""
    found: dict[str, list[_Step]] = {concept: [] for concept in concepts}
    statement = sql_select(*map(col, _STEP)).where(col(Change.concept_id).in_(concepts)).order_by(col(Change.id))
    try:
        for concept, _at, *step in session.connection().execute(statement):
            found[concept].append(_Step(*step))
    except (ValueError, LookupError):  # JSON, a time or an operation that is none
        if len(concepts) == 1:
            return {concepts[0]: None}
        half = len(concepts) // 2
        return _histories(session, concepts[:half]) | _histories(session, concepts[half:])
    return dict(found)


_STEP = (Change.concept_id, Change.at, Change.revision, Change.operation, Change.before, Change.after)


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


def _views(session: Session, concepts: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the entries that are stored of some concepts, as rows."""
    statement = sql_select(*inspect(EntryView).columns).where(col(EntryView.concept_id).in_(concepts))
    return {row["concept_id"]: dict(row) for row in session.connection().execute(statement).mappings()}


def _found_by(session: Session, concepts: Sequence[str]) -> dict[str, set[_Row]]:
    """Return the rows under which each of some concepts is found, as they are stored: by term, or by shelfmark."""
    found: dict[str, set[_Row]] = {concept: set() for concept in concepts}
    for table in (SearchKey, SearchTerm, SearchTail, SearchWord):
        columns = inspect(table).columns
        statement = sql_select(col(Term.concept_id), *(columns[name] for name in _columns(table))).select_from(Term)
        if table in (SearchTail, SearchWord):
            statement = statement.join(SearchTerm, col(SearchTerm.term_id) == col(Term.id))
            statement = statement.join(table, columns["shelfmark"] == col(SearchTerm.shelfmark))
        else:
            statement = statement.join(table, columns["term_id"] == col(Term.id))
        for concept, *values in session.connection().execute(statement.where(col(Term.concept_id).in_(concepts))):
            found[concept].add((table.__tablename__, *values))
    return found


@cache
def _columns(table: type[Row]) -> list[str]:
    """Return the columns of a table that are compared: all but a number of its own."""
    return [name for name in inspect(table).columns.keys() if name != "id"]  # noqa: SIM118 - a collection of columns
