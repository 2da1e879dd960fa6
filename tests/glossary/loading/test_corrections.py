"""Correcting a report: each entry of the new edition concerns the concept that its own earlier words are about."""

from typing import Any

import pytest

from glossary.browsing import every_entry, list_contexts
from glossary.documents.text import document_of
from glossary.editing.changing import change_concept, concept_draft
from glossary.editing.merging import merge_concepts
from glossary.entries import Entry
from glossary.extraction.report import read_report
from glossary.loading.plans import Plan
from glossary.loading.report_drafts import Stated
from glossary.loading.reports import load_report
from glossary.store.opening import Store
from glossary.store.verifying import verify
from glossary.undoing import undo
from tests.glossary.loading.importing import import_table

OPENING = (
    "{year}年云山县政府工作报告\n——{year}年1月5日在云山县第十七届人民代表大会第二次会议上\n各位代表：{body}\n名词解释\n"
)
ZEROS = "三清零:无研发投入、无研发机构、无发明专利清零。"
BODY = "推进“三清零”，深化“六同”。再推“三清零”。"


def _report(*entries: str, body: str = BODY, year: int = 2023) -> str:
    return OPENING.format(year=year, body=body) + "\n".join(entries)


def _load(store: Store, text: str, slug: str = "yunshan", *, uses: bool = False) -> Plan:
    with store.writing("tests") as write:
        report = read_report(document_of(text))
        plan = load_report(write, report, None, Stated(slug=slug), with_uses=uses)
    assert list(verify(store)) == []
    return plan


def _said(plan: Plan) -> list[tuple[str, str | None, str | None]]:
    return [(entry.action, entry.concept, entry.reason) for entry in plan.entries]


def _undo(store: Store, revision: int) -> None:
    with store.writing("undo") as write:
        undo(write, revision)
    assert list(verify(store)) == []


def _draft(store: Store, concept: str | None) -> dict[str, Any]:
    with store.reading() as connection:
        return concept_draft(connection, concept or "")


def _change(store: Store, concept: str | None, patch: dict[str, Any]) -> None:
    with store.writing("editor") as write:
        change_concept(write, concept or "", patch, None)


def _sentences(store: Store, concept: str | None) -> list[str]:
    with store.reading() as connection:
        return [one.sentence for one in list_contexts(connection, concept or "", 20, None)[0]]


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("推进“三清零”，深化“六同”。再推别的事。", ["各位代表：推进“三清零”，深化“六同”。"]),
        ("深化“六同”。", []),
    ],
)
def test_sentences_that_a_corrected_report_no_longer_has_are_gone(
    empty_store: Store, body: str, left: list[str]
) -> None:
    concept = _load(empty_store, _report(ZEROS)).entries[0].concept
    _load(empty_store, _report(ZEROS, body=body))
    assert _sentences(empty_store, concept) == left
    _undo(empty_store, 2)
    assert _sentences(empty_store, concept) == left


def test_uses_of_what_others_define_go_with_their_sentences(empty_store: Store) -> None:
    zeros = _load(empty_store, _report(ZEROS), "elsewhere").entries[0].concept
    before = _sentences(empty_store, zeros)
    text = _report("四办:一网办。", year=2024)
    _load(empty_store, text, uses=True)
    assert len(_sentences(empty_store, zeros)) == 2 * len(before)
    _load(empty_store, text.replace(BODY, "深化“六同”。"), uses=True)
    assert _sentences(empty_store, zeros) == before


WATER = "同水源、同水质、同水价、同管理、同维护、同监测。"
WORK = "同工种、同报酬、同时间、同标准、同地点、同奖励。"
FINES = WORK.replace("同奖励", "同奖罚")


def _define(store: Store, concept: str | None, definition: str | None) -> None:
    """Let an editor write another definition, or take it away."""
    [text] = _draft(store, concept)["texts"]
    _change(store, concept, {"texts": {text: {"body": definition} if definition else None}})


