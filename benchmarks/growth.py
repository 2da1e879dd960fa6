"""P6: how look-ups and searches slow down from ten thousand entries to a million; the sizes in turn, round by round."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from benchmarks.dictionary import words
from benchmarks.load import answer_seconds, mingci_served
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
    """Yield, for each kind of read, the ratio of its p50 in the largest store to that in the smallest.

    The targets are for the engine; what a client waits for, over HTTP, is told beside it.
    """
    smallest = words(min(databases))
    with ExitStack() as opened:
        connections = {
            count: opened.enter_context(open_store(store_url(str(path))).reading()) for count, path in databases.items()
        }
        for kind, most in _MOST.items():
            queries = drawn("two characters" if kind == "look-up" else kind, _COUNT, known=smallest)
            run = _look_up if kind == "look-up" else _search
            sides = {count: partial(_in_engine, run, connection, queries) for count, connection in connections.items()}
            yield grown(f"P6 {kind}, p50", sides, most)
    with ExitStack() as opened:
        ports = {count: opened.enter_context(mingci_served(path)).port for count, path in databases.items()}
        paths = [f"/v1/search?q={asked.q}" for asked in drawn("full pinyin", _COUNT, known=smallest)]
        sides = {count: partial(answer_seconds, port, paths) for count, port in ports.items()}
        yield grown("P6 full pinyin over HTTP, p50", sides)


def grown(what: str, sides: Mapping[int, Callable[[], list[float]]], most: float | None = None) -> Row:
    """Return how much slower the largest store is than the smallest; a side gives the seconds of some reads, of which p50 counts."""
    medians: dict[int, list[float]] = {count: [] for count in sides}
    for _ in range(ROUNDS):
        for count, seconds in sides.items():
            medians[count].append(1e3 * percentile(seconds(), 0.5))
    first, last = min(sides), max(sides)
    ratio = spread([large / small for large, small in zip(medians[last], medians[first], strict=True)])
    return Row(
        f"{what}, from {first:,} to {last:,} entries",
        f"{spread(medians[last]).median:.3f} ms",
        f"at {first:,}: {spread(medians[first]).median:.3f} ms",
        ratio.shown(),
        f"≤ {most}" if most else "",
        ratio.median <= most if most else None,
    )


def _in_engine(
    run: Callable[[Connection, Asked], object], connection: Connection, queries: Sequence[Asked]
) -> list[float]:
    return [timed(partial(run, connection, asked)) for asked in queries]


def _look_up(connection: Connection, asked: Asked) -> object:
    return lookup(connection, parse_query(asked.wanted))


def _search(connection: Connection, asked: Asked) -> object:
    return search(connection, parse_query(asked.q), Wanted())
