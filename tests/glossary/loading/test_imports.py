"""Importing glossary files: once, again, in a newer edition, beside what the store has."""

import pytest
from sqlalchemy import select

from glossary.browsing import every_entry, source_view
from glossary.editing.changing import change_concept, concept_draft
from glossary.entries import Entry
from glossary.errors import InvalidDraft
from glossary.formats.cedict import read_cedict
from glossary.formats.delimited import read_delimited
from glossary.formats.rows import GlossaryFile
from glossary.loading.imports import import_glossary
from glossary.loading.plans import Action, Plan
from glossary.matching.asked import Wanted
from glossary.matching.lookup import lookup
from glossary.matching.query import parse_query
from glossary.matching.search import search
from glossary.model import Relation
from glossary.state import state
from glossary.store.opening import Store
from glossary.store.verifying import verify
from glossary.vocabulary import RelationKind, SourceKind

CEDICT = """\
# CC-CEDICT
#! license=https://creativecommons.org/licenses/by-sa/4.0/
#! date=2026-01-02T03:04:05Z
旗縣 旗县 [qi2 xian4] /banner; county/division of a league/CL:個|个[ge4]/
髮菜 发菜 [fa4 cai4] /long thread moss/
發菜 发菜 [fa1 cai4] /to hand out vegetables/
綠電 绿电 [lu:4 dian4] /green power/see also 綠能|绿能[lu:4 neng2]/
綠能 绿能 [lu:4 neng2] /green energy/
綠色能源 绿色能源 [lu:4 se4 neng2 yuan2] /variant of 綠能|绿能/
"""


def _import(
    store: Store, file: GlossaryFile, data: str, name: str = "file.txt", kind: SourceKind = SourceKind.IMPORT
) -> Plan:
    with store.writing("tests") as write:
        return import_glossary(write, file, data.encode(), name, kind, lambda *_: None)


def _cedict(store: Store, text: str) -> Plan:
    return _import(store, read_cedict(text), text, "cedict_ts.u8", SourceKind.DICTIONARY)


def _table(store: Store, text: str, name: str = "glossary.csv") -> Plan:
    return _import(store, read_delimited(text), text, name)


def _actions(plan: Plan) -> list[tuple[str, str, str | None]]:
    return [(entry.headword, entry.action, entry.reason) for entry in plan.entries]


def _entries(store: Store) -> dict[str, Entry]:
    """Return the entries of the store by headword and pinyin."""
    with store.reading() as connection:
        entries = [Entry.model_validate_json(one) for one in every_entry(connection)]
    return {f"{one.headword} {one.pinyin.numbers if one.pinyin else ''}": one for one in entries}


def _found(store: Store, label: str) -> list[str]:
    """Return the readings of what a lookup finds, in order."""
    with store.reading() as connection:
        found = [Entry.model_validate_json(one.entry) for one in lookup(connection, parse_query(label)).found]
    return [one.pinyin.numbers for one in found if one.pinyin]


def test_a_dictionary_keeps_its_own_pinyin_and_traditional_forms(empty_store: Store) -> None:
    plan = _cedict(empty_store, CEDICT)
    assert plan.source == "cc-cedict"
    assert plan.counted() == {Action.ADDED: 6, Action.CHANGED: 0, Action.KEPT: 0, Action.REJECTED: 0}
    entries = _entries(empty_store)
    moss, handing = entries["发菜 fa4 cai4"], entries["发菜 fa1 cai4"]
    assert moss.zh.hant == "髮菜"
    assert handing.zh.hant == "發菜"
    assert moss.pinyin
    assert not moss.pinyin.reviewed
    assert _found(empty_store, "髮菜") == ["fa4 cai4", "fa1 cai4"]
    assert _found(empty_store, "lüdian") == _found(empty_store, "lvdian") == ["lü4 dian4"]
    assert list(verify(empty_store)) == []


