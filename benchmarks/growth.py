"""P6: how look-ups and searches slow down from ten thousand entries to a million; the sizes in turn, round by round."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from benchmarks.dictionary import words
from benchmarks.measuring import ROUNDS, Row, percentile, spread, timed
from benchmarks.queries import Asked, drawn
from glossary.matching.asked import Wanted
from glossary.matching.lookup import lookup
from glossary.matching.query import parse_query
from glossary.matching.search import search
from glossary.store.opening import open_store, store_url

_COUNT = 600
_MOST = {"look-up": 1.3, "full pinyin": 2.0, "initials": 4.0}


def rows(databases: Mapping[int, Path]) -> Iterator[Row]:
    """Yield, for each kind of read, the ratio of its p50 in the largest store to that in the smallest."""
    smallest = words(min(databases))
    with ExitStack() as opened:
        connections = {
            count: opened.enter_context(open_store(store_url(str(path))).reading()) for count, path in databases.items()
        }
        for kind, most in _MOST.items():
            queries = drawn("two characters" if kind == "look-up" else kind, _COUNT, known=smallest)
            run = _look_up if kind == "look-up" else _search
            medians: dict[int, list[float]] = {count: [] for count in databases}
            for _ in range(ROUNDS):
                for count, connection in connections.items():
                    medians[count].append(_p50(partial(run, connection), queries))
            first, *_, last = sorted(databases)
            ratio = spread([large / small for large, small in zip(medians[last], medians[first], strict=True)])
            yield Row(
                f"P6 {kind}, from {first:,} to {last:,} entries",
                f"p50 {spread(medians[last]).median:.3f} ms",
                f"p50 at {first:,}: {spread(medians[first]).median:.3f} ms",
                ratio.shown(),
                f"≤ {most}",
                ratio.median <= most,
            )


def _p50(run: Callable[[Asked], object], queries: Sequence[Asked]) -> float:
    return 1e3 * percentile([timed(partial(run, asked)) for asked in queries], 0.5)


def _look_up(connection: Connection, asked: Asked) -> object:
    return lookup(connection, parse_query(asked.wanted))


def _search(connection: Connection, asked: Asked) -> object:
    return search(connection, parse_query(asked.q), Wanted())
