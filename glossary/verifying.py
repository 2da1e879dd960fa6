"""Whether a store is sound: the file, what is derived of it, its history."""

import json
from collections.abc import Iterator

from sqlmodel import Session, col, select

from glossary.derived import EntryView, SearchKey, SearchTail, SearchTerm, SearchWord
from glossary.entries import SERVED
from glossary.model import Change, Concept, Source, Term
from glossary.snapshots import Snapshot, snapshots, stands
from glossary.store import Store, damage
from glossary.writing import searched, view_of

_AT_ONCE = 400


def verify(store: Store) -> Iterator[str]:
    """Yield what is wrong with a store, one line each; nothing where it is sound.

    The database's own checks; then for each concept, that its keys and its served entry are what its rows give, that
    its sentences stand where they are said to in the texts of their sources, and that its history ends with the content
    it has.
    """
    with store.reading() as connection:
        found = damage(connection)
        yield from found
        if found:
            return
        session = Session(connection)
        texts: dict[int, str] = {}
        concepts = session.exec(select(Concept.id).order_by(col(Concept.id))).all()
        for start in range(0, len(concepts), _AT_ONCE):
            for concept, snapshot in snapshots(session, concepts[start : start + _AT_ONCE]).items():
                yield from _check(session, concept, snapshot)
                if snapshot.concept.status in SERVED:
                    yield from _misplaced(session, concept, snapshot, texts)


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
    last = session.exec(select(Change).where(Change.concept_id == concept).order_by(col(Change.id).desc())).first()
    if last is None or last.after != json.loads(json.dumps(snapshot.content())):
        yield f"the history of concept {concept} does not end with what it is"


def _misplaced(session: Session, concept: str, snapshot: Snapshot, texts: dict[int, str]) -> Iterator[str]:
    """Yield the sentences of a concept that stand elsewhere; `texts` are those of the sources that were read so far."""
    for one in snapshot.contexts:
        if one.source_id not in texts:
            texts[one.source_id] = session.exec(select(Source.text).where(Source.id == one.source_id)).one()
        if not stands(texts[one.source_id], one.sentence, one.sentence_start):
            slug = snapshot.sources[one.source_id].slug
            yield f"a sentence of concept {concept} does not stand at {one.sentence_start} in the text of {slug}"


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
