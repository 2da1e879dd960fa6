"""Importing tables: what their cells state, in the standard's spelling or another, and what of it is left out and named."""

import pytest

from glossary.browsing import every_entry
from glossary.entries import Entry
from glossary.loading.plans import Action
from glossary.matching.lookup import lookup
from glossary.matching.query import parse_query
from glossary.store.opening import Store
from glossary.store.verifying import verify
from tests.glossary.loading.importing import actions_of, entries_of, import_table


def _found(store: Store, label: str) -> list[str]:
    """Return the readings of what a lookup finds, in order."""
    with store.reading() as connection:
        found = [Entry.model_validate_json(one.entry) for one in lookup(connection, parse_query(label)).found]
    return [one.pinyin.numbers for one in found if one.pinyin]


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        ("哪儿,nǎr", "na3 r5"),
        ("卡拉OK,kǎ lā O K", "ka3 la1 OK"),
        ("西安,Xi'an", "xi1 an1"),
        ("安全,anquan", "an1 quan2"),
        ("朋友,péngyou", "peng2 you5"),
    ],
)
def test_a_table_is_read_as_the_standard_writes(empty_store: Store, row: str, numbers: str) -> None:
    for _ in range(2):
        import_table(empty_store, f"headword,pinyin\n{row}\n")
        [entry] = entries_of(empty_store).values()
        assert entry.pinyin
        assert (entry.pinyin.numbers, entry.pinyin.reviewed) == (numbers, False)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("安全,安", "the traditional form 安 is not 安全 character by character"),
        ("安全,安全 x", "the traditional form 安全x is not 安全 character by character"),
        ("5G网络,4G網絡", "the traditional form 4G網絡 is not 5G网络 character by character"),
        ("“”,", "the headword “” has nothing but marks that no lookup heeds"),
        ("· ·,", "the headword · · has nothing but marks that no lookup heeds"),
    ],
)
def test_a_headword_and_its_traditional_form_are_one_term(empty_store: Store, row: str, reason: str) -> None:
    plan = import_table(empty_store, f"headword,traditional\n{row}\n三变,三變\n")
    assert [entry.reason for entry in plan.entries] == [reason, None]


@pytest.mark.parametrize(
    ("row", "hans", "hant"),
    [
        ("后来,後 來", "后来", "後來"),
        ("后 来,後來", "后来", "後來"),
        ("後來,後來", "后来", "後來"),
        ("後來,", "后来", "後來"),
        ("“三变”改革,「三變」改革", "“三变”改革", "「三變」改革"),
        ("几字湾,几字灣", "几字湾", "几字灣"),
        ("三清零,三清零", "三清零", "三清零"),
        ("５Ｇ网络,5G網路", "５Ｇ网络", "5G網路"),
    ],
)
def test_a_stated_traditional_form_is_kept(empty_store: Store, row: str, hans: str, hant: str) -> None:
    import_table(empty_store, f"headword,traditional\n{row}\n")
    [entry] = entries_of(empty_store).values()
    assert (entry.headword, entry.zh.hant) == (hans, hant)


@pytest.mark.parametrize(
    ("headword", "labels"),
    [
        ("“放管服”改革", ["放管服", "“放管服”", "放管服改革", "fangguanfu", "『放管服』"]),
        ("农村“三变”改革", ["三变", "三變", "农村三变改革"]),
        ("農村「三變」改革", ["三变", "三變"]),
    ],
)
def test_what_a_headword_quotes_is_a_name_of_its_own(empty_store: Store, headword: str, labels: list[str]) -> None:
    import_table(empty_store, f"headword,english\n{headword},x\n")
    with empty_store.reading() as connection:
        assert all(lookup(connection, parse_query(one)).found for one in labels)
    [entry] = entries_of(empty_store).values()
    assert [alias.type for alias in entry.aliases][:1] == ["short_form"]
    assert list(verify(empty_store)) == []


def test_a_table_needs_no_more_than_headwords(empty_store: Store) -> None:
    import_table(empty_store, "headword\n三清零\n長三角\n")
    entries = entries_of(empty_store)
    assert set(entries) == {"三清零 san1 qing1 ling2", "长三角 chang2 san1 jiao3"}
    assert entries["长三角 chang2 san1 jiao3"].zh.hant == "長三角"
    assert _found(empty_store, "長三角") == ["chang2 san1 jiao3"]


