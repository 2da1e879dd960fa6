"""Concepts as a table to be filled in: what a store has of each, and room for what it lacks (RFC 4180)."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from io import StringIO

from glossary.formats.cells import guarded_cell, joined, printable, shown

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class ConceptRow:
    """A concept as a row of a table; `context` and `proposals` are for the reader alone, and never read back.

    `revision` is the store's when the concept last changed: by it an import tells what was changed since.
    """

    id: str
    headword: str
    traditional: str
    pinyin: str | None
    definition_zh: str | None
    context: str | None
    english: tuple[str, ...]
    definition_en: str | None
    proposals: str
    source: str | None
    revision: int


COLUMNS = tuple(column.name for column in fields(ConceptRow))


def write_concept_table(rows: Iterable[ConceptRow], *, bom: bool = False) -> Iterator[bytes]:
    """Yield concepts as CSV in UTF-8, some at a time; Excel takes it for UTF-8 only where it begins with a byte order mark."""
    file = StringIO(newline="")
    table = csv.writer(file, lineterminator="\r\n")
    if bom:
        file.write("\ufeff")
    table.writerow(COLUMNS)
    for number, row in enumerate(rows, start=1):
        table.writerow(map(_cell, COLUMNS, astuple(row)))
        if number % _AT_ONCE == 0:
            yield _taken(file)
    yield _taken(file)


_BODIES = frozenset({"definition_zh", "definition_en"})
"""What may have several lines."""


def _cell(column: str, value: str | int | tuple[str, ...] | None) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return guarded_cell(joined(map(shown, value)))
    return guarded_cell(printable(str(value)).strip() if column in _BODIES else shown(str(value)))


def _taken(file: StringIO) -> bytes:
    """Return what was written to a file since it was last asked."""
    text = file.getvalue()
    file.seek(0)
    file.truncate()
    return text.encode()
