"""The feed of changes: what the concepts are now that changed after a revision, and which are no more; oldest first."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from glossary.matching.ranking import cursor_after, place_of
from glossary.model import UtcDateTime
from glossary.vocabulary import ConceptStatus


@dataclass(frozen=True, slots=True)
class Changed:
    """A concept that changed last in `revision`: its entry as JSON, None where it has none any more.

    `status` says why it has none; `replaced_by` is the concept that it was merged into.
    """

    concept: str
    revision: int
    updated: datetime
    status: ConceptStatus
    replaced_by: str | None
    entry: str | None

    def json(self) -> str:
        """Return it as JSON: an upsert, or a tombstone."""
        head = {"concept": self.concept, "revision": self.revision, "updated": f"{self.updated:%Y-%m-%dT%H:%M:%SZ}"}
        gone = {"status": self.status, "replaced_by": self.replaced_by} if self.entry is None else None
        return f'{_compact(head)[:-1]},"tombstone":{_compact(gone)},"entry":{self.entry or "null"}}}'


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def changes_since(
    connection: Connection, since: int, limit: int, cursor: str | None
) -> tuple[list[Changed], str | None]:
    """Return a page of the concepts that changed after the revision `since`, each once, and the cursor behind it.

    They come by the revision of their last change: one that changes again while the pages are read moves behind them all
    and is met there, so that nobody who follows `next` to its end misses what was committed before the last page was read.
    Raises InvalidQuery for a bad cursor.
    """
    revision, concept = place_of(cursor, (int, str)) if cursor else (since, _LAST)
    rows = connection.execute(_CHANGED, {"revision": revision, "concept": concept, "limit": limit + 1}).all()
    page = [
        Changed(row.id, row.revision, row.updated, ConceptStatus(row.status), row.replaced_by, row.entry)
        for row in rows[:limit]
    ]
    return page, cursor_after((page[-1].revision, page[-1].concept)) if len(rows) > limit else None


_LAST = "\U0010ffff"
"""Behind every id."""
_CHANGED = text(
    """
    SELECT c.id, c.revision, c.updated, c.status, c.replaced_by, v.entry
      FROM concept c LEFT JOIN entry_view v ON v.concept_id = c.id
     WHERE (c.revision, c.id) > (:revision, :concept)
     ORDER BY c.revision, c.id LIMIT :limit
    """
).columns(updated=UtcDateTime)
