"""Terms longer than a row of the search reaches: found from their beginning, and from each character inside."""

import pytest
from alembic import command
from sqlalchemy import create_engine

from glossary.driver import rows_of
from glossary.editing.changing import add_stated
from glossary.editing.edits import StatedConcept
from glossary.language.normalise import label
from glossary.matching.asked import Match, Wanted
from glossary.matching.query import LONGEST_QUERY, parse_query
from glossary.matching.search import search
from glossary.matching.showing import Hit
from glossary.matching.tails import REACH
from glossary.store.opening import Store, open_store
from glossary.store.upgrading import alembic_config, upgrade_store

LONG = "".join([one for one in map(chr, range(0x4E00, 0x9FA0, 17)) if label(one) == one][:390])
SPOKEN = "改革开放发展经济建设人民生活" * 10
MIXED = "21世纪T恤" + "改革开放" * 30
"""Read otherwise than it is written, and longer than a row."""


@pytest.fixture
def long(empty_store: Store) -> Store:
    """A store with long terms."""
    with empty_store.writing("tests") as write:
        for headword in (LONG, SPOKEN, MIXED):
            add_stated(write, StatedConcept(headword=headword))
    return empty_store


def found(store: Store, query: str, match: Match = Match.AUTO) -> list[Hit]:
    """Return the hits of a query."""
    with store.reading() as connection:
        return search(connection, parse_query(query), Wanted(match=match)).hits


@pytest.mark.parametrize("length", [1, REACH, REACH + 1, LONGEST_QUERY - 1, LONGEST_QUERY])
@pytest.mark.parametrize("start", [0, 1, 7, 100, 189])
def test_a_part_of_any_length_from_any_character(long: Store, start: int, length: int) -> None:
    [hit] = found(long, LONG[start : start + length])
    assert (hit.form, hit.kind) == (LONG, "contains" if start else "prefix")
    assert [(span.start, span.end) for span in hit.marked] == [(start, start + length)]


def test_a_part_with_another_character_behind_what_a_row_has_is_not_found(long: Store) -> None:
    assert found(long, LONG[5 : 5 + REACH] + "旗") == []
    assert found(long, LONG[:REACH] + "旗") == []


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("gaigekaifangfazhan", "改革开放发展"),
        ("kaifangfazhanjingji", "开放发展经济"),
        ("kffzjjjs", "开放发展经济建设"),
        ("gg开放", "改革开放"),
        ("开放fz", "开放发展"),
    ],
)
def test_a_long_term_as_it_is_spelled(long: Store, query: str, marked: str) -> None:
    hits = [hit for hit in found(long, query) if hit.shown == SPOKEN]
    assert [[SPOKEN[span.start : span.end] for span in hit.marked] for hit in hits] == [[marked]]


@pytest.mark.parametrize("query", ["21shijitxugaige", "21世纪t恤gaige", "txugaigekaifang", "t恤gaige"])
def test_a_long_term_that_is_read_otherwise_than_it_is_written(long: Store, query: str) -> None:
    [hit] = [hit for hit in found(long, query) if hit.shown == MIXED]
    [span] = hit.marked
    assert MIXED[span.start : span.end].endswith("改革开放" if "kaifang" in query else "改革")


def test_rows_grow_with_the_length_of_a_term_not_with_its_square(long: Store) -> None:
    with long.reading() as connection:
        [(characters,)] = rows_of(connection, "SELECT sum(length(label)) FROM search_tail", {})
    assert characters < (len(LONG) + len(SPOKEN) + 2 * len(MIXED)) * REACH + 4 * LONGEST_QUERY


def test_a_store_of_the_schema_before_has_its_rows_made_anew(long: Store) -> None:
    long.close()
    engine = create_engine(long.url)
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0008")
        connection.exec_driver_sql("DELETE FROM search_tail")
    engine.dispose()
    assert upgrade_store(long.url)
    upgraded = open_store(long.url)
    assert len(found(upgraded, LONG[7:99])) == 1
    upgraded.close()
