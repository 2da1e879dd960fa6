"""Traditional forms."""

import pytest

from glossary.language.overrides import Overrides
from glossary.language.script import Traditional, fold, traditional


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("两个毫不动摇", Traditional("兩個毫不動搖", "兩個毫不動搖", "兩個毫不動搖")),
        ("黄河几字湾", Traditional("黃河几字灣", "黃河几字灣", "黃河几字灣")),
        ("几个", Traditional("幾個", "幾個", "幾個")),
        ("群众", Traditional("羣衆", "群眾", "羣眾")),
        ("三清零", Traditional("三清零", "三清零", "三清零")),
    ],
)
def test_each_region_has_its_own_form(text: str, forms: Traditional) -> None:
    assert traditional(text) == forms


@pytest.mark.parametrize("text", ["两个毫不动摇", "群众", "黄河几字湾", "农村“三变”改革"])
def test_every_form_folds_back(text: str) -> None:
    forms = traditional(text)
    assert fold(forms.general) == fold(forms.taiwan) == fold(forms.hong_kong) == text


def test_the_longest_override_wins() -> None:
    overrides = Overrides({"几字": "A", "几字湾": "B"})
    assert overrides.split("黄河几字湾几字") == [("黄河", None), ("几字湾", "B"), ("几字", "A")]


def test_without_overrides_the_library_has_it_all() -> None:
    assert Overrides({}).split("三清零") == [("三清零", None)]
