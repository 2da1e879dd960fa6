"""What a search runs over: the other readings of characters that have several."""

import re

import pytest

from glossary.language.normalise import label
from glossary.matching.spelling import UNWRITTEN, ways_of
from glossary.matching.tails import misread, tails_of
from glossary.model import LONGEST_TERM, Term
from glossary.vocabulary import Lang, Origin, TermStatus, TermType


@pytest.mark.parametrize(
    ("text", "reading", "others"),
    [
        ("重置", "chong2 zhi4", ["zhong4 zhi4"]),
        ("银行", "yin2 hang2", ["yin2 xing2"]),
        ("长大", "zhang3 da4", ["chang2 da4", "zhang3 dai4"]),
        ("好玩儿", "hao3 wan2 r5", ["hao4 wan2 r5", "hao3 wan2 er2"]),
        ("婴儿", "ying1 er2", ["ying1 r5"]),
        ("儿童", "er2 tong2", []),
        ("三清零", "san1 qing1 ling2", []),
        ("5G", "5G", []),
    ],
)
def test_one_character_at_a_time_may_be_read_otherwise(text: str, reading: str, others: list[str]) -> None:
    [characters] = ways_of(text, reading)
    found = [" ".join(one.syllable or one.text for one in changed) for changed, _ in misread(characters)]
    assert found == others


@pytest.mark.parametrize(
    ("length", "rows"), [(1, 2), (60, 60 + sum(range(2, 61)) + 60), (61, 61), (LONGEST_TERM, LONGEST_TERM)]
)
def test_of_long_terms_there_are_no_other_readings(length: int, rows: int) -> None:
    term = Term(
        concept_id="c1",
        lang=Lang.HANS,
        text="重" * length,
        type=TermType.FULL_FORM,
        status=TermStatus.PREFERRED,
        origin=Origin.ATTESTED,
        position=0,
    )
    assert len(list(tails_of(term, 1, " ".join(["chong2"] * length), 0))) == rows


SYNDROME = "er4 shi2 yi1 san1 ti3 zong1 he2 zheng4"


@pytest.mark.parametrize(
    ("text", "reading", "written", "read"),
    [
        ("21三体综合症", SYNDROME, "2 1 san1 ti3 zong1 he2 zheng4", SYNDROME),
        ("α粒子", "a1 er3 fa3 li4 zi3", "α li4 zi3", "a1 er3 fa3 li4 zi3"),
        ("美国51区", "mei3 guo2 wu3 shi2 yi1 qu1", "mei3 guo2 5 1 qu1", "mei3 guo2 wu3 shi2 yi1 qu1"),
        ("5代2.0型", "wu3 dai4 er4 dian3 ling2 xing2", "5 代 2 0 xing2", "wu3 dai4 er4 dian3 ling2 xing2"),
        ("瓩", "qian1 wa3", "瓩", "qian1 wa3"),
        ("三体", "san1 ti3 zong1", "三 体", "san1 ti3 zong1"),
        ("□", "biang4", "", "biang4"),
        ("21三体", "san1 ti3", "2 1 三 体", "san1 ti3"),
        ("三体21", "san1 ti3 er4 shi2 yi1", "san1 ti3 2 1", "san1 ti3 er4 shi2 yi1"),
    ],
)
def test_a_term_that_is_read_otherwise_than_it_is_written_is_found_by_both(
    text: str, reading: str, written: str, read: str
) -> None:
    ways = [" ".join(one.syllable or one.text for one in way) for way in ways_of(text, reading)]
    assert ways == [written, read]
    term = Term(
        id=1, concept_id="c1", lang="zh-Hans", text=text, type="full_form", status="preferred", origin="attested"
    )
    rows = list(tails_of(term, 1, reading, 1))
    for spelled in (one for one in ways if one):
        letters = re.sub("[1-5]( |$)", "", spelled) if spelled == read else None
        assert [row["syllables"] for row in rows if row["syllables"] == spelled and not row["inside"]] == [spelled]
        assert letters is None or letters in {row["letters"] for row in rows}
    labels = {row["label"] for row in rows if not row["inside"] and UNWRITTEN not in row["label"]}
    assert label(text) in labels


def test_a_stretch_that_is_read_as_a_whole_is_marked_as_a_whole() -> None:
    _, read = ways_of("21三体", "er4 shi2 yi1 san1 ti3")
    assert [(one.start, one.end) for one in read] == [(0, 2), (0, 2), (0, 2), (2, 3), (3, 4)]