def test_senses_become_renderings_the_first_preferred(empty_store: Store) -> None:
    _cedict(empty_store, CEDICT)
    entry = _entries(empty_store)["旗县 qi2 xian4"]
    assert [(one.text, one.status) for one in entry.renderings] == [
        ("banner", "preferred"),
        ("county", "admitted"),
        ("division of a league", "admitted"),
    ]
    assert entry.note == "CL:個|个[ge4]"


def test_what_refers_to_another_entry_is_tied_to_it(empty_store: Store) -> None:
    _cedict(empty_store, CEDICT)
    entries = _entries(empty_store)
    energy = entries["绿能 lü4 neng2"].id
    with empty_store.reading() as connection:
        ties = connection.execute(select(Relation.from_id, Relation.to_id, Relation.kind)).all()
    assert {tuple(tie) for tie in ties} == {
        (entries["绿电 lü4 dian4"].id, energy, RelationKind.SEE),
        (entries["绿色能源 lü4 se4 neng2 yuan2"].id, energy, RelationKind.SEE),
    }


def test_what_the_file_says_of_itself_becomes_the_source(empty_store: Store) -> None:
    _cedict(empty_store, CEDICT)
    with empty_store.reading() as connection:
        source = source_view(connection, "cc-cedict")
    assert (source.kind, source.title, str(source.published)) == ("dictionary", "CC-CEDICT", "2026-01-02")
    assert source.licence == "https://creativecommons.org/licenses/by-sa/4.0/"


def test_the_same_file_again_changes_nothing(empty_store: Store) -> None:
    _cedict(empty_store, CEDICT)
    plan = _cedict(empty_store, CEDICT)
    assert plan.counted() == {Action.ADDED: 0, Action.CHANGED: 0, Action.KEPT: 6, Action.REJECTED: 0}
    with empty_store.reading() as connection:
        assert state(connection).revision == 1


def test_a_newer_edition_brings_what_the_older_one_stated_up_to_date(empty_store: Store) -> None:
    _cedict(empty_store, CEDICT)
    before = _entries(empty_store)
    newer = (
        CEDICT.replace("2026-01-02", "2026-02-03")
        .replace("/long thread moss/", "/hair-like moss/")
        .replace("/green energy/", "/green energy; clean energy/")
        + "五通 五通 [wu3 tong1] /five links/\n"
    )
    plan = _cedict(empty_store, newer)
    assert {entry.headword for entry in plan.entries if entry.action == Action.CHANGED} == {"发菜", "绿能"}
    assert plan.counted() == {Action.ADDED: 1, Action.CHANGED: 2, Action.KEPT: 4, Action.REJECTED: 0}
    after = _entries(empty_store)
    moss = after["发菜 fa4 cai4"]
    assert moss.id == before["发菜 fa4 cai4"].id
    assert [(one.text, one.status) for one in moss.renderings] == [("hair-like moss", "preferred")]
    assert [one.text for one in after["绿能 lü4 neng2"].renderings] == ["green energy", "clean energy"]
    handing = "发菜 fa1 cai4"
    own = {"sources", "revision"}  # what it shows of its source is new, and who follows the changes hears of it
    assert after[handing].model_dump(exclude=own) == before[handing].model_dump(exclude=own)
    with empty_store.reading() as connection:
        assert str(source_view(connection, "cc-cedict").published) == "2026-02-03"
    assert list(verify(empty_store)) == []


def test_rows_that_cannot_be_stored_are_named_and_the_others_stored(empty_store: Store) -> None:
    broken = CEDICT + "这不是词条\n甲 甲 [·] /one/\n旗縣 旗县 [qi2 xian4] /banner/\n"
    plan = _cedict(empty_store, broken)
    rejected = [(one.headword, one.locator, one.reason) for one in plan.entries if one.action == Action.REJECTED]
    assert rejected == [
        ("这不是词条", "line 10", "it is not `Traditional Simplified [pin1 yin1] /gloss/`"),
        ("甲", "line 11", "the reading “·” does not spell 甲 (by its characters: jiǎ)"),
        ("旗县", "line 12", "line 4 says the same"),
    ]
    assert len(_entries(empty_store)) == 6


