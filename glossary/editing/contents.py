"""Bringing the rows of concepts to a content: what an edit, a merger and an undo have in common.

A content is what `Snapshot.content` gives and history keeps. Rows are known by their ids: one that is as it was stays, one
that is otherwise keeps its id, and a new one is stated with an id below zero, which stands for the one that it will get.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session, col, select

from glossary.model import Attestation, Concept, Context, Member, Reading, Relation, Row, Source, Term, Text
from glossary.snapshots import Content, snapshots
from glossary.vocabulary import ConceptStatus
from glossary.writing import Writing

_Plain = dict[str, Any]
_OF_CONCEPT: dict[str, type[Row]] = {
    "terms": Term,
    "texts": Text,
    "members": Member,
    "attestations": Attestation,
    "contexts": Context,
}


def bring(write: Writing, contents: Mapping[str, Content]) -> None:
    """Bring the rows of some concepts, which are in the store, to these contents.

    All that goes is taken away before anything is added, so that a row may move from one concept to another and keep its id.
    """
    session = write.session
    write.touch(*contents)
    session.flush()
    now = snapshots(session, contents)
    kept = {one: _kept(now[one].content(), content) for one, content in contents.items()}
    for concept, snapshot in now.items():
        for kind in _KINDS:
            _take_away(session, [row for row in getattr(snapshot, kind) if row.id not in kept[concept][kind]])
    sources = _sources(session, contents.values())
    for concept, content in contents.items():
        _state(session, now[concept].concept, content)
        for kind in _KINDS:
            new = [one for one in content[kind] if one["id"] not in kept[concept][kind]]
            _add(session, kind, concept, _parents_first(new) if kind == "members" else new, sources)
    session.flush()


_KINDS = (*_OF_CONCEPT, "relations")


def _kept(before: Content, after: Content) -> dict[str, set[int]]:
    return {kind: _unchanged(kind, before[kind], after[kind]) for kind in _KINDS}


def _unchanged(kind: str, before: list[_Plain], after: list[_Plain]) -> set[int]:
    """Return the ids of the rows that stay as they are; of members all or none, since they hang on each other."""
    wanted = {one["id"]: one for one in after}
    same = {one["id"] for one in before if one == wanted.get(one["id"])}
    return same if kind != "members" or len(same) == len(before) == len(after) else set()


def _take_away(session: Session, rows: list[Any]) -> None:
    """Delete rows, one after the other: what hangs on a row, its parts and readings, goes before it."""
    by_id = {row.id: row for row in rows}
    order = [{"id": row.id, "parent_id": getattr(row, "parent_id", None)} for row in rows]
    for row in (by_id[one["id"]] for one in reversed(_parents_first(order))):
        if isinstance(row, Term):
            for reading in session.exec(select(Reading).where(Reading.term_id == row.id)):
                session.delete(reading)
            session.flush()
        session.delete(row)
        session.flush()


def _parents_first(members: list[_Plain]) -> list[_Plain]:
    """Return members so that each stands behind the one that it is a part of."""
    known = {one["id"] for one in members}
    found: list[_Plain] = []
    behind: set[int] = set()
    while left := [one for one in members if one["id"] not in behind]:
        found += [one for one in left if one["parent_id"] not in known or one["parent_id"] in behind]
        behind = {one["id"] for one in found}
    return found


def _sources(session: Session, contents: Iterable[Content]) -> dict[str, int]:
    """Return the sources that contents name, by slug."""
    slugs = {one["source"] for content in contents for kind in _KINDS for one in content[kind] if one.get("source")}
    rows = session.exec(select(Source.slug, Source.id).where(col(Source.slug).in_(slugs)))
    return {slug: source for slug, source in rows if source is not None}


def _state(session: Session, concept: Concept, content: Content) -> None:
    concept.subject_field, concept.note = content["subject_field"], content["note"]
    concept.status, concept.replaced_by = ConceptStatus(content["status"]), content["replaced_by"]
    session.add(concept)


def _add(session: Session, kind: str, concept: str, rows: list[_Plain], sources: Mapping[str, int]) -> None:
    """Add rows of one kind; those with ids below zero get new ones."""
    given: dict[int, int] = {}
    for plain in rows:
        values = {name: value for name, value in plain.items() if name not in ("id", "source", "reading", "from_id")}
        if plain["id"] > 0:
            values["id"] = plain["id"]
        if plain.get("source"):
            values["source_id"] = sources[plain["source"]]
        if values.get("parent_id") in given:
            values["parent_id"] = given[values["parent_id"]]
        owner = {"from_id": concept} if kind == "relations" else {"concept_id": concept}
        row: Any = _OF_CONCEPT.get(kind, Relation).model_validate({**values, **owner})
        session.add(row)
        session.flush()
        given[plain["id"]] = row.id
        if plain.get("reading"):
            _add_reading(session, row.id, plain["reading"])


def _add_reading(session: Session, term: int, plain: _Plain) -> None:
    values = dict(plain)
    if (values["id"] or -1) < 0:
        del values["id"]
    session.add(Reading.model_validate({**values, "term_id": term}))
