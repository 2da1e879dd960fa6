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
