"""How a text is probably read and written: what is known, curated tables, rules."""

from collections.abc import Collection, Mapping

import pytest

from glossary.language.known import cut, parts_of
from glossary.language.pinyin import generated
from glossary.language.script import traditional


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("一刀两断", "yi1 dao1 liang3 duan4"),
        ("一带一路", "yi1 dai4 yi1 lu4"),
        ("不忘初心", "bu4 wang4 chu1 xin1"),
        ("便宜", "pian2 yi5"),
        ("便宜行事", "bian4 yi2 xing2 shi4"),
        ("人口增长率", "ren2 kou3 zeng1 zhang3 lü4"),
        ("退耕还林", "tui4 geng1 huan2 lin2"),
        ("中毒", "zhong4 du2"),
        ("桌子", "zhuo1 zi5"),
        ("电子", "dian4 zi3"),
        ("花儿", "hua1 r5"),
        ("婴儿", "ying1 er2"),
        ("看不见", "kan4 bu5 jian4"),
        ("行得通", "xing2 de5 tong1"),
        ("都市圈", "du1 shi4 quan1"),
        ("农村“三变”改革", "nong2 cun1 san1 bian4 gai3 ge2"),
        ("1个5G", "1 ge4 5G"),
        ("〤", "〤"),
    ],
)
def test_readings(text: str, elements: str) -> None:
    assert " ".join(generated(text).elements) == elements


@pytest.mark.parametrize(
    ("text", "general", "taiwan", "hong_kong"),
    [
        ("中俄关系", "中俄關係", "中俄關係", "中俄關係"),
        ("有关系统", "有關系統", "有關系統", "有關系統"),
        ("污染防治", "污染防治", "汙染防治", "污染防治"),
        ("里程表", "里程表", "里程表", "里程表"),
        ("钜款巨款", "鉅款巨款", "鉅款鉅款", "鉅款鉅款"),
        ("准格尔旗", "准格爾旗", "准格爾旗", "准格爾旗"),
    ],
)
def test_traditional_forms(text: str, general: str, taiwan: str, hong_kong: str) -> None:
    forms = traditional(text)
    assert (forms.general, forms.taiwan, forms.hong_kong) == (general, taiwan, hong_kong)


class Stated:
    """Some words that a store states."""

    def __init__(self, **forms: str) -> None:
        self.forms = forms

    def readings(self, words: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """Return their readings."""
        return {word: tuple(form.split()) for word, form in self.forms.items() if word in words and form[0].isascii()}

    def traditional(self, words: Collection[str]) -> Mapping[str, str]:
        """Return their forms."""
        return {word: form for word, form in self.forms.items() if word in words and not form[0].isascii()}


@pytest.mark.parametrize(
    ("text", "known", "elements"),
    [
        ("银行", {"银行": "yin2 xing2"}, "yin2 xing2"),
        ("银行行长", {"银行": "yin2 xing2"}, "yin2 xing2 hang2 zhang3"),
        ("银行行长", {"行行长": "xing2 xing2 chang2"}, "yin2 xing2 xing2 chang2"),
        ("便宜行事", {"便宜": "pian2 yi5"}, "bian4 yi2 xing2 shi4"),
        ("桌子", {"桌子": "zhuo1 zi3"}, "zhuo1 zi3"),
        ("大银行", {"银行": "yin2 xing2"}, "da4 yin2 xing2"),
    ],
)
def test_a_known_word_counts_unless_a_longer_phrase_covers_it(text: str, known: dict[str, str], elements: str) -> None:
    assert " ".join(generated(text, Stated(**known)).elements) == elements


def test_a_known_form_counts_in_the_general_form() -> None:
    assert traditional("大台中", Stated(台中="台中")).general == "大台中"
    assert traditional("大台中").general == "大臺中"


def test_parts_and_cuts() -> None:
    assert parts_of("三") == set()
    assert parts_of("三清零") == {"三清", "清零", "三清零"}
    assert cut("", ["三"]) == []
    assert cut("三清零三清", ["三清", "清零三"]) == ["三", "清零三", "清"]
