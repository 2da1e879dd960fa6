"""Loading reports: once, again, corrected, from elsewhere."""

import pytest

from glossary.browsing import every_entry
from glossary.documents.text import document_of
from glossary.entries import Entry
from glossary.errors import InvalidDraft
from glossary.extraction.report import read_report
from glossary.reports import Action, Plan, Stated, load_report
from glossary.shipped import read_curation, shipped_reports
from glossary.store import Store, revision
from glossary.verifying import verify

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
        return revision(connection)


def test_the_same_report_again_changes_nothing(store: Store) -> None:
    [(report, curation)] = shipped_reports()
    with store.writing("tests") as write:
        plan = load_report(write, report, curation)
    assert plan.counts() == {Action.ADDED: 0, Action.CHANGED: 0, Action.KEPT: 33, Action.REJECTED: 0}
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
    ("text", "missing"), [("名词解释\n六同:甲。", "title"), ("政府工作报告\n名词解释\n六同:甲。", "year")]
)
def test_a_report_that_does_not_say_what_it_is_needs_to_be_told(empty_store: Store, text: str, missing: str) -> None:
    with pytest.raises(InvalidDraft, match=f"the report does not say its {missing}; state it"):
        _load(empty_store, text)
    assert _load(empty_store, text, Stated(title="某报告", year=2020)).source == "moubaogao-2020"


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
