"""A concept with every row that belongs to it, read at once: what history keeps and what served entries are made of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from glossary.model import Attestation, Concept, Context, Member, Reading, Relation, Row, Source, Term, Text

Content = dict[str, Any]
"""All that the rows of a concept state, as JSON values."""

_AT_ONCE = 400
"""How many concepts one query asks for: SQLite takes at most 32,766 parameters, and plans short lists faster."""

# What a concept's own row says of its changes is no part of what was changed.
_BOOKKEEPING = {"version", "revision", "created", "updated"}
_OWNER = {"concept_id", "source_id", "term_id"}


@dataclass(slots=True)
class Snapshot:
    """One concept's rows, each kind in its order; `sources` are those that its rows refer to, by row id."""

    concept: Concept
    terms: list[Term] = field(default_factory=list)
    readings: dict[int, Reading] = field(default_factory=dict)
    texts: list[Text] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    attestations: list[Attestation] = field(default_factory=list)
    contexts: list[Context] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    sources: dict[int, Source] = field(default_factory=dict)

    def content(self) -> Content:
        """Return all that the rows state, as JSON values; two equal contents are the same concept unchanged."""
        terms = [{**self._plain(term), "reading": self._reading(term)} for term in self.terms]
        return {
            **_values(self.concept, _BOOKKEEPING),
            "terms": terms,
            "texts": [self._plain(text) for text in self.texts],
            "members": [self._plain(member) for member in self.members],
            "attestations": [self._plain(attestation) for attestation in self.attestations],
            "contexts": [self._plain(context) for context in self.contexts],
            "relations": [self._plain(relation) for relation in self.relations],
        }

    def _reading(self, term: Term) -> dict[str, Any] | None:
        reading = self.readings.get(term.id or 0)
        return self._plain(reading) if reading else None

    def _plain(self, row: Row) -> dict[str, Any]:
        """Return a row as JSON values, with its source by slug, which is the same in every store."""
        values = _values(row, _OWNER)
        source = getattr(row, "source_id", None)
        return {**values, "source": self.sources[source].slug} if source is not None else values


def _values(row: Row, left_out: set[str]) -> dict[str, Any]:
    """Return the columns of a row as JSON values in the order of its table: rows that were read have them in any."""
    values = row.model_dump(mode="json", exclude=left_out)
    return {name: values[name] for name in type(row).model_fields if name in values}


def snapshots(session: Session, concept_ids: Iterable[str]) -> dict[str, Snapshot]:
    """Return the snapshots of those of `concept_ids` that exist, by id."""
    ids = sorted(concept_ids)
    found: dict[str, Snapshot] = {}
    for start in range(0, len(ids), _AT_ONCE):
        found |= _batch(session, ids[start : start + _AT_ONCE])
    return found


def _batch(session: Session, ids: list[str]) -> dict[str, Snapshot]:
    """Return the snapshots of a few concepts, each kind of row read once for all of them."""
    concepts = session.exec(select(Concept).where(col(Concept.id).in_(ids))).all()
    batch = {concept.id: Snapshot(concept) for concept in concepts}
    for term in session.exec(
        select(Term).where(col(Term.concept_id).in_(batch)).order_by(col(Term.position), col(Term.id))
    ):
        batch[term.concept_id].terms.append(term)
    owners = {term.id: snapshot for snapshot in batch.values() for term in snapshot.terms}
    readings = select(Reading).join(Term).where(col(Term.concept_id).in_(batch)).order_by(col(Reading.id).desc())
    for reading in session.exec(readings):
        owners[reading.term_id].readings[reading.term_id] = reading
    for text in session.exec(select(Text).where(col(Text.concept_id).in_(batch)).order_by(col(Text.id))):
        batch[text.concept_id].texts.append(text)
    members = select(Member).where(col(Member.concept_id).in_(batch)).order_by(col(Member.position), col(Member.id))
    for member in session.exec(members):
        batch[member.concept_id].members.append(member)
    for attestation in session.exec(
        select(Attestation).where(col(Attestation.concept_id).in_(batch)).order_by(col(Attestation.id))
    ):
        batch[attestation.concept_id].attestations.append(attestation)
    contexts = select(Context).where(col(Context.concept_id).in_(batch))
    for context in session.exec(contexts.order_by(col(Context.source_id), col(Context.start))):
        batch[context.concept_id].contexts.append(context)
    for relation in session.exec(select(Relation).where(col(Relation.from_id).in_(batch)).order_by(col(Relation.id))):
        batch[relation.from_id].relations.append(relation)
    _name_sources(session, batch)
    return batch


def _name_sources(session: Session, batch: dict[str, Snapshot]) -> None:
    """Give each snapshot the sources that its rows refer to; a store has few of them."""
    wanted = {
        concept_id: {
            row.source_id
            for rows in (snapshot.terms, snapshot.texts, snapshot.attestations, snapshot.contexts)
            for row in rows
            if row.source_id is not None
        }
        for concept_id, snapshot in batch.items()
    }
    ids = set().union(*wanted.values())
    without_text = defer(col(Source.text))  # type: ignore[arg-type]  # SQLModel's `col` hides that it is an attribute
    found = session.exec(select(Source).where(col(Source.id).in_(ids)).options(without_text))
    sources = {source.id: source for source in found}
    for concept_id, snapshot in batch.items():
        snapshot.sources = {source_id: sources[source_id] for source_id in wanted[concept_id]}
