"""Excel workbooks: their sheets as rows of text."""

import io
import warnings
import zipfile
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

import openpyxl
from lxml import etree
from openpyxl.utils.exceptions import InvalidFileException

from glossary.documents.archives import check_archive
from glossary.documents.broken import BROKEN_ARCHIVE, BROKEN_PARTS
from glossary.documents.limits import SEGMENT_ELEMENTS, UNPACKED, refuse_more
from glossary.errors import UnreadableFile
from glossary.formats.tmx import SAFE

_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 100
"""Rows are as many as Excel allows; columns to the right of these are not read."""
_MOST_IN_ALL = 4 * _MOST_ROWS
"""Rows of all sheets; many sheets may be one and the same part of the file."""
_DEEPEST = 256
_CHUNK = 1 << 16
_BROKEN = (etree.LxmlError, ParseError, InvalidFileException, *BROKEN_ARCHIVE, *BROKEN_PARTS)


class Sheet(NamedTuple):
    """A sheet: its name, and its rows as texts, the nth at n-1, without empty cells at their ends."""

    name: str
    rows: list[tuple[str, ...]]


def read_sheets(data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook.

    Of a formula it is the value that was saved with it. Raises UnreadableFile where the file is no workbook (ECMA-376),
    or holds a document type or entities in its XML, TooLarge where it is beyond one of `documents.limits`.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile("the table is protected by a password, or of the old .xls kind; save it as .xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations, which are not read
            workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets: list[Sheet] = []
            count = 0
            for sheet in workbook.worksheets:
                sheets.append(Sheet(str(sheet.title), _rows(sheet, _MOST_IN_ALL - count)))
                count += len(sheets[-1].rows)
    except _BROKEN as error:
        raise UnreadableFile("the file is no Excel table (.xlsx) that can be read") from error
    if not sheets:
        raise UnreadableFile("the file is no Excel table (.xlsx) that can be read: it has no sheet")
    return sheets


def _check(archive: zipfile.ZipFile) -> None:
    """Refuse too large an archive before anything is unpacked, then parts whose XML is not safe to parse.

    openpyxl reads sheets with expat, which expands entities and knows no limit to levels.
    """
    check_archive(archive, elements_at_most=SEGMENT_ELEMENTS, xml_at_most=UNPACKED)
    for entry in archive.infolist():
        with archive.open(entry) as part:
            chunk = part.read(_CHUNK)
            if not chunk.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
                continue  # a picture, a font
            target: Any = _Guard()  # the stubs ask for a whole builder of trees
            parser = etree.XMLParser(target=target, **SAFE)
            while chunk:
                parser.feed(chunk)
                chunk = part.read(_CHUNK)
            parser.close()


class _Guard:
    """A target of lxml's parser that keeps nothing, and refuses a document type and too many levels."""

    def __init__(self) -> None:
        self._level = 0

    def doctype(self, *_: str | None) -> None:
        raise UnreadableFile("the table declares a document type or entities, which are not read")

    def start(self, *_: object) -> None:
        self._level += 1
        if self._level > _DEEPEST:
            raise UnreadableFile(f"the table holds XML of more than {_DEEPEST} levels")

    def end(self, _: object) -> None:
        self._level -= 1

    def close(self) -> None:
        """End the document; lxml asks for this method."""


def _rows(sheet: Any, most: int) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    previous: object = None
    for row in sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True):
        # For rows that are not there openpyxl gives one and the same tuple, up to a million times.
        rows.append(rows[-1] if row is previous else _trimmed(row))
        previous = row
        refuse_more(len(rows), most, "rows in all of its sheets")
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _trimmed(row: tuple[Any, ...]) -> tuple[str, ...]:
    width = len(row)
    while width and row[width - 1] is None:
        width -= 1
    return tuple(_text(value) for value in row[:width])


def _text(value: object) -> str:
    """Return a cell's value as text; a whole number has no point.

    >>> [_text(value) for value in ("三变", 3.0, 2.5, None)]
    ['三变', '3', '2.5', '']
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
