"""Undoing: everything can be, in its order, and the history has both."""

import json
from random import Random
from typing import Any

import pytest

from glossary.browsing import every_entry
from glossary.drafts import ConceptDraft
from glossary.editing.changing import add_stated, change_concept, concept_draft, withdraw_concept
from glossary.editing.edits import StatedConcept
from glossary.editing.merging import merge_concepts
from glossary.errors import Conflict, GlossaryError, NotFound
from glossary.history import list_history
from glossary.state import state
from glossary.store.opening import Store
from glossary.store.verifying import verify
from glossary.undoing import undo

_OWN = {"revision", "updated", "version"}


def _quiet(_done: int, _of: int) -> None:
    pass


def _undo(store: Store, revision: int) -> int:
    with store.writing("undo") as write:
        return undo(write, revision, _quiet)


def _revision(store: Store) -> int:
    with store.reading() as connection:
        return state(connection).revision


def _content(store: Store) -> dict[str, Any]:
    """Return what is served and what is edited of each concept, without what says when and how often it was changed."""
    with store.reading() as connection:
        entries = [json.loads(one) for one in every_entry(connection)]
        drafts = {one["id"]: concept_draft(connection, one["id"]) for one in entries}
    return {one["id"]: {**_without_own(one), "draft": _without_own(drafts[one["id"]])} for one in entries}


def _without_own(shown: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if name not in _OWN}


def test_a_load_is_undone_and_done_again(store: Store) -> None:
    before = _content(store)
    assert _undo(store, 1) == 33
    assert _content(store) == {}
    assert list(verify(store)) == []
    assert _undo(store, 2) == 33
    assert _content(store) == before
    assert list(verify(store)) == []


def test_only_what_is_as_that_revision_left_it_can_be_undone(store: Store) -> None:
    concept = next(iter(_content(store)))
    with store.writing("tests") as write:
        change_concept(write, concept, {"note": "later"}, None)
    before = _content(store)
    with pytest.raises(Conflict, match="changed since, in revision 2"):
        _undo(store, 1)
    assert (_content(store), _revision(store)) == (before, 2)
    with pytest.raises(NotFound):
        _undo(store, 3)
    _undo(store, 2)
    _undo(store, 1)
    assert _content(store) == {}


def test_a_merger_is_undone_with_every_id_in_its_place(store: Store) -> None:
    one, other, *_ = _content(store)
    with store.reading() as connection:
        drafts = [concept_draft(connection, concept) for concept in (one, other)]
    with store.writing("tests") as write:
        merge_concepts(write, one, other, None)
    _undo(store, 2)
    with store.reading() as connection:
        again = [concept_draft(connection, concept) for concept in (one, other)]
        [last, *_], _ = list_history(connection, one, 5, None)
    assert [{**draft, "version": 0} for draft in again] == [{**draft, "version": 0} for draft in drafts]
    assert (last.actor, last.operation) == ("glossary undo", "update")
    assert list(verify(store)) == []


def _edit(draw: Random, write: Any, concepts: list[str]) -> None:
    """Do something to some concept, as editors do."""
    concept = draw.choice(concepts)
    what = draw.randrange(6)
    if what == 0:
        withdraw_concept(write, concept, None)
    elif what == 1:
        merge_concepts(write, concept, draw.choice(concepts), None)
    elif what == 2:
        stated = StatedConcept(headword=f"第{draw.randrange(1000)}工程", renderings=({"text": f"no. {draw.random()}"},))
        concepts.append(add_stated(write, stated))
    else:
        names = list(concept_draft(write.session.connection(), concept)["terms"])
        patch: dict[str, Any] = {
            3: {"terms": {draw.choice(names): None}},
            4: {"terms": {"x": {"lang": "zh-Hans", "text": f"新词{draw.randrange(1000)}"}}, "note": str(draw.random())},
            5: {"members": None, "relations": {"y": {"to": draw.choice(concepts), "kind": "related"}}},
        }[what]
        change_concept(write, concept, patch, None)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_whatever_was_done_is_undone_step_by_step(store: Store, seed: int) -> None:
    """Random edits, each refused or whole; then backwards: the store shows at each step what it showed before."""
    draw = Random(seed)
    concepts = list(_content(store))
    shown = {_revision(store): _content(store)}
    for _ in range(16):
        try:
            with store.writing("tests") as write:
                _edit(draw, write, concepts)
        except GlossaryError:
            pass
        assert _revision(store) in shown or _content(store) != shown[_revision(store) - 1]
        shown[_revision(store)] = _content(store)
    assert list(verify(store)) == []
    last = _revision(store)
    assert last > 6
    for revision in range(last, 1, -1):
        _undo(store, revision)
        assert _content(store) == shown[revision - 1], revision
    assert list(verify(store)) == []


def test_a_dry_run_leaves_all_as_it_was(store: Store) -> None:
    before = _content(store)
    with store.writing("undo", dry_run=True) as write:
        assert undo(write, 1, _quiet) == 33
    assert (_content(store), _revision(store)) == (before, 1)


def test_drafts_of_sources_are_no_edits() -> None:
    """What a person states has fields of its own: nobody states an origin of what is new."""
    assert "origin" not in StatedConcept.model_fields
    assert "origin" not in ConceptDraft.model_fields


def test_an_undo_makes_no_circle_and_no_dead_end(store: Store) -> None:
    one, other, *_ = sorted(_content(store))
    with store.writing("tests") as write:
        change_concept(write, one, {"status": "superseded", "replaced_by": other}, None)
    superseded = _revision(store)
    _undo(store, superseded)
    with store.writing("tests") as write:
        change_concept(write, other, {"status": "superseded", "replaced_by": one}, None)
    with pytest.raises(Conflict, match=f"concept {one} would be replaced by itself"):
        _undo(store, superseded + 1)
    with store.writing("tests") as write:
        change_concept(write, other, {"status": "active", "replaced_by": None}, None)
        withdraw_concept(write, other, None)
    with pytest.raises(Conflict, match=f"what concept {one} is replaced by would be withdrawn"):
        _undo(store, superseded + 1)
    assert list(verify(store)) == []
