"""A term list of a document as XLSX: a sheet of its terms and a sheet of its candidates (ECMA-376)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO
from typing import cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from glossary.formats.listed import TermList
from glossary.formats.term_table import FORMULA_BEGINS, candidate_cells, term_cells, xml_text

TERMS = {
    "headword": 20,
    "traditional": 20,
    "pinyin": 24,
    "english": 36,
    "status": 12,
    "definition_zh": 44,
    "definition_en": 44,
    "subject_field": 16,
    "source": 16,
    "count": 8,
    "sentence": 60,
    "concept": 14,
}
CANDIDATES = {"headword": 24, "traditional": 24, "pinyin": 28, "draft": 40, "count": 8, "sentence": 60}
"""The columns of both sheets, named as in the table, and how many digits wide they are."""

_GB2312 = 134  # the character set of a font: a reader without the font takes another that has Chinese
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_TEXT, _HEADER = "Text", "Header"  # the names of styles, as a person sees them
_LONGEST_CELL = 32_767  # UTF-16 units: Excel's specifications and limits
_MADE = datetime(2000, 1, 1)  # of no zone, as openpyxl wants it; the same list is the same file
_ZIPPED = (1980, 1, 1, 0, 0, 0)


def write_term_sheet(listed: TermList) -> bytes:
    """Return a term list as a workbook, whose cells are all strings; the same list gives the same bytes."""
    book = Workbook(write_only=True)
    book.properties.title = xml_text(listed.title)
    book.properties.creator = "Mingci"
    book.properties.created = _MADE
    book.calculation.fullCalcOnLoad = False  # nothing to calculate: Excel need not ask whether to save
    for style, bold in ((_TEXT, False), (_HEADER, True)):
        font = Font("Microsoft YaHei", 10, bold=bold, charset=_GB2312, family=2)
        book.add_named_style(NamedStyle(style, font, alignment=_WRAPPED))
    _sheet(book, "Terms", TERMS, map(term_cells, listed.terms))
    _sheet(book, "Candidates", CANDIDATES, map(candidate_cells, listed.candidates))
    file = BytesIO()
    book.save(file)
    return _undated(book, file)


def _sheet(book: Workbook, title: str, columns: Mapping[str, int], rows: Iterable[Mapping[str, str]]) -> None:
    sheet = cast(Worksheet, book.create_sheet(title))
    sheet.freeze_panes = "B2"
    for number, width in enumerate(columns.values(), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, column, _HEADER) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, row.get(column, ""), _TEXT) for column in columns])


def _cell(sheet: Worksheet, text: str, style: str) -> Cell:
    """Return a cell that is a string whatever it begins with, also after a person has edited it (`quotePrefix`)."""
    cell = WriteOnlyCell(sheet)
    cell.style = style
    if text:
        cell.value = _fitting(text.replace("\r\n", "\n").replace("\r", "\n"))
        cell.data_type = "s"
    if text.startswith(FORMULA_BEGINS):
        cell.quotePrefix = True
    return cell


def _fitting(text: str) -> str:
    """Return as much of a text as a cell holds, no half of a surrogate pair at its end."""
    return text.encode("utf-16-le")[: 2 * _LONGEST_CELL].decode("utf-16-le", "ignore")


def _undated(book: Workbook, file: BytesIO) -> bytes:
    """Return a saved workbook without the time of its saving, which openpyxl writes into it and its archive."""
    book.properties.modified = _MADE
    undated = BytesIO()
    with ZipFile(file) as old, ZipFile(undated, "w") as new:
        for name in old.namelist():
            content = tostring(book.properties.to_tree()) if name == ARC_CORE else old.read(name)
            new.writestr(ZipInfo(name, _ZIPPED), content, ZIP_DEFLATED)
    return undated.getvalue()
