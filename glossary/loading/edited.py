"""What editors did to what a source says of a concept, as history has it: no newer edition of the source undoes that."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session, col, select

from glossary.model import Change
from glossary.snapshots import Content
from glossary.vocabulary import Lang, Operation
from glossary.writing import UNDOING, is_import

_STANDING = ("status", "forbidden")
_OF_A_RENDERING = (*_STANDING, "type", "equivalence")
"""What is stated of a rendering beside its words."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What editors did to what a source says of a concept.

    `away` are the renderings that they took away or put into other words, `theirs` those that stand and of which they set
    anything, `judged` those of them whose standing they set; `is_arranged` says whether they put renderings in another
    order. `english`, `notes` and `subject_fields` are the definitions, notes and fields that were there before theirs, or
    before they took them away; `defined` are the English definitions that they wrote as the source's.
    """

    away: frozenset[str] = frozenset()
    theirs: frozenset[str] = frozenset()
    judged: frozenset[str] = frozenset()
    english: frozenset[str] = frozenset()
    defined: frozenset[str] = frozenset()
    notes: frozenset[str | None] = frozenset()
    subject_fields: frozenset[str | None] = frozenset()
    is_arranged: bool = False


def edited(session: Session, concepts: Collection[str], slug: str) -> Edited:
    """Return what others than imports did to what the source of that slug says of some concepts, which are one now.

    A change that was undone counts as if it had not been made, and so does undoing it.
    """
    changes = session.exec(select(Change).where(col(Change.concept_id).in_(concepts)).order_by(col(Change.id))).all()
    found = [_replayed([one for one in changes if one.concept_id == concept], slug) for concept in concepts]
    return Edited(
        frozenset().union(*(one.away for one in found)),
        frozenset().union(*(one.theirs for one in found)),
        frozenset().union(*(one.judged for one in found)),
        frozenset().union(*(one.english for one in found)),
        frozenset().union(*(one.defined for one in found)),
        frozenset().union(*(one.notes for one in found)),
        frozenset().union(*(one.subject_fields for one in found)),
        any(one.is_arranged for one in found),
    )


def _replayed(changes: Iterable[Change], slug: str) -> Edited:
    """Return what was edited in a concept after its changes, from the first on.

    An undo brings back a content that the concept had before, and with it what was edited then.
    """
    found = Edited()
    then: list[tuple[Content, Edited]] = []
    for change in changes:
        before, after = _lasting(change.before), _lasting(change.after)
        then.append((before, found))
        if change.actor == UNDOING:
            found = next((one for content, one in reversed(then) if content == after), found)
        elif change.operation in (Operation.ADD, Operation.UPDATE):
            found = _after(found, before, after, slug, by_editor=not is_import(change.actor))
    return found


def _lasting(content: Content | None) -> Content:
    """Return a content without its sentences, which an undo finds again where they stand in their texts now."""
    return {name: value for name, value in (content or _NOTHING).items() if name != "contexts"}


_NOTHING: Content = {"terms": [], "texts": [], "note": None, "subject_field": None}
"""What is looked at of a concept before it was there."""


def _after(found: Edited, before: Content, after: Content, slug: str, *, by_editor: bool) -> Edited:
    """Return what is edited after one more change."""
    was, now = _said(before, "terms", "text", slug), _said(after, "terms", "text", slug)
    bodies = _said(before, "texts", "body", slug).keys(), _said(after, "texts", "body", slug).keys()
    found = replace(
        found,
        away=found.away - now.keys(),
        theirs=found.theirs & now.keys(),
        judged=found.judged & now.keys(),
        english=found.english - bodies[1],
        defined=found.defined & bodies[1],
    )
    if not by_editor:
        return replace(
            found, notes=found.notes - {after["note"]}, subject_fields=found.subject_fields - {after["subject_field"]}
        )
    return Edited(
        found.away | (was.keys() - now.keys()),
        found.theirs | _set(was, now, _OF_A_RENDERING),
        found.judged | _set(was, now, _STANDING),
        found.english | (bodies[0] - bodies[1]),
        found.defined | (bodies[1] - bodies[0]),
        (found.notes | {before["note"]}) - {after["note"]},
        (found.subject_fields | {before["subject_field"]}) - {after["subject_field"]},
        found.is_arranged or [one for one in was if one in now] != [one for one in now if one in was],
    )


def _said(content: Content, kind: str, words: str, slug: str) -> dict[str, dict[str, Any]]:
    """Return the English rows of a kind that a source states, in their order, by their words."""
    return {row[words]: row for row in content[kind] if row["lang"] == Lang.EN and row.get("source") == slug}


def _set(was: Mapping[str, dict[str, Any]], now: Mapping[str, dict[str, Any]], names: Collection[str]) -> set[str]:
    """Return the words of the rows that are new, or have another value of one of these names."""
    return {text for text, row in now.items() if text not in was or any(row[name] != was[text][name] for name in names)}
