"""P2: every label asked once, over HTTP, beside FastAPI's hello world with one query parameter."""

import random
import sqlite3
from collections.abc import Iterator, Mapping
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

from benchmarks.load import hello_served, mingci_served, requests_per_second
from benchmarks.measuring import ROUNDS, Row, spread


def rows(databases: Mapping[int, Path]) -> Iterator[Row]:
    """Yield the rate of cold look-ups in stores of so many entries as a share of the hello world's."""
    for count, database in databases.items():
        yield _row(count, database)


def _row(count: int, database: Path) -> Row:
    with sqlite3.connect(database) as connection:
        labels = [row[0] for row in connection.execute("SELECT text FROM term WHERE lang = 'zh-Hans'")]
    connection.close()
    random.Random(1).shuffle(labels)
    # The smallest store has fewer labels than a server answers; what is asked again there is not answered from memory.
    ours = (f"/v1/lookup?q={quote(label)}" for label in cycle(labels))
    theirs = (f"/hello?q={quote(label)}" for label in cycle(labels))
    with hello_served() as framework, mingci_served(database) as mingci:
        requests_per_second(framework.port, theirs, seconds=1)
        requests_per_second(mingci.port, ours, seconds=1)
        rounds = []
        for _ in range(ROUNDS):
            _warm(database)
            rounds.append((requests_per_second(mingci.port, ours), requests_per_second(framework.port, theirs)))
    ratio = spread([one / other for one, other in rounds])
    return Row(
        f"P2 look-ups, each label once, {count:,} entries",
        spread([one for one, _ in rounds]).shown(" /s", 0),
        "FastAPI hello world: " + spread([other for _, other in rounds]).shown(" /s", 0),
        ratio.shown(),
        "≥ 0.6",
        ratio.median >= 0.6,
    )


def _warm(database: Path) -> None:
    """Read the tables that look-ups read, so that they are in the system's cache, as those of a server in use are."""
    with sqlite3.connect(database) as connection:
        connection.execute("SELECT sum(length(form)) FROM search_key").fetchall()
        connection.execute("SELECT sum(length(entry)) FROM entry_view").fetchall()
    connection.close()