def _definitions(store: Store, concept: str | None) -> list[tuple[str, str | None]]:
    return [(one["body"], one["source"]) for one in _draft(store, concept)["texts"].values()]


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_homographs_the_edited_one_stays_and_the_other_is_corrected(empty_store: Store, order: int) -> None:
    first = _load(empty_store, _report(*[f"六同:{WATER}", f"六同:{WORK}"][::order]))
    water, work = [entry.concept for entry in first.entries][::order]
    _define(empty_store, water, "供水六同。")
    _change(empty_store, work, {"terms": {"new": {"lang": "en", "text": "six-way equality at work"}}})
    plan = _load(empty_store, _report(*[f"六同:{WATER}", f"六同:{FINES}"][::order]))
    assert _said(plan)[::order] == [
        ("kept", water, "its definition was edited here, and stays"),
        ("changed", work, "another definition"),
    ]
    assert _definitions(empty_store, water) == [("供水六同。", None)]
    assert _definitions(empty_store, work) == [(FINES, "yunshan")]


def test_of_two_edited_homographs_each_entry_is_about_its_own(empty_store: Store) -> None:
    water, work = (entry.concept for entry in _load(empty_store, _report(f"六同:{WATER}", f"六同:{WORK}")).entries)
    _define(empty_store, water, "供水六同。")
    _define(empty_store, work, "用工六同。")
    edited = "its definition was edited here, and stays"
    for definition in (FINES, WORK):
        plan = _load(empty_store, _report(f"六同:{definition}", f"六同:{WATER}"))
        assert _said(plan) == [("kept", work, edited), ("kept", water, edited)]


def test_a_new_homograph_before_a_reworded_entry_is_the_new_one(empty_store: Store) -> None:
    water = _load(empty_store, _report(f"六同:{WATER}")).entries[0].concept
    plan = _load(empty_store, _report(f"六同:{WORK}", f"六同:{WATER.replace('同监测', '同监管')}"))
    assert [(entry.action, entry.concept == water) for entry in plan.entries] == [("added", False), ("changed", True)]


def test_an_entry_that_stands_twice_in_a_corrected_report_is_read_once(empty_store: Store) -> None:
    water = _load(empty_store, _report(f"六同:{WATER}")).entries[0].concept
    plan = _load(empty_store, _report(f"六同:{WORK}", f"六同:{WORK}"))
    assert _said(plan) == [
        ("changed", water, "another definition"),
        ("rejected", None, "the report has this entry twice"),
    ]


def test_after_a_merger_of_homographs_both_entries_are_about_what_is_left(empty_store: Store) -> None:
    water, work = (entry.concept for entry in _load(empty_store, _report(f"六同:{WATER}", f"六同:{WORK}")).entries)
    with empty_store.writing("editor") as write:
        merge_concepts(write, water or "", work or "", None)
    text = next(name for name, one in _draft(empty_store, work)["texts"].items() if one["body"] == WATER)
    _change(empty_store, work, {"texts": {text: {"body": "供水六同。"}}})
    plan = _load(empty_store, _report(f"六同:{WATER}", f"六同:{FINES}", "六同:三农六同。"))
    assert _said(plan)[:2] == [
        ("kept", work, "its definition was edited here, and stays"),
        ("changed", work, "another definition"),
    ]
    assert plan.entries[2].action == "added"


def test_a_definition_that_was_taken_away_is_said_to_be(empty_store: Store) -> None:
    water = _load(empty_store, _report(f"六同:{WATER}")).entries[0].concept
    _define(empty_store, water, None)
    plan = _load(empty_store, _report(f"六同:{WORK}"))
    assert _said(plan) == [("kept", water, "its definition was taken away here, and stays so")]


def _sources(store: Store, concept: str | None) -> list[str]:
    with store.reading() as connection:
        entries = [Entry.model_validate_json(one) for one in every_entry(connection)]
    return [source.slug for entry in entries if entry.id == concept for source in entry.sources]


def _count(store: Store, concept: str | None, english: dict[str, str]) -> None:
    """Let an editor give members English."""
    members = _draft(store, concept)["members"]
    _change(store, concept, {"members": {name: {"en": english.get(one["zh"])} for name, one in members.items()}})


