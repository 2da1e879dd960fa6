"""Tables as text: one row a rendering or an entry, with the column names of `docs/formats.md` (RFC 4180)."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from io import StringIO

from glossary.errors import UnreadableFile
from glossary.formats.cells import parted, restored_cell
from glossary.formats.rows import BadRow, GlossaryFile, GlossaryRow
from glossary.language.script import simplified
from glossary.model import LONGEST_TERM

COLUMNS = ("headword", "traditional", "pinyin", "english", "definition_zh", "definition_en", "subject_field", "source")
OF_A_CONCEPT = ("id", "revision")
"""What names the concept that a row is about, in a table that was written to be filled in (`formats.concept_table`)."""
NOT_READ = ("context", "proposals")
"""What such a table shows to who fills it."""
_DELIMITERS = ",;\t"
_LONGEST_CELL = 1 << 20


def read_delimited(text: str) -> GlossaryFile:
    """Return the rows of a table with a header; cells are parted by commas, semicolons or tabs, as the header is.

    Several renderings in one cell are parted by semicolons (see `cells`). Columns without a name and a cell are what a
    spreadsheet left. Raises UnreadableFile where the header is not made of the known columns or has no headword, and
    where quotation marks are not closed.
    """
    lines = list(StringIO(text.removeprefix("\ufeff"), newline=""))
    first = lines[0] if lines else ""
    rows = [(line, row) for line, row in _read(lines, max(_DELIMITERS, key=first.count)) if any(map(str.strip, row))]
    if not rows:
        raise UnreadableFile("the table is empty")
    names = _without_end(cell.strip().lower() for cell in rows[0][1])
    _check(names)
    digest = sha256(text.encode()).hexdigest()
    return GlossaryFile(rows=_rows(names, rows[1:]), count=len(rows) - 1, about=first.strip(), sha256=digest)


def _read(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table, each with the line that it begins on.

    Raises UnreadableFile, with that line, where quotation marks are not closed or followed by more.
    """
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)  # `strict` sees such quotation marks
    while True:
        begins = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableFile(
                f"the table cannot be read: in the row that begins on line {begins}: {error}"
            ) from error
        yield begins, row


def _without_end(cells: Iterable[str]) -> list[str]:
    """Return cells without the empty ones at their end."""
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _mended(name: str, cell: str) -> str:
    """Return a cell without the white space around it and the guard before it; a line break inside of a term is a space."""
    text = restored_cell(cell.strip())
    return text if name.startswith("definition") else " ".join(text.split())


def _check(names: Sequence[str]) -> None:
    columns = (*COLUMNS, *OF_A_CONCEPT, *NOT_READ)
    known = ", ".join(columns)
    if "headword" not in names:
        raise UnreadableFile(
            f"the table has no column headword; its columns are {', '.join(names)[:200]}, known are {known}"
        )
    if unknown := [name for name in names if name not in columns]:
        raise UnreadableFile(f"the table has columns that are not known: {', '.join(unknown)[:200]}; known are {known}")
    if len(set(names)) < len(names):
        raise UnreadableFile(f"the table has a column twice: {', '.join(names)}")


def _rows(names: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> Iterator[GlossaryRow | BadRow]:
    for line, cells in rows:
        if (count := len(_without_end(cells))) > len(names):
            yield BadRow(line, cells[0][:80], f"it has {count} cells, the header {len(names)}")
            continue
        stated = {name: _mended(name, cell) for name, cell in zip(names, cells, strict=False) if cell.strip()}
        if "headword" not in stated:
            yield BadRow(line, " ".join(" ".join(cells).split())[:80], "it has no headword")
            continue
        english = parted(stated.get("english", ""))
        if (longest := max(map(len, english), default=0)) > LONGEST_TERM:
            reason = f"a rendering has {longest} characters, a term has {LONGEST_TERM} at most"
            yield BadRow(line, stated["headword"], reason)
            continue
        revision = stated.get("revision", "")
        yield GlossaryRow(
            line,
            stated["headword"],
            traditional=_traditional(stated),
            pinyin=stated.get("pinyin"),
            senses=(english,) if english else (),
            definition_zh=stated.get("definition_zh"),
            definition_en=stated.get("definition_en"),
            subject_field=stated.get("subject_field"),
            source=stated.get("source"),
            concept=stated.get("id"),
            revision=int(revision) if _NUMBER.fullmatch(revision) else None,
        )


_NUMBER = re.compile("[0-9]{1,18}")


def _traditional(stated: Mapping[str, str]) -> str | None:
    """Return the traditional form that a row states beside its headword, not one that is the headword's own.

    A headword may be in either script: where both cells have the same traditional text, the simplified one is not stated.
    """
    form, headword = stated.get("traditional"), stated["headword"]
    return None if form == headword != simplified(headword) else form
