"""Tables as text: one row a rendering or an entry, with the column names of `docs/formats.md` (RFC 4180)."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO

from glossary.errors import UnreadableFile
from glossary.formats.rows import BadRow, GlossaryFile, GlossaryRow
from glossary.language.script import simplified

COLUMNS = ("headword", "traditional", "pinyin", "english", "definition_zh", "definition_en", "subject_field", "source")
_DELIMITERS = ",;\t"
_SEVERAL = re.compile(r"\s*[;；]\s*")
_LONGEST_CELL = 1 << 20


def read_delimited(text: str) -> GlossaryFile:
    """Return the rows of a table with a header; cells are parted by commas, semicolons or tabs, as the header is.

    Several renderings in one cell are parted by semicolons. Raises UnreadableFile where the header is not made of
    `COLUMNS` or has no headword, and where quotation marks are not closed.
    """
    lines = list(StringIO(text.removeprefix("\ufeff"), newline=""))
    first = lines[0] if lines else ""
    rows = [(line, row) for line, row in _read(lines, max(_DELIMITERS, key=first.count)) if any(map(str.strip, row))]
    if not rows:
        raise UnreadableFile("the table is empty")
    names = [cell.strip().lower() for cell in rows[0][1]]
    _check(names)
    return GlossaryFile(rows=_rows(names, rows[1:]), count=len(rows) - 1, about=first.strip())


def _read(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table, each with the line that it ends on.

    Raises UnreadableFile, with the line that the row begins on, where quotation marks are not closed or followed by more.
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
        yield reader.line_num, row


def _mended(name: str, cell: str) -> str:
    """Return a cell without the white space around it; a line break inside of a term is a space."""
    return cell.strip() if name.startswith("definition") else " ".join(cell.split())


def _check(names: Sequence[str]) -> None:
    known = ", ".join(COLUMNS)
    if "headword" not in names:
        raise UnreadableFile(
            f"the table has no column headword; its columns are {', '.join(names)[:200]}, known are {known}"
        )
    if unknown := [name for name in names if name not in COLUMNS]:
        raise UnreadableFile(f"the table has columns that are not known: {', '.join(unknown)[:200]}; known are {known}")
    if len(set(names)) < len(names):
        raise UnreadableFile(f"the table has a column twice: {', '.join(names)}")


def _rows(names: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> Iterator[GlossaryRow | BadRow]:
    for line, cells in rows:
        if len(cells) > len(names):
            yield BadRow(line, cells[0][:80], f"it has {len(cells)} cells, the header {len(names)}")
            continue
        stated = {name: _mended(name, cell) for name, cell in zip(names, cells, strict=False) if cell.strip()}
        if "headword" not in stated:
            yield BadRow(line, " ".join(cells)[:80], "it has no headword")
            continue
        english = tuple(dict.fromkeys(filter(None, _SEVERAL.split(stated.get("english", "")))))
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
        )


def _traditional(stated: Mapping[str, str]) -> str | None:
    """Return the traditional form that a row states beside its headword, not one that is the headword's own.

    A headword may be in either script: where both cells have the same traditional text, the simplified one is not stated.
    """
    form, headword = stated.get("traditional"), stated["headword"]
    return None if form == headword != simplified(headword) else form
