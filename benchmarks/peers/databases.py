"""The same store asked by other means: SQLite's LIKE, and Datasette over HTTP."""

import random
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

from benchmarks.load import mingci_served, requests_per_second
from benchmarks.measuring import ROUNDS, Row, percentile, spread, timed
from benchmarks.queries import drawn
from benchmarks.stores import DIRECTORY
from glossary.matching.asked import Wanted
from glossary.matching.query import parse_query
from glossary.matching.search import search
from glossary.store.opening import open_store, store_url

_COUNT = 200
_LIKE = "SELECT concept_id, text FROM term WHERE lang = 'zh-Hans' AND text LIKE ? LIMIT 20"


def rows(database: Path) -> Iterator[Row]:
    """Yield how two characters are found by LIKE, and how labels are looked up by Datasette."""
    yield _like(database)
    yield _datasette(database)


def _like(database: Path) -> Row:
    queries = drawn("two characters", _COUNT, seed=5)
    store = open_store(store_url(str(database)))
    theirs, ours = [], []
    with store.reading() as connection, sqlite3.connect(database) as plain:

        def ask(q: str) -> object:
            return search(connection, parse_query(q), Wanted())

        def like(q: str) -> object:
            return plain.execute(_LIKE, (f"%{q}%",)).fetchall()

        for _ in range(ROUNDS):
            ours.append(percentile([timed(partial(ask, one.q)) for one in queries], 0.5))
            theirs.append(percentile([timed(partial(like, one.q)) for one in queries], 0.5))
    plain.close()
    store.close()
    return Row(
        "SQLite LIKE '%两字%', unranked, against a ranked search for two characters",
        spread([1e3 * one for one in ours]).shown(" ms"),
        spread([1e3 * one for one in theirs]).shown(" ms"),
        spread([other / one for one, other in zip(ours, theirs, strict=True)]).shown(" ×", 1),
    )


def _datasette(database: Path) -> Row:
    with sqlite3.connect(database) as connection:
        labels = [row[0] for row in connection.execute("SELECT text FROM term WHERE lang = 'zh-Hans'")]
    connection.close()
    random.Random(4).shuffle(labels)
    theirs = (f"/{database.stem}/search_key.json?key__exact={quote(label)}&_shape=array&_size=20" for label in labels)
    ours = (f"/v1/lookup?q={quote(label)}" for label in labels)
    with _datasette_served(database) as port, mingci_served(database) as mingci:
        requests_per_second(port, theirs, seconds=1)
        requests_per_second(mingci.port, ours, seconds=1)
        rounds = [(requests_per_second(mingci.port, ours), requests_per_second(port, theirs)) for _ in range(ROUNDS)]
    return Row(
        "Datasette, rows of the same keys, against GET /v1/lookup",
        spread([one for one, _ in rounds]).shown(" /s", 0),
        spread([other for _, other in rounds]).shown(" /s", 0),
        spread([one / other for one, other in rounds]).shown(" ×", 1),
    )


@contextmanager
def _datasette_served(database: Path) -> Iterator[int]:
    """Serve a store by Datasette, from an environment of its own."""
    environment = DIRECTORY / "datasette"
    if not (environment / "bin" / "datasette").exists():
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        lock = str(Path(__file__).with_name("requirements.lock"))
        subprocess.run(
            [str(environment / "bin" / "pip"), "install", "--quiet", "--require-hashes", "-r", lock], check=True
        )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(environment / "bin" / "datasette"), "serve", str(database), "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--setting", "suggest_facets", "off"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(30)
