"""Normal forms: those of `unicodedata`, but in linear time."""

import unicodedata
from typing import Literal

import hypothesis
import pytest
from hypothesis import strategies as st

from glossary.language.forms import normal_form

_FORMS = st.sampled_from(("NFC", "NFD", "NFKC", "NFKD"))


@hypothesis.given(
    form=_FORMS, text=st.text(st.characters(codec="utf-8", exclude_characters="\ufdfa\ufdfb"), max_size=40)
)
@hypothesis.settings(database=None, derandomize=True, max_examples=300)
def test_it_is_that_of_unicode(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> None:
    assert normal_form(form, text) == unicodedata.normalize(form, text)
    assert normal_form(form, "三" * 300 + text) == unicodedata.normalize(form, "三" * 300 + text)


def test_a_long_run_of_marks_is_put_in_order_thirty_at_a_time() -> None:
    marks = "\u0315\u0300" * 500
    found = normal_form("NFC", "e" + marks)
    assert sorted(unicodedata.normalize("NFD", found)) == sorted("e" + marks)


@pytest.mark.parametrize("code", range(0x1F000, 0x30000, 0x400))
def test_no_character_beyond_combines(code: int) -> None:
    assert not any(map(unicodedata.combining, map(chr, range(code, code + 0x400))))


def test_no_character_becomes_more_than_six() -> None:
    longest = max(map(chr, range(0x110000)), key=lambda one: len(normal_form("NFKC", one)))
    assert (longest, normal_form("NFKC", longest)) == ("㌖", "キロメートル")


@pytest.mark.parametrize("phrase", ["\ufdfa", "\ufdfb"])
def test_a_phrase_that_is_one_character_stays(phrase: str) -> None:
    assert normal_form("NFKC", f"Ａ{phrase}㎡") == f"A{phrase}m2"
    assert normal_form("NFKC", phrase * 1000) == phrase * 1000
