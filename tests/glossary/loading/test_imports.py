"""Importing glossary files: once, again, in a newer edition, beside what the store has, and up to what fits."""

import pytest

from glossary.browsing import every_entry, source_view
from glossary.editing.changing import change_concept, concept_draft
from glossary.entries import Entry
from glossary.errors import InvalidDraft
from glossary.formats.cedict import read_cedict
from glossary.formats.delimited import read_delimited
from glossary.formats.reading import ImportForm, read_glossary
from glossary.loading.imports import import_glossary
from glossary.loading.plans import Action, Plan
from glossary.state import state
from glossary.store.opening import Store
from glossary.store.verifying import verify
from glossary.undoing import undo
from tests.glossary.loading.importing import (
    CEDICT,
    actions_of,
    entries_of,
    import_dictionary,
    import_table,
    renderings_of,
    revision_of,
)

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


def test_the_same_file_again_changes_nothing(empty_store: Store) -> None:
    import_dictionary(empty_store, CEDICT)
    plan = import_dictionary(empty_store, CEDICT)
    assert plan.counts == {Action.ADDED: 0, Action.CHANGED: 0, Action.KEPT: 6, Action.REJECTED: 0}
    with empty_store.reading() as connection:
        assert state(connection).revision == 1


def test_a_newer_edition_brings_what_the_older_one_stated_up_to_date(empty_store: Store) -> None:
    import_dictionary(empty_store, CEDICT)
    before = entries_of(empty_store)
    newer = (
        CEDICT.replace("2026-01-02", "2026-02-03")
        .replace("/long thread moss/", "/hair-like moss/")
        .replace("/green energy/", "/green energy; clean energy/")
        + "五通 五通 [wu3 tong1] /five links/\n"
    )
    plan = import_dictionary(empty_store, newer)
    assert {entry.headword for entry in plan.entries if entry.action == Action.CHANGED} == {"发菜", "绿能"}
    assert plan.counts == {Action.ADDED: 1, Action.CHANGED: 2, Action.KEPT: 4, Action.REJECTED: 0}
    after = entries_of(empty_store)
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
    plan = import_dictionary(empty_store, broken)
    rejected = [(one.headword, one.locator, one.reason) for one in plan.entries if one.action == Action.REJECTED]
    assert rejected == [
        ("这不是词条", "line 10", "it is not `Traditional Simplified [pin1 yin1] /gloss/`"),
        ("甲", "line 11", "the reading “·” does not spell 甲 (by its characters: jiǎ)"),
        ("旗县", "line 12", "line 4 says the same"),
    ]
    assert len(entries_of(empty_store)) == 6


def test_a_table_without_any_row_to_store_leaves_the_store(empty_store: Store) -> None:
    plan = import_table(empty_store, "headword,english\n,banner\n")
    assert (plan.source, actions_of(plan)) == (None, [("banner", "rejected", "it has no headword")])
    with pytest.raises(InvalidDraft, match=r"glossary\.csv has no rows"):
        import_table(empty_store, "headword,english\n")
    with empty_store.reading() as connection:
        assert state(connection).revision == 0


def test_a_dry_run_says_the_same_and_leaves_the_store(empty_store: Store) -> None:
    with empty_store.writing("tests", dry_run=True) as write:
        plan = import_glossary(write, read_cedict(CEDICT), "cedict.txt", skip_bad=True)
    assert plan.counts[Action.ADDED] == 6
    assert entries_of(empty_store) == {}


def test_progress_is_told_from_the_first_row_to_the_last(empty_store: Store) -> None:
    told: list[tuple[str, int, int]] = []
    with empty_store.writing("tests") as write:
        import_glossary(
            write,
            read_cedict(CEDICT),
            "cedict.txt",
            lambda *step: told.append(step),
            skip_bad=False,
        )
    assert told == [("Storing", 0, 6), ("Storing", 6, 6), ("Indexing", 0, 6), ("Indexing", 6, 6)]


def test_a_headword_too_long_for_a_term_is_named_in_short(empty_store: Store) -> None:
    plan = import_table(empty_store, "headword,english\n" + "三" * 401 + ",x\n三变,three changes\n")
    [bad, good] = plan.entries
    assert (bad.headword, bad.reason) == ("三" * 80, "the headword has 401 characters, a term has 400 at most")
    assert good.action == Action.ADDED


