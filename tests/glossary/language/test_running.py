"""Running text: its normal form, and where each character stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.language.normalise import label
from glossary.language.running import PARAGRAPH, running

PIECES = st.sampled_from(
    [*"三清零四办兩個㎡ﬁ𠮷Ｓ级a1，。“”「」《》 \u3000\u200b\n\t·", "\r\n", "é", "e\u0301", "\n\n", "\n\u3000\u3000"]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


@given(TEXTS)
def test_what_is_kept_is_the_label_of_the_text(text: str) -> None:
    assert running(text).kept.replace(PARAGRAPH, "") == label(text)


@given(TEXTS)
def test_each_character_comes_from_its_place_and_places_go_up(text: str) -> None:
    found = running(text)
    assert len(found.places) == len(found.kept)
    assert list(found.places) == sorted(found.places)
    for character, place in zip(found.kept, found.places, strict=True):
        assert character == PARAGRAPH or character in label(text[place : place + 2])


@pytest.mark.parametrize(
    ("text", "kept", "opened", "closed", "parted"),
    [
        ("推行四办服务", "推行四办服务", [], [], []),
        ("推行“四办”服务", "推行四办服务", [2], [4], [2, 4]),
        ("推行 四办", "推行四办", [], [], [2]),
        ("推行\u200b四办", "推行四办", [], [], []),
        ("推行\n四办", "推行四办", [], [], []),
        ("推行\r\n四办", "推行四办", [], [], []),
        ("推行\n\n四办", "推行\n四办", [], [], [3]),
        ("推行\n\u3000\u3000四办", "推行\n四办", [], [], [3]),
        ("推行\t四办", "推行\n四办", [], [], [3]),
        ("“四办”“三变”", "四办三变", [0, 2], [2, 4], [0, 2, 4]),
        ('"四办"', "四办", [0, 2], [0, 2], [0, 2]),
        ("《四办》", "四办", [0], [2], [0, 2]),
    ],
)
def test_marks_between(text: str, kept: str, opened: list[int], closed: list[int], parted: list[int]) -> None:
    found = running(text)
    assert (found.kept, sorted(found.opened), sorted(found.closed)) == (kept, opened, closed)
    assert sorted(found.parted) == parted


def test_a_place_as_printed() -> None:
    found = running("推行“四\u200b办”服務")
    assert found.printed(2, 4) == (3, 6)
    assert found.text[3:6] == "四\u200b办"
