"""What a search runs over: the other readings of characters that have several."""

import re
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.language.normalise import label
from glossary.matching.spelling import UNWRITTEN, ways_of
from glossary.matching.tails import misread, polyphones, tails_of
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
    ("length", "rows"),
    [
        (1, 2),
        (17, 17 + sum(range(2, 18)) + 17),
        (60, 60 + sum(range(2, 18)) + 44 * 18),  # from 17 characters before it, and as a whole
        (61, 61),
        (LONGEST_TERM, LONGEST_TERM),
    ],
)
def test_of_long_terms_there_are_no_other_readings(length: int, rows: int) -> None:
    assert len(list(tails_of(named("重" * length), 1, " ".join(["chong2"] * length), 0))) == rows


def named(text: str) -> Term:
    """Return a preferred term."""
    return Term(
        concept_id="c1",
        lang=Lang.HANS,
        text=text,
        type=TermType.FULL_FORM,
        status=TermStatus.PREFERRED,
        origin=Origin.ATTESTED,
        position=0,
    )


@pytest.mark.parametrize(
    ("text", "reading", "same"),
    [
        ("好", "hao3", {"hao4": 3}),  # the tone alone: no letters need it
        ("长大", "zhang3 da4", {"chang2 da4": 0, "zhang3 dai4": 7}),
        ("称", "chen4", {"cheng1": 4}),  # `chen` is all of it already
        ("称", "cheng1", {"chen4": 3}),  # and here by the other reading alone
    ],
)
def test_another_reading_says_what_it_is_needed_for(text: str, reading: str, same: dict[str, int]) -> None:
    rows = [row for row in tails_of(named(text), 1, reading, 0) if row["other"] and not row["inside"]]
    assert {row["syllables"]: row["same"] for row in rows} == same


@given(
    st.lists(
        st.sampled_from(sorted(polyphones())).flatmap(
            lambda one: st.sampled_from([(one, reading) for reading in polyphones()[one]])
        ),
        min_size=1,
        max_size=5,
    )
)
def test_where_another_reading_is_left_out_a_term_is_found_no_worse(characters: list[tuple[str, str]]) -> None:
    text, reading = "".join(one for one, _ in characters), " ".join(reading for _, reading in characters)
    rows = sorted(tails_of(named(text), 1, reading, 0), key=lambda row: row["start"])
    for _, found in groupby(rows, key=lambda row: row["start"]):
        tails = list(found)
        for letters in {row["letters"][:length] for row in tails for length in range(1, len(row["letters"]) + 1)}:
            begun = [row for row in tails if row["letters"].startswith(letters)]
            best = min((row["letters"] != letters, row["other"]) for row in begun)
            assert best == min((row["letters"] != letters, row["other"]) for row in begun if row["same"] < len(letters))


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
    rows = list(tails_of(named(text), 1, reading, 1))
    for spelled in (one for one in ways if one):
        letters = re.sub("[1-5]( |$)", "", spelled) if spelled == read else None
        assert [row["syllables"] for row in rows if row["syllables"] == spelled and not row["inside"]] == [spelled]
        assert letters is None or letters in {row["letters"] for row in rows}
    labels = {row["label"] for row in rows if not row["inside"] and UNWRITTEN not in row["label"]}
    assert label(text) in labels


def test_a_stretch_that_is_read_as_a_whole_is_marked_as_a_whole() -> None:
    _, read = ways_of("21三体", "er4 shi2 yi1 san1 ti3")
    assert [(one.start, one.end) for one in read] == [(0, 2), (0, 2), (0, 2), (2, 3), (3, 4)]