def test_two_lines_with_one_reading_are_one_entry(empty_store: Store) -> None:
    plan = _cedict(empty_store, CEDICT + "旗縣 旗县 [qi2 xian4] /Banner County (place name)/\n")
    assert _actions(plan)[-1] == ("旗县", "changed", "adds to line 4")
    entry = _entries(empty_store)["旗县 qi2 xian4"]
    assert [one.text for one in entry.renderings][-1] == "Banner County (place name)"


def test_a_rendering_too_long_for_a_term_becomes_the_english_definition(empty_store: Store) -> None:
    long = "the " + "very " * 90 + "long gloss"
    _cedict(empty_store, f"# A\n五通 五通 [wu3 tong1] /five links/{long}/\n")
    [entry] = _entries(empty_store).values()
    assert [one.text for one in entry.renderings] == ["five links"]
    assert entry.definition.en == long


@pytest.mark.parametrize(
    ("line", "numbers", "found_by"),
    [
        ("MV MV [M V] /music video/", "m v", "mv"),
        ("3C 3C [san1 C] /three Cs/", "san1 c", "3c"),
        ("3C 3C [san1 C] /three Cs/", "san1 c", "sanc"),
        ("花兒 花儿 [hua1 r5] /flower/", "hua1 r5", "huar"),
        ("女人 女人 [nu:3 ren2] /woman/", "nü3 ren2", "nvren"),
        ("北京 北京 [Bei3 jing1] /Beijing/", "bei3 jing1", "Běijīng"),
    ],
)
def test_readings_of_every_sort(empty_store: Store, line: str, numbers: str, found_by: str) -> None:
    _cedict(empty_store, f"# A\n{line}\n")
    [entry] = _entries(empty_store).values()
    assert entry.pinyin
    assert entry.pinyin.numbers.lower() == numbers
    assert _found(empty_store, found_by) == [entry.pinyin.numbers]


def test_a_term_of_unknown_reading_has_none(empty_store: Store) -> None:
    _cedict(empty_store, "# A\n囧 囧 [xx5] /of unknown reading/\n")
    [entry] = _entries(empty_store).values()
    assert (entry.headword, entry.pinyin) == ("囧", None)
    with empty_store.reading() as connection:
        assert lookup(connection, parse_query("囧")).found
        for spelled in ("xx", "xx5", "jiong"):
            assert not lookup(connection, parse_query(spelled)).found
            assert not search(connection, parse_query(spelled), Wanted()).hits
    assert list(verify(empty_store)) == []


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
        _table(empty_store, f"headword,pinyin\n{row}\n")
        [entry] = _entries(empty_store).values()
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
    plan = _table(empty_store, f"headword,traditional\n{row}\n三变,三變\n")
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
    _table(empty_store, f"headword,traditional\n{row}\n")
    [entry] = _entries(empty_store).values()
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
    _table(empty_store, f"headword,english\n{headword},x\n")
    with empty_store.reading() as connection:
        assert all(lookup(connection, parse_query(one)).found for one in labels)
    [entry] = _entries(empty_store).values()
    assert [alias.type for alias in entry.aliases][:1] == ["short_form"]
    assert list(verify(empty_store)) == []


def test_a_table_needs_no_more_than_headwords(empty_store: Store) -> None:
    _table(empty_store, "headword\n三清零\n長三角\n")
    entries = _entries(empty_store)
    assert set(entries) == {"三清零 san1 qing1 ling2", "长三角 chang2 san1 jiao3"}
    assert entries["长三角 chang2 san1 jiao3"].zh.hant == "長三角"
    assert _found(empty_store, "長三角") == ["chang2 san1 jiao3"]


