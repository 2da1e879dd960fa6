"""The names that narrow an answer: a source or a subject field that is not there is said, not taken for an empty one."""

from sqlalchemy import Connection

from glossary.driver import rows_of
from glossary.errors import InvalidQuery
from glossary.language.nearest import hint
from glossary.matching.asked import Filters

_COMPARED = 500
"""Names that are looked through for the one that was meant."""


def check_filters(connection: Connection, filters: Filters) -> None:
    """Raise InvalidQuery where a list is to be narrowed to a source or a subject field that the store does not have."""
    if filters.source is not None:
        check_source(connection, filters.source)
    if filters.subject_field is not None:
        check_subject_field(connection, filters.subject_field)


def check_source(connection: Connection, slug: str, pointer: str = "/query/source") -> None:
    """Raise InvalidQuery where no source has a slug, which stands at `pointer` in the request."""
    if not rows_of(connection, "SELECT 1 FROM source WHERE slug = :slug", {"slug": slug}):
        slugs = rows_of(connection, "SELECT slug FROM source ORDER BY slug LIMIT :most", {"most": _COMPARED})
        told = f"there is no source “{slug}”{hint(slug, [one for (one,) in slugs])}"
        raise InvalidQuery(told, pointer)


def check_subject_field(connection: Connection, name: str) -> None:
    """Raise InvalidQuery where no concept has a subject field, nor had it before it was withdrawn."""
    if not rows_of(connection, "SELECT 1 FROM concept WHERE subject_field = :name LIMIT 1", {"name": name}):
        fields = rows_of(connection, _FIELDS, {"most": _COMPARED})
        told = f"there is no subject field “{name}”{hint(name, [one for (one,) in fields])}"
        raise InvalidQuery(told, "/query/subject_field")


_FIELDS = """
    SELECT DISTINCT subject_field FROM concept WHERE subject_field IS NOT NULL ORDER BY subject_field LIMIT :most
"""
