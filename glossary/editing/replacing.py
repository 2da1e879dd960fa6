"""Concepts that are replaced by others: where who follows them comes to."""

from collections.abc import Collection, Iterator

from sqlmodel import Session, select

from glossary.model import Concept
from glossary.vocabulary import ConceptStatus


def leads_to(session: Session, concept: str | None, other: str) -> bool:
    """Return whether who follows what replaces a concept, and so on, comes to `other`; a concept leads to itself."""
    seen: set[str] = set()
    while concept is not None and concept not in seen:
        if concept == other:
            return True
        seen.add(concept)
        concept = session.exec(select(Concept.replaced_by).where(Concept.id == concept)).first()
    return False


def astray(session: Session, concepts: Collection[str]) -> Iterator[str]:
    """Yield, a line each, which superseded concepts lead to one that is withdrawn, or back to themselves.

    Looked at are those of `concepts`, and those that come to one of these when they are followed.
    """
    superseded = select(Concept.id).where(Concept.status == ConceptStatus.SUPERSEDED).order_by(Concept.id)
    for concept in session.exec(superseded):
        way, end = _followed(session, concept)
        if end is None and not way.isdisjoint(concepts):
            yield f"concept {concept} would be replaced by itself"
        elif end == ConceptStatus.WITHDRAWN and not way.isdisjoint(concepts):
            yield f"what concept {concept} is replaced by would be withdrawn"


def _followed(session: Session, concept: str) -> tuple[set[str], ConceptStatus | None]:
    """Return the concepts that replace each other from one on, and the status of the last, None where there is no last."""
    way: set[str] = set()
    following: str | None = concept
    while following is not None and following not in way:
        way.add(following)
        statement = select(Concept.status, Concept.replaced_by).where(Concept.id == following)
        status, following = session.exec(statement).one()
    return way, None if following is not None else ConceptStatus(status)
