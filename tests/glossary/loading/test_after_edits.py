"""What editors did stands: no newer edition of a source brings back what they withdrew, or parts what they merged."""

from typing import Any

import pytest
from sqlmodel import select

from glossary.browsing import list_contexts, list_sources
from glossary.documents.reading import read_document
from glossary.editing.changing import add_stated, change_concept, concept_draft, withdraw_concept
from glossary.editing.edits import StatedConcept
from glossary.editing.merging import merge_concepts
from glossary.extraction.report import read_report
from glossary.loading.plans import Plan
from glossary.loading.reports import load_report
from glossary.model import Context, Source
from glossary.store.opening import Store
from glossary.store.verifying import verify
from glossary.undoing import undo
from tests.glossary.loading.importing import import_dictionary, import_table
from tests.golden import SMALL_REPORT

CORRECTED = SMALL_REPORT.replace("环山公路、环湖公路建设计划", "环山公路、环湖公路、环城公路建设计划")


def _load(store: Store, text: str) -> Plan:
    report = read_report(read_document(text.encode(), "报告.txt", None))
    with store.writing("tests") as write:
        return load_report(write, report)


def _import(store: Store, text: str) -> Plan:
    return import_table(store, text, "词表.csv")


def _said(plan: Plan) -> list[tuple[str, str, str | None]]:
    return [(entry.headword, entry.action, entry.reason) for entry in plan.entries]


def test_a_corrected_report_does_not_bring_back_what_was_withdrawn(empty_store: Store) -> None:
    rings = _load(empty_store, SMALL_REPORT).entries[1].concept or ""
    with empty_store.writing("editor") as write:
        withdraw_concept(write, rings, None)
    assert _said(_load(empty_store, CORRECTED)) == [
        ("三清零", "kept", None),
        ("双环计划", "kept", "it was withdrawn, and stays so; undoing revision 2 brings it back"),
    ]
    assert list(verify(empty_store)) == []


def test_a_newer_glossary_does_not_bring_back_what_was_withdrawn(empty_store: Store) -> None:
    first = _import(empty_store, "headword,english\n新词,new word\n旧词,old word\n").entries[0].concept or ""
    with empty_store.writing("editor") as write:
        withdraw_concept(write, first, None)
    assert _said(_import(empty_store, "headword,english\n新词,newer word\n旧词,older word\n")) == [
        ("新词", "kept", "it was withdrawn, and stays so; undoing revision 2 brings it back"),
        ("旧词", "changed", "stated otherwise by this edition"),
    ]
    assert list(verify(empty_store)) == []


def test_what_was_merged_stays_one(empty_store: Store) -> None:
    zeros, rings = (entry.concept or "" for entry in _load(empty_store, SMALL_REPORT).entries)
    with empty_store.writing("editor") as write:
        merge_concepts(write, rings, zeros, None)
    other = SMALL_REPORT.replace("云山县", "海山县")
    assert {entry.concept for entry in _load(empty_store, other).entries} == {zeros}
    assert list(verify(empty_store)) == []


def test_an_edit_that_nothing_came_of_is_no_change(empty_store: Store) -> None:
    concept = _load(empty_store, SMALL_REPORT).entries[0].concept or ""
    with empty_store.reading() as connection:
        before = concept_draft(connection, concept)
    with empty_store.writing("editor") as write:
        change_concept(write, concept, {"note": None, "terms": before["terms"]}, None)
    with empty_store.reading() as connection:
        assert concept_draft(connection, concept) == before


def _draft(store: Store, concept: str) -> dict[str, Any]:
    with store.reading() as connection:
        return concept_draft(connection, concept)


def _change(store: Store, concept: str, patch: dict[str, Any]) -> None:
    with store.writing("editor") as write:
        change_concept(write, concept, patch, None)


def _row(store: Store, concept: str, kind: str, lang: str = "zh-Hans") -> str:
    """Return the name of the first row of a kind in a language."""
    rows = _draft(store, concept)[kind]
    return next(name for name, row in rows.items() if row["lang"] == lang)


def test_what_an_editor_writes_over_a_source_is_no_more_what_the_source_says(empty_store: Store) -> None:
    rings = _load(empty_store, SMALL_REPORT).entries[1].concept or ""
    term, text = _row(empty_store, rings, "terms"), _row(empty_store, rings, "texts")
    _change(empty_store, rings, {"terms": {term: {"text": "双环路"}}, "texts": {text: {"body": "两条环路。"}}})
    draft = _draft(empty_store, rings)
    assert [draft["terms"][term][name] for name in ("text", "origin", "source")] == ["双环路", "curated", None]
    assert [draft["texts"][text][name] for name in ("body", "origin", "source", "locator")] == [
        "两条环路。",
        "curated",
        None,
        None,
    ]


