"""Readings: reviewed ones are checked, generated ones corrected first."""

import pytest

from glossary.errors import InvalidDraft
from glossary.language.pinyin import elements_of, generated, part, printed, reviewed
from glossary.language.syllables import marked
from glossary.shipped import shipped_reports


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


def test_a_neutral_tone_may_be_written_for_any_character() -> None:
    assert reviewed("任务", "rènwu").elements == ("ren4", "wu5")


@pytest.mark.parametrize(
    ("text", "start", "display"),
    [("三变", 2, "sān biàn"), ("三变改", 2, "sān biàn gǎi"), ("农村", 0, "nóngcūn")],
)
def test_a_part_keeps_the_words_that_end_with_it(text: str, start: int, display: str) -> None:
    assert part(reviewed("农村“三变”改革", "nóngcūn sān biàn gǎigé"), text, start).display == display


@pytest.mark.parametrize(
    ("text", "spelled", "elements", "display"),
    [
        ("旗县", "qi2 xian4", "qi2 xian4", "qí xiàn"),
        ("旗县", "qi2xian4", "qi2 xian4", "qíxiàn"),
        ("旗县", "QI2 XIAN4", "qi2 xian4", "Qí Xiàn"),
        ("旗县", "qíxiàn", "qi2 xian4", "qíxiàn"),
        ("女人", "nu:3 ren2", "nü3 ren2", "nǚ rén"),
        ("女人", "nv3 ren2", "nü3 ren2", "nǚ rén"),
        ("女人", "nü3 ren2", "nü3 ren2", "nǚ rén"),
        ("北京", "Bei3 jing1", "bei3 jing1", "Běi jīng"),
        ("花儿", "hua1 r5", "hua1 r5", "huā r"),
        ("二次方程", "er4ci4 fang1cheng2", "er4 ci4 fang1 cheng2", "èrcì fāngchéng"),
        ("3C", "san1 C", "san1 C", "sān C"),
        ("阿Q", "A1 Q", "a1 Q", "Ā Q"),
        ("1+M体系", "1+M ti3 xi4", "1+M ti3 xi4", "1+M tǐ xì"),
        ("A4纸", "a4 zhi3", "A4 zhi3", "a4 zhǐ"),
        ("2019冠状病毒病", "er4 ling2 yi1 jiu3 guan1 zhuang4 bing4 du2 bing4", "er4 ling2 yi1 jiu3 guan1 zhuang4 bing4 du2 bing4", "èr líng yī jiǔ guān zhuàng bìng dú bìng"),
        ("囧", "xx5", "xx5", "xx5"),
        ("一对一", "yi1 dui4 yi1", "yi1 dui4 yi1", "yī duì yī"),
        ("知彼知己，百战不殆", "zhi1 bi3 zhi1 ji3 , bai3 zhan4 bu4 dai4", "zhi1 bi3 zhi1 ji3 bai3 zhan4 bu4 dai4", "zhī bǐ zhī jǐ bǎi zhàn bù dài"),
    ],
)  # fmt: skip
def test_a_printed_reading_is_kept_as_it_is(text: str, spelled: str, elements: str, display: str) -> None:
    reading = printed(text, spelled)
    assert (" ".join(reading.elements), reading.display, reading.reviewed) == (elements, display, False)


@pytest.mark.parametrize(("text", "spelled"), [("三清零", "sān qīn"), ("三", "·"), ("三", "?")])
def test_a_printed_reading_that_spells_something_else_is_refused(text: str, spelled: str) -> None:
    with pytest.raises(InvalidDraft, match="spell"):
        printed(text, spelled)