@pytest.mark.parametrize("headword", ["装" * 400, "庄" * 57 + "变", "100%" * 100])
def test_the_longest_term_has_room_for_its_reading(empty_store: Store, headword: str) -> None:
    import_table(empty_store, f"headword\n{headword}\n")
    [entry] = entries_of(empty_store).values()
    assert (entry.headword, entry.pinyin is not None) == (headword, True)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"source": "s" * 401}, "source: String should have at most 400 characters"),
        ({"source": "Terms\x1bof 2024"}, "source: must not contain control characters or line breaks"),
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
    plan = import_table(empty_store, f"{','.join(columns)}\n{row}\n嘎查,gacha,,\n")
    assert actions_of(plan) == [("旗县", "rejected", reason), ("嘎查", "added", None)]
    assert plan.entries[0].locator == "line 2"


def test_the_most_that_a_concept_may_have_can_be_edited(empty_store: Store) -> None:
    english = "; ".join(f"no. {number}" for number in range(998))
    [entry] = import_table(empty_store, f"headword,english,subject_field\n旗县,{english},{'s' * 32}\n").entries
    with empty_store.writing("anna") as write:
        change_concept(write, entry.concept or "", {"note": "x"}, None)
    assert entries_of(empty_store)["旗县 qi2 xian4"].note == "x"


def test_an_edition_adds_no_more_than_a_concept_may_have(empty_store: Store) -> None:
    def edition(first: int) -> Plan:
        english = "; ".join(f"no. {number}" for number in range(first, first + 600))
        return import_table(empty_store, f"headword,english\n旗县,{english}\n嘎查,gacha\n")

    concept = edition(0).entries[0].concept or ""
    with empty_store.reading() as connection:
        terms = concept_draft(connection, concept)["terms"].items()
    with empty_store.writing("anna") as write:
        patch = {name: {"equivalence": "exact"} for name, row in terms if row["lang"] == "en"}
        change_concept(write, concept, {"terms": patch}, None)
    assert actions_of(edition(600)) == [
        ("旗县", "rejected", "a concept has at most 1000 terms; this would have 1202"),
        ("嘎查", "kept", None),
    ]
    assert len(entries_of(empty_store)["旗县 qi2 xian4"].renderings) == 600
    assert list(verify(empty_store)) == []


def _said(plan: Plan) -> list[str]:
    return [f"{one.locator} {one.headword.strip()} {one.action}" for one in plan.entries]


def test_the_same_file_again_says_of_each_row_what_it_is(empty_store: Store) -> None:
    first = import_table(empty_store, EDITION)
    again = import_table(empty_store, EDITION)
    assert _said(again) == SAID
    assert [one.reason for one in again.entries if one.action == Action.REJECTED] == [
        one.reason for one in first.entries if one.action == Action.REJECTED
    ]
    assert [one.concept for one in again.entries] == [one.concept for one in first.entries]
    with empty_store.reading() as connection:
        assert state(connection).revision == 1


def test_a_newer_edition_says_of_its_own_rows_only(empty_store: Store) -> None:
    import_table(empty_store, EDITION)
    newer = EDITION.replace("五通,five links,,\n", "")
    assert _said(import_table(empty_store, newer)) == SAID[:-1]
    assert _said(import_table(empty_store, newer)) == SAID[:-1]
    assert "五通 wu3 tong1" in entries_of(empty_store)
    assert [one.text for one in entries_of(empty_store)["旗县 qi2 xian4"].renderings] == ["banner", "county"]
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
    import_table(empty_store, f"{header}甲词,x,one\n")
    plan = import_table(empty_store, header + newer)
    assert [one.action for one in plan.entries] == said
    with empty_store.reading() as connection:
        entries = [Entry.model_validate_json(one) for one in every_entry(connection)]
    assert {one.definition.en for one in entries} == definitions


def test_a_newer_edition_of_what_attests_a_concept_of_others_keeps_it(store: Store) -> None:
    definition = entries_of(store)["三清零 san1 qing1 ling2"].definition.zh
    header = "headword,english,definition_zh\n"
    import_table(store, f"{header}三清零,zeroing out,{definition}\n")
    plan = import_table(store, f"{header}三清零,zeroing out,{definition}\n五通,five links,\n")
    assert [entry.action for entry in plan.entries] == [Action.KEPT, Action.ADDED]