def test_an_editor_may_say_that_the_source_has_the_other_words(empty_store: Store) -> None:
    plan = _load(empty_store, SMALL_REPORT)
    other = _load(empty_store, SMALL_REPORT.replace("云山县", "海山县"))
    zeros, text = plan.entries[0].concept or "", _row(empty_store, plan.entries[0].concept or "", "texts")
    _change(empty_store, zeros, {"texts": {text: {"body": "清零三项。", "source": other.source}}})
    assert _draft(empty_store, zeros)["texts"][text]["source"] == other.source
    _change(empty_store, zeros, {"note": "三项"})
    assert _draft(empty_store, zeros)["texts"][text]["origin"] == "attested"


PLANS = (
    "2024年云山县政府工作报告\n——2024年1月5日在云山县第十七届人民代表大会第三次会议上\n各位代表：推进“两个集中”和“三项集中”。\n"
    "名词解释\n两个集中：种植集中、养殖集中。\n三项集中：林地集中、草地集中、水面集中。\n"
)
TWO, THREE = "种植集中、养殖集中。", "林地集中、草地集中、水面集中。"
MOVED = PLANS.replace("各位代表：", "各位代表：今年事多。")


def _definitions(store: Store, concept: str) -> list[str]:
    return [row["body"] for row in _draft(store, concept)["texts"].values() if row["lang"] == "zh-Hans"]


def _members(store: Store, concept: str) -> list[str]:
    return [row["zh"] for row in _draft(store, concept)["members"].values()]


def _misplaced(store: Store) -> list[str]:
    """Return the sentences that do not stand where they are said to in the text of their source."""
    with store.writing("reader", dry_run=True) as write:
        found = write.session.exec(select(Context, Source).join(Source)).all()
        return [
            one.sentence
            for one, source in found
            if source.text[one.sentence_start : one.sentence_start + len(one.sentence)] != one.sentence
        ]


def _uses(store: Store, concept: str) -> list[tuple[str, str]]:
    with store.reading() as connection:
        return [(one.term, one.sentence) for one in list_contexts(connection, concept, 20, None)[0]]


def _merged(store: Store) -> str:
    """Load PLANS and return the concept into which the first of its two was merged."""
    two, three = (entry.concept or "" for entry in _load(store, PLANS).entries)
    with store.writing("editor") as write:
        merge_concepts(write, two, three, None)
    return three


def test_after_a_merger_each_entry_of_a_corrected_report_concerns_its_own_definition(empty_store: Store) -> None:
    three = _merged(empty_store)
    assert _said(_load(empty_store, MOVED.replace("养殖集中。", "畜牧集中。"))) == [
        ("两个集中", "changed", "another definition"),
        ("三项集中", "kept", None),
    ]
    assert _definitions(empty_store, three) == [THREE, "种植集中、畜牧集中。"]
    assert _members(empty_store, three) == ["林地集中", "草地集中", "水面集中"]
    assert _misplaced(empty_store) == []
    assert list(verify(empty_store)) == []


def test_a_corrected_report_finds_the_sentences_of_what_was_merged_again(empty_store: Store) -> None:
    three = _merged(empty_store)
    text = MOVED.replace("名词解释", "“两个集中”见效。\n名词解释")
    assert {(entry.concept, entry.action) for entry in _load(empty_store, text).entries} == {(three, "kept")}
    assert [sentence for _, sentence in _uses(empty_store, three)] == [
        "推进“两个集中”和“三项集中”。",
        "“两个集中”见效。",
    ]
    assert _misplaced(empty_store) == []


def test_a_corrected_report_does_not_touch_the_parts_of_what_another_was_merged_into(empty_store: Store) -> None:
    two = _load(empty_store, PLANS.replace(f"三项集中：{THREE}\n", "")).entries[0].concept or ""
    other = PLANS.replace("云山县", "海山县").replace(f"两个集中：{TWO}\n", "")
    three = _load(empty_store, other).entries[0].concept or ""
    with empty_store.writing("editor") as write:
        merge_concepts(write, two, three, None)
    _load(empty_store, MOVED.replace(f"三项集中：{THREE}\n", ""))
    assert _members(empty_store, three) == ["林地集中", "草地集中", "水面集中"]
    assert _definitions(empty_store, three) == [THREE, TWO]
    assert _misplaced(empty_store) == []


