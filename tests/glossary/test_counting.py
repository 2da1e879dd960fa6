"""What is counted is what is served."""

from typing import Any

import pytest

from glossary.browsing import Stats, list_sources, stats
from glossary.editing.changing import change_concept, concept_draft, withdraw_concept
from glossary.matching.lookup import lookup
from glossary.matching.query import parse_query
from glossary.quality import Check, look_over
from glossary.store.opening import Store


def _concept(store: Store, label: str) -> str:
    with store.reading() as connection:
        return lookup(connection, parse_query(label)).found[0].concept


def _stats(store: Store) -> Stats:
    with store.reading() as connection:
        return stats(connection)


def _change(store: Store, concept: str, side: bool, patch: dict[str, Any]) -> None:
    """Change all terms of one side of a concept, Chinese or English (`side`)."""
    with store.reading() as connection:
        terms = concept_draft(connection, concept)["terms"]
    names = [name for name, row in terms.items() if (row["lang"] == "en") is side]
    with store.writing("editor") as write:
        change_concept(write, concept, {"terms": dict.fromkeys(names, patch)}, None)


def test_the_sentences_and_sources_of_what_was_withdrawn_are_not_counted(store: Store) -> None:
    with store.reading() as connection:
        [before], _ = list_sources(connection, 20, None)
    assert before.contexts == _stats(store).contexts
    with store.writing("editor") as write:
        withdraw_concept(write, _concept(store, "三清零"), None)
    with store.reading() as connection:
        [after], _ = list_sources(connection, 20, None)
    assert after.concepts == before.concepts - 1 == _stats(store).concepts
    assert after.contexts == _stats(store).contexts < before.contexts


def test_a_headword_is_reviewed_wherever_it_stands(store: Store) -> None:
    _change(store, _concept(store, "四办"), False, {"position": 3})
    assert _stats(store).unreviewed == 0
    with store.reading() as connection:
        assert look_over(connection, Check.UNREVIEWED_PINYIN, 20, None).items == []


@pytest.mark.parametrize("patch", [{"forbidden": True}, {"status": "admitted"}])
def test_what_has_no_gloss_is_without_english(store: Store, patch: dict[str, Any]) -> None:
    _change(store, _concept(store, "四办"), True, patch)
    assert _stats(store).without_english == 1
