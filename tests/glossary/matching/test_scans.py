"""Every statement of a search and of a lookup is a range of an index, whatever was typed."""

import sqlite3
from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from glossary.formats.delimited import read_delimited
from glossary.loading.imports import import_glossary
from glossary.matching.asked import Match, Wanted
from glossary.matching.lookup import lookup
from glossary.matching.query import parse_query
from glossary.matching.scans import Form
from glossary.matching.search import search
from glossary.matching.spelling import Zone
from glossary.store.opening import Store

TYPED = [
    "三清零", "清零", "三", "san", "sanqing", "sanqingling", "san1qing1ling2", "sān qīng", "s", "sq", "sql", "sqling",
    "三q", "三ql", "三qing", "s清l", "san清", "s'q", "xian", "xi'an", "ji", "lv", "lu", "12345", "12345rx", "S级",
    "hidden champions", "champ", "the", "a", "sanqinglingsanqinglingsanqingling",
]  # fmt: skip


def planned(store: Store, read: Callable[[Connection], object]) -> dict[str, list[str]]:
    """Return the statements of a read, each with the steps of its plan."""
    statements: list[str] = []
    with store.reading() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_trace_callback(statements.append)
        read(connection)
        driver.set_trace_callback(None)
        return {
            one: [step[3] for step in driver.execute(f"EXPLAIN QUERY PLAN {one}")]
            for one in statements
            if one.lstrip().startswith(("SELECT", "WITH"))
        }


def searching(typed: str) -> Callable[[Connection], object]:
    """Return the search for what was typed."""
    return lambda connection: search(connection, parse_query(typed), Wanted())


@pytest.mark.parametrize("typed", TYPED)
def test_no_table_is_read_through(store: Store, typed: str) -> None:
    def read(connection: Connection) -> None:
        for match in (Match.AUTO, Match.CONTAINS, Match.PINYIN):
            search(connection, parse_query(typed), Wanted(match, zones=frozenset(Zone)))
        lookup(connection, parse_query(typed))

    plans = planned(store, read)
    assert plans
    # `w`, `f`, `s` are the values of the statement itself, its first rows, and the one row of the store's state.
    scanned = [step for steps in plans.values() for step in steps if step.startswith("SCAN")]
    assert {step.split()[1] for step in scanned if "CONSTANT ROW" not in step} <= {"w", "f", "s"}


@pytest.mark.parametrize("typed", ["agu", "sqling", "sanqing", "san1q", "三ql", "清零", "sanqinglingsanqingling"])
def test_a_range_of_a_form_goes_by_the_index_of_that_form(store: Store, typed: str) -> None:
    def read(connection: Connection) -> None:
        search(connection, parse_query(typed), Wanted(limit=200, zones=frozenset(Zone)))

    gone = [
        (max(forms, key=len), steps)
        for one, steps in planned(store, read).items()
        if (forms := [form for form in Form if f"{form} >= " in one])
    ]
    assert gone
    for form, steps in gone:
        assert [step for step in steps if f"ix_search_tail_{form.name.lower()} " in step], (form, steps)


@pytest.mark.parametrize(
    ("typed", "form", "length"),
    [("s", "letters", 1), ("s", "initials", 1), ("sq", "initials", 2), ("sql", "initials", 3)],
)
def test_the_first_terms_under_a_few_letters_are_not_sorted(store: Store, typed: str, form: str, length: int) -> None:
    plans = planned(store, searching(typed))
    steps = [step for one, steps in plans.items() if f"substr(t.{form}, 1, {length}) = " in one for step in steps]
    assert any(f"ix_search_tail_{form}_{length}" in step for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)


def test_what_a_scan_takes_of_a_tail_stands_in_its_index(store: Store) -> None:
    """Reading the tails beside the index is what made searches of large stores slow; SQLite shows it in its steps."""
    with store.reading() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        [(tails,)] = driver.execute("SELECT rootpage FROM sqlite_master WHERE name = 'search_tail'")
        for typed in ("san", "sanqing", "sqling", "s", "sq", "sql", "三", "清零", "三ql"):
            for one in planned(store, searching(typed)):
                program = driver.execute(f"EXPLAIN {one}").fetchall()
                cursors = {step[2] for step in program if step[1] == "OpenRead" and step[3] == tails}
                assert not [step for step in program if step[1] == "Column" and step[2] in cursors], (typed, one)


def test_one_syllable_of_many_terms_is_scanned_once(empty_store: Store) -> None:
    table = "headword,pinyin\n" + "\n".join(f"{chr(place)},yi1" for place in range(0x4E00, 0x4E00 + 80))
    with empty_store.writing("tests") as write:
        import_glossary(write, read_delimited(table), "yi.csv", skip_bad=True)
    plans = planned(empty_store, searching("yi"))
    assert len([one for one in plans if "t.letters = 'yi'" in one]) == 1
