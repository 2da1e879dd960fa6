"""Every statement of a search and of a lookup is a range of an index, whatever was typed."""

import sqlite3

import pytest

from glossary.matching.asked import Match, Wanted
from glossary.matching.lookup import lookup
from glossary.matching.query import parse_query
from glossary.matching.search import search
from glossary.matching.spelling import Zone
from glossary.store import Store

TYPED = [
    "三清零", "清零", "三", "san", "sanqing", "sanqingling", "san1qing1ling2", "sān qīng", "s", "sq", "sql", "sqling",
    "三q", "三ql", "三qing", "s清l", "san清", "s'q", "xian", "xi'an", "ji", "lv", "lu", "12345", "12345rx", "S级",
    "hidden champions", "champ", "the", "a", "sanqinglingsanqinglingsanqingling",
]  # fmt: skip


@pytest.mark.parametrize("typed", TYPED)
def test_no_table_is_read_through(store: Store, typed: str) -> None:
    statements: list[str] = []
    with store.reading() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_trace_callback(statements.append)
        for match in (Match.AUTO, Match.CONTAINS, Match.PINYIN):
            search(connection, parse_query(typed), Wanted(match, zones=frozenset(Zone)))
        lookup(connection, parse_query(typed))
        driver.set_trace_callback(None)
        asked = [one for one in statements if one.lstrip().startswith(("SELECT", "WITH"))]
        plans = {
            f"{step[3]} in {one}" for one in asked for step in driver.execute(f"EXPLAIN QUERY PLAN {one}").fetchall()
        }
    assert asked
    # `w`, `f`, `s` are the values of the statement itself, its first rows, and the one row of the store's state.
    scanned = [step for step in plans if step.startswith("SCAN") and "CONSTANT ROW" not in step]
    assert not [step for step in scanned if step.split()[1] not in ("w", "f", "s")]


def test_the_first_terms_under_a_letter_are_not_sorted(store: Store) -> None:
    statements: list[str] = []
    with store.reading() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_trace_callback(statements.append)
        search(connection, parse_query("s"), Wanted())
        driver.set_trace_callback(None)
        tails = [one for one in statements if "substr(t.letters, 1, 1)" in one]
        plans = [step[3] for one in tails for step in driver.execute(f"EXPLAIN QUERY PLAN {one}").fetchall()]
    assert any("ix_search_tail_letters_1" in step for step in plans)
    assert not any("TEMP B-TREE" in step for step in plans)
