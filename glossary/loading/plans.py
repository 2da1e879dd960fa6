"""What a document or a file does to the store, entry by entry."""

from collections import Counter
from enum import StrEnum

from pydantic import BaseModel, computed_field


class Action(StrEnum):
    """What an entry does to the store."""

    ADDED = "added"
    CHANGED = "changed"
    KEPT = "kept"
    REJECTED = "rejected"


class PlannedEntry(BaseModel):
    """What one entry of a report or a glossary file does to the store."""

    headword: str
    action: Action
    concept: str | None
    reason: str | None
    locator: str | None


class Plan(BaseModel):
    """What a report or a glossary file does to the store; a table that only fills in concepts is no source."""

    source: str | None
    entries: list[PlannedEntry]

    @computed_field  # type: ignore[prop-decorator]  # as Pydantic documents it
    @property
    def counts(self) -> dict[Action, int]:
        """How many entries there are of each action."""
        actions = Counter(entry.action for entry in self.entries)
        return {action: actions[action] for action in Action}


class ReportPlan(Plan):
    """What a report does to the store."""

    source: str


_SHOWN = 80
_LONGEST_QUOTED = 60


def quoted(text: str) -> str:
    """Return a rendering as a reason names it: between quotation marks, and of a long one as much as tells which it is."""
    return f"“{text if len(text) <= _LONGEST_QUOTED else text[:_LONGEST_QUOTED] + '…'}”"


def rejected(headword: str, reason: str, locator: str) -> PlannedEntry:
    """Return an entry that does nothing, with the reason; of a headword that is none, as much as tells which it is."""
    return PlannedEntry(
        headword=headword[:_SHOWN], action=Action.REJECTED, concept=None, reason=reason, locator=locator
    )
