"""Readings: reviewed ones are checked, generated ones corrected first."""

import pytest

from glossary.errors import InvalidDraft
from glossary.language.pinyin import elements_of, generated, part, reviewed
from glossary.language.syllables import marked
from glossary.loading.shipped import shipped_reports


@pytest.mark.parametrize(
    ("text", "display"),
    [
        ("长三角", "cháng sān jiǎo"),
        ("重置", "chóng zhì"),
        ("行走的医院", "xíng zǒu de yī yuàn"),
        ("调整", "tiáo zhěng"),
        ("更新", "gēng xīn"),
        ("一刀两断", "yī dāo liǎng duàn"),
        ("一网统管", "yī wǎng tǒng guǎn"),
        ("不忘初心", "bù wàng chū xīn"),
        ("绿色", "lǜ sè"),
        ("S级奶牛场", "S jí nǎi niú chǎng"),
        ("12345热线", "12345 rè xiàn"),
    ],
)
def test_generated_readings_take_the_curated_corrections(text: str, display: str) -> None:
    assert generated(text).display == display
    assert not generated(text).reviewed


def test_generated_readings_have_one_element_for_each_of_the_text() -> None:
    for text in ("“1+M”体系、S级", "双倍增、双提升", "ＧＥＰ核算", "𠮷野家", "100个"):
        assert len(generated(text).elements) == len(elements_of(text)), text


def test_every_shipped_reading_spells_its_headword() -> None:
    [(_, curation)] = shipped_reports()
    for concept in curation.concepts:
        reading = reviewed(concept.headword, concept.pinyin)
        assert (
            "".join(map(marked, reading.elements)).lower() == concept.pinyin.replace(" ", "").replace(",", "").lower()
        )


@pytest.mark.parametrize("slip", ["sān qīnlíng", "sān qīnglíng yī", "sān qīng", "sān qǐnglíng", ""])
def test_a_slip_in_a_reviewed_reading_is_found(slip: str) -> None:
    with pytest.raises(InvalidDraft, match="does not spell 三清零"):
        reviewed("三清零", slip)


def test_er_may_be_a_mere_r() -> None:
    assert reviewed("好玩儿", "hǎowánr").elements == ("hao3", "wan2", "r5")


def test_a_neutral_tone_may_be_written_for_any_character() -> None:
    assert reviewed("任务", "rènwu").elements == ("ren4", "wu5")


@pytest.mark.parametrize(
    ("text", "start", "display"),
    [("三变", 2, "sān biàn"), ("三变改", 2, "sān biàn gǎi"), ("农村", 0, "nóngcūn")],
)
def test_a_part_keeps_the_words_that_end_with_it(text: str, start: int, display: str) -> None:
    assert part(reviewed("农村“三变”改革", "nóngcūn sān biàn gǎigé"), text, start).display == display
