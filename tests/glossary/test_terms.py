"""The Chinese terms of a concept: what is stated, what is generated."""

import pytest

from glossary.errors import InvalidDraft
from glossary.terms import stated_terms


@pytest.mark.parametrize(
    ("headword", "traditional", "pinyin", "terms"),
    [
        ("发", "髮", "fa4", ["zh-Hans 发 attested fà attested", "zh-Hant 髮 attested"]),
        ("旗县", None, None, ["zh-Hans 旗县 attested qí xiàn generated", "zh-Hant 旗縣 generated"]),
        ("旗縣", None, None, ["zh-Hans 旗县 generated qí xiàn generated", "zh-Hant 旗縣 attested"]),
        ("台湾", None, "Tai2 wan1", ["zh-Hans 台湾 attested Tái wān attested", "zh-Hant 臺灣 generated", "zh-Hant-HK 台灣 generated"]),
        ("三清零", None, None, ["zh-Hans 三清零 attested sān qīng líng generated", "zh-Hant 三清零 generated"]),
        ("“三变”改革", None, None, ["zh-Hans “三变”改革 attested sān biàn gǎi gé generated", "zh-Hant “三變”改革 generated", "zh-Hans 三变 attested sān biàn generated", "zh-Hant 三變 generated"]),
        ("“三变”改革", "「三變」改革", "sānbiàn gǎigé", ["zh-Hans “三变”改革 attested sānbiàn gǎigé attested", "zh-Hant 「三變」改革 attested", "zh-Hans 三变 attested sānbiàn attested", "zh-Hant 三變 attested"]),
        ("農村「三變」改革", None, None, ["zh-Hans 农村「三变」改革 generated nóng cūn sān biàn gǎi gé generated", "zh-Hant 農村「三變」改革 attested", "zh-Hans 三变 generated sān biàn generated", "zh-Hant 三變 attested"]),
        ("“3北”工程", "“3北” 工程", "san1 bei3 gong1 cheng2", ["zh-Hans “3北”工程 attested sān běi gōng chéng attested", "zh-Hant “3北”工程 attested", "zh-Hans 3北 attested sān běi attested", "zh-Hant 3北 attested"]),
        ("“20条”措施", None, "er4 shi2 tiao2 cuo4 shi1", ["zh-Hans “20条”措施 attested èr shí tiáo cuò shī attested", "zh-Hant “20條”措施 generated", "zh-Hans 20条 attested 20 tiáo generated", "zh-Hant 20條 generated"]),
        ("“囧”字", None, "xx5 zi4", ["zh-Hans “囧”字 attested", "zh-Hant “囧”字 generated", "zh-Hans 囧 attested", "zh-Hant 囧 generated"]),
        ("“里”与“裏”", "“里”與“裏”", None, ["zh-Hans “里”与“裏” attested lǐ yǔ lǐ generated", "zh-Hant “里”與“裏” attested", "zh-Hans 里 attested lǐ generated", "zh-Hant 里 attested", "zh-Hans 裏 attested lǐ generated", "zh-Hant 裏 attested"]),
        ("三峡工程", None, None, ["zh-Hans 三峡工程 attested sān xiá gōng chéng generated", "zh-Hant 三峽工程 generated"]),
        ("MV", "MV", "M V", ["zh-Hans MV attested M V attested", "zh-Hant MV attested"]),
    ],
)  # fmt: skip
def test_what_a_row_states_is_attested(
    headword: str, traditional: str | None, pinyin: str | None, terms: list[str]
) -> None:
    found = []
    for term in stated_terms(headword, traditional, pinyin):
        read = f" {term.reading.display} {term.reading.origin.value}" if term.reading else ""
        found.append(f"{term.lang.value} {term.text} {term.origin.value}{read}")
    assert found == terms


def test_a_reading_that_spells_something_else_is_refused() -> None:
    with pytest.raises(InvalidDraft, match="does not spell 旗县"):
        stated_terms("旗县", None, "qíxiāng")
