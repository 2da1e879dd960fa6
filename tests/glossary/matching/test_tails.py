"""What a search runs over: the other readings of characters that have several."""

import pytest

from glossary.matching.spelling import characters_of
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
    found = [
        " ".join(one.syllable or one.text for one in changed) for changed, _ in misread(characters_of(text, reading))
    ]
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
