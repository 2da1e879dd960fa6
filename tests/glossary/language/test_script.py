"""Traditional forms."""

import pytest

from glossary.language.script import Traditional, fold, traditional


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("两个毫不动摇", Traditional("兩個毫不動搖", "兩個毫不動搖", "兩個毫不動搖")),
        ("黄河几字湾", Traditional("黃河几字灣", "黃河几字灣", "黃河几字灣")),
        ("几个", Traditional("幾個", "幾個", "幾個")),
        ("群众", Traditional("群眾", "群眾", "羣眾")),
        ("三清零", Traditional("三清零", "三清零", "三清零")),
    ],
)
def test_each_region_has_its_own_form(text: str, forms: Traditional) -> None:
    assert traditional(text) == forms


@pytest.mark.parametrize("text", ["两个毫不动摇", "群众", "黄河几字湾", "农村“三变”改革"])
def test_every_form_folds_back(text: str) -> None:
    forms = traditional(text)
    assert fold(forms.general) == fold(forms.taiwan) == fold(forms.hong_kong) == text