def _members(store: Store, concept: str | None) -> dict[str, str | None]:
    return {one["zh"]: one["en"] for one in _draft(store, concept)["members"].values()}


def test_members_stay_with_their_english_where_the_new_definition_does_not_count_them_up(empty_store: Store) -> None:
    water = _load(empty_store, _report(f"六同:{WATER}")).entries[0].concept
    _count(empty_store, water, {"同水源": "same source", "同监测": "same monitoring"})
    before = _draft(empty_store, water)["members"]
    five = _load(empty_store, _report(f"六同:{WATER.replace('、同监测', '')}"))
    assert _said(five) == [("changed", water, "another definition; its members, which it does not count up, stay")]
    assert _draft(empty_store, water)["members"] == before
    assert _said(_load(empty_store, _report(f"六同:{WATER}"))) == [("changed", water, "another definition")]
    assert _draft(empty_store, water)["members"] == before


def test_members_that_nobody_wrote_on_are_those_of_the_new_definition(empty_store: Store) -> None:
    water = _load(empty_store, _report(f"六同:{WATER}")).entries[0].concept
    _load(empty_store, _report(f"六同:{WATER.replace('、同监测', '')}"))
    assert _members(empty_store, water) == {}


def test_a_member_that_goes_is_named_with_what_was_written_on_it(empty_store: Store) -> None:
    water = _load(empty_store, _report(f"六同:{WATER}")).entries[0].concept
    _count(empty_store, water, {"同水源": "same source", "同监测": "same monitoring"})
    before = _draft(empty_store, water)["members"]
    plan = _load(empty_store, _report("六同:同监管、同水源、同水质、同水价、同管理、同维护。"))
    gone = "another definition; what was written on its members is gone with 同监测 (same monitoring)"
    assert _said(plan) == [("changed", water, gone)]
    members = _draft(empty_store, water)["members"]
    assert list(_members(empty_store, water).items())[:2] == [("同监管", None), ("同水源", "same source")]
    assert {name: one["zh"] for name, one in before.items() if name in members} == {
        name: one["zh"] for name, one in members.items() if name in before
    }
    assert len(members.keys() & before.keys()) == 5
    _undo(empty_store, 3)
    assert _draft(empty_store, water)["members"] == before


def test_what_another_report_says_stays_where_one_of_two_is_corrected(empty_store: Store) -> None:
    shared = _load(empty_store, _report(f"六同:{WATER}")).entries[0].concept
    _load(empty_store, _report(f"六同:{WATER}", year=2024, body="供水“六同”。"), "haishan")
    plan = _load(empty_store, _report(f"六同:{WORK}"))
    own = plan.entries[0].concept
    assert _said(plan) == [("added", own, f"another definition than that of {shared}, which stays with haishan")]
    assert _definitions(empty_store, shared) == [(WATER, "haishan")]
    assert _definitions(empty_store, own) == [(WORK, "yunshan")]
    assert (_sources(empty_store, shared), _sources(empty_store, own)) == (["haishan"], ["yunshan"])
    assert (_sentences(empty_store, shared), _sentences(empty_store, own)) == (
        ["各位代表：供水“六同”。"],
        ["各位代表：推进“三清零”，深化“六同”。"],
    )
    _undo(empty_store, 3)
    assert _definitions(empty_store, shared) == [(WATER, "yunshan")]


def test_a_report_that_said_the_same_as_another_is_corrected_for_itself(empty_store: Store) -> None:
    shared = _load(empty_store, _report(f"六同:{WATER}")).entries[0].concept
    _load(empty_store, _report(f"六同:{WATER}", year=2024), "haishan")
    plan = _load(empty_store, _report(f"六同:{FINES}", year=2024), "haishan")
    own = plan.entries[0].concept
    assert _said(plan) == [("added", own, f"another definition than that of {shared}, which stays with yunshan")]
    assert _definitions(empty_store, shared) == [(WATER, "yunshan")]
    assert _said(_load(empty_store, _report(f"六同:{WORK}", year=2024), "haishan"))[0][:2] == ("changed", own)


