"""Whose edition a file is, and which sources its rows name: what each may take back."""

import pytest

from glossary.browsing import every_entry, list_sources, source_view
from glossary.entries import Entry
from glossary.loading.plans import Action
from glossary.store.opening import Store
from glossary.store.verifying import verify
from tests.glossary.loading.importing import (
    CEDICT,
    actions_of,
    entries_of,
    import_dictionary,
    import_table,
    renderings_of,
    revision_of,
)


def test_rows_that_name_a_source_belong_to_it(empty_store: Store) -> None:
    plan = import_table(
        empty_store, "headword,english,source\n旗县,banner,Terms of 2024\n盟,league,\n五通,five links,二〇二四\n"
    )
    assert plan.counts[Action.ADDED] == 3
    entries = entries_of(empty_store)
    sources = {one.headword: [(source.slug, source.title) for source in one.sources] for one in entries.values()}
    assert sources["旗县"] == [("terms-of-2024", "Terms of 2024")]
    assert sources["盟"] == [("glossary", "glossary.csv")]
    assert sources["五通"][0][1] == "二〇二四"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024年水利术语.csv", "2024年教育术语.csv"),
        ("C++ terms", "C# terms"),
        ("Chinese/English terms", "German/English terms"),
        ("terms v1.2", "terms v1.3"),
        ("Terms", "terms"),
    ],
)
def test_files_of_other_titles_are_other_sources(empty_store: Store, one: str, other: str) -> None:
    import_table(empty_store, "headword,english\n水库,reservoir; basin\n", one)
    import_table(empty_store, "headword,english\n水库,reservoir\n课堂,classroom\n", other)
    with empty_store.reading() as connection:
        sources = list_sources(connection, 20, None)[0]
        entries = [Entry.model_validate_json(entry) for entry in every_entry(connection)]
    assert [source.title for source in sources] == [one, other]
    assert len({source.slug for source in sources}) == 2
    said = {
        (entry.headword, *(source.title for source in entry.sources)): [
            rendering.text for rendering in entry.renderings
        ]
        for entry in entries
    }
    assert said == {
        ("水库", one): ["reservoir", "basin"],
        ("水库", other): ["reservoir"],
        ("课堂", other): ["classroom"],
    }


def test_no_file_takes_the_place_of_a_report_by_its_name(store: Store) -> None:
    plan = import_table(store, "headword,english\n水库,reservoir\n", "dalad-2024")
    assert plan.source == "dalad-2024-2"
    with store.reading() as connection:
        assert source_view(connection, "dalad-2024").title.endswith("政府工作报告")


@pytest.mark.parametrize("name", ["dalad-2024", "2024年达拉特旗政府工作报告"])
def test_a_row_names_its_source_by_title_or_slug(store: Store, name: str) -> None:
    plan = import_table(store, f"headword,english,source\n水库,reservoir,{name}\n")
    assert plan.source is None
    [entry] = [one for one in entries_of(store).values() if one.headword == "水库"]
    assert [source.slug for source in entry.sources] == ["dalad-2024"]


def test_a_row_that_names_another_source_adds_to_it_and_takes_nothing(empty_store: Store) -> None:
    dictionary = CEDICT + "午詞 午词 [wu3 ci2] /noon word/midday term/\n"
    import_dictionary(empty_store, dictionary)
    row = "headword,traditional,pinyin,english,source\n午词,午詞,wǔ cí,{english},{source}\n"
    import_table(empty_store, row.format(english="my own word", source="CC-CEDICT"), "my small table")
    assert renderings_of(empty_store, "午词") == ["noon word", "midday term", "my own word"]
    with empty_store.reading() as connection:
        source = source_view(connection, "cc-cedict")
    assert (source.kind, source.licence) == ("dictionary", "https://creativecommons.org/licenses/by-sa/4.0/")


