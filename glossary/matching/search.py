"""Ranked search: the concepts that a query may mean, best first, each with the reason."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection

from glossary.matching.asked import Wanted
from glossary.matching.filtering import check_filters
from glossary.matching.gathering import gathered
from glossary.matching.query import Query
from glossary.matching.ranking import Rank, cursor_after, place_of
from glossary.matching.scans import Scope
from glossary.matching.showing import Hit, mark_forbidden, shown


@dataclass(frozen=True, slots=True)
class Page:
    """Some hits in order; `next` is the cursor behind them, None at the end."""

    hits: list[Hit]
    next: str | None


def search(connection: Connection, query: Query, wanted: Wanted) -> Page:
    """Return a page of the concepts that `query` may mean, each once, by its best reason.

    Scans run from the best kind of hit to the last, each in the order of its hits and cut off; what lies beyond the
    end of a scan that was cut off is not trusted, and where too little is left, all is done again with longer scans.
    Behind a cursor no kind of scan is left out. Raises InvalidQuery where the cursor is none, or a filter has a name that
    the store does not have.
    """
    after = cast("Rank", place_of(wanted.cursor, _PLACE)) if wanted.cursor else None
    check_filters(connection, wanted.filters)
    conditions, parameters = wanted.filters.sql()
    limit = (wanted.limit + _SPARE) * (_LONGER if after else 1)
    while True:
        scope = Scope(connection, conditions, parameters, limit)
        found = gathered(scope, query, wanted, None if after else wanted.limit + 1)
        ordered = found.sure(after)
        if len(ordered) > wanted.limit or found.is_all:
            break
        limit *= _LONGER
    page = ordered[: wanted.limit]
    more = len(ordered) > len(page)
    hits = mark_forbidden(connection, [shown(query, one) for one in page])
    return Page(hits, cursor_after(page[-1].place) if more else None)


_PLACE = (int, int, int, str, str)
_SPARE, _LONGER = 12, 4
"""Rows that a scan may find in vain (one concept under several names), and how much longer it gets where they are more."""
