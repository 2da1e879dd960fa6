"""The order of hits, and cursors into it."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.errors import InvalidQuery
from glossary.matching.ranking import Kind, cursor_after, place_of, rank, strength_of
from glossary.vocabulary import TermStatus


def test_the_tiers_are_those_of_the_contract() -> None:
    assert [kind.value for kind in Kind] == [
        "exact", "script", "alias", "pinyin_toned", "pinyin_plain", "prefix", "initials", "mixed", "contains", "fuzzy",
        "english", "definition", "context",
    ]  # fmt: skip


def test_inside_a_tier() -> None:
    best = strength_of("preferred", 3, 2, "a")
    ordered = [
        (0, best, "a"),
        (0, best, "aaaaaaaa"),
        (0, best, "aaaaaaab"),
        (0, strength_of("preferred", 3, 1, "a"), "a"),
        (0, strength_of("preferred", 3, 1, "b"), "b"),
        (0, strength_of("preferred", 4, 9, "a"), "a"),
        (0, strength_of("admitted", 2, 9, "a"), "a"),
        (0, strength_of("deprecated", 1, 9, "a"), "a"),
        (1, strength_of("preferred", 1, 9, "a"), "a"),
    ]
    places = [rank(Kind.PREFIX, *one, "c1") for one in ordered]
    assert places == sorted(places)
    assert rank(Kind.PREFIX, *ordered[0], "c1") < rank(Kind.PREFIX, *ordered[0], "c2")
    assert rank(Kind.PREFIX, *ordered[-1], "c1") < rank(Kind.CONTAINS, *ordered[0], "c1")
    assert rank(Kind.MIXED, *ordered[0], "c1") < rank(Kind.INITIALS, *ordered[-1], "c1")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(TermStatus)),
            st.integers(1, 300),
            st.integers(0, 2000),
            st.text(alphabet="a1 ü", max_size=8),
        ),
        min_size=2,
        max_size=2,
    )
)
def test_strength_orders_by_status_length_attestations_pinyin(pair: list[tuple[TermStatus, int, int, str]]) -> None:
    def slow(one: tuple[TermStatus, int, int, str]) -> tuple[int, int, int, str]:
        status, length, attestations, pinyin = one
        return list(TermStatus).index(status), min(length, 255), -min(attestations, 1023), pinyin

    def fast(one: tuple[TermStatus, int, int, str]) -> tuple[int, str]:
        return strength_of(*one), one[3]

    first, second = pair
    assert (slow(first) < slow(second)) == (fast(first) < fast(second))
    assert 0 <= fast(first)[0] < 2**63


@given(st.integers(-(2**63), 2**63 - 1), st.text(alphabet="三sān '\"\\"))
def test_a_cursor_gives_its_place_back(number: int, text: str) -> None:
    assert place_of(cursor_after((number, text)), (int, str)) == (number, text)


@pytest.mark.parametrize(
    "place", [[2**63, "甲"], [-(2**63) - 1, "甲"], [1, "\ud800"], [1, "\x00"], [1.0, "甲"], [True, "甲"], [1]]
)
def test_what_no_database_can_compare_with_is_no_cursor(place: list[object]) -> None:
    made = base64.urlsafe_b64encode(json.dumps(place).encode()).decode()
    with pytest.raises(InvalidQuery):
        place_of(made, (int, str))