def test_two_tables_may_name_one_source_and_each_takes_back_only_what_it_named(empty_store: Store) -> None:
    row = "headword,english,source\n申词,{english},UN terms\n"
    import_table(empty_store, row.format(english="hers"), "Anna's table")
    import_table(empty_store, row.format(english="his"), "Bob's table")
    assert renderings_of(empty_store, "申词") == ["hers", "his"]
    import_table(empty_store, row.format(english="his own"), "Bob's table")
    assert renderings_of(empty_store, "申词") == ["hers", "his", "his own"]


def test_a_table_that_names_itself_is_one_source(empty_store: Store) -> None:
    table = "headword,english,source\n亥词,one,\n亥词,two,terms.csv\n"
    plan = import_table(empty_store, table, "terms.csv")
    assert actions_of(plan) == [("亥词", "added", None), ("亥词", "changed", "adds to line 2")]
    assert renderings_of(empty_store, "亥词") == ["one", "two"]


def test_names_that_differ_in_characters_alone_are_other_sources(empty_store: Store) -> None:
    table = "headword,english,source\n戌词,one,水 1\n戌词,two,火 1\n"
    first = actions_of(import_table(empty_store, table, "terms.csv"))
    again = actions_of(import_table(empty_store, table + "\n", "terms.csv"))
    assert ([action for _, action, _ in first], [action for _, action, _ in again]) == (["added"] * 2, ["kept"] * 2)


def test_a_file_of_which_nothing_is_stored_is_no_source_and_makes_no_revision(empty_store: Store) -> None:
    import_table(empty_store, "headword,english,definition_zh\n旗县,banner,盟下面的区划。\n", "one.csv")
    many = ";".join(f"r{place}" for place in range(1000))
    table = f"headword,english,source,definition_zh\n旗县,{many},Terms,盟下面的区划。\n旗县,{many},,盟下面的区划。\n"
    plan = import_table(empty_store, table, "two.csv")
    assert (plan.source, {entry.action for entry in plan.entries}, revision_of(empty_store)) == (None, {"rejected"}, 1)
    with empty_store.reading() as connection:
        assert [one.title for one in list_sources(connection, 20, None)[0]] == ["one.csv"]
    assert list(verify(empty_store)) == []


def test_a_row_that_names_the_source_of_another_file_leaves_its_subject_field(empty_store: Store) -> None:
    import_table(empty_store, "headword,english,subject_field\n旗县,banner,one\n", "one.csv")
    plan = import_table(empty_store, "headword,subject_field,source\n旗县,two,one.csv\n", "two.csv")
    assert actions_of(plan) == [("旗县", "kept", "what other sources state stays: its subject field")]


def test_the_same_text_under_the_title_of_another_file_is_that_one(empty_store: Store) -> None:
    one, other = "headword,english\n旗县,banner\n", "headword,english\n旗县,county\n"
    import_table(empty_store, one, "one.csv")
    import_table(empty_store, other, "other.csv")
    plan = import_table(empty_store, one, "other.csv")
    assert (plan.source, actions_of(plan)) == ("other", [("旗县", "changed", "stated otherwise by this edition")])


def test_a_file_takes_nothing_from_what_others_stated_of_its_title(empty_store: Store) -> None:
    import_table(empty_store, "headword,english,source\n旗县,banner; county,Terms\n", "one.csv")
    import_table(empty_store, "headword,english\n旗县,banner\n盟,league\n", "Terms")
    assert renderings_of(empty_store, "旗县") == ["banner", "county"]
    import_table(empty_store, "headword,english\n旗县,banner\n盟,aimag\n", "Terms")
    assert renderings_of(empty_store, "盟") == ["aimag"]


def test_title_and_slug_are_one_source(empty_store: Store) -> None:
    table = "headword,english,source\n旗县,one,Some terms\n旗县,two,some-terms\n盟,three,my-terms\n盟,four,\n"
    for _ in range(2):
        plan = import_table(empty_store, table, "My terms")
        with empty_store.reading() as connection:
            assert [one.slug for one in list_sources(connection, 20, None)[0]] == ["some-terms", "my-terms"]
    assert plan.counts[Action.ADDED] == 0
    assert (renderings_of(empty_store, "旗县"), renderings_of(empty_store, "盟")) == (["one", "two"], ["three", "four"])
