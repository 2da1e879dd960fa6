"""Verification finds each way in which a store can be out of line."""

import sqlite3

import pytest
from sqlmodel import col, select

from glossary.model import Concept
from glossary.store.opening import Store
from glossary.store.verifying import verify


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
        ("DELETE FROM change WHERE id = 1", "is not there"),
        ("DELETE FROM change WHERE operation = 'add' AND concept_id = {edited}", "does not begin with its addition"),
        ("UPDATE change SET operation = 'update' WHERE id = 1", "does not begin with its addition"),
        (
            "DELETE FROM change WHERE revision = 2",
            "has a gap: revision 3 does not begin with what revision 1 ended with",
        ),
        (
            "UPDATE change SET revision = 1 WHERE revision = 3",
            "runs backwards: revision 1 is recorded behind revision 2",
        ),
        ("UPDATE change SET revision = 7 WHERE revision = 3", "ends with revision 7, but the concept is of revision 3"),
        ("DELETE FROM change WHERE revision = 3", "does not end with what it is"),
        ("UPDATE concept SET version = 9 WHERE id = {edited}", "has 3 changes, but the concept is in version 9"),
        ("UPDATE store_state SET revision = 2", "and the store of revision 2"),
        ("UPDATE change SET after = '{{' WHERE revision = 3", "cannot be read"),
        ("UPDATE change SET at = 'noon' WHERE concept_id = {edited}", "cannot be read"),
        ("UPDATE text SET body = body || '!' WHERE id = 1", "history"),
        ("UPDATE source SET text = '甲' || text", "does not stand at"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM source", "refers to a source that is not there"),
        ("UPDATE store_state SET stamp = 'aaaaaaaaaaaa'", "not at revision 3 as that was stamped"),
        ("UPDATE revision SET stamp = 'aaaaaaaaaaaa' WHERE number = 3", "not at revision 3 as that was stamped"),
        ("DELETE FROM revision WHERE number = 3", "not at revision 3 as that was stamped"),
        ("DELETE FROM revision", "not at revision 3 as that was stamped"),
        ("DELETE FROM revision WHERE number = 2", "revision 2 has no stamp"),
        ("INSERT INTO revision VALUES (9, 'aaaaaaaaaaaa')", "revision 9 is stamped, but the store is of revision 3"),
        ("UPDATE revision SET stamp = 'nonsense' WHERE number = 2", "the stamp of revision 2 is none"),
        (
            "UPDATE revision SET stamp = (SELECT stamp FROM revision WHERE number = 1) WHERE number = 2",
            "two revisions have one stamp",
        ),
        ("UPDATE store_state SET epoch = ''", "the epoch of the store is none"),
        ("UPDATE store_state SET created = 'noon'", "the state of the store cannot be read"),
        ("DELETE FROM store_state", "the state of the store cannot be read"),
    ],
)
def test_tampering_is_found(store: Store, tampering: str, finding: str) -> None:
    for note in ("first", "second"):
        edited = _edit(store, note)
    assert list(verify(store)) == []
    connection = sqlite3.connect(store.url.database or "")
    connection.executescript(tampering.format(edited=f"'{edited}'"))
    connection.close()
    assert any(finding in fault for fault in verify(store))


def _edit(store: Store, note: str) -> str:
    """Change one concept; return its id."""
    with store.writing("tests") as write:
        concept = write.session.exec(select(Concept).order_by(col(Concept.id).desc())).first()
        assert concept
        write.touch(concept.id)
        concept.note = note
        write.session.add(concept)
        return concept.id


def test_how_far_it_is_is_told(store: Store) -> None:
    told: list[tuple[int, int]] = []
    assert list(verify(store, lambda done, total: told.append((done, total)))) == []
    assert told[-1][0] == told[-1][1] > 0
