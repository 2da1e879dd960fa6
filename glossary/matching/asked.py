"""What can be asked of a search beside the query itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from glossary.errors import InvalidQuery
from glossary.matching.ranking import Kind
from glossary.matching.spelling import Zone
from glossary.vocabulary import ENGLISH


class Match(StrEnum):
    """Which kinds of hits are asked for."""

    AUTO = "auto"
    EXACT = "exact"
    PREFIX = "prefix"
    CONTAINS = "contains"
    PINYIN = "pinyin"
    INITIALS = "initials"
    ENGLISH = "english"


class Place(StrEnum):
    """Where a query is looked for."""

    TERMS = "terms"
    DEFINITIONS = "definitions"
    CONTEXTS = "contexts"


class Missing(StrEnum):
    """What a concept may lack."""

    ENGLISH = "english"
    REVIEWED_PINYIN = "reviewed_pinyin"
    SOURCE = "source"

    def sql(self) -> str:
        """Return the condition on `c`, the concept, that it lacks this."""
        return f"NOT EXISTS ({_HAD[self]})"


_HAD = {
    Missing.ENGLISH: f"SELECT 1 FROM term t WHERE t.concept_id = c.id AND {ENGLISH}",  # noqa: S608 - our own SQL
    Missing.REVIEWED_PINYIN: (
        "SELECT 1 FROM entry_view w JOIN reading r ON r.term_id = w.id"  # the entry's id is that of its headword
        " WHERE w.concept_id = c.id AND (r.reviewed OR r.origin = 'attested')"
    ),
    Missing.SOURCE: "SELECT 1 FROM attestation a WHERE a.concept_id = c.id",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search or a list; None where it does not."""

    subject_field: str | None = None
    source: str | None = None
    status: str | None = None
    year: int | None = None
    missing: Missing | None = None

    def sql(self) -> tuple[str, dict[str, Any]]:
        """Return the conditions on `c`, the concept, each with AND before it, and their parameters."""
        conditions = {
            "subject_field": "c.subject_field = :subject_field",
            "source": f"EXISTS ({_ATTESTED} AND s.slug = :source)",
            "status": "c.status = :status",
            "year": f"EXISTS ({_ATTESTED} AND s.year = :year)",
        }
        given = {name: value for name in conditions if (value := getattr(self, name)) is not None}
        lacking = f" AND {self.missing.sql()}" if self.missing else ""
        return "".join(f" AND {conditions[name]}" for name in given) + lacking, given


_ATTESTED = "SELECT 1 FROM attestation a JOIN source s ON s.id = a.source_id WHERE a.concept_id = c.id"

_WHOLE = frozenset({Kind.EXACT, Kind.SCRIPT, Kind.ALIAS, Kind.PINYIN_TONED, Kind.PINYIN_PLAIN})
"""What begins with a query and holds it, too: a term whose name or whole spelling it is."""
_KINDS = {
    Match.EXACT: _WHOLE,
    Match.PREFIX: _WHOLE | {Kind.PREFIX},
    Match.CONTAINS: _WHOLE | {Kind.PREFIX, Kind.CONTAINS},
    Match.INITIALS: frozenset({Kind.INITIALS}),
    Match.ENGLISH: frozenset({Kind.ENGLISH}),
}


def allows(match: Match, kind: Kind, field: str) -> bool:
    """Return whether a hit of this kind, in a `term` or its `reading`, is what is asked for."""
    if match == Match.PINYIN:
        return field == "reading" and kind != Kind.INITIALS
    return match == Match.AUTO or kind in _KINDS[match]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a search beside the query itself; `zones` are the sounds that are taken as one."""

    match: Match = Match.AUTO
    places: frozenset[Place] = frozenset({Place.TERMS})
    filters: Filters = Filters()
    zones: frozenset[Zone] = frozenset()
    limit: int = 20
    cursor: str | None = None


def places_of(names: Sequence[str]) -> frozenset[Place]:
    """Return the places with those names. Raises InvalidQuery where there is none of a name."""
    return _named(Place, names, "in")


def zones_of(names: Sequence[str]) -> frozenset[Zone]:
    """Return the fuzzy zones with those names. Raises InvalidQuery where there is none of a name."""
    return _named(Zone, names, "fuzzy")


_Named = TypeVar("_Named", bound=StrEnum)


def _named(vocabulary: type[_Named], names: Sequence[str], parameter: str) -> frozenset[_Named]:
    """Return the members of a vocabulary with those names, which were given as `parameter`.

    What an enumeration itself says of a name that it does not have is for those who read its code.
    """
    known = {str(one): one for one in vocabulary}
    if unknown := [name for name in names if name not in known]:
        raise InvalidQuery(
            f"{parameter} takes {', '.join(known)}; “{unknown[0]}” is none of them", f"/query/{parameter}"
        )
    return frozenset(known[name] for name in names)
