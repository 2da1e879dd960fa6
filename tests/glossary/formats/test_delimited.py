"""Tables as text: headers, delimiters, quoting, what is wrong with them."""

import pytest

from glossary.errors import UnreadableFile
from glossary.formats.delimited import COLUMNS, read_delimited
from glossary.formats.rows import BadRow, GlossaryRow


def _rows(text: str) -> list[GlossaryRow | BadRow]:
    return list(read_delimited(text).rows)


@pytest.mark.parametrize(
    "text",
    [
        "headword,english\n三清零,three gaps;closing gaps\n",
        "headword;english\n三清零;\"three gaps; closing gaps\"\n",
        "headword\tenglish\r\n三清零\tthree gaps; closing gaps\r\n",
        "\ufeffHeadword, English \n三清零 , three gaps； closing gaps\n\n",
        "english,headword\n\"three gaps;three gaps;closing gaps\",三清零",
    ],
)  # fmt: skip
def test_one_row_written_in_many_ways(text: str) -> None:
    [row] = _rows(text)
    assert isinstance(row, GlossaryRow)
    assert (row.headword, row.senses) == ("三清零", (("three gaps", "closing gaps"),))


def test_every_column() -> None:
    cells = ("三变", "三變", "sān biàn", "three changes", "指三项变革。", "three reforms", "agriculture", "云山县")
    [row] = _rows(",".join(COLUMNS) + "\n" + ",".join(cells))
    assert row == GlossaryRow(
        2, "三变", "三變", "sān biàn", (("three changes",),), "指三项变革。", "three reforms", "agriculture", "云山县"
    )


def test_a_row_may_name_a_concept_and_show_what_is_not_read() -> None:
    [row, other] = _rows(
        "id,headword,english,context,proposals,revision\r\n"
        "cyx3qdwgbh26x5cka,三清零,'=x,用“三清零”。,parts: 清零 zero,12\r\n,四高,,,,later\r\n"
    )
    assert row == GlossaryRow(2, "三清零", senses=(("=x",),), concept="cyx3qdwgbh26x5cka", revision=12)
    assert other == GlossaryRow(3, "四高")


def test_what_a_spreadsheet_leaves_at_the_end_of_its_rows_is_nothing() -> None:
    rows = _rows("headword;english;;;\r\n三变;x;;;\r\n四高;;;;;;;\r\n五通;x;y;;\r\n")
    assert [(type(row), row.line) for row in rows] == [(GlossaryRow, 2), (GlossaryRow, 3), (BadRow, 4)]
    assert [row.reason for row in rows if isinstance(row, BadRow)] == ["it has 3 cells, the header 2"]


def test_cells_may_hold_line_breaks_and_quotation_marks() -> None:
    [first, second] = _rows('headword,definition_zh\n三变,"指“三变”，\n即""三项""变革。"\n四高,二\n')
    assert isinstance(first, GlossaryRow)
    assert first.definition_zh == '指“三变”，\n即"三项"变革。'
    assert second.line == 4


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("term,english\n三变,x\n", "no column headword; its columns are term, english"),
        ("headword,englisch\n三变,x\n", "not known: englisch"),
        ("headword,english,english\n三变,x,y\n", "a column twice"),
        ('headword,english\n三变,"x\n', "line 2: unexpected end of data"),
        ('headword,english\n四高,"x\ny"\n三变,"x\n五通,y\n', "line 4: unexpected end of data"),
        ('headword,english\n三变,"x"y\n', "line 2: ',' expected after '\"'"),
        ("headword,english\r三变,x\r四高," + "x" * (1 << 20) + "x\r", "line 3: field larger than field limit"),
    ],
)
def test_a_table_that_cannot_be_read(text: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read_delimited(text)


def test_a_row_that_cannot_be_read_stops_no_other() -> None:
    rows = _rows("headword,english\n三变,x,y\n,x\n四高\n")
    assert [(type(row), row.line) for row in rows] == [(BadRow, 2), (BadRow, 3), (GlossaryRow, 4)]
    assert [row.reason for row in rows if isinstance(row, BadRow)] == [
        "it has 3 cells, the header 2",
        "it has no headword",
    ]


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1e"])
def test_only_ends_of_lines_end_a_row(character: str) -> None:
    [first, second] = _rows(f"headword,english\r\n三变,three{character}changes\r四高,x\n")
    assert isinstance(first, GlossaryRow)
    assert first.senses == (("three changes",),)
    assert (first.line, second.line) == (2, 3)
