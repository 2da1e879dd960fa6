"""What is suggested for a label that nothing has."""

import json

import pytest

from glossary.matching.lookup import lookup
from glossary.matching.nearest import suggestions
from glossary.matching.query import parse_query
from glossary.store.opening import Store


def _suggested(store: Store, label: str, limit: int = 3) -> list[str]:
    query = parse_query(label)
    with store.reading() as connection:
        assert lookup(connection, query).found == [], "a label that something has needs no suggestion"
        return [json.loads(brief)["headword"] for brief in suggestions(connection, query, limit)]


@pytest.mark.parametrize(
    ("label", "meant"),
    [
        ("三清", "“三清零”"),  # a beginning
        ("清零", "“三清零”"),  # an end
        ("sql", "“三清零”"),  # initials
        ("sanqinlin", "“三清零”"),  # in and ing are one to many
        ("三青零", "“三清零”"),  # a homophone, by an input method
        ("三親零", "“三清零”"),  # one in traditional characters that sounds alike
        ("三情灵", "“三清零”"),  # two homophones
        ("三消零", "“三清零”"),  # another character
        ("三零", "“三清零”"),  # too few: an initial and an end
        ("三零清", "“三清零”"),  # changed places
        ("两个好不动摇", "“两个毫不动摇”"),
        ("两个毫不动遍", "“两个毫不动摇”"),  # a slip at the end
        ("sanqimgling", "“三清零”"),  # a letter
        ("sanqinglingg", "“三清零”"),
        ("asnqingling", "“三清零”"),
        ("san4qing1ling2", "“三清零”"),  # a tone
        ("hidden champoin", "隐形冠军"),
        ("hiden champion", "隐形冠军"),
        ("hidden champions", "隐形冠军"),
        ("“三清零”行动方案", "“三清零”"),  # a name, and more
        ("推进三清零", "“三清零”"),
    ],
)
def test_what_was_meant_comes_among_the_first(store: Store, label: str, meant: str) -> None:
    assert meant.strip("“”") in [one.strip("“”") for one in _suggested(store, label)]


@pytest.mark.parametrize(
    "label", ["%", "_", "?", "zzzzzz", "〇〇〇〇", "𠀀𠀁𠀂", "x" * 200, "三" * 200, "'; --", "a b c d e f g h i"]
)
def test_nothing_is_suggested_where_nothing_is_near(store: Store, label: str) -> None:
    assert _suggested(store, label) == []


def test_each_concept_comes_once_and_no_more_than_are_wanted(store: Store) -> None:
    everything = _suggested(store, "三", 10)
    assert len(everything) == len(set(everything)) > 3
    assert _suggested(store, "三", 2) == everything[:2]
