"""Terms in running text: a language-neutral table of cases, a slow reference, a client that works offline."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.errors import InvalidQuery
from glossary.formats.delimited import read_delimited
from glossary.language.running import running
from glossary.lexicon import lexicon, rules
from glossary.loading.imports import import_glossary
from glossary.matching.annotate import Occurrence, Overlap, add, annotate, chinese_terms
from glossary.matching.automaton import Automaton
from glossary.matching.evidence import Verdict, is_ordinary, weigh
from glossary.matching.index import TermIndex, build_index
from glossary.matching.named import Detail, Served, entries_of_source, served
from glossary.matching.wording import Wording
from glossary.state import State
from glossary.store.opening import Store, open_store, store_url
from glossary.store.upgrading import upgrade_store
from tests.offline import Client
from tests.sentences import SETS, fill, labelled

CASES: list[dict[str, Any]] = json.loads(Path(__file__).parents[2].joinpath("cases", "running.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def index(shipped_file: Path) -> Iterator[TermIndex]:
    store = open_store(store_url(str(shipped_file)))
    with store.reading() as connection:
        yield build_index(connection)
    store.close()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cases(index: TermIndex, case: dict[str, Any]) -> None:
    text = case["text"]
    found = annotate(index, text, Overlap(case.get("overlap", "longest")))
    assert [text[one.start : one.end] for one in found] == case["found"]


def _made(labels: list[str]) -> TermIndex:
    """Return an index of labels that name one entry each, numbered as they come."""
    ordinary = bytes(map(is_ordinary, labels))
    names = tuple((place,) for place in range(len(labels)))
    return TermIndex(State("made", 0, "", ""), Automaton(labels), names, ordinary, Wording(), Automaton([]), (), {})


def _slowly(labels: list[str], text: str, overlap: Overlap) -> list[Occurrence]:
    """Return what every stretch of a text is that is a label and means it, and of these the leftmost-longest."""
    seen = running(text)
    every = [
        (start, end, labels.index(seen.kept[start:end]))
        for start in range(len(seen.kept))
        for end in range(len(seen.kept), start, -1)
        if seen.kept[start:end] in labels
        and weigh(seen, start, end, ordinary=is_ordinary(seen.kept[start:end])) is Verdict.MEANT
    ]
    chosen: list[tuple[int, int, int]] = []
    for start, end, place in every:
        if overlap is Overlap.ALL or not chosen or start >= chosen[-1][1]:
            chosen.append((start, end, place))
    return [Occurrence(*seen.printed(start, end), (place,)) for start, end, place in chosen]


LABELS = st.lists(st.text(alphabet="三四变办公室第", min_size=2, max_size=6), max_size=8, unique=True)
TEXTS = st.lists(st.sampled_from([*"三四变办公室第辦變“”「」，a\u200b \n𠮷", "\n\n"]), max_size=40).map("".join)


@settings(max_examples=300)
@given(LABELS, TEXTS, st.sampled_from(Overlap))
def test_finds_what_a_slow_reference_finds(labels: list[str], text: str, overlap: Overlap) -> None:
    found = annotate(_made(labels), text, overlap)
    assert found == _slowly(labels, text, overlap)
    if overlap is Overlap.LONGEST:
        assert all(one.end <= other.start for one, other in pairwise(found))


@settings(max_examples=300)
@given(LABELS, TEXTS)
def test_a_term_in_quotation_marks_is_found_in_any_text(labels: list[str], text: str) -> None:
    for place, label in enumerate(labels):
        marked = f"{text}。“{label}”。"
        start = len(text) + 2
        assert Occurrence(start, start + len(label), (place,)) in annotate(_made(labels), marked, Overlap.ALL)


def test_only_what_a_source_attests(store: Store) -> None:
    with store.reading() as connection:
        index = build_index(connection)
        assert annotate(index, "三清零", only=entries_of_source(connection, "dalad-2024"))
        with pytest.raises(InvalidQuery, match="there is no source “no-such-source”"):
            entries_of_source(connection, "no-such-source")


def test_what_is_no_more_is_not_served(store: Store) -> None:
    with store.reading() as connection:
        [one] = annotate(build_index(connection), "三清零")
        assert list(served(connection, [*one.entries, 10**9])) == list(one.entries)


@pytest.mark.parametrize("one", SETS, ids=[one["name"] for one in SETS])
def test_a_client_with_lexicon_and_rules_finds_the_same(one: dict[str, Any], tmp_path: Path) -> None:
    url = store_url(str(tmp_path / "sentences.db"))
    upgrade_store(url)
    store = open_store(url)
    fill(store, one["terms"])
    with store.reading() as connection:
        index = build_index(connection)
        client = Client(
            json.loads("{" + lexicon(connection, Detail.BRIEF) + "}"),
            json.loads(rules()),
        )
        for sentence in map(labelled, one["sentences"]):
            found = annotate(index, sentence.text)
            named = served(connection, [entry for each in found for entry in each.entries])
            expected = [(each.start, each.end, [named[entry].concept for entry in each.entries]) for each in found]
            assert client.annotate(sentence.text) == expected, sentence.text
    store.close()


def test_what_is_a_name_in_two_languages_is_found_once(store: Store) -> None:
    """AI is a term in Chinese, and English of another: one span, with both; and none beside AI+."""
    with store.writing("tests") as write:
        file = read_delimited("headword,english\nAI,artificial intelligence\nAI+,AI Plus\n人工智能,AI\n")
        import_glossary(write, file, "ai.csv", skip_bad=True)
    with store.reading() as connection:
        index = build_index(connection)
        text = "推进AI+行动，AI技术。"
        found = annotate(index, text)
        assert [(text[one.start : one.end], len(one.entries)) for one in found] == [("AI+", 1), ("AI", 2)]
        every = annotate(index, text, Overlap.ALL)
        assert [text[one.start : one.end] for one in every] == ["AI+", "AI", "AI"]
        assert [len(one.entries) for one in chinese_terms(index, text)] == [1, 1]


PLACES = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 4)), max_size=6)


@given(PLACES, PLACES, st.sampled_from(Overlap))
def test_two_languages_are_one_answer(
    chinese: list[tuple[int, int]], english: list[tuple[int, int]], overlap: Overlap
) -> None:
    """What is added one by one is what a sweep over all of it gives, from the left, the longest first."""

    def swept(places: list[tuple[int, int, int]]) -> list[Occurrence]:
        named: dict[tuple[int, int], tuple[int, ...]] = {}
        for start, end, entry in places:
            named[start, end] = tuple(dict.fromkeys((*named.get((start, end), ()), entry)))
        kept: list[Occurrence] = []
        for start, end in sorted(named, key=lambda place: (place[0], -place[1])):
            if overlap is Overlap.ALL or not kept or start >= kept[-1].end:
                kept.append(Occurrence(start, end, named[start, end]))
        return kept

    found = swept([(start, start + length, 1) for start, length in chinese])
    others = swept([(start, start + length, 2) for start, length in english])
    expected = swept([(one.start, one.end, entry) for one in (*found, *others) for entry in one.entries])
    for one in others:
        add(found, one, overlap)
    assert [(one.start, -one.end) for one in found] == sorted({(one.start, -one.end) for one in found})
    if overlap is Overlap.ALL:
        assert found == expected
        return
    assert all(one.end <= other.start for one, other in pairwise(found))
    kept = {(one.start, one.end) for one in found}
    for one in expected:
        assert (one.start, one.end) in kept or any(start < one.end and one.start < end for start, end in kept)


def test_briefs_that_are_kept_and_briefs_that_are_read_are_one_answer(store: Store) -> None:
    """Also where so many are kept that they are forgotten just now: none of what was asked for is missing."""
    with store.reading() as connection:
        index = build_index(connection)
        found = [entry for one in annotate(index, "三清零、隐形冠军、四办") for entry in one.entries]
        expected = served(connection, found)
        assert index.briefs_of(connection, found[:1]) == served(connection, found[:1])
        index.briefs.update({-number: Served("c", "{}") for number in range(1, 30_000)})
        assert index.briefs_of(connection, found) == expected
        assert len(index.briefs) < 30_000
