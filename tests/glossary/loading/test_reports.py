"""Loading reports: once, again, corrected, from elsewhere."""

import pytest

from glossary.browsing import every_entry, list_contexts, source_view
from glossary.documents.text import document_of
from glossary.entries import Entry
from glossary.errors import InvalidDraft
from glossary.extraction.report import read_body, read_report
from glossary.loading.plans import Action, Plan
from glossary.loading.report_drafts import Stated
from glossary.loading.reports import load_report
from glossary.loading.shipped import read_curation, shipped_reports
from glossary.quality import Check, look_over
from glossary.state import state
from glossary.store.opening import Store
from glossary.store.verifying import verify

OPENING = (
    "2023年云山县政府工作报告\n——2023年1月5日在云山县第十七届人民代表大会第二次会议上\n推进“六同”工程。\n名词解释\n"
)


def _load(store: Store, text: str, stated: Stated | None = None) -> Plan:
    with store.writing("tests") as write:
        return load_report(write, read_report(document_of(text)), None, stated)


def _entries(store: Store) -> list[Entry]:
    with store.reading() as connection:
        return [Entry.model_validate_json(one) for one in every_entry(connection)]


def _revision(store: Store) -> int:
    with store.reading() as connection:
        return state(connection).revision


def test_the_same_report_again_changes_nothing(store: Store) -> None:
    [(report, curation)] = shipped_reports()
    with store.writing("tests") as write:
        plan = load_report(write, report, curation)
    assert plan.counts == {Action.ADDED: 0, Action.CHANGED: 0, Action.KEPT: 33, Action.REJECTED: 0}
    assert _revision(store) == 1


def test_a_report_without_curation_is_loaded_as_a_draft(empty_store: Store) -> None:
    plan = _load(empty_store, OPENING + "六同:同水源、同水质、同水价、同管理、同维护、同服务。")
    [entry] = _entries(empty_store)
    assert plan.source == "yunshanxian-2023"
    assert [entry.headword, entry.gloss, entry.renderings, entry.definition.en] == ["六同", None, [], None]
    assert entry.pinyin
    assert not entry.pinyin.reviewed
    assert [member.zh for member in entry.members][:2] == ["同水源", "同水质"]
    assert entry.contexts == 1


def test_the_same_meaning_elsewhere_is_attested_once_more(store: Store) -> None:
    plan = _load(store, OPENING + "“六同”：同水源、同水质、同水价、同管理、同维护、同服务")
    assert [(entry.action, entry.reason) for entry in plan.entries] == [(Action.CHANGED, "attested by one more source")]
    [entry] = [entry for entry in _entries(store) if entry.headword == "六同"]
    assert [source.slug for source in entry.sources] == ["dalad-2024", "yunshanxian-2023"]
    assert entry.contexts == 2
    assert list(verify(store)) == []


def test_another_meaning_elsewhere_is_another_concept(store: Store) -> None:
    plan = _load(store, OPENING + "六同:同学、同吃、同住、同劳动、同研究、同解决。")
    assert plan.entries[0].action == Action.ADDED
    assert len({entry.id for entry in _entries(store) if entry.headword == "六同"}) == 2


def test_a_corrected_report_updates_by_headword(empty_store: Store) -> None:
    stated = Stated(slug="yunshan-2023")
    _load(empty_store, OPENING + "六同:同水源。\n四办:一网办。\n三清零:清零。", stated)
    before = {entry.headword: entry for entry in _entries(empty_store)}
    plan = _load(empty_store, OPENING + "六同:同水源、同水质。\n四办:一网办。\n五清:清五。", stated)
    after = {entry.headword: entry for entry in _entries(empty_store)}
    assert {entry.headword: entry.action for entry in plan.entries} == {
        "六同": "changed",
        "四办": "kept",
        "五清": "added",
    }
    assert set(after) == {"六同", "四办", "三清零", "五清"}
    assert after["六同"].id == before["六同"].id
    assert after["六同"].definition.zh == "同水源、同水质。"
    assert _revision(empty_store) == 2
    assert list(verify(empty_store)) == []


def test_an_entry_that_stands_twice_is_loaded_once(empty_store: Store) -> None:
    plan = _load(empty_store, OPENING + "六同:同水源。\n六同:同水源。")
    assert [entry.action for entry in plan.entries] == [Action.ADDED, Action.REJECTED]
    assert plan.entries[1].reason == "the report has this entry twice"


def test_two_stores_give_a_report_the_same_ids(store: Store, empty_store: Store) -> None:
    [(report, curation)] = shipped_reports()
    with empty_store.writing("tests") as write:
        load_report(write, report, curation)
    assert {entry.id for entry in _entries(store)} == {entry.id for entry in _entries(empty_store)}


