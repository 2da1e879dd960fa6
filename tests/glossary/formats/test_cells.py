"""Cells that go to a spreadsheet and come back."""

import csv
import unicodedata
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.formats.cells import guarded_cell, joined, parted, printable, restored_cell, shown
from glossary.formats.delimited import read_delimited
from glossary.formats.rows import GlossaryRow
from glossary.formats.term_table import FORMULA_BEGINS

LETTERS = "ab三 ;；\\'\"=+-@＝,，|\n“”#"
RENDERINGS = st.lists(st.text(LETTERS, min_size=1).map(shown).filter(bool), min_size=1, unique=True)


@given(st.text(LETTERS))
def test_a_guarded_cell_is_no_formula_and_comes_back(text: str) -> None:
    assert not guarded_cell(text).startswith(FORMULA_BEGINS)
    assert restored_cell(guarded_cell(text)) == text


@given(RENDERINGS)
def test_renderings_come_back_out_of_one_cell(renderings: list[str]) -> None:
    assert parted(joined(renderings)) == tuple(renderings)


@given(RENDERINGS)
def test_they_come_back_out_of_a_table(renderings: list[str]) -> None:
    file = StringIO(newline="")
    csv.writer(file).writerows([["headword", "english"], ["三清零", guarded_cell(joined(renderings))]])
    [row] = read_delimited(file.getvalue()).rows
    assert isinstance(row, GlossaryRow)
    assert row.senses == (tuple(renderings),)


@pytest.mark.parametrize(
    ("cell", "renderings"),
    [
        ("", ()),
        ("; ；", ()),
        ("reform", ("reform",)),
        ("reform;change；reform ; ", ("reform", "change")),
        ("three changes\\; transformations; reform", ("three changes; transformations", "reform")),
        ("C:\\\\; reform", ("C:\\", "reform")),
        ("C:\\terms", ("C:\\terms",)),
        ("half a |b", ("half a |b",)),
    ],
)
def test_what_a_cell_holds(cell: str, renderings: tuple[str, ...]) -> None:
    assert parted(cell) == renderings


@pytest.mark.parametrize("cell", ["'tis", "'s", "“=1”", "a=b", "'", ""])
def test_an_apostrophe_that_guards_nothing_stays(cell: str) -> None:
    assert restored_cell(cell) == cell == guarded_cell(cell)


@given(st.text())
def test_what_is_shown_can_be_read_again(text: str) -> None:
    for cell in (shown(text), printable(text)):
        assert not {unicodedata.category(one) for one in cell.replace("\n", "").replace("\t", "")} & {"Cc", "Cs"}
    assert shown(shown(text)) == shown(printable(text)) == shown(text)