@pytest.mark.parametrize("newer", [MOVED, MOVED.replace("养殖集中。", "畜牧集中。")])
def test_a_corrected_report_does_not_undo_what_an_editor_wrote(empty_store: Store, newer: str) -> None:
    two = _load(empty_store, PLANS).entries[0].concept or ""
    members = {name: None for name, row in _draft(empty_store, two)["members"].items() if row["zh"] == "养殖集中"}
    text = _row(empty_store, two, "texts")
    _change(empty_store, two, {"texts": {text: {"body": "只种不养。"}}, "members": members})
    assert _said(_load(empty_store, newer)) == [
        ("两个集中", "kept", "its definition was edited here, and stays"),
        ("三项集中", "kept", None),
    ]
    assert (_definitions(empty_store, two), _members(empty_store, two)) == (["只种不养。"], ["种植集中"])
    assert list(verify(empty_store)) == []


def test_a_corrected_report_does_not_bring_back_a_definition_that_was_taken_away(empty_store: Store) -> None:
    two = _load(empty_store, PLANS).entries[0].concept or ""
    _change(empty_store, two, {"texts": {_row(empty_store, two, "texts"): None}})
    [(_, action, _), _] = _said(_load(empty_store, MOVED))
    assert (action, _definitions(empty_store, two)) == ("kept", [])


def test_a_part_keeps_its_english_and_its_concept_in_a_corrected_report(empty_store: Store) -> None:
    two, three = (entry.concept or "" for entry in _load(empty_store, PLANS).entries)
    first = next(iter(_draft(empty_store, two)["members"]))
    _change(empty_store, two, {"members": {first: {"en": "one planting", "concept": three}}})
    _load(empty_store, MOVED.replace("养殖集中。", "畜牧集中。"))
    assert [(one["zh"], one["en"], one["concept"]) for one in _draft(empty_store, two)["members"].values()] == [
        ("种植集中", "one planting", three),
        ("畜牧集中", None, None),
    ]


def test_parts_that_an_editor_changed_stay_where_the_definition_is_another_now(empty_store: Store) -> None:
    two = _load(empty_store, PLANS).entries[0].concept or ""
    first = next(iter(_draft(empty_store, two)["members"]))
    _change(empty_store, two, {"members": {first: {"zh": "种植业集中"}}})
    _load(empty_store, MOVED.replace("养殖集中。", "畜牧集中。"))
    assert _definitions(empty_store, two) == ["种植集中、畜牧集中。"]
    assert _members(empty_store, two) == ["种植业集中", "养殖集中"]


def test_one_headword_with_two_meanings_is_corrected_meaning_by_meaning(empty_store: Store) -> None:
    twice = PLANS.replace("三项集中：", "两个集中：")
    first, second = (entry.concept or "" for entry in _load(empty_store, twice).entries)
    plan = _load(empty_store, twice.replace("水面集中。", "湖面集中。") + "两个集中：另有一义。\n")
    assert [(entry.action, entry.concept in (first, second)) for entry in plan.entries] == [
        ("kept", True),
        ("changed", True),
        ("added", False),
    ]
    assert _definitions(empty_store, second) == ["林地集中、草地集中、湖面集中。"]


HEADER = "headword,english,pinyin,definition_en,subject_field\n"
TREES = (
    HEADER
    + "柳条,willow,liǔtiáo,,craft\n柳枝,willow twig,liǔzhī,,craft\n桑条,mulberry,sāngtiáo,a branch,craft\n"
    + "榆条,elm,yútiáo,,craft\n"
)
NEWER = TREES + "柏条,cypress,bǎitiáo,,craft\n"


def _trees(store: Store) -> list[str]:
    return [entry.concept or "" for entry in _import(store, TREES).entries]


def _renderings(store: Store, concept: str) -> list[str]:
    return [row["text"] for row in _draft(store, concept)["terms"].values() if row["lang"] == "en"]


def test_a_newer_glossary_knows_again_what_was_renamed_reread_moved_or_merged(empty_store: Store) -> None:
    willow, twig, mulberry, elm = _trees(empty_store)
    head = _row(empty_store, elm, "terms")
    _change(empty_store, elm, {"terms": {head: {"reading": {"display": "yú tiáo"}}}})
    moved = {
        name: {"position": 3} for name, row in _draft(empty_store, mulberry)["terms"].items() if row["lang"] != "en"
    }
    _change(empty_store, mulberry, {"terms": moved})
    with empty_store.writing("editor") as write:
        merge_concepts(write, twig, willow, None)
    _change(empty_store, willow, {"terms": {_row(empty_store, willow, "terms"): {"text": "柳树条"}}})
    plan = _import(empty_store, NEWER)
    assert [(one.action, one.concept) for one in plan.entries[:4]] == [
        ("kept", willow),
        ("kept", willow),
        ("kept", mulberry),
        ("kept", elm),
    ]
    assert plan.entries[4].action == "added"
    assert _renderings(empty_store, willow) == ["willow", "willow twig"]
    assert list(verify(empty_store)) == []


