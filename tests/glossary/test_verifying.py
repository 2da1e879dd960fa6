"""Verification finds each way in which a store can be out of line."""

import sqlite3

import pytest

from glossary.store import Store
from glossary.verifying import verify


def test_a_sound_store(store: Store) -> None:
    assert list(verify(store)) == []


@pytest.mark.parametrize(
    ("tampering", "finding"),
    [
        ("UPDATE search_key SET key = key || 'x' WHERE term_id = (SELECT min(term_id) FROM search_key)", "search keys"),
        ("DELETE FROM search_key WHERE term_id = (SELECT max(term_id) FROM search_key)", "search keys"),
        ("UPDATE entry_view SET entry = replace(entry, 'the', 'teh')", "not what its rows give"),
        ("DELETE FROM entry_view WHERE concept_id = (SELECT min(concept_id) FROM entry_view)", "has no entry"),
        ("UPDATE concept SET status = 'withdrawn' WHERE id = (SELECT min(id) FROM concept)", "still has an entry"),
        ("DELETE FROM change WHERE id = 1", "history"),
        ("UPDATE text SET body = body || '!' WHERE id = 1", "history"),
        ("UPDATE source SET text = '甲' || text", "does not stand at"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM source", "refers to a source that is not there"),
    ],
)
def test_tampering_is_found(store: Store, tampering: str, finding: str) -> None:
    connection = sqlite3.connect(store.url.database or "")
    connection.executescript(tampering)
    connection.close()
    assert any(finding in fault for fault in verify(store))
