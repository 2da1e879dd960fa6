"""The order of hits, and cursors into it."""

from hypothesis import given
from hypothesis import strategies as st

from glossary.matching.ranking import Kind, Strength, cursor_after, place_of, rank


def test_the_tiers_are_those_of_the_contract() -> None:
    assert [kind.value for kind in Kind] == [
        "exact", "script", "alias", "pinyin_toned", "pinyin_plain", "prefix", "initials", "mixed", "contains", "fuzzy",
        "english", "definition", "context",
    ]  # fmt: skip


def test_inside_a_tier() -> None:
    best = Strength(0, "preferred", 3, 2, "a")
    ordered = [
        best,
        Strength(0, "preferred", 3, 1, "a"),
        Strength(0, "preferred", 3, 1, "b"),
        Strength(0, "preferred", 4, 9, "a"),
        Strength(0, "admitted", 2, 9, "a"),
        Strength(0, "deprecated", 1, 9, "a"),
        Strength(1, "preferred", 1, 9, "a"),
    ]
    places = [rank(Kind.PREFIX, strength, "c1") for strength in ordered]
    assert places == sorted(places)
    assert rank(Kind.PREFIX, best, "c1") < rank(Kind.PREFIX, best, "c2")
    assert rank(Kind.PREFIX, ordered[-1], "c1") < rank(Kind.CONTAINS, best, "c1")


@given(st.integers(), st.text(alphabet="三sān '\"\\"))
def test_a_cursor_gives_its_place_back(number: int, text: str) -> None:
    assert place_of(cursor_after((number, text)), (int, str)) == (number, text)
