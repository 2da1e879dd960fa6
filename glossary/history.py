"""What was done to concepts, by whom and when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, Connection, text

from glossary.errors import NotFound
from glossary.matching.ranking import cursor_after, place_of
from glossary.model import UtcDateTime
from glossary.snapshots import Content
from glossary.vocabulary import Operation


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
