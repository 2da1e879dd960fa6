"""P5 and the annotation row of P6: terms in running text, over HTTP, beside the bare automaton on the same text."""

import asyncio
import json
import statistics
import threading
import time
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from urllib.request import Request, urlopen

from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick
from sqlalchemy import Connection

from benchmarks.growth import grown
from benchmarks.load import Server, mingci_served
from benchmarks.measuring import ROUNDS, Row, spread, timed
from glossary.driver import rows_of
from glossary.language.running import running
from glossary.loading.shipped import shipped_reports
from glossary.matching.annotate import annotate
from glossary.matching.index import SHORTEST, TermIndex, build_index
from glossary.store.opening import open_store, store_url

_TIMES = 20
_LABELS = "SELECT DISTINCT key FROM search_key WHERE kind = 'label' AND lang <> 'en' AND length(key) >= :shortest"


def rows(shipped: Path, databases: Mapping[int, Path], whole: int) -> Iterator[Row]:
    """Yield the time to annotate the shipped report over HTTP, and how long others wait for a text of 1 MiB."""
    text = shipped_reports()[0][0].document.text
    yield _beside_automaton(databases[whole], text, whole)
    with mingci_served(shipped) as server:
        annotated(server, text)
        own = spread([_best(server, text) for _ in range(ROUNDS)])
    yield Row(
        f"P5 the report of {len(text):,} characters, the shipped terms, over HTTP",
        own.shown(" ms"),
        target="≤ 3 ms",
        holds=own.median <= 3,
    )
    yield _others_wait(databases[whole], text, whole)


def growth(databases: Mapping[int, Path]) -> Row:
    """Return how annotation slows down from the smallest store to the largest, on the same text."""
    text = shipped_reports()[0][0].document.text
    sides = {count: partial(_annotated, _index(databases[count]), text) for count in (min(databases), max(databases))}
    return grown(f"P6 annotation of {len(text):,} characters", sides, 2.0)


def _index(database: Path) -> TermIndex:
    store = open_store(store_url(str(database)))
    with store.reading() as connection:
        index = build_index(connection)
    store.close()
    return index


def _annotated(index: TermIndex, text: str) -> list[float]:
    return [min(timed(partial(annotate, index, text)) for _ in range(5))]


def _beside_automaton(database: Path, text: str, count: int) -> Row:
    store = open_store(store_url(str(database)))
    with store.reading() as connection:
        bare = CharwiseDoubleArrayAhoCorasick(_labels(connection), MATCH_KIND_LEFTMOST_LONGEST)
    store.close()
    kept = running(text).kept
    with mingci_served(database) as server:
        spans = len(annotated(server, text)["spans"])
        rounds = [
            (_best(server, text), min(1e3 * timed(lambda: bare.find(kept)) for _ in range(_TIMES)))
            for _ in range(ROUNDS)
        ]
    ratio = spread([own / other for own, other in rounds])
    return Row(
        f"P5 the report of {len(text):,} characters, {count:,} entries, over HTTP, {spans:,} spans",
        spread([own for own, _ in rounds]).shown(" ms"),
        "the bare automaton: " + spread([other for _, other in rounds]).shown(" ms"),
        ratio.shown(),
        "≤ 5",
        ratio.median <= 5,
    )


def _labels(connection: Connection) -> list[str]:
    return [key for (key,) in rows_of(connection, _LABELS, {"shortest": SHORTEST})]


def _others_wait(database: Path, text: str, count: int) -> Row:
    """Return how long look-ups take while a text of 1 MiB is annotated: the slowest of each round."""
    long = (text * (1 + (1 << 20) // len(text.encode())))[: (1 << 20) // 3]
    slowest, taken = [], []
    with mingci_served(database) as server:
        annotated(server, text)
        for _ in range(ROUNDS):
            waited, seconds = _waited(server, long)
            slowest.append(waited)
            taken.append(seconds)
    return Row(
        f"look-ups while a text of 1 MiB ({len(long):,} characters) is annotated, {count:,} entries",
        f"the slowest {spread(slowest).shown(' ms', 0)}",
        f"the text: {spread(taken).shown(' s')}",
        target="≤ 50 ms",
        holds=statistics.median(slowest) <= 50,
    )


def _waited(server: Server, text: str) -> tuple[float, float]:
    done: list[float] = []
    body = _request(server, text)
    # Only read: to parse an answer of 13 MB would keep this process itself from asking.
    thread = threading.Thread(target=lambda: done.append(timed(lambda: _read(body))))
    thread.start()
    slowest = 0.0
    while thread.is_alive():
        start = time.perf_counter()
        asyncio.run(_ask_once(server.port))
        slowest = max(slowest, time.perf_counter() - start)
        time.sleep(0.002)
    return 1e3 * slowest, done[0]


async def _ask_once(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    await reader.read()
    writer.close()


def _best(server: Server, text: str) -> float:
    body = _request(server, text)
    return min(1e3 * timed(lambda: _read(body)) for _ in range(_TIMES))


def annotated(server: Server, text: str) -> dict[str, list[object]]:
    """Return what a server answers for a text; the first time it builds its index."""
    answer: dict[str, list[object]] = json.loads(_read(_request(server, text)))
    return answer


def _request(server: Server, text: str) -> Request:
    data = json.dumps({"text": text}, ensure_ascii=False).encode()
    return Request(f"http://127.0.0.1:{server.port}/v1/annotate", data, {"Content-Type": "application/json"})


def _read(request: Request) -> bytes:
    with urlopen(request, timeout=120) as answer:  # noqa: S310 - a server of our own
        body: bytes = answer.read()
    return body
