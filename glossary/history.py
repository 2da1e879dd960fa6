"""What was done to concepts, by whom and when; and undoing it, which is one write more."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, text
from sqlmodel import Session, col, func, select

from glossary.editing.contents import bring
from glossary.editing.replacing import astray
from glossary.errors import Conflict, NotFound
from glossary.matching.ranking import cursor_after, place_of
from glossary.model import Change, Source, UtcDateTime
from glossary.snapshots import Content, snapshots, stands
from glossary.vocabulary import ConceptStatus, Operation
from glossary.writing import UNDOING, Writing, settle

Progress = Callable[[int, int], None]
"""Is told how many concepts are done, and of how many."""

_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What one write did to a concept: all that it stated before and after; `before` is None where it was added."""

    revision: int
    at: datetime
    actor: str
    operation: Operation
    before: Content | None
    after: Content | None


def list_history(
    connection: Connection, concept: str, limit: int, cursor: str | None
) -> tuple[list[ChangeView], str | None]:
    """Return a page of what was done to a concept, the newest first, and the cursor behind it.

    That of a concept which was merged or withdrawn is there, too. Raises NotFound, and InvalidQuery for a bad cursor.
    """
    before = place_of(cursor, (int,))[0] if cursor else None
    if connection.execute(_IS_THERE, {"concept": concept}).first() is None:
        raise NotFound(f"there is no concept {concept}")
    rows = connection.execute(_HISTORY, {"concept": concept, "before": before, "limit": limit + 1}).all()
    page = rows[:limit]
    views = [
        ChangeView(row.revision, row.at, row.actor, Operation(row.operation), row.before, row.after) for row in page
    ]
    return views, cursor_after((page[-1].id,)) if len(rows) > limit else None


_IS_THERE = text("SELECT 1 FROM concept WHERE id = :concept")
_HISTORY = text(
    """
    SELECT id, revision, at, actor, operation, before, after FROM change
     WHERE concept_id = :concept AND (:before IS NULL OR id < :before) ORDER BY id DESC LIMIT :limit
    """
).columns(at=UtcDateTime, before=JSON, after=JSON)


def undo(write: Writing, revision: int, progress: Progress) -> int:
    """Bring back what the concepts were that a revision changed, and return how many; what it added is withdrawn.

    That is a write like others: the history has both, and can be undone in turn; the second as `UNDOING`'s, whoever asked
    for it, since what was undone is no edit that stands (see `edited`). The texts of sources are no part of it:
    a sentence that stands elsewhere in its source now is found again, one that does not stand there any more goes.
    Raises NotFound where that revision changed nothing, and Conflict where one of its concepts is not any more what it left,
    or would be replaced by one that is gone.
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
