"""Which reader reads a bilingual file, told by its content and its name; and tables, whose columns are told here."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Literal

from glossary.documents.text import decoded
from glossary.errors import UnreadableFile
from glossary.formats.segments import Segment
from glossary.language.normalise import is_han

_READ = "tables (.tsv, .txt, .csv, .xlsx), translation memories (.tmx) and XLIFF (.xlf, .xliff)"
_TABLES, _WORKBOOKS, _XML = (".tsv", ".txt", ".csv"), (".xlsx", ".xlsm", ".xls"), (".tmx", ".xlf", ".xliff")
_XML_BEGINS = (b"<?xml", b"<!doctype tmx", b"<tmx", b"<xliff")
_LONGEST_TEXT = 1 << 20
"""Characters of a segment's source or target; a report of a hundred pages has some 60,000."""
_QUALIFIER = r"(?:[ _-]?(?:text|segment|term|language|语言|文本))?(?:\s*[(（].*[)）])?"
_SOURCE_NAME = re.compile(
    rf"(?:source|src|zh(?:[-_][\w-]+)?|cmn|cn|chinese|(?:simplified|traditional) chinese|中文|汉语|漢語|原文|源文|源语言?|简体中文|繁體中文)"
    rf"{_QUALIFIER}",
    re.IGNORECASE,
)
_TARGET_NAME = re.compile(
    rf"(?:target|tgt|trg|translation|en(?:[-_][\w-]+)?|eng|english|英文|英语|英語|译文|譯文|翻译|翻譯|目标语言?){_QUALIFIER}",
    re.IGNORECASE,
)

_Rows = list[tuple[int, Sequence[str]]]
"""The rows of a table that are not blank, each with its number from 1."""


def read_bilingual(data: bytes, name: str, encoding: str | None = None) -> list[Segment]:
    """Return the segments of a bilingual file called `name`: a table, a translation memory or XLIFF.

    `encoding` is for text and XML; else it is what the file declares or `documents.text` finds. Raises UnreadableFile
    where the file is empty, broken, of another kind, or holds no segment.

    >>> read_bilingual("中文\\t英文\\n三变\\tthree reforms\\n".encode("gb18030"), "pairs.tsv")
    [Segment(source='三变', target='three reforms', locator='line 2')]
    """
    if not data:
        raise UnreadableFile("the file is empty")
    segments = _read(data, PurePath(name).suffix.lower(), encoding)
    if not segments:
        raise UnreadableFile("the file holds no segment with a Chinese source and an English target")
    for one in segments:
        if max(len(one.source), len(one.target)) > _LONGEST_TEXT:
            raise UnreadableFile(f"the segment at {one.locator} is longer than {_LONGEST_TEXT} characters")
    return segments


def _read(data: bytes, suffix: str, encoding: str | None) -> list[Segment]:
    # Each reader's library is loaded when a file needs it.
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or suffix in _WORKBOOKS:
        if suffix not in ("", *_WORKBOOKS):
            raise UnreadableFile(f"the file is no bilingual file that is read; read are {_READ}")
        return _of_workbook(data)
    start = data[:200].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if suffix in _XML or start.startswith(_XML_BEGINS):
        return _of_xml(data, encoding)
    if suffix in _TABLES:
        return _of_table(_rows(decoded(data, encoding).removeprefix("\ufeff"), suffix), "line")
    raise UnreadableFile(f"the file is no bilingual file that is read; read are {_READ}")


def _of_workbook(data: bytes) -> list[Segment]:
    """Return the segments of all sheets of a workbook; one that has no Chinese beside English, such as notes, has none."""
    from glossary.formats.xlsx import read_sheets  # noqa: PLC0415 - see above

    sheets = [sheet for sheet in read_sheets(data) if any(map(any, sheet.rows))]
    segments: list[Segment] = []
    reasons: list[UnreadableFile] = []
    for sheet in sheets:
        unit = "row" if len(sheets) == 1 else f"{sheet.name}, row"
        try:
            segments += _of_table([(number, row) for number, row in enumerate(sheet.rows, 1) if any(row)], unit)
        except UnreadableFile as reason:
            reasons.append(reason)
    if reasons and not segments:
        raise reasons[0]
    return segments


def _of_xml(data: bytes, encoding: str | None) -> list[Segment]:
    from glossary.formats.tmx import name_of, read_tmx, root_of, shortened  # noqa: PLC0415 - see above
    from glossary.formats.xliff import read_xliff  # noqa: PLC0415 - as above

    kind = name_of(root_of(data, encoding))
    if kind == "tmx":
        return read_tmx(data, encoding)
    if kind == "xliff":
        return read_xliff(data, encoding)
    raise UnreadableFile(f"the file is XML, but {shortened(kind)}, neither TMX nor XLIFF")


def _rows(text: str, suffix: str) -> _Rows:
    """Return the rows of a table as text (RFC 4180); cells are parted by tabs or, in .csv, as the first line is.

    Tables parted by tabs are often written without any quoting: where quotation marks do not pair up, they are text.
    """
    csv.field_size_limit(_LONGEST_TEXT)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count) if suffix == ".csv" else "\t"
    try:
        return _parted(text, delimiter, csv.QUOTE_MINIMAL)
    except csv.Error as error:
        if delimiter != "\t":
            raise UnreadableFile(f"the table cannot be read: {error}") from error
    try:
        return _parted(text, delimiter, csv.QUOTE_NONE)
    except csv.Error as error:
        raise UnreadableFile(f"the table cannot be read: {error}") from error


def _parted(text: str, delimiter: str, quoting: Literal[0, 3]) -> _Rows:
    rows: _Rows = []
    line = 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=True)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            rows.append((line, cells))
        line = reader.line_num + 1  # where the next row begins: cells may hold line ends
    return rows


def _of_table(rows: _Rows, unit: str) -> list[Segment]:
    """Return the segments of a table: rows that have a cell in both columns.

    The columns are those whose names in the first row say source and target, or Chinese and English; without such
    names, the first two. Whichever order they have, Chinese is the one with more Han characters.
    """
    named = _columns(rows[0][1]) if rows else None
    first, second = named or (0, 1)
    pairs = [
        (number, row[first].strip(), row[second].strip())
        for number, row in (rows[1:] if named else rows)
        if len(row) > max(first, second) and row[first].strip() and row[second].strip()
    ]
    if not pairs:
        return []
    han = [_count_han(pair[1] for pair in pairs), _count_han(pair[2] for pair in pairs)]
    if not any(han):
        raise UnreadableFile("the table holds no Chinese in its two columns")
    if han[1] > han[0]:
        pairs = [(number, source, target) for number, target, source in pairs]
    return [Segment(source, target, f"{unit} {number}") for number, source, target in pairs]


def _columns(header: Sequence[str]) -> tuple[int, int] | None:
    """Return which columns a header names as the source and the target; None where it is no header.

    >>> _columns(["ID", "zh-CN", "English (US)"]), _columns(["原文", "译文"]), _columns(["三变", "three reforms"])
    ((1, 2), (0, 1), None)
    """
    names = [" ".join(cell.split()) for cell in header]
    source = next((place for place, cell in enumerate(names) if _SOURCE_NAME.fullmatch(cell)), None)
    target = next((place for place, cell in enumerate(names) if _TARGET_NAME.fullmatch(cell)), None)
    return None if source is None or target is None else (source, target)


def _count_han(texts: Iterable[str]) -> int:
    return sum(is_han(character) for text in texts for character in text)