def test_a_table_states_what_it_states(empty_store: Store) -> None:
    import_table(
        empty_store,
        "headword,traditional,pinyin,english,definition_zh,definition_en,subject_field\n"
        "旗县,旗縣,qíxiàn,banner and county; banner,盟下面的行政区,A division of a league,administration\n",
    )
    [entry] = entries_of(empty_store).values()
    assert entry.pinyin
    assert (entry.pinyin.display, entry.pinyin.marks) == ("qíxiàn", "qí xiàn")
    assert [one.text for one in entry.renderings] == ["banner and county", "banner"]
    assert (entry.definition.zh, entry.definition.en) == ("盟下面的行政区", "A division of a league")
    assert entry.subject_field == "administration"


def test_rows_of_one_term_add_to_it(empty_store: Store) -> None:
    plan = import_table(empty_store, "headword,english\n旗县,banner\n旗县,county\n旗县,banner\n")
    assert actions_of(plan) == [
        ("旗县", "added", None),
        ("旗县", "changed", "adds to line 2"),
        ("旗县", "rejected", "line 2 says the same"),
    ]
    [entry] = entries_of(empty_store).values()
    assert [one.text for one in entry.renderings] == ["banner", "county"]


def test_a_definition_the_store_has_is_attested_once_more(store: Store) -> None:
    definition = entries_of(store)["三清零 san1 qing1 ling2"].definition.zh
    assert definition
    plan = import_table(
        store, f"headword,english,definition_zh\n三清零,zeroing out,{definition}\n三清零,other,清除三害\n"
    )
    assert [entry.action for entry in plan.entries] == [Action.CHANGED, Action.ADDED]
    with store.reading() as connection:
        known, other = [Entry.model_validate_json(one.entry) for one in lookup(connection, parse_query("三清零")).found]
    assert [source.slug for source in known.sources] == ["dalad-2024", "glossary"]
    assert known.renderings[0].text == "closing the three R&D gaps"
    assert ("zeroing out", "admitted") in [(one.text, one.status) for one in known.renderings]
    assert other.definition.zh == "清除三害"


def test_a_line_break_in_a_cell_is_a_space_in_a_term(empty_store: Store) -> None:
    import_table(empty_store, 'headword,english,definition_zh\n"三\n变","three\r\nchanges","一\n二"\n')
    [entry] = entries_of(empty_store).values()
    assert ([one.text for one in entry.renderings], entry.definition.zh) == (["three changes"], "一\n二")


@pytest.mark.parametrize(
    ("rows", "said", "definitions"),
    [
        ("甲词,x,,one\n甲词,x,,two\n", ["added", "added"], {"one", "two"}),
        ("甲词,x,,one\n甲词,x,,one\n", ["added", "rejected line 2 says the same"], {"one"}),
        ("甲词,x,,one\n甲词,y,,one\n", ["added", "changed adds to line 2"], {"one"}),
        ("甲词,x,一事,one\n甲词,x,一事,two\n", ["added", "changed adds to line 2"], {"one; two"}),
        ("甲词,x,一事,one\n甲词,x,一事,two\n甲词,x,一事,two\n", ["added", "changed adds to line 2", "rejected line 2 says the same"], {"one; two"}),
        ("甲词,x,一事,\n甲词,x,一事,two\n", ["added", "changed adds to line 2"], {"two"}),
        ("甲词,x,一事,one\n甲词,x,二事,one\n", ["added", "added"], {"one"}),
    ],
)  # fmt: skip
def test_nothing_of_a_row_is_dropped_unsaid(
    empty_store: Store, rows: str, said: list[str], definitions: set[str]
) -> None:
    plan = import_table(empty_store, f"headword,english,definition_zh,definition_en\n{rows}")
    assert [f"{one.action} {one.reason or ''}".strip() for one in plan.entries] == said
    with empty_store.reading() as connection:
        entries = [Entry.model_validate_json(one) for one in every_entry(connection)]
    assert {one.definition.en for one in entries} == definitions


def test_of_two_subject_fields_one_is_left_out_and_named(empty_store: Store) -> None:
    plan = import_table(
        empty_store, "headword,english,subject_field\n旗县,banner,law\n旗县,banner,places\n旗县,county,places\n"
    )
    assert [one.reason for one in plan.entries] == [
        None,
        "line 2 says the same; of its subject fields law stays, places is left out",
        "adds to line 2; of its subject fields law stays, places is left out",
    ]
