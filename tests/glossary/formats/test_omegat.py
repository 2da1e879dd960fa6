"""A term list as a glossary for OmegaT: the text itself, and what would break its lines."""

from dataclasses import replace

import pytest

from glossary.formats.listed import ListedRendering, ListedTerm, TermList
from glossary.formats.omegat import write_omegat
from glossary.vocabulary import TermStatus
from tests.glossary.formats.term_list import EMPTY, LIST, THREE_ZEROS, UNSWERVINGLY

GOLDEN = (
    "三清零\tclosing the three R&D gaps\tsān qīnglíng | 推动规上工业企业无研发投入、无研发机构、无发明专利清零。 | dalad-2024\n"
    "三清零\tThree Zeros initiative\tsān qīnglíng | 推动规上工业企业无研发投入、无研发机构、无发明专利清零。 | dalad-2024\n"
    "两个毫不动摇\tTwo Unswervinglys (2022)\t"
    f"liǎng gè háobù dòngyáo | {'毫不动摇巩固和发展公有制经济。' * 8}… | dalad-2024\n"
    '农村“三变”改革\t=HYPERLINK("http://x.example/?"&A1,"三清零")\tThe reform by which rural resources become assets.\n'
    " #两清零三变\tclearing + three changes\tDRAFT, not reviewed | liǎng qīng líng sān biàn\n"
)


def _written(term: ListedTerm) -> str:
    return write_omegat(TermList("", (term,), ())).decode()


def test_the_text() -> None:
    assert write_omegat(LIST).decode() == GOLDEN


def test_a_list_of_nothing_is_an_empty_file() -> None:
    assert write_omegat(EMPTY) == b""


def test_every_line_is_three_fields_and_no_comment() -> None:
    lines = write_omegat(LIST).decode().split("\n")[:-1]
    assert [len(line.split("\t")) for line in lines] == [3] * 5
    assert not [line for line in lines if line.startswith("#")]


@pytest.mark.parametrize("break_", ["\t", "\n", "\r", "\r\n", "\v", "\f", "\x85", "\u2028", "\u2029", " \t\n "])
def test_what_would_break_a_line_is_a_space(break_: str) -> None:
    rendering = ListedRendering(f"three{break_}gaps", TermStatus.PREFERRED, forbidden=False)
    written = _written(replace(THREE_ZEROS, headword=f"三{break_}清零", renderings=(rendering,)))
    assert len(written.splitlines()) == 1
    source, target, _ = written.split("\t")
    assert (source, target) in {("三 清零", "three gaps"), ("三清零", "threegaps")}  # \v and \f are removed


@pytest.mark.parametrize("text", ["", " ", "\t", "\x00"])
def test_a_line_has_something_on_both_sides(text: str) -> None:
    rendering = ListedRendering(text, TermStatus.PREFERRED, forbidden=False)
    assert not _written(replace(THREE_ZEROS, renderings=(rendering,)))
    assert not _written(replace(THREE_ZEROS, headword=text))


@pytest.mark.parametrize(
    ("definition", "short"),
    [
        ("字" * 120, "字" * 120),
        ("字" * 121, "字" * 119 + "…"),
        ("字" * 70 + "。" + "字" * 70, "字" * 70 + "。…"),
        ("字" * 40 + "；" + "字" * 40 + "；" + "字" * 60, "字" * 40 + "；" + "字" * 40 + "；…"),
    ],
)
def test_a_definition_in_short(definition: str, short: str) -> None:
    comment = _written(replace(UNSWERVINGLY, definition_zh=definition)).split("\t")[2]
    assert comment == f"liǎng gè háobù dòngyáo | {short} | dalad-2024\n"
