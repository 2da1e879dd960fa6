"""Workbooks: what cells hold, which sheet, and what is refused."""

import contextlib
import io
import random
import zipfile
from collections.abc import Mapping
from datetime import date

import openpyxl
import pytest

from glossary.errors import TooLarge, UnreadableFile
from glossary.formats.xlsx import read_sheets

ROWS = [("中文", "English"), ("三变", "three reforms")]
SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def read_sheet(data: bytes) -> list[tuple[str, ...]]:
    """Return the rows of a workbook's only sheet."""
    return read_sheets(data)[0].rows


def _workbook(*rows: tuple[object, ...]) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    workbook.create_sheet("second").append(["四高"])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _with(parts: Mapping[str, str | bytes], data: bytes | None = None) -> bytes:
    """Return a workbook some of whose parts are others."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data or _workbook(*ROWS))) as archive,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in dict.fromkeys([*archive.namelist(), *parts]):
            written.writestr(name, parts[name] if name in parts else archive.read(name))
    return out.getvalue()


def _sheet(rows: str, before: str = "", prolog: str = "") -> str:
    return f"{prolog}<worksheet {NAMESPACE}>{before}<sheetData>{rows}</sheetData></worksheet>"


def _inline(text: str, place: str = "A1") -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_the_first_sheet_as_rows_of_text() -> None:
    rows = [*ROWS, (), (None, "三", None), (1, 2.5, True, 3.0, date(2026, 3, 5)), ("=1+1", "x")]
    assert read_sheet(_workbook(*rows)) == [
        ("中文", "English"),
        ("三变", "three reforms"),
        (),
        ("", "三"),
        ("1", "2.5", "True", "3", "2026-03-05 00:00:00"),
        ("", "x"),  # nobody has computed the formula
    ]


@pytest.mark.parametrize(
    ("sheet", "rows"),
    [
        (_sheet(f"<row>{_inline('三变')}</row>"), [("三变",)]),
        (_sheet(f'<row r="3">{_inline("三变", "B3")}</row>'), [(), (), ("", "三变")]),
        (_sheet('<row r="1"><c r="A1" t="str"><f>x</f><v>三变</v></c></row>'), [("三变",)]),
        (_sheet('<row r="1"><c t="inlineStr"><is><r><t>三</t></r><r><t>变</t></r><rPh sb="0" eb="1"><t>san</t></rPh></is></c></row>'), [("三变",)]),
        (_sheet(f"<row>{_inline('三变')}</row>", '<dimension ref="A1:XFD1048576"/>'), [("三变",)]),
        (_sheet(f'<row r="1">{_inline("三变")}</row><row r="99999999999">{_inline("x", "A99999999999")}</row>'), [("三变",)]),
        (_sheet(f'<row r="1">{_inline("三变")}</row><row r="1048576">{_inline("x", "XFD1048576")}</row>'), [("三变",)]),
        (_sheet(f'<row r="2">{_inline("三变", "A2")}</row><row r="0">{_inline("x", "A1")}</row>'), [(), ("三变",)]),
        (_sheet(""), []),
    ],
)  # fmt: skip
def test_sheets_that_other_programs_write(sheet: str, rows: list[tuple[str, ...]]) -> None:
    assert read_sheet(_with({SHEET: sheet})) == rows


def test_a_sheet_in_utf_16() -> None:
    sheet = _sheet(f"<row>{_inline('三变')}</row>", prolog='<?xml version="1.0" encoding="UTF-16"?>')
    assert read_sheet(_with({SHEET: sheet.encode("utf-16")})) == [("三变",)]


LAUGHS = "<!DOCTYPE worksheet [<!ENTITY a0 'hahahaha'>{}]>".format(
    "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(12))
)
EXTERNAL = '<!DOCTYPE worksheet [<!ENTITY a12 SYSTEM "file:///etc/passwd">]>'


def _bomb() -> bytes:
    out = io.BytesIO(_workbook(*ROWS))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/big.xml", "w") as part:
        for _ in range(201):
            part.write(b" " * 2**20)
    return out.getvalue()


def _encrypted(data: bytes) -> bytes:
    """Return an archive all of whose entries say that they have a password."""
    out = bytearray(data)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = out.find(mark)
        while place >= 0:
            out[place + flags] |= 1
            place = out.find(mark, place + 4)
    return bytes(out)


def _archive(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


GOOD = _workbook(*ROWS)
HOSTILE = {
    "empty": b"",
    "no archive": b"PK\x03\x04" + b"x" * 1000,
    "an archive of nothing": b"PK\x05\x06" + b"\0" * 18,
    "another archive": _archive(a="b"),
    "truncated": GOOD[:-100],
    "without a beginning": GOOD[200:],
    "no XML": _with({SHEET: "三变"}),
    "half a sheet": _with({SHEET: f"<worksheet {NAMESPACE}><sheetData>"}),
    "no workbook": _with({"xl/workbook.xml": "<workbook/>"}),
    "a workbook without a sheet": _with({"xl/workbook.xml": f"<workbook {NAMESPACE}><sheets/></workbook>"}),
    "no content types": _with({"[Content_Types].xml": "<Types/>"}),
    "a string that is not there": _with({SHEET: _sheet('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')}),
    "a number that is none": _with({SHEET: _sheet('<row r="1"><c r="A1"><v>三</v></c></row>')}),
    "a row that is none": _with({SHEET: _sheet('<row r="x"/>')}),
    "a cell that is none": _with({SHEET: _sheet('<row r="1"><c r="三"/></row>')}),
    "billion laughs": _with({SHEET: _sheet(f"<row>{_inline('&a12;')}</row>", prolog=LAUGHS)}),
    "billion laughs, UTF-16": _with({SHEET: _sheet(f"<row>{_inline('&a12;')}</row>", prolog=LAUGHS).encode("utf-16")}),
    "billion laughs in the strings": _with({"xl/sharedStrings.xml": f"{LAUGHS}<sst {NAMESPACE}><si><t>&a12;</t></si></sst>"}),
    "external entity": _with({SHEET: _sheet(f"<row>{_inline('&a12;')}</row>", prolog=EXTERNAL)}),
    "a DTD": _with({"xl/styles.xml": '<!DOCTYPE styleSheet SYSTEM "http://127.0.0.1:9/x"><styleSheet/>'}),
    "100,000 levels": _with({SHEET: _sheet("<row>" * 100_000 + "</row>" * 100_000)}),
    "100,000 levels in the workbook": _with({"xl/workbook.xml": "<a>" * 100_000 + "</a>" * 100_000}),
    "zip bomb": _bomb(),
    "a password": _encrypted(GOOD),
    "the old kind": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
}  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises((UnreadableFile, TooLarge)) as refused:
        read_sheet(data)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("zip bomb", "would unpack to 201 MiB; the limit is 200 MiB"),
        ("billion laughs", "document type or entities"),
        ("a DTD", "document type or entities"),
        ("the old kind", "password, or of the old .xls kind; save it as .xlsx"),
    ],
)
def test_the_reason(case: str, reason: str) -> None:
    with pytest.raises((UnreadableFile, TooLarge), match=reason):
        read_sheet(HOSTILE[case])


@pytest.mark.parametrize("seed", range(40))
def test_damaged_bytes_give_rows_or_one_error(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(GOOD)
    for _ in range(chance.randrange(1, 6)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with contextlib.suppress(UnreadableFile, TooLarge):
        read_sheet(bytes(data))
