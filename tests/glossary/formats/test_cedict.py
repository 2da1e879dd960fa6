"""CC-CEDICT lines, one by one. The lines are made in the dictionary's form; none of its entries is copied."""

from datetime import date

import pytest

from glossary.errors import UnreadableFile
from glossary.formats.cedict import read_cedict
from glossary.formats.rows import BadRow, GlossaryRow, Reference

HEADER = "\n".join(
    (
        "# CC-CEDICT",
        "# Community maintained",
        "#! version=1",
        "#! license=https://creativecommons.org/licenses/by-sa/4.0/",
        "#! date=2026-01-02T03:04:05Z",
    )
)


def _row(line: str) -> GlossaryRow:
    [row] = read_cedict(line).rows
    assert isinstance(row, GlossaryRow)
    return row


@pytest.mark.parametrize(
    ("line", "headword", "traditional", "pinyin", "senses"),
    [
        ("三清零 三清零 [san1 qing1 ling2] /to close the three gaps/", "三清零", "三清零", "san1 qing1 ling2", [["to close the three gaps"]]),
        ("旗縣 旗县 [qi2 xian4] /banner; county/division of a league/", "旗县", "旗縣", "qi2 xian4", [["banner", "county"], ["division of a league"]]),
        ("綠電 绿电 [lu:4 dian4] /green power (solar; wind)/", "绿电", "綠電", "lu:4 dian4", [["green power (solar; wind)"]]),
        ("二次方程 二次方程 [[er4ci4 fang1cheng2]] /quadratic equation/", "二次方程", "二次方程", "er4ci4 fang1cheng2", [["quadratic equation"]]),
        ("3C 3C [san1 C] /three Cs/   ", "3C", "3C", "san1 C", [["three Cs"]]),
        ("甲 甲 [jia3] /one; one; two/", "甲", "甲", "jia3", [["one", "two"]]),
        ("甲 甲 [jia3] /one//two/", "甲", "甲", "jia3", [["one"], ["two"]]),
    ],
)  # fmt: skip
def test_a_line(line: str, headword: str, traditional: str, pinyin: str, senses: list[list[str]]) -> None:
    row = _row(line)
    assert (row.headword, row.traditional, row.pinyin) == (headword, traditional, pinyin)
    assert [list(sense) for sense in row.senses] == senses


@pytest.mark.parametrize(
    ("sense", "notes", "sees", "senses"),
    [
        ("CL:個|个[ge4],項|项[xiang4]", ["CL:個|个[ge4],項|项[xiang4]"], [], []),
        ("see 三清[san1 qing1]", ["see 三清[san1 qing1]"], [Reference("三清", "三清", "san1 qing1")], []),
        ("see also 綠電|绿电", ["see also 綠電|绿电"], [Reference("綠電", "绿电", None)], []),
        ("old variant of 旗縣|旗县[qi2 xian4]", ["old variant of 旗縣|旗县[qi2 xian4]"], [Reference("旗縣", "旗县", "qi2 xian4")], []),
        ("erhua variant of 事[shi4]", ["erhua variant of 事[shi4]"], [Reference("事", "事", "shi4")], []),
        ("variant of 甲[jia3] or 乙[yi3]", ["variant of 甲[jia3] or 乙[yi3]"], [Reference("甲", "甲", "jia3"), Reference("乙", "乙", "yi3")], []),
        ("abbr. for 旗縣|旗县[qi2 xian4], banners and counties", [], [Reference("旗縣", "旗县", "qi2 xian4")], [("abbr. for 旗縣|旗县[qi2 xian4], banners and counties",)]),
        ("Taiwan pr. [ji2]", ["Taiwan pr. [ji2]"], [], []),
        ("also pr. [ji2]", ["also pr. [ji2]"], [], []),
        ("to see a doctor", [], [], [("to see a doctor",)]),
    ],
)  # fmt: skip
def test_what_is_no_gloss(sense: str, notes: list[str], sees: list[Reference], senses: list[tuple[str, ...]]) -> None:
    row = _row(f"試 试 [shi4] /{sense}/")
    assert (list(row.notes), list(row.sees), list(row.senses)) == (notes, sees, senses)


def test_what_the_file_says_of_itself() -> None:
    file = read_cedict(f"{HEADER}\n甲 甲 [jia3] /first/\n")
    assert (file.title, file.licence, file.published, file.count) == (
        "CC-CEDICT",
        "https://creativecommons.org/licenses/by-sa/4.0/",
        date(2026, 1, 2),
        1,
    )
    assert "Community maintained" in file.about


def test_a_line_that_is_no_entry_is_named_and_stops_nothing() -> None:
    rows = list(read_cedict(f"{HEADER}\n甲 甲 [jia3] /first/\n甲 [jia3] second\n\n乙 乙 [yi3] /third/\n").rows)
    assert [row.line for row in rows] == [6, 7, 9]
    assert isinstance(rows[1], BadRow)
    assert "Traditional Simplified" in rows[1].reason


def test_only_ends_of_lines_end_an_entry() -> None:
    [first, second] = read_cedict("甲 甲 [jia3] /first\u2028of all/\r\n乙 乙 [yi3] /second/").rows
    assert isinstance(first, GlossaryRow)
    assert (first.senses, second.line) == ((("first\u2028of all",),), 2)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "headword,english\n三清零,x\n", "三清零\n"])
def test_another_file_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFile, match="no CC-CEDICT file"):
        read_cedict(text)