def test_a_table_states_what_it_states(empty_store: Store) -> None:
    _table(
        empty_store,
        "headword,traditional,pinyin,english,definition_zh,definition_en,subject_field\n"
        "旗县,旗縣,qíxiàn,banner and county; banner,盟下面的行政区,A division of a league,administration\n",
    )
    [entry] = _entries(empty_store).values()
    assert entry.pinyin
    assert (entry.pinyin.display, entry.pinyin.marks) == ("qíxiàn", "qí xiàn")
    assert [one.text for one in entry.renderings] == ["banner and county", "banner"]
    assert (entry.definition.zh, entry.definition.en) == ("盟下面的行政区", "A division of a league")
    assert entry.subject_field == "administration"


def test_rows_of_one_term_add_to_it(empty_store: Store) -> None:
    plan = _table(empty_store, "headword,english\n旗县,banner\n旗县,county\n旗县,banner\n")
    assert _actions(plan) == [
        ("旗县", "added", None),
        ("旗县", "changed", "adds to line 2"),
        ("旗县", "rejected", "line 2 says the same"),
    ]
    [entry] = _entries(empty_store).values()
    assert [one.text for one in entry.renderings] == ["banner", "county"]


def test_a_definition_the_store_has_is_attested_once_more(store: Store) -> None:
    definition = _entries(store)["三清零 san1 qing1 ling2"].definition.zh
    assert definition
    plan = _table(store, f"headword,english,definition_zh\n三清零,zeroing out,{definition}\n三清零,other,清除三害\n")
    assert [entry.action for entry in plan.entries] == [Action.CHANGED, Action.ADDED]
    with store.reading() as connection:
        known, other = [Entry.model_validate_json(one.entry) for one in lookup(connection, parse_query("三清零")).found]
    assert [source.slug for source in known.sources] == ["dalad-2024", "glossary"]
    assert known.renderings[0].text == "closing the three R&D gaps"
    assert ("zeroing out", "admitted") in [(one.text, one.status) for one in known.renderings]
    assert other.definition.zh == "清除三害"


def test_rows_that_name_a_source_belong_to_it(empty_store: Store) -> None:
    plan = _table(
        empty_store, "headword,english,source\n旗县,banner,Terms of 2024\n盟,league,\n五通,five links,二〇二四\n"
    )
    assert plan.counted()[Action.ADDED] == 3
    entries = _entries(empty_store)
    sources = {one.headword: [(source.slug, source.title) for source in one.sources] for one in entries.values()}
    assert sources["旗县"] == [("terms-of-2024", "Terms of 2024")]
    assert sources["盟"] == [("glossary", "glossary.csv")]
    assert sources["五通"][0][1] == "二〇二四"


def test_a_table_without_any_row_to_store_leaves_the_store(empty_store: Store) -> None:
    with pytest.raises(InvalidDraft, match=r"no row of glossary\.csv can be stored; the first: it has no headword"):
        _table(empty_store, "headword,english\n,banner\n")
    with empty_store.reading() as connection:
        assert state(connection).revision == 0


def test_a_dry_run_says_the_same_and_leaves_the_store(empty_store: Store) -> None:
    with empty_store.writing("tests", dry_run=True) as write:
        plan = import_glossary(
            write, read_cedict(CEDICT), CEDICT.encode(), "cedict.txt", SourceKind.DICTIONARY, lambda *_: None
        )
    assert plan.counted()[Action.ADDED] == 6
    assert _entries(empty_store) == {}


def test_progress_is_told_from_the_first_row_to_the_last(empty_store: Store) -> None:
    told: list[tuple[str, int, int]] = []
    with empty_store.writing("tests") as write:
        import_glossary(
            write,
            read_cedict(CEDICT),
            CEDICT.encode(),
            "cedict.txt",
            SourceKind.DICTIONARY,
            lambda *step: told.append(step),
        )
    assert told == [("Storing", 0, 6), ("Storing", 6, 6), ("Indexing", 0, 6), ("Indexing", 6, 6)]


