"""A read ends at its deadline: in a loop of ours, and inside one statement of the database."""

from contextvars import copy_context
from time import monotonic

import pytest
from sqlalchemy import text

from glossary.deadline import check, deadline, within, within_deadline
from glossary.driver import rows_of
from glossary.errors import TookTooLong
from glossary.store.opening import Store

_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
_MANY = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000000) SELECT count(*) FROM n"


def test_where_nobody_sets_a_deadline_there_is_none() -> None:
    check()
    assert deadline() is None
    with within(None):
        assert list(within_deadline(range(1000))) == list(range(1000))


def test_a_loop_is_ended_at_its_deadline_and_says_how_long_that_was() -> None:
    with within(0.05), pytest.raises(TookTooLong, match=r"longer than 0\.05 seconds"):
        for _ in within_deadline(iter(int, 1)):
            pass


def test_what_is_done_in_time_is_not_ended() -> None:
    with within(60):
        assert sum(within_deadline(range(1000))) == 499500


def test_a_deadline_ends_with_its_read_and_belongs_to_its_context() -> None:
    with within(0.001):
        copy_context().run(lambda: None)
        inner = deadline()
    assert inner is not None
    assert deadline() is None


def test_a_long_statement_is_ended_whoever_runs_it(store: Store) -> None:
    for run in (lambda one: rows_of(one, _ENDLESS, {}), lambda one: one.execute(text(_ENDLESS)).all()):
        began = monotonic()
        with pytest.raises(TookTooLong), within(0.1), store.reading() as connection:
            run(connection)
        assert monotonic() - began < 10


def test_the_connection_that_was_ended_reads_again_without_a_deadline(store: Store) -> None:
    for _ in range(20):  # more than there are connections
        with pytest.raises(TookTooLong), within(0.01), store.reading() as connection:
            rows_of(connection, _ENDLESS, {})
    with store.reading() as connection:
        assert rows_of(connection, _MANY, {}) == [(3_000_000,)]


def test_other_errors_of_a_statement_stay_what_they_are(store: Store) -> None:
    with pytest.raises(Exception, match="no such table"), within(10), store.reading() as connection:
        rows_of(connection, "SELECT * FROM nothing_of_that_name", {})
