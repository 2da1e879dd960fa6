"""Readings as sources print them: what is kept, what is completed, what is refused."""

import pytest

from glossary.errors import InvalidDraft
from glossary.language.printed import printed


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
        ("花儿", "huar1", "hua1 r5", "huār"),
        ("花儿", "huār", "hua1 r5", "huār"),
        ("花儿", "huā r", "hua1 r5", "huā r"),
        ("哪儿", "nǎr", "na3 r5", "nǎr"),
        ("这儿", "zhèr", "zhe4 r5", "zhèr"),
        ("玩儿", "wánr", "wan2 r5", "wánr"),
        ("小孩儿", "xiǎoháir", "xiao3 hai2 r5", "xiǎoháir"),
        ("女儿", "nǚ'ér", "nü3 er2", "nǚ'ér"),
        ("儿童", "értóng", "er2 tong2", "értóng"),
        ("卡拉OK", "kǎ lā O K", "ka3 la1 OK", "kǎ lā O K"),
        ("卡拉OK", "kǎlā OK", "ka3 la1 OK", "kǎlā OK"),
        ("卡拉OK", "ka3 la1 O K", "ka3 la1 O K", "kǎ lā O K"),
        ("卡拉OK", "kala OK", "ka3 la1 OK", "kǎlā OK"),
        ("MV", "m v", "m v", "m v"),
        ("策略", "ce4 lue4", "ce4 lüe4", "cè lüè"),
        ("策略", "cèluè", "ce4 lüe4", "cèluè"),
        ("居民", "jv1 min2", "ju1 min2", "jū mín"),
        ("朋友", "péngyou", "peng2 you5", "péngyou"),
        ("朋友", "peng2 you", "peng2 you5", "péng you"),
        ("安全", "ānquán", "an1 quan2", "ānquán"),
        ("安全", "ɑ̄nquán", "an1 quan2", "ānquán"),
        ("双11", "Shuang1 Shi2 yi1", "shuang1 shi2 yi1", "Shuāng Shí yī"),
        ("瓩", "qian1 wa3", "qian1 wa3", "qiān wǎ"),
        ("覅", "fiao4", "fiao4", "fiào"),
        ("□", "biang4", "biang4", "biàng"),
        ("一对一", "yi1 dui4 yi1", "yi1 dui4 yi1", "yī duì yī"),
        ("知彼知己，百战不殆", "zhi1 bi3 zhi1 ji3 , bai3 zhan4 bu4 dai4", "zhi1 bi3 zhi1 ji3 bai3 zhan4 bu4 dai4", "zhī bǐ zhī jǐ bǎi zhàn bù dài"),
    ],
)  # fmt: skip
def test_a_printed_reading_is_kept_as_it_is(text: str, spelled: str, elements: str, display: str) -> None:
    reading = printed(text, spelled)
    assert reading
    assert (" ".join(reading.elements), reading.display, reading.reviewed) == (elements, display, False)


@pytest.mark.parametrize(
    ("text", "spelled", "elements", "display"),
    [
        ("西安", "Xi'an", "xi1 an1", "Xī'ān"),
        ("安全", "anquan", "an1 quan2", "ānquán"),
        ("重量", "zhongliang", "zhong4 liang4", "zhòngliàng"),
        ("重量", "chong liang", "chong2 liang4", "chóng liàng"),
        ("绿色", "lvse", "lü4 se4", "lǜsè"),
        ("绿色", "lu:se", "lü4 se4", "lǜsè"),
        ("策略", "celue", "ce4 lüe4", "cèlüè"),
        ("花儿", "huar", "hua1 r5", "huār"),
        ("女儿", "nü'er", "nü3 er2", "nǚ'ér"),
        ("桌子", "zhuozi", "zhuo1 zi5", "zhuōzi"),
        ("的", "de", "de5", "de"),
        ("方案", "fangan", "fang1 an4", "fāngàn"),
        ("A4纸", "A4 zhi", "A4 zhi3", "A4 zhǐ"),
        ("农村“三变”改革", "nongcun “san bian” gaige", "nong2 cun1 san1 bian4 gai3 ge2", "nóngcūn “sān biàn” gǎigé"),
    ],
)  # fmt: skip
def test_what_states_no_tone_takes_those_that_its_letters_have(
    text: str, spelled: str, elements: str, display: str
) -> None:
    reading = printed(text, spelled)
    assert reading
    assert (" ".join(reading.elements), reading.display, reading.reviewed) == (elements, display, False)


@pytest.mark.parametrize(("text", "spelled"), [("囧", "xx5"), ("々", "xx5"), ("囧人", "xx5 ren2")])
def test_what_is_stated_as_unknown_is_no_reading(text: str, spelled: str) -> None:
    assert printed(text, spelled) is None


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("三清零", "sān qīn"),
        ("三", "·"),
        ("三", "?"),
        ("重量", "zhong9 liang4"),
        ("数量", "shu4 xyz"),
        ("数量", "shu4 xyz1"),
        ("数量", "shu4"),
        ("数量", "shu4 liang4 liang4"),
        ("数量", "shu4 r5"),
        ("数量", "M V"),
        ("数量", "shu4 12"),
        ("数量", "xx"),
        ("花儿", "huaxr1"),
        ("数量", "shu4 Ж liang4"),
        ("数量", "shu4 量"),
        ("数量", "shu4 :"),
        ("数量", "shuliangs"),
        ("西安", "dongjing"),
        ("女人", "nuren"),
        ("儿", "r"),
        ("MV", "K V"),
    ],
)
def test_a_printed_reading_that_spells_something_else_is_refused(text: str, spelled: str) -> None:
    with pytest.raises(InvalidDraft, match=f"the reading “.*” does not spell {text} "):
        printed(text, spelled)


def test_of_a_long_term_the_reason_shows_enough() -> None:
    with pytest.raises(InvalidDraft) as raised:
        printed("三" * 400, "san1 " * 399)
    assert len(str(raised.value)) < 300


@pytest.mark.parametrize("letters", ["san1 ", "sān", "san"])
def test_the_longest_term_is_read_whatever_its_pinyin_looks_like(letters: str) -> None:
    reading = printed("三" * 400, letters * 400)
    assert reading
    assert reading.elements == ("san1",) * 400


def test_many_ways_to_cut_cost_no_more() -> None:
    with pytest.raises(InvalidDraft):
        printed("嗯" * 200 + "三", "ng" * 200 + "x")
    with pytest.raises(InvalidDraft):
        printed("A三" * 200, "san1 " * 399)