def test_a_headword_too_long_for_a_term_is_named_in_short(empty_store: Store) -> None:
    plan = _table(empty_store, "headword,english\n" + "三" * 401 + ",x\n三变,three changes\n")
    [bad, good] = plan.entries
    assert (bad.headword, bad.reason) == ("三" * 80, "the headword has 401 characters, a term has 400 at most")
    assert good.action == Action.ADDED


@pytest.mark.parametrize("headword", ["装" * 400, "庄" * 57 + "变", "100%" * 100])
def test_the_longest_term_has_room_for_its_reading(empty_store: Store, headword: str) -> None:
    _table(empty_store, f"headword\n{headword}\n")
    [entry] = _entries(empty_store).values()
    assert (entry.headword, entry.pinyin is not None) == (headword, True)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"source": "s" * 401}, "source: String should have at most 400 characters"),
        ({"source": "Terms\x1bof 2024"}, "source: Value error, must not contain control characters or line breaks"),
        ({"subject_field": "s" * 33}, "subject_field: String should have at most 32 characters"),
        (
            {"english": "; ".join(f"no. {number}" for number in range(999))},
            "a concept has at most 1000 terms; this would have 1001",
        ),
    ],
    ids=["long source", "source of two lines", "long field", "many renderings"],
)
def test_a_row_that_could_not_be_edited_then_is_rejected_alone(
    empty_store: Store, cells: dict[str, str], reason: str
) -> None:
    columns = ("headword", "english", "subject_field", "source")
    row = ",".join({"headword": "旗县", "english": "banner", **cells}.get(name, "") for name in columns)
    plan = _table(empty_store, f"{','.join(columns)}\n{row}\n嘎查,gacha,,\n")
    assert _actions(plan) == [("旗县", "rejected", reason), ("嘎查", "added", None)]
    assert plan.entries[0].locator == "line 2"


def test_the_most_that_a_concept_may_have_can_be_edited(empty_store: Store) -> None:
    english = "; ".join(f"no. {number}" for number in range(998))
    [entry] = _table(empty_store, f"headword,english,subject_field\n旗县,{english},{'s' * 32}\n").entries
    with empty_store.writing("anna") as write:
        change_concept(write, entry.concept or "", {"note": "x"}, None)
    assert _entries(empty_store)["旗县 qi2 xian4"].note == "x"


def test_an_edition_adds_no_more_than_a_concept_may_have(empty_store: Store) -> None:
    def edition(first: int) -> Plan:
        english = "; ".join(f"no. {number}" for number in range(first, first + 600))
        return _table(empty_store, f"headword,english\n旗县,{english}\n嘎查,gacha\n")

    concept = edition(0).entries[0].concept or ""
    with empty_store.reading() as connection:
        terms = concept_draft(connection, concept)["terms"].items()
    with empty_store.writing("anna") as write:
        patch = {name: {"equivalence": "exact"} for name, row in terms if row["lang"] == "en"}
        change_concept(write, concept, {"terms": patch}, None)
    assert _actions(edition(600)) == [
        ("旗县", "rejected", "a concept has at most 1000 terms; this would have 1202"),
        ("嘎查", "kept", None),
    ]
    assert len(_entries(empty_store)["旗县 qi2 xian4"].renderings) == 600
    assert list(verify(empty_store)) == []


def test_a_line_break_in_a_cell_is_a_space_in_a_term(empty_store: Store) -> None:
    _table(empty_store, 'headword,english,definition_zh\n"三\n变","three\r\nchanges","一\n二"\n')
    [entry] = _entries(empty_store).values()
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
    plan = _table(empty_store, f"headword,english,definition_zh,definition_en\n{rows}")
    assert [f"{one.action} {one.reason or ''}".strip() for one in plan.entries] == said
    with empty_store.reading() as connection:
        entries = [Entry.model_validate_json(one) for one in every_entry(connection)]
    assert {one.definition.en for one in entries} == definitions


