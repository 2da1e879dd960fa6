"""The store in compact arrays."""

import json
from typing import Any

import pytest

from glossary.errors import InvalidQuery
from glossary.lexicon import lexicon, rules
from glossary.matching.named import Detail
from glossary.store.opening import Store


def _lexicon(store: Store, detail: Detail = Detail.BRIEF, source: str | None = None) -> dict[str, Any]:
    with store.reading() as connection:
        found: dict[str, Any] = json.loads("{" + lexicon(connection, detail, source) + "}")
    return found


def test_every_label_names_its_concepts(store: Store) -> None:
    found = _lexicon(store)
    assert len(found["concepts"]) == len(found["telling"]) == 33
    assert found["labels"] == sorted(set(found["labels"]))
    by_label = dict(zip(found["labels"], found["named"], strict=True))
    [place] = by_label["三变"]
    assert found["concepts"][place]["headword"] == "农村“三变”改革"
    assert "农村三变改革" in by_label
    assert "资源" in found["telling"][place].split()


def test_whole_entries_and_one_source(store: Store) -> None:
    assert "definition" in _lexicon(store, Detail.ENTRY)["concepts"][0]
    assert len(_lexicon(store, source="dalad-2024")["concepts"]) == 33
    with pytest.raises(InvalidQuery, match="there is no source “no-such-source”"):
        _lexicon(store, source="no-such-source")


def test_rules_are_plain_data() -> None:
    given = json.loads(rules())
    before, after = given["fold"]
    assert after[before.index("兩")] == "两"
    assert {one["counted"] for one in given["words"]} == {True, False}
