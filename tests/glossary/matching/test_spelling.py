"""The rule of spelling: the table of cases, and against a slow and obvious reading of it."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.language.syllables import marked
from glossary.matching.segments import patterns_of
from glossary.matching.spelling import Character, Zone, spell, units_of, ways_of

TERMS = tomllib.loads(Path(__file__).parents[2].joinpath("cases", "spellings.toml").read_text("utf-8"))["term"]
FINDS = [(term["text"], term["reading"], query) for term in TERMS for query in term["finds"].split()]
MISSES = [(term["text"], term["reading"], query) for term in TERMS for query in term["misses"].split()]


def _spells(query: str, text: str, reading: str) -> bool:
    return any(spell(units_of(query), way, start) for way in ways_of(text, reading) for start in range(len(way)))


@pytest.mark.parametrize(("text", "reading", "query"), FINDS)
def test_finds(text: str, reading: str, query: str) -> None:
    assert _spells(query, text, reading)


@pytest.mark.parametrize(("text", "reading", "query"), MISSES)
def test_misses(text: str, reading: str, query: str) -> None:
    assert not _spells(query, text, reading)


def test_there_are_cases_enough() -> None:
    assert len(FINDS) + len(MISSES) >= 230


def reference(query: str, characters: list[tuple[str, str | None]]) -> bool:
    """Return whether a query of plain characters, letters and tone digits spells a term from its first character.

    Every character of the term may be written in a handful of ways; the query must be some of them one behind the
    other, the last perhaps the beginning of a syllable. Nothing clever.
    """
    if not query:
        return True
    if not characters:
        return False
    (text, syllable), rest = characters[0], characters[1:]
    ways = {text}
    if syllable:
        letters = syllable[:-1]
        spelled = {letters, letters.replace("v", "u")} if letters in ("lv", "nv", "lve", "nve") else {letters}
        ways |= spelled | {one + syllable[-1] for one in spelled} | {letters[0]}
        if letters.startswith(("zh", "ch", "sh")):
            ways.add(letters[:2])
        if any(one.startswith(query) for one in spelled):
            return True
    return any(query.startswith(way) and reference(query[len(way) :], rest) for way in ways)


SYLLABLES = [
    "san1",
    "qing1",
    "ling2",
    "zhuang4",
    "shi4",
    "a1",
    "an1",
    "xi1",
    "xian1",
    "lv4",
    "nve4",
    "er2",
    "fang1",
    "gan3",
    "n2",
]
HAN = "三清零装是啊安西先绿虐而方干嗯"
CHARACTERS = st.sampled_from([*zip(HAN, SYLLABLES, strict=True), ("s", None), ("5", None), ("g", None)])
TERM = st.lists(CHARACTERS, min_size=1, max_size=5)


def _built(characters: list[tuple[str, str | None]]) -> list[Character]:
    return [Character(text, syllable, place, place + 1) for place, (text, syllable) in enumerate(characters)]


@given(TERM, st.text(alphabet="三清安5g" + "aeghinlqrsuvxz124", max_size=9))
def test_a_query_spells_what_the_slow_reading_says(term: list[tuple[str, str | None]], query: str) -> None:
    assert bool(spell(units_of(query), _built(term), 0)) == reference(query, term)


@given(TERM, st.data())
def test_every_mixture_of_ways_spells_the_term(term: list[tuple[str, str | None]], data: st.DataObject) -> None:
    query = "".join(data.draw(st.sampled_from(_ways(one))) for one in term)
    assert reference(query, term)
    spelling = spell(units_of(query), _built(term), 0)
    assert spelling
    start = data.draw(st.integers(0, len(term) - 1))
    rest = "".join(data.draw(st.sampled_from(_ways(one))) for one in term[start:])
    assert spell(units_of(rest), _built(term), start)


def _ways(character: tuple[str, str | None]) -> list[str]:
    text, syllable = character
    if not syllable:
        return [text]
    return [text, syllable, syllable[:-1], syllable[0]]


@given(TERM)
def test_tone_marks_are_tone_digits(term: list[tuple[str, str | None]]) -> None:
    def as_marks(separator: str) -> str:
        return separator.join(marked(syllable.replace("v", "ü")) if syllable else text for text, syllable in term)

    for separator in (" ", "'"):
        spelling = spell(units_of(as_marks(separator)), _built(term), 0)
        assert spelling
        assert (spelling.end, spelling.loose, spelling.full) == (len(term), 0, True)


@pytest.mark.parametrize(
    ("query", "text", "reading", "zones", "found"),
    [
        ("zangan", "站岗", "zhan4 gang3", {Zone.ZH, Zone.ANG}, True),
        ("zangand", "站岗的", "zhan4 gang3 de5", {Zone.ZH}, False),
        ("zangan", "站岗", "zhan4 gang3", set(), False),
        ("xinfu", "幸福", "xing4 fu2", {Zone.ING}, True),
        ("xingfu", "信服", "xin4 fu2", {Zone.ING}, True),
        ("liunai", "牛奶", "niu2 nai3", {Zone.NL}, True),
        ("cengshi", "城市", "cheng2 shi4", {Zone.CH}, True),
        ("censi", "城市", "cheng2 shi4", {Zone.CH, Zone.SH, Zone.ENG}, True),
        ("censi", "城市", "cheng2 shi4", {Zone.CH, Zone.SH}, False),
        ("chensi", "城市", "cheng2 shi4", {Zone.SH, Zone.ENG}, True),
        ("三qinling", "三清零", "san1 qing1 ling2", {Zone.ING}, True),
        ("三qinl", "三清零", "san1 qing1 ling2", {Zone.ING}, True),
        ("sqinling", "三清零", "san1 qing1 ling2", {Zone.ING}, True),
        ("shan清l", "三清零", "san1 qing1 ling2", {Zone.SH}, True),
        ("shan1ql", "三清零", "san1 qing1 ling2", {Zone.SH}, True),
        ("shan2ql", "三清零", "san1 qing1 ling2", {Zone.SH}, False),
        ("shql", "三清零", "san1 qing1 ling2", {Zone.SH}, True),
        ("shql", "三清零", "san1 qing1 ling2", {Zone.ZH}, False),
        ("sqn", "三清零", "san1 qing1 ling2", {Zone.NL}, True),
        ("zhj", "宗教", "zong1 jiao4", {Zone.ZH}, True),
        ("zhongjiao", "宗教", "zong1 jiao4", {Zone.ZH}, True),
        ("zuang", "装", "zhuang1", {Zone.ZH}, True),
        ("nuse", "绿色", "lü4 se4", {Zone.NL}, True),
    ],
)
def test_zones(query: str, text: str, reading: str, zones: set[Zone], found: bool) -> None:
    [characters] = ways_of(text, reading)
    spelling = spell(units_of(query), characters, 0, frozenset(zones))
    assert bool(spelling) == found
    if spelling:
        assert spelling.fuzzy
        syllables = " ".join(one.syllable or one.text for one in characters)
        assert any(pattern.spells(syllables) for pattern in patterns_of(units_of(query), frozenset(zones)))