def test_of_two_subject_fields_one_is_left_out_and_named(empty_store: Store) -> None:
    plan = _table(
        empty_store, "headword,english,subject_field\n旗县,banner,law\n旗县,banner,places\n旗县,county,places\n"
    )
    assert [one.reason for one in plan.entries] == [
        None,
        "line 2 says the same; of its subject fields law stays, places is left out",
        "adds to line 2; of its subject fields law stays, places is left out",
    ]


def test_a_second_line_of_a_dictionary_may_add_what_it_refers_to(empty_store: Store) -> None:
    plan = _cedict(empty_store, CEDICT + "旗縣 旗县 [qi2 xian4] /see 綠能|绿能[lu:4 neng2]/\n")
    assert _actions(plan)[-1] == ("旗县", "changed", "adds to line 4")
    entry = _entries(empty_store)["旗县 qi2 xian4"]
    assert entry.note == "CL:個|个[ge4]; see 綠能|绿能[lu:4 neng2]"


EDITION = """\
headword,english,definition_en,source
旗县,banner,,
旗县,county,,
盟,league,one,Terms of 2024
“”,nothing,,
,nothing,,
盟,league,one,Terms of 2024
五通,five links,,
"""
SAID = [
    "line 2 旗县 kept",
    "line 3 旗县 kept",
    "line 4 盟 kept",
    "line 5 “” rejected",
    "line 6 nothing rejected",
    "line 7 盟 rejected",
    "line 8 五通 kept",
]


def _said(plan: Plan) -> list[str]:
    return [f"{one.locator} {one.headword.strip()} {one.action}" for one in plan.entries]


def test_the_same_file_again_says_of_each_row_what_it_is(empty_store: Store) -> None:
    first = _table(empty_store, EDITION)
    again = _table(empty_store, EDITION)
    assert _said(again) == SAID
    assert [one.reason for one in again.entries if one.action == Action.REJECTED] == [
        one.reason for one in first.entries if one.action == Action.REJECTED
    ]
    assert [one.concept for one in again.entries] == [one.concept for one in first.entries]
    with empty_store.reading() as connection:
        assert state(connection).revision == 1


def test_a_newer_edition_says_of_its_own_rows_only(empty_store: Store) -> None:
    _table(empty_store, EDITION)
    newer = EDITION.replace("五通,five links,,\n", "")
    assert _said(_table(empty_store, newer)) == SAID[:-1]
    assert _said(_table(empty_store, newer)) == SAID[:-1]
    assert "五通 wu3 tong1" in _entries(empty_store)
    assert [one.text for one in _entries(empty_store)["旗县 qi2 xian4"].renderings] == ["banner", "county"]
    assert list(verify(empty_store)) == []


@pytest.mark.parametrize(
    ("newer", "said", "definitions"),
    [
        ("甲词,x,uno\n", ["changed"], {"uno"}),
        ("甲词,x,one\n甲词,y,two\n", ["kept", "added"], {"one", "two"}),
        ("甲词,x,uno\n甲词,y,due\n", ["added", "added"], {"one", "uno", "due"}),
        ("甲词,x,\n", ["changed"], {None}),
    ],
)
def test_an_english_definition_may_be_another_in_a_newer_edition(
    empty_store: Store, newer: str, said: list[str], definitions: set[str | None]
) -> None:
    header = "headword,english,definition_en\n"
    _table(empty_store, f"{header}甲词,x,one\n")
    plan = _table(empty_store, header + newer)
    assert [one.action for one in plan.entries] == said
    with empty_store.reading() as connection:
        entries = [Entry.model_validate_json(one) for one in every_entry(connection)]
    assert {one.definition.en for one in entries} == definitions


def test_a_newer_edition_of_what_attests_a_concept_of_others_keeps_it(store: Store) -> None:
    definition = _entries(store)["三清零 san1 qing1 ling2"].definition.zh
    header = "headword,english,definition_zh\n"
    _table(store, f"{header}三清零,zeroing out,{definition}\n")
    plan = _table(store, f"{header}三清零,zeroing out,{definition}\n五通,five links,\n")
    assert [entry.action for entry in plan.entries] == [Action.KEPT, Action.ADDED]