def test_a_newer_glossary_adds_to_what_was_merged_and_takes_nothing_from_it(empty_store: Store) -> None:
    willow, twig, *_ = _trees(empty_store)
    with empty_store.writing("editor") as write:
        merge_concepts(write, twig, willow, None)
    plan = _import(empty_store, TREES.replace("willow twig", "osier"))
    assert [entry.action for entry in plan.entries] == ["kept", "changed", "kept", "kept"]
    assert _renderings(empty_store, willow) == ["willow", "willow twig", "osier"]
    assert [entry.action for entry in _import(empty_store, NEWER.replace("willow twig", "osier")).entries][:4] == [
        "kept"
    ] * 4


@pytest.mark.parametrize(
    ("patch", "newer", "said"),
    [
        ({"text": "mulberries"}, NEWER, ["mulberries"]),
        (None, NEWER, []),
        ({"text": "mulberries"}, NEWER.replace("mulberry", "mulberry tree"), ["mulberries", "mulberry tree"]),
        ({"status": "deprecated", "forbidden": True}, NEWER, ["mulberry"]),
    ],
)
def test_a_rendering_that_an_editor_changed_comes_back_only_in_other_words(
    empty_store: Store, patch: dict[str, Any] | None, newer: str, said: list[str]
) -> None:
    mulberry = _trees(empty_store)[2]
    _change(empty_store, mulberry, {"terms": {_row(empty_store, mulberry, "terms", "en"): patch}})
    _import(empty_store, newer)
    assert _renderings(empty_store, mulberry) == said
    assert list(verify(empty_store)) == []


@pytest.mark.parametrize("newer", [NEWER, NEWER.replace("a branch", "a bough")])
def test_a_newer_glossary_does_not_undo_what_an_editor_wrote(empty_store: Store, newer: str) -> None:
    mulberry = _trees(empty_store)[2]
    text = _row(empty_store, mulberry, "texts", "en")
    edited = {"texts": {text: {"body": "a twig"}}, "subject_field": "trees", "note": "Not the fruit."}
    _change(empty_store, mulberry, edited)
    assert _said(_import(empty_store, newer))[2] == (
        "桑条",
        "kept",
        "what was edited here stays: its English definition, its subject field",
    )
    draft = _draft(empty_store, mulberry)
    assert [row["body"] for row in draft["texts"].values()] == ["a twig"]
    assert (draft["subject_field"], draft["note"]) == ("trees", "Not the fruit.")


def test_an_edition_brings_back_what_an_edition_took_away(empty_store: Store) -> None:
    mulberry = _trees(empty_store)[2]
    _import(empty_store, TREES.replace("mulberry", "morus"))
    assert _renderings(empty_store, mulberry) == ["morus"]
    _import(empty_store, NEWER)
    assert _renderings(empty_store, mulberry) == ["mulberry"]


def test_what_was_undone_stays_so_and_the_same_file_says_how_to_get_it_back(empty_store: Store) -> None:
    _load(empty_store, PLANS)
    _undo(empty_store, 1)
    gone = "it was withdrawn, and stays so; undoing revision 2 brings it back"
    assert _said(_load(empty_store, PLANS)) == [("两个集中", "kept", gone), ("三项集中", "kept", gone)]
    _undo(empty_store, 2)
    kept = "the same text is loaded"
    assert _said(_load(empty_store, PLANS)) == [("两个集中", "kept", kept), ("三项集中", "kept", kept)]


def test_the_same_table_says_what_was_undone(empty_store: Store) -> None:
    _trees(empty_store)
    _undo(empty_store, 1)
    gone = "it was withdrawn, and stays so; undoing revision 2 brings it back"
    assert {(one.action, one.reason) for one in _import(empty_store, TREES).entries} == {("kept", gone)}


@pytest.mark.parametrize(
    ("corrected", "left"),
    [
        (PLANS.replace("——2024年", "（2024年文件）\n——2024年"), ["各位代表：推进“两个集中”和“三项集中”。"]),
        (PLANS.replace("各位代表：", "各位代表：今年"), []),
    ],
)
def test_undoing_a_corrected_report_leaves_the_sentences_that_it_still_has_where_they_stand_now(
    empty_store: Store, corrected: str, left: list[str]
) -> None:
    two = _load(empty_store, PLANS).entries[0].concept or ""
    _load(empty_store, corrected)
    _undo(empty_store, 2)
    assert [sentence for _, sentence in _uses(empty_store, two)] == left
    assert _misplaced(empty_store) == []
    assert list(verify(empty_store)) == []


