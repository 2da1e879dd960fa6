"""Many patterns in one pass: the same as looking for each, wherever a long text is cut."""

from hypothesis import given
from hypothesis import strategies as st

from glossary.matching.automaton import AT_ONCE, Automaton

WORDS = st.text(alphabet="三四变办", min_size=1, max_size=4)


@given(st.lists(WORDS, max_size=8, unique=True), st.text(alphabet="三四变办改", max_size=40))
def test_finds_what_looking_for_each_finds(patterns: list[str], text: str) -> None:
    slow = [
        (start, start + len(pattern), place)
        for start in range(len(text))
        for pattern, place in sorted(((one, place) for place, one in enumerate(patterns)), key=lambda one: -len(one[0]))
        if text.startswith(pattern, start)
    ]
    assert list(Automaton(patterns).found(text)) == slow


def test_a_long_text_is_searched_piece_by_piece_and_nothing_is_lost_between() -> None:
    automaton = Automaton(["三变", "三变改革", "改"])
    for behind in range(6):
        before = "中" * (AT_ONCE - behind)
        found = list(automaton.found(before + "三变改革" + before))
        start = len(before)
        assert found == [(start, start + 4, 1), (start, start + 2, 0), (start + 2, start + 3, 2)]


def test_no_patterns_find_nothing() -> None:
    assert list(Automaton([]).found("三变")) == []
