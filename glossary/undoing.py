"""Undoing what a write did to concepts: a write like others, which the history has beside it."""

import json
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, func, select

from glossary.editing.contents import bring
from glossary.editing.replacing import astray
from glossary.errors import Conflict, NotFound
from glossary.model import Change, Source
from glossary.progress import Progress, untold
from glossary.snapshots import Content, snapshots, stands
from glossary.vocabulary import ConceptStatus
from glossary.writing import UNDOING, Writing, settle

_AT_ONCE = 400


def undo(write: Writing, revision: int, progress: Progress = untold) -> int:
    """Bring back what the concepts were that a revision changed, and return how many; what it added is withdrawn.

    The history has both writes, and the second can be undone in turn. Its actor is `UNDOING`, whoever asked for it: by
    that a newer edition tells that what was undone is no edit that stands (see `loading.edited`). Texts of sources stay
    as they are: a sentence that stands elsewhere in its source now is found again, one that is not there any more goes.
    Raises NotFound where that revision changed nothing, and Conflict where one of its concepts is not any more what it
    left, or would be replaced by one that is gone.
    """
    session = write.session
    write.actor = UNDOING
    texts: dict[str, str] = {}
    changed = session.exec(select(Change.concept_id).where(Change.revision == revision).order_by(col(Change.id))).all()
    if not changed:
        raise NotFound(f"revision {revision} changed no concept")
    for start in range(0, len(changed), _AT_ONCE):
        progress(start, len(changed))
        some = changed[start : start + _AT_ONCE]
        changes = session.exec(
            select(Change).where(Change.revision == revision, col(Change.concept_id).in_(some))
        ).all()
        _refuse_if_changed(session, changes)
        bring(write, {change.concept_id: _placed(session, _before(change), texts) for change in changes})
        settle(write, some)
        session.expunge_all()
    if told := next(astray(session, frozenset(changed)), None):
        raise Conflict(told)
    progress(len(changed), len(changed))
    return len(changed)


def _refuse_if_changed(session: Session, changes: Sequence[Change]) -> None:
    now = snapshots(session, [change.concept_id for change in changes])
    for change in changes:
        if json.loads(json.dumps(now[change.concept_id].content())) != change.after:
            last = session.exec(select(func.max(Change.revision)).where(Change.concept_id == change.concept_id)).one()
            raise Conflict(f"concept {change.concept_id} was changed since, in revision {last}; undo that one first")


def _before(change: Change) -> Content:
    """Return the content of a concept before a change; one that was not there is withdrawn, since its id stays taken."""
    if change.before is not None:
        return change.before
    return {**(change.after or {}), "status": ConceptStatus.WITHDRAWN}


def _placed(session: Session, content: Content, texts: dict[str, str]) -> Content:
    """Return a content whose sentences stand in the texts of their sources as these are now; `texts` are those read so far."""
    wanted = {row["source"] for row in content["contexts"]} - set(texts)
    if wanted:
        texts.update(session.exec(select(Source.slug, Source.text).where(col(Source.slug).in_(wanted))).all())
    found = [_found(row, texts[row["source"]]) for row in content["contexts"]]
    places = {(row["source"], row["start"]): row for row in reversed(found) if row}
    return {**content, "contexts": [row for row in found if row and places[row["source"], row["start"]] is row]}


def _found(row: dict[str, Any], text_now: str) -> dict[str, Any] | None:
    """Return the row of a sentence with its place in a text, None where that has it nowhere, or more than once."""
    sentence, start = row["sentence"], row["sentence_start"]
    if stands(text_now, sentence, start):
        return row
    if text_now.count(sentence) != 1:
        return None
    moved = text_now.index(sentence) - start
    return row | {name: row[name] + moved for name in ("sentence_start", "start", "end")}