def test_undoing_a_withdrawal_finds_the_sentences_in_the_text_of_today(empty_store: Store) -> None:
    two = _load(empty_store, PLANS).entries[0].concept or ""
    before = _uses(empty_store, two)
    with empty_store.writing("editor") as write:
        withdraw_concept(write, two, None)
    _load(empty_store, PLANS.replace("——2024年", "（2024年文件）\n——2024年"))
    _undo(empty_store, 2)
    assert (_uses(empty_store, two), _misplaced(empty_store)) == (before, [])
    assert list(verify(empty_store)) == []


def _undo(store: Store, revision: int) -> None:
    with store.writing("undo") as write:
        undo(write, revision)


FIELDS = "headword,english,definition_zh,definition_en,subject_field\n"
COUNTY = "盟和地级市下面的县级行政区划单位。"


def test_what_a_person_stated_when_creating_a_concept_is_the_persons(empty_store: Store) -> None:
    import_table(empty_store, FIELDS + "嘎查,gacha,,,\n", "牧区")
    stated = StatedConcept.model_validate(
        {
            "headword": "旗县",
            "definition": {"zh": COUNTY, "en": "By hand."},
            "renderings": [{"text": "banner"}, {"text": "county"}],
            "subject_field": "hand",
            "source": _slug(empty_store, "牧区"),
        }
    )
    with empty_store.writing("dora") as write:
        concept = add_stated(write, stated)
    plan = import_table(empty_store, FIELDS + f"旗县,prefecture,{COUNTY},By table.,table\n", "牧区")
    [(_, action, reason)] = _said(plan)
    stays = "“banner” preferred, “county” admitted, its English definition, its subject field"
    assert (action, reason) == (
        "changed",
        f"stated otherwise by this edition; what was edited here stays: {stays}",
    )
    assert _renderings(empty_store, concept) == ["banner", "county", "prefecture"]
    draft = _draft(empty_store, concept)
    assert draft["subject_field"] == "hand"
    assert "By hand." in [one["body"] for one in draft["texts"].values()]


def test_a_note_that_was_there_first_stays_after_a_merger(empty_store: Store) -> None:
    with empty_store.writing("dora") as write:
        kept = add_stated(write, StatedConcept(headword="戊词", note="By hand"))
    old = "戊詞 戊词 [wu4 ci2] /fifth word/CL:個|个[ge4]/\n"
    [entry] = import_dictionary(empty_store, old).entries
    with empty_store.writing("dora") as write:
        merge_concepts(write, entry.concept or "", kept, None)
    newer = old.replace("CL:個|个[ge4]", "CL:條|条[tiao2]")
    [(_, action, reason)] = _said(import_dictionary(empty_store, newer))
    assert (action, reason) == ("kept", "what was edited here stays: its note")
    assert _draft(empty_store, kept)["note"] == "By hand"


def test_of_two_sources_the_first_states_the_subject_field(empty_store: Store) -> None:
    import_table(empty_store, FIELDS + f"旗县,banner,{COUNTY},,one\n", "one.csv")
    [(_, action, reason)] = _said(import_table(empty_store, FIELDS + f"旗县,banner,{COUNTY},,two\n", "two.csv"))
    assert (action, reason) == (
        "changed",
        "attested by one more source; what other sources state stays: its subject field",
    )
    [(_, action, _)] = _said(import_table(empty_store, FIELDS + "苏木,sumu,,,one\n", "one.csv"))
    [(_, action, _)] = _said(import_table(empty_store, FIELDS + "苏木,sumu,,,two\n", "one.csv"))
    assert action == "changed"


def _slug(store: Store, title: str) -> str:
    with store.reading() as connection:
        return next(one.slug for one in list_sources(connection, 20, None)[0] if one.title == title)


def test_what_an_undo_took_of_an_edition_comes_back_with_it(empty_store: Store) -> None:
    import_table(empty_store, TREES, "树.csv")
    import_table(empty_store, NEWER.replace("a branch", "a bough"), "树.csv")
    before = _trees(empty_store)
    _undo(empty_store, 2)
    again = _said(import_table(empty_store, NEWER.replace("a branch", "a bough"), "树.csv"))
    assert {action for _, action, _ in again} == {"kept", "changed"}
    assert _trees(empty_store) == before
    same = _said(import_table(empty_store, NEWER.replace("a branch", "a bough"), "树.csv"))
    assert {action for _, action, _ in same} == {"kept"}