@pytest.mark.parametrize(
    ("text", "file", "title", "year", "slug"),
    [
        ("政府工作报告\n名词解释\n六同:甲。", None, "政府工作报告", None, "zhengfugongzuobaogao-"),
        ("2021年政府工作报告\n名词解释\n六同:甲。", None, "2021年政府工作报告", 2021, "2021nianzhengfugongzuobaogao-"),
        ("某市的几件事\n名词解释\n六同:甲。", None, "某市的几件事", None, "moushidejijianshi-"),
        ("这是第一句话。\n名词解释\n六同:甲。", "liutong.txt", "liutong", None, "liutong-"),
    ],
)
def test_a_report_that_does_not_say_what_it_is_gets_what_can_be_known(
    empty_store: Store, text: str, file: str | None, title: str, year: int | None, slug: str
) -> None:
    plan = _load(empty_store, text, Stated(file=file))
    with empty_store.reading() as connection:
        source = source_view(connection, plan.source)
    assert (source.title, source.year) == (title, year)
    assert source.slug == slug + source.sha256[:8]


def test_two_reports_of_one_place_and_year_are_two_sources(empty_store: Store) -> None:
    first = _load(empty_store, OPENING + "六同:同水源。")
    second = _load(empty_store, OPENING.replace("政府工作报告", "财政预算报告", 1) + "六同:同水源。\n四办:一网办。")
    corrected = _load(empty_store, OPENING + "六同:同水源、同水质。")
    assert (first.source, second.source, corrected.source) == (
        "yunshanxian-2023",
        "yunshanxian-2023-2",
        "yunshanxian-2023",
    )
    assert [entry.action for entry in corrected.entries] == [Action.ADDED]  # what the two had in common is the second's


def test_a_near_meaning_is_a_concept_of_its_own_and_a_curator_hears_of_it(store: Store) -> None:
    text = "六同:同水源、同水质、同水价、同管理、同维护、同监测。"
    [entry] = _load(store, OPENING + text).entries
    known = next(one.id for one in _entries(store) if one.headword == "六同" and one.id != entry.concept)
    assert (entry.action, entry.reason) == (Action.ADDED, f"near to {known}: the same concept or another?")
    with store.reading() as connection:
        found = look_over(connection, Check.NEAR_HOMOGRAPH, 20, None)
        assert [(one.concept, one.headword, one.other) for one in found.items] == [(entry.concept, "六同", known)]
        assert found.counts[Check.NO_ENGLISH] == 1
    assert list(verify(store)) == []


def test_a_dry_run_says_the_same_and_changes_nothing(store: Store) -> None:
    report = read_report(document_of(OPENING + "六同:同学、同吃、同住。\n三变:指甲。\n空:"))
    with store.writing("tests", dry_run=True) as write:
        planned = load_report(write, report)
    assert _revision(store) == 1
    assert len(_entries(store)) == 33
    with store.writing("tests") as write:
        assert load_report(write, report) == planned
    assert _revision(store) == 2


def test_what_is_no_whole_entry_is_rejected_with_the_reason(empty_store: Store) -> None:
    text = OPENING + f"1.六同:同水源。\n2.空头衔：\n3.四办:一网办。\n4.长篇:{'长' * 20_001}。\n5.三变:指甲。"
    plan = _load(empty_store, text)
    assert [(one.headword, one.action) for one in plan.entries if one.action != Action.ADDED] == [
        ("长篇", Action.REJECTED),
        ("空头衔", Action.REJECTED),
    ]
    reasons = {one.headword: one.reason or "" for one in plan.entries}
    assert reasons["空头衔"] == "it has no definition"
    assert "20000 characters" in reasons["长篇"]
    assert {entry.headword for entry in _entries(empty_store)} == {"六同", "四办", "三变"}


def test_a_document_without_a_glossary_gives_its_sentences(store: Store) -> None:
    report = read_body(document_of("2025年云山县政府工作报告\n继续推进“三清零”，用好环保管家。\n再推“三清零”。"))
    with store.writing("tests") as write:
        plan = load_report(write, report, with_uses=True)
    assert {one.headword: one.reason for one in plan.entries} == {
        "三清零": "used in 2 sentences",
        "环保管家": "used in 1 sentence",
    }
    entry = next(entry for entry in _entries(store) if entry.headword == "三清零")
    with store.reading() as connection:
        sentences, _ = list_contexts(connection, entry.id, 20, None)
    assert [(one.sentence, one.source) for one in sentences][-1] == ("再推“三清零”。", plan.source)
    assert list(verify(store)) == []


def test_english_that_does_not_fit_its_entry_is_refused(empty_store: Store) -> None:
    curation = read_curation(
        """
        [source]
        slug = "a"
        file = "a.txt"
        [[concept]]
        headword = "六同"
        pinyin = "liù tóng"
        subject_field = "industry"
        english = "six sames"
        definition = "Six."
        note = "Ours."
        members = [{ zh = "同水火", en = "same water and fire" }]
        """,
        "a.toml",
    )
    report = read_report(document_of(OPENING + "六同:同水源、同水质、同水价、同管理、同维护、同服务。"))
    with (
        pytest.raises(InvalidDraft, match="六同: its members are not those of the definition"),
        empty_store.writing("tests") as write,
    ):
        load_report(write, report, curation)
    assert _entries(empty_store) == []
