"""Which differences between labels do not count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.language.normalise import bare, label, mend_spaces


@pytest.mark.parametrize(
    ("written", "same_as"),
    [
        ("“三清零”", "三清零"),
        ("『三清零』", "三清零"),
        ("「三清零」", "三清零"),
        ('"三清零"', "三清零"),
        ("＂三清零＂", "三清零"),
        ("'三清零'", "三清零"),
        ("《三清零》", "三清零"),
        ("三 清 零", "三清零"),
        ("三\u3000清\u00a0零", "三清零"),
        ("三\u200b清\ufeff零", "三清零"),
        ("三·清•零", "三清零"),
        ("三\n清零", "三清零"),
        ("兩個毫不動搖", "两个毫不动摇"),
        ("農村「三變」改革", "农村“三变”改革"),
        ("Ｓ级奶牛场", "s级奶牛场"),
        ("HIDDEN  Champion", "hidden champion"),
        ("“１＋Ｍ”體系", "1+m体系"),
        ("裏", "里"),
        ("裡", "里"),
    ],
)
def test_labels_are_one(written: str, same_as: str) -> None:
    assert label(written) == label(same_as)


@pytest.mark.parametrize(
    ("one", "other"), [("几字湾", "几字弯"), ("三清零", "三清"), ("双倍增、双提升", "双倍增双提升")]
)
def test_labels_are_two(one: str, other: str) -> None:
    assert label(one) != label(other)


def test_bare_keeps_the_script() -> None:
    assert bare("「兩個毫不動搖」") == "兩個毫不動搖"


@given(st.text())
def test_a_label_is_its_own_label(text: str) -> None:
    assert label(label(text)) == label(text)


@given(st.text(alphabet="三清零兩個動搖「」“” \u200bＡa1"))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(label(text)) == len(bare(text))


@pytest.mark.parametrize(
    ("printed", "mended"),
    [
        ("\u3000\u3000指会议多。", "指会议多。"),
        ("全市 100 个嘎查村", "全市100个嘎查村"),
        ("由\u200b“开放”牵头", "由“开放”牵头"),
        ("GEP  核算", "GEP核算"),
        ("hidden  champion", "hidden champion"),
        ("甲,乙", "甲,乙"),
        ("第一段。\n第二段。", "第一段。\n第二段。"),
    ],
)
def test_white_space_is_mended_and_nothing_else(printed: str, mended: str) -> None:
    assert mend_spaces(printed) == mended


@given(st.text(alphabet="三清零,。“”ab1 \u3000\u200b"))
def test_mending_twice_is_mending_once(text: str) -> None:
    assert mend_spaces(mend_spaces(text)) == mend_spaces(text)