def test_the_same_text_in_another_encoding_is_the_same_and_a_wrong_one_can_be_corrected(empty_store: Store) -> None:
    data = "headword,english\nabc,naïve café\n".encode()
    for encoding, found in (("cp1252", "naÃ¯ve cafÃ©"), ("utf-8", "naïve café")):
        with empty_store.writing("tests") as write:
            file = read_glossary(data, ImportForm.CSV, encoding)
            import_glossary(write, file, "naive.csv", skip_bad=False)
        assert renderings_of(empty_store, "abc") == [found]
    plan = import_table(empty_store, data.decode("utf-8"), "naive.csv")
    assert actions_of(plan) == [("abc", "kept", "the same file is imported")]


@pytest.mark.parametrize(
    ("english", "reason"),
    [
        ("\u200b", "the rendering “\u200b” has nothing but marks that no lookup heeds"),
        ("“”", "the rendering ““”” has nothing but marks that no lookup heeds"),
        ("y" * 401, "a rendering has 401 characters, a term has 400 at most"),
    ],
)
def test_what_no_edit_would_take_is_rejected(empty_store: Store, english: str, reason: str) -> None:
    plan = import_table(empty_store, f"headword,english\n旗县,{english}\n盟,league\n")
    assert actions_of(plan) == [("旗县", "rejected", reason), ("盟", "added", None)]


@pytest.mark.parametrize(
    "cell", ["\\" * 500_000 + "x", ";" * 500_000, "; " * 250_000, "'" * 500_000, "(" * 500_000, " x" * 250_000]
)
def test_a_cell_of_one_sign_again_and_again_takes_no_longer_than_another(empty_store: Store, cell: str) -> None:
    import_table(empty_store, f"headword,english,definition_en\n旗县,banner; {cell},\n盟,league,{cell}\n嘎查,gacha,\n")
    assert renderings_of(empty_store, "嘎查") == ["gacha"]


@pytest.mark.parametrize(
    "sense",
    [
        "; " * 100_000,
        "三|三[" * 60_000,
        "三," * 100_000,
        "三[a1]" * 60_000,
        "(; " * 60_000,
        "中[" * 60_000,
        "see " * 60_000,
        "/ " * 100_000,
    ],
)
def test_a_line_of_one_sign_again_and_again_takes_no_longer_than_another(empty_store: Store, sense: str) -> None:
    import_dictionary(empty_store, f"{CEDICT}午詞 午词 [wu3 ci2] /noon word/see {sense}/\n")
    assert "旗县 qi2 xian4" in entries_of(empty_store)


def test_many_concepts_of_one_headword_have_ids_of_their_own(empty_store: Store) -> None:
    plan = import_table(empty_store, "headword,definition_en\n" + "".join(f"好,y{place}\n" for place in range(1400)))
    assert len({entry.concept for entry in plan.entries}) == plan.counts[Action.ADDED] == 1400


def test_what_was_not_stored_is_not_said_to_be_there(empty_store: Store) -> None:
    import_table(empty_store, "headword,english,definition_zh\n旗县,banner,盟下面的区划。\n", "one.csv")
    many = ";".join(f"r{place}" for place in range(1000))
    table = f"headword,english,definition_zh\n盟,league,\n旗县,{many},盟下面的区划。\n"
    import_table(empty_store, table, "two.csv")
    for _ in range(2):
        with pytest.raises(InvalidDraft, match="1 row cannot be stored"), empty_store.writing("tests") as write:
            import_glossary(write, read_delimited(table), "two.csv", skip_bad=False)


def test_the_same_text_makes_no_revision(empty_store: Store) -> None:
    table = "headword,english,source\n旗县,banner,Terms\n盟,league,\n"
    import_table(empty_store, table)
    import_table(empty_store, table.replace("banner", "county"))
    with empty_store.writing("anna") as write:
        undo(write, 2)
    for _ in range(3):
        import_table(empty_store, table.replace("banner", "county"))
    assert (revision_of(empty_store), renderings_of(empty_store, "旗县")) == (4, ["county"])


def test_an_attestation_that_was_undone_comes_back_with_its_file(empty_store: Store) -> None:
    table = "headword,english,source,definition_zh\n旗县,banner,{},盟下面的区划。\n"
    import_table(empty_store, table.format(""), "one.csv")
    mine = "headword,english,source,definition_zh\n盟,league,,\n旗县,county,{},盟下面的区划。\n"
    for source in ("", "one.csv"):
        import_table(empty_store, mine.format(source), f"two{source}")
        there = renderings_of(empty_store, "旗县")
        with empty_store.writing("anna") as write:
            undo(write, revision_of(empty_store))
        import_table(empty_store, mine.format(source), f"two{source}")
        assert (renderings_of(empty_store, "旗县"), there[-1]) == (there, "county")
    assert list(verify(empty_store)) == []
