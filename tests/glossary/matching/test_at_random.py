"""Searches of a store of terms made of few characters that sound much alike, against the rule itself."""

import random
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from glossary.formats.delimited import read_delimited
from glossary.language.normalise import label
from glossary.language.syllables import marked
from glossary.loading.imports import import_glossary
from glossary.matching.asked import Match, Wanted
from glossary.matching.query import parse_query
from glossary.matching.search import Page, search
from glossary.matching.showing import Hit
from glossary.matching.spelling import UNWRITTEN, Character, Zone, spell, units_of, ways_of
from glossary.matching.tails import misread
from glossary.store.opening import open_store, store_url

pytestmark = pytest.mark.slow

SYLLABLES = {
    "三": "san1", "少": "shao3", "山": "shan1", "四": "si4", "七": "qi1", "清": "qing1", "全": "quan2", "千": "qian1", "零": "ling2",
    "力": "li4", "绿": "lü4", "略": "lüe4", "安": "an1", "案": "an4", "恩": "en1", "二": "er4", "长": "chang2", "参": "can1", "中": "zhong1",
    "宗": "zong1", "方": "fang1", "反": "fan3", "感": "gan3", "先": "xian1", "西": "xi1", "行": "xing2", "女": "nü3", "儿": "er2", "哪": "na3",
}  # fmt: skip
OTHERS = {"5": "5", "G": "G", "3": "san1", "T": "ti4", "A4": "A4", "1+M": "1+M", "21": "er4 shi2 yi1"}
COUNT = 250


def _terms() -> list[tuple[str, str]]:
    draw = random.Random(20261123)
    made = {}
    while len(made) < COUNT:
        parts = [draw.choice([*SYLLABLES] * 6 + [*OTHERS]) for _ in range(draw.randint(1, 5))]
        text = "".join(parts)
        if label(text) and not any(one in OTHERS and other in OTHERS for one, other in pairwise(parts)):
            made[text] = " ".join(SYLLABLES.get(part) or OTHERS[part] for part in parts)
    return list(made.items())


TERMS = _terms()
WAYS: dict[str, list[tuple[Character, ...]]] = {
    text: [*(ways := ways_of(text, reading)), *(changed for way in ways for changed, _ in misread(way))]
    for text, reading in TERMS
}


@pytest.fixture(scope="module")
def connection(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A store of those terms, without English."""
    path = shutil.copy(empty_file, tmp_path_factory.mktemp("random") / "glossary.db")
    store = open_store(store_url(str(path)))
    table = "headword,pinyin\n" + "\n".join(f"{text},{reading}" for text, reading in TERMS)
    with store.writing("tests") as write:
        plan = import_glossary(write, read_delimited(table), "random.csv", skip_bad=False)
    assert plan.counts["added"] == COUNT
    with store.reading() as opened:
        yield opened
    store.close()


def _allowed(typed: str, zones: frozenset[Zone] = frozenset()) -> set[str]:
    """Return the terms that a query finds, by trying it at every character of each, in every common reading."""
    query, units = parse_query(typed), units_of(typed)
    return {
        text
        for text, ways in WAYS.items()
        if query.label in label(text)
        or any(spell(units, way, start, zones) for way in ways for start in range(len(way)))
    }


PIECES = [
    *SYLLABLES, *(syllable[:-1].replace("ü", "v") for syllable in SYLLABLES.values()), *SYLLABLES.values(),
    *"sqlaefgxnz", "zh", "sh", "ch", "5", "G", "A4", "lu", "lue", "nu", "'", " ",
    *map(marked, SYLLABLES.values()), "àn", "án", "ǎn", "guǎ", "lǜ", "xīān", "xìàn", "è", "ā",
]  # fmt: skip
ALIKE = [
    "shan", "sao", "shi", "qin", "lin", "zong", "zhong", "can", "chan", "an", "ang", "eng", "nin", "fan", "fang", "gang",
    "xiang", "lve", "nan", "la", "hin", "lü", "sh", "zh", "n", "l",
]  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=5))
def test_any_pieces_find_exactly_what_the_rule_allows(connection: Connection, pieces: list[str]) -> None:
    typed = "".join(pieces)
    if label(typed):
        found = search(connection, parse_query(typed), Wanted(limit=200)).hits
        allowed = _allowed(typed)
        assert len(found) == min(len(allowed), 200)
        assert {hit.shown for hit in found} <= allowed


@settings(max_examples=600, deadline=None)
@given(
    pieces=st.lists(st.sampled_from([*PIECES, *ALIKE]), min_size=1, max_size=5),
    zones=st.sets(st.sampled_from(Zone), min_size=1).map(frozenset),
)
def test_what_sounds_alike_is_exactly_what_the_rule_allows(
    connection: Connection, pieces: list[str], zones: frozenset[Zone]
) -> None:
    typed = "".join(pieces)
    if label(typed):
        found = search(connection, parse_query(typed), Wanted(zones=zones, limit=1000)).hits
        plain = _allowed(typed)
        assert {hit.shown for hit in found} == _allowed(typed, zones)
        assert {hit.shown for hit in found if hit.kind == "fuzzy"} == {hit.shown for hit in found} - plain
        assert found == sorted(found, key=lambda hit: hit.place)


@settings(max_examples=600, deadline=None)
@given(
    typed=st.text("sqlaefgxnzch", min_size=1, max_size=2)
    | st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join),
    match=st.sampled_from(Match),
    zones=st.sets(st.sampled_from(Zone), max_size=2),
    limit=st.integers(1, 8),
)
def test_pages_of_any_length_are_the_same_order(
    connection: Connection, typed: str, match: Match, zones: set[Zone], limit: int
) -> None:
    if label(typed):
        everything = search(connection, parse_query(typed), Wanted(match, zones=frozenset(zones), limit=1000)).hits
        walked: list[Hit] = []
        page = Page([], "")
        while page.next is not None:
            wanted = Wanted(match, zones=frozenset(zones), limit=limit, cursor=page.next or None)
            page = search(connection, parse_query(typed), wanted)
            walked += page.hits
        assert [(hit.place, hit.kind) for hit in walked] == [(hit.place, hit.kind) for hit in everything]


@settings(max_examples=600, deadline=None)
@given(data=st.data())
def test_any_mixture_finds_its_term(connection: Connection, data: st.DataObject) -> None:
    text, reading = data.draw(st.sampled_from(TERMS))
    characters = data.draw(st.sampled_from(ways_of(text, reading)))
    start = data.draw(st.integers(0, len(characters) - 1))
    end = data.draw(st.integers(start + 1, len(characters)))
    typed = "".join(data.draw(st.sampled_from(_ways(one))) for one in characters[start:end])
    hits, cursor = [], None
    while True:
        page = search(connection, parse_query(typed), Wanted(limit=50, cursor=cursor))
        hits += page.hits
        if (cursor := page.next) is None:
            break
    assert text in {hit.shown for hit in hits}
    assert len({hit.place for hit in hits}) == len(hits)
    assert hits == sorted(hits, key=lambda hit: hit.place)


def _ways(one: Character) -> list[str]:
    """Return how a character may be typed."""
    if one.syllable is None:
        return [one.text]
    if one.text == UNWRITTEN:
        return [one.letters, one.syllable, one.letters[0]]
    letters = one.letters
    initials = [letters[0], *([letters[:2]] if letters[:2] in ("zh", "ch", "sh") else [])]
    return [one.text, letters, one.syllable, *initials]
