"""A term list as XLSX, read back by openpyxl and as the XML that it is."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from glossary.formats.listed import TermList
from glossary.formats.term_sheet import CANDIDATES, TERMS, write_term_sheet
from glossary.formats.term_table import COLUMNS
from tests.glossary.formats.term_list import EMPTY, FORMULA, LIST, THREE_ZEROS

WRITTEN = write_term_sheet(LIST)


def _book(written: bytes = WRITTEN) -> Workbook:
    return load_workbook(BytesIO(written))


def _cells(book: Workbook) -> Iterator[Cell]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if isinstance(cell, Cell))


def _rows(sheet: Worksheet) -> list[dict[str, str]]:
    header, *rows = sheet.iter_rows(values_only=True)
    return [{str(name): str(cell or "") for name, cell in zip(header, row, strict=True)} for row in rows]


def test_the_terms() -> None:
    rows = _rows(_book()["Terms"])
    assert [tuple(row) for row in rows] == [tuple(TERMS)] * 5
    assert [row["headword"] for row in rows] == [term.headword for term in LIST.terms]
    assert rows[0] == {
        "headword": "三清零",
        "traditional": "三清零",
        "pinyin": "sān qīnglíng",
        "english": "closing the three R&D gaps; Three Zeros initiative",
        "status": "preferred; admitted",
        "definition_zh": "推动规上工业企业无研发投入、无研发机构、无发明专利清零。",
        "definition_en": 'A drive to bring to zero "the three withouts".',
        "subject_field": "industry",
        "source": "dalad-2024",
        "count": "2",
        "sentence": "深入开展“三清零”“双倍增、双提升”行动，\n促进形成新质生产力。",
        "concept": "dalad-2024-3qingling",
    }
    assert rows[1]["sentence"] == "\u202e坚持“两个毫不动摇”，𠮷县。"
    assert rows[2]["english"] == FORMULA
    assert rows[2]["definition_en"] == "\tThe reform by which rural resources become assets."


def test_the_candidates() -> None:
    assert [tuple(row.values()) for row in _rows(_book()["Candidates"])] == [
        ("#两清零三变", "#兩清零三變", "liǎng qīng líng sān biàn", "draft: clearing + three changes", "3", "推进“两清零三变”。"),
        ("𠮷县速度", "𠮷縣速度", "jí xiàn sù dù", "", "1", "跑出“𠮷县速度”。"),
    ]  # fmt: skip


def test_a_list_of_nothing_is_two_headers() -> None:
    book = _book(write_term_sheet(EMPTY))
    assert [[cell.value for cell in sheet[1]] for sheet in book.worksheets] == [list(TERMS), list(CANDIDATES)]
    assert [sheet.max_row for sheet in book.worksheets] == [1, 1]


def test_cells_are_strings_and_stay_strings() -> None:
    cells = [cell for cell in _cells(_book()) if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    guarded = {str(cell.value)[0] for cell in cells if cell.quotePrefix}
    assert guarded == set("=\t@-")
    with ZipFile(BytesIO(WRITTEN)) as archive:
        sheets = [etree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml")) for number in (1, 2)]
    kinds = {cell.get("t") for sheet in sheets for cell in sheet.iter("{*}c") if len(cell)}
    assert kinds == {"inlineStr"}
    assert not [element for sheet in sheets for element in sheet.iter("{*}f", "{*}hyperlink", "{*}v")]


def test_how_it_looks() -> None:
    book = _book()
    assert book.sheetnames == ["Terms", "Candidates"]
    for sheet, columns in zip(book.worksheets, (TERMS, CANDIDATES), strict=True):
        assert sheet.freeze_panes == "B2"
        assert [one.width for one in sheet.column_dimensions.values()] == list(columns.values())
        assert all(cell.font.bold for cell in sheet[1])
        assert not any(cell.font.bold for cell in sheet[2])
    assert {(cell.font.name, cell.font.charset, cell.alignment.wrap_text) for cell in _cells(book)} == {
        ("Microsoft YaHei", 134, True)
    }
    assert (book.properties.title, book.properties.creator) == (LIST.title, "Mingci")


def test_the_same_list_is_the_same_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert write_term_sheet(LIST) == WRITTEN
    with ZipFile(BytesIO(WRITTEN)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2000-01-01T00:00:00Z") == 2


@pytest.mark.parametrize("long", ["字" * 40_000, "𠮷" * 40_000])
def test_a_cell_holds_no_more_than_excel_reads(long: str) -> None:
    [row] = _rows(_book(write_term_sheet(TermList("", (replace(THREE_ZEROS, sentence=long),), ())))["Terms"])
    assert len(row["sentence"].encode("utf-16-le")) // 2 in {32_767, 32_766}
    assert long.startswith(row["sentence"])


def test_every_column_is_one_of_the_table() -> None:
    assert set(TERMS) | set(CANDIDATES) < set(COLUMNS)