def test_what_a_table_says_stays_where_a_report_is_corrected(empty_store: Store) -> None:
    shared = _load(empty_store, _report(f"六同:{WATER}")).entries[0].concept
    table = f"headword,english,definition_zh\n六同,six sames,{WATER}\n"
    import_table(empty_store, table, "供水.csv")
    plan = _load(empty_store, _report(f"六同:{WORK}"))
    assert plan.entries[0].concept != shared
    [(definition, source)] = _definitions(empty_store, shared)
    assert (definition, source != "yunshan") == (WATER, True)
    newer = table.replace("six sames", "six in common")
    again = import_table(empty_store, newer, "供水.csv")
    assert [(entry.action, entry.concept) for entry in again.entries] == [("changed", shared)]
    assert list(verify(empty_store)) == []


def test_what_editors_merged_is_not_parted(empty_store: Store) -> None:
    water, zeros = (entry.concept for entry in _load(empty_store, _report(f"六同:{WATER}", ZEROS)).entries)
    _load(empty_store, _report(f"六同:{WATER}", year=2024), "haishan")
    with empty_store.writing("editor") as write:
        merge_concepts(write, zeros or "", water or "", None)
    plan = _load(empty_store, _report(f"六同:{WORK}", ZEROS))
    assert {(entry.action, entry.concept) for entry in plan.entries} == {("changed", water), ("kept", water)}


def test_a_text_is_loaded_again_where_the_store_does_not_hold_what_it_states(empty_store: Store) -> None:
    water = _load(empty_store, _report(f"六同:{WATER}")).entries[0].concept
    _undo(empty_store, 1)
    newer = _report(f"六同:{WORK}")
    gone = "it was withdrawn, and stays so; undoing revision 2 brings it back"
    assert _said(_load(empty_store, newer)) == [("kept", water, gone)]
    _undo(empty_store, 2)
    assert _definitions(empty_store, water) == [(WATER, "yunshan")]
    assert _said(_load(empty_store, newer)) == [("changed", water, "another definition")]
    assert _definitions(empty_store, water) == [(WORK, "yunshan")]
    assert _said(_load(empty_store, newer)) == [("kept", water, "the same text is loaded")]


def test_an_edition_that_was_undone_can_be_loaded_again_with_its_sentences(empty_store: Store) -> None:
    zeros = _load(empty_store, _report(ZEROS, body="深化“六同”。")).entries[0].concept
    newer = _report(ZEROS)
    _load(empty_store, newer)
    found = _sentences(empty_store, zeros)
    _undo(empty_store, 2)
    assert _sentences(empty_store, zeros) == []
    _load(empty_store, newer)
    assert _sentences(empty_store, zeros) == found


def test_the_same_text_says_again_what_became_of_each_entry(empty_store: Store) -> None:
    text = _report(ZEROS, f"六同:{WATER}", f"六同:{WATER}")
    zeros, water, *_ = (entry.concept for entry in _load(empty_store, text).entries)
    _define(empty_store, water, "供水六同。")
    plan = _load(empty_store, text, "another-slug")
    assert plan.source == "yunshan"
    assert _said(plan) == [
        ("kept", zeros, "the same text is loaded"),
        ("kept", water, "its definition was edited here, and stays"),
        ("rejected", None, "the report has this entry twice"),
    ]
    assert _draft(empty_store, zeros)["version"] == 1


def test_a_report_is_loaded_with_all_sentences_of_what_was_merged_with_another_name(empty_store: Store) -> None:
    water, zeros = (entry.concept for entry in _load(empty_store, _report(f"六同:{WATER}", ZEROS)).entries)
    with empty_store.writing("editor") as write:
        merge_concepts(write, zeros or "", water or "", None)
    text = _report(f"六同:{WATER}", year=2024)
    assert _said(_load(empty_store, text, "haishan")) == [("changed", water, "attested by one more source")]
    assert _sentences(empty_store, water)[-2:] == ["各位代表：推进“三清零”，深化“六同”。", "再推“三清零”。"]
    version = _draft(empty_store, water)["version"]
    _load(empty_store, text, "haishan")
    assert _draft(empty_store, water)["version"] == version
