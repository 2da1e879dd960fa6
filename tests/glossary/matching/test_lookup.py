"""Exact lookup."""

import json

import pytest

from glossary.matching.lookup import lookup
from glossary.matching.query import parse_query
from glossary.store import Store


@pytest.mark.parametrize(
    ("label", "lang", "matched_on"),
    [
        ("三清零", None, {"form": "三清零", "field": "term", "kind": "exact", "lang": "zh-Hans"}),
        ("兩個毫不動搖", None, {"form": "兩個毫不動搖", "field": "term", "kind": "script", "lang": "zh-Hant"}),
        ("三变", None, {"form": "三变", "field": "term", "kind": "alias", "lang": "zh-Hans"}),
        ("三變", None, {"form": "三變", "field": "term", "kind": "alias", "lang": "zh-Hant"}),
        (
            "Sān Qīnglíng",
            None,
            {"form": "sān qīnglíng", "field": "reading", "kind": "pinyin_toned", "lang": "zh-Latn-pinyin"},
        ),
        (
            "sanqingling",
            None,
            {"form": "sān qīnglíng", "field": "reading", "kind": "pinyin_plain", "lang": "zh-Latn-pinyin"},
        ),
        ("Hidden Champion", None, {"form": "hidden champion", "field": "term", "kind": "english", "lang": "en"}),
        ("invisible champion", "en", {"form": "invisible champion", "field": "term", "kind": "english", "lang": "en"}),
    ],
)
def test_why_it_was_found(store: Store, label: str, lang: str | None, matched_on: dict[str, str]) -> None:
    with store.reading() as connection:
        [found] = lookup(connection, parse_query(label), lang).found  # type: ignore[arg-type]  # one of the three
    assert json.loads(found.json())["matched_on"] == matched_on


@pytest.mark.parametrize(
    ("label", "lang"),
    [
        ("三清", None),
        ("sql", None),
        ("san4qing1ling2", None),
        ("黄河几字弯", None),
        ("三清零", "en"),
        ("三清零", "pinyin"),
        ("sanqingling", "zh"),
        ("hidden champion", "zh"),
        ("hidden champions", None),
        ("%", None),
    ],
)
def test_what_is_no_label(store: Store, label: str, lang: str | None) -> None:
    with store.reading() as connection:
        assert lookup(connection, parse_query(label), lang).found == []  # type: ignore[arg-type]  # one of the three
