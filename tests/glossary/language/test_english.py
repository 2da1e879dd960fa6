"""English words as they are compared."""

import pytest

from glossary.language.english import HYPHENS, begins, stem, stems, words


@pytest.mark.parametrize("hyphen", HYPHENS)
def test_a_hyphen_of_any_kind_is_inside_a_word(hyphen: str) -> None:
    text = f"greater self{hyphen}reliance"
    assert words(text) == [("greater", 0, 7), ("self-reliance", 8, 21)]
    assert stems(text) == ["greater", "self-reliance"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("adds-on", "add-on"),
        ("add-ons", "add-on"),
        ("add-on's", "add-on"),
        ("passers-by", "passer-by"),
        ("business-as-usual", "business-as-usual"),
        ("vice-ministries", "vice-ministry"),
    ],
)
def test_parts_of_a_compound_have_plurals_of_their_own(word: str, expected: str) -> None:
    assert stem(word) == expected


@pytest.mark.parametrize(
    ("word", "beginning", "expected"),
    [
        ("reliance", "reli", True),
        ("reliance", "reliance", True),
        ("self-reliance", "sel", True),
        ("self-reliance", "self-", True),
        ("self-reliance", "self-rel", True),
        ("self-reliance", "self", False),
        ("self-reliance", "reliance", False),
        ("add-on", "add", False),
        ("addition", "add", True),
        ("people's", "people", False),
    ],
)
def test_what_stands_before_a_hyphen_is_no_word(word: str, beginning: str, *, expected: bool) -> None:
    assert begins(word, beginning) == expected
