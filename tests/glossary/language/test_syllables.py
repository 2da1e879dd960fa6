"""Syllables in their spellings."""

import pytest

from glossary.language.syllables import SYLLABLES, initial, is_syllable, marked, plain, unmarked


@pytest.mark.parametrize(
    ("syllable", "spelling"),
    [
        ("san1", "sān"),
        ("gou4", "gòu"),
        ("xie4", "xiè"),
        ("qiu2", "qiú"),
        ("gui4", "guì"),
        ("lü4", "lǜ"),
        ("nüe4", "nüè"),
        ("xiong2", "xióng"),
        ("shuang1", "shuāng"),
        ("er2", "ér"),
        ("m2", "ḿ"),
        ("ng4", "ǹg"),
        ("wu5", "wu"),
        ("S", "S"),
        ("12345", "12345"),
    ],
)
def test_the_mark_stands_where_the_standard_puts_it(syllable: str, spelling: str) -> None:
    assert marked(syllable) == spelling


@pytest.mark.parametrize("letters", sorted(SYLLABLES))
@pytest.mark.parametrize("tone", [1, 2, 3, 4])
def test_every_syllable_comes_back_from_its_mark(letters: str, tone: int) -> None:
    assert unmarked(marked(f"{letters}{tone}")) == (letters, tone)


@pytest.mark.parametrize(
    ("element", "is_one", "without_tone", "first"),
    [
        ("qing1", True, "qing", "q"),
        ("an1", True, "an", "a"),
        ("b2", False, "b2", "b2"),
        ("5", False, "5", "5"),
        ("1+M", False, "1+M", "1+M"),
    ],
)
def test_elements_that_are_no_syllables_stay_whole(element: str, is_one: bool, without_tone: str, first: str) -> None:
    assert (is_syllable(element), plain(element), initial(element)) == (is_one, without_tone, first)
