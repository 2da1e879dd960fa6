"""What the numbers of entries stand for: the concept, and its brief or entry as ready JSON."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection

from glossary.driver import rows_of
from glossary.matching.filtering import check_source

_AT_ONCE = 500


class Detail(StrEnum):
    """How much of a concept is wanted: one line, or all of it."""

    BRIEF = "brief"
    ENTRY = "entry"


class Served(NamedTuple):
    """A concept as it is served: its id, and what was wanted of it as JSON."""

    concept: str
    json: str


def served(connection: Connection, entries: Iterable[int], detail: Detail = Detail.BRIEF) -> dict[int, Served]:
    """Return what some numbers of entries stand for, in their order; without those that are no more."""
    wanted = list(dict.fromkeys(entries))
    found: dict[int, Served] = {}
    for first in range(0, len(wanted), _AT_ONCE):
        found |= _some(connection, wanted[first : first + _AT_ONCE], detail)
    return {entry: found[entry] for entry in wanted if entry in found}


def _some(connection: Connection, entries: Sequence[int], detail: Detail) -> dict[int, Served]:
    places = ", ".join([f":entry{place}" for place in range(len(entries))])
    rows = rows_of(
        connection,
        f"SELECT id, concept_id, {detail} FROM entry_view WHERE id IN ({places})",  # noqa: S608 - names of parameters and columns
        {f"entry{place}": entry for place, entry in enumerate(entries)},
    )
    return {entry: Served(concept, json) for entry, concept, json in rows}


def entries_of_source(connection: Connection, slug: str, pointer: str = "/query/source") -> frozenset[int]:
    """Return the numbers of the entries that a source attests.

    Raises InvalidQuery where there is no such source; its slug stands at `pointer` in the request.
    """
    check_source(connection, slug, pointer)
    rows = rows_of(
        connection,
        """
        SELECT v.id FROM source s JOIN attestation a ON a.source_id = s.id JOIN entry_view v ON v.concept_id = a.concept_id
         WHERE s.slug = :slug
        """,
        {"slug": slug},
    )
    return frozenset([entry for (entry,) in rows])
