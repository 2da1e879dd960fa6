"""Importing dictionaries: their own pinyin and traditional forms, senses, references, readings of every sort."""

import pytest
from sqlalchemy import select

from glossary.browsing import source_view
from glossary.entries import Entry
from glossary.loading.plans import Action
from glossary.matching.asked import Wanted
from glossary.matching.lookup import lookup
from glossary.matching.query import parse_query
from glossary.matching.search import search
from glossary.model import Relation
from glossary.store.opening import Store
from glossary.store.verifying import verify
from glossary.vocabulary import RelationKind
from tests.glossary.loading.importing import CEDICT, actions_of, entries_of, import_dictionary


def _found(store: Store, label: str) -> list[str]:
    """Return the readings of what a lookup finds, in order."""
    with store.reading() as connection:
        found = [Entry.model_validate_json(one.entry) for one in lookup(connection, parse_query(label)).found]
    return [one.pinyin.numbers for one in found if one.pinyin]


def test_a_dictionary_keeps_its_own_pinyin_and_traditional_forms(empty_store: Store) -> None:
    plan = import_dictionary(empty_store, CEDICT)
    assert plan.source == "cc-cedict"
    assert plan.counts == {Action.ADDED: 6, Action.CHANGED: 0, Action.KEPT: 0, Action.REJECTED: 0}
    entries = entries_of(empty_store)
    moss, handing = entries["发菜 fa4 cai4"], entries["发菜 fa1 cai4"]
    assert moss.zh.hant == "髮菜"
    assert handing.zh.hant == "發菜"
    assert moss.pinyin
    assert not moss.pinyin.reviewed
    assert _found(empty_store, "髮菜") == ["fa4 cai4", "fa1 cai4"]
    assert _found(empty_store, "lüdian") == _found(empty_store, "lvdian") == ["lü4 dian4"]
    assert list(verify(empty_store)) == []


def test_senses_become_renderings_the_first_preferred(empty_store: Store) -> None:
    import_dictionary(empty_store, CEDICT)
    entry = entries_of(empty_store)["旗县 qi2 xian4"]
    assert [(one.text, one.status) for one in entry.renderings] == [
        ("banner", "preferred"),
        ("county", "admitted"),
        ("division of a league", "admitted"),
    ]
    assert entry.note == "CL:個|个[ge4]"


def test_what_refers_to_another_entry_is_tied_to_it(empty_store: Store) -> None:
    import_dictionary(empty_store, CEDICT)
    entries = entries_of(empty_store)
    energy = entries["绿能 lü4 neng2"].id
    with empty_store.reading() as connection:
        ties = connection.execute(select(Relation.from_id, Relation.to_id, Relation.kind)).all()
    assert {tuple(tie) for tie in ties} == {
        (entries["绿电 lü4 dian4"].id, energy, RelationKind.SEE),
        (entries["绿色能源 lü4 se4 neng2 yuan2"].id, energy, RelationKind.SEE),
    }


def test_what_the_file_says_of_itself_becomes_the_source(empty_store: Store) -> None:
    import_dictionary(empty_store, CEDICT)
    with empty_store.reading() as connection:
        source = source_view(connection, "cc-cedict")
    assert (source.kind, source.title, str(source.published)) == ("dictionary", "CC-CEDICT", "2026-01-02")
    assert source.licence == "https://creativecommons.org/licenses/by-sa/4.0/"


def test_two_lines_with_one_reading_are_one_entry(empty_store: Store) -> None:
    plan = import_dictionary(empty_store, CEDICT + "旗縣 旗县 [qi2 xian4] /Banner County (place name)/\n")
    assert actions_of(plan)[-1] == ("旗县", "changed", "adds to line 4")
    entry = entries_of(empty_store)["旗县 qi2 xian4"]
    assert [one.text for one in entry.renderings][-1] == "Banner County (place name)"


def test_a_rendering_too_long_for_a_term_becomes_the_english_definition(empty_store: Store) -> None:
    long = "the " + "very " * 90 + "long gloss"
    import_dictionary(empty_store, f"# A\n五通 五通 [wu3 tong1] /five links/{long}/\n")
    [entry] = entries_of(empty_store).values()
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
    import_dictionary(empty_store, f"# A\n{line}\n")
    [entry] = entries_of(empty_store).values()
    assert entry.pinyin
    assert entry.pinyin.numbers.lower() == numbers
    assert _found(empty_store, found_by) == [entry.pinyin.numbers]


def test_a_term_of_unknown_reading_has_none(empty_store: Store) -> None:
    import_dictionary(empty_store, "# A\n囧 囧 [xx5] /of unknown reading/\n")
    [entry] = entries_of(empty_store).values()
    assert (entry.headword, entry.pinyin) == ("囧", None)
    with empty_store.reading() as connection:
        assert lookup(connection, parse_query("囧")).found
        for spelled in ("xx", "xx5", "jiong"):
            assert not lookup(connection, parse_query(spelled)).found
            assert not search(connection, parse_query(spelled), Wanted()).hits
    assert list(verify(empty_store)) == []


def test_a_second_line_of_a_dictionary_may_add_what_it_refers_to(empty_store: Store) -> None:
    plan = import_dictionary(empty_store, CEDICT + "旗縣 旗县 [qi2 xian4] /see 綠能|绿能[lu:4 neng2]/\n")
    assert actions_of(plan)[-1] == ("旗县", "changed", "adds to line 4")
    entry = entries_of(empty_store)["旗县 qi2 xian4"]
    assert entry.note == "CL:個|个[ge4]; see 綠能|绿能[lu:4 neng2]"
