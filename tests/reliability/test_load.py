"""Two hundred and fifty-six connections that read and write, and readers while a large import goes on."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from urllib.parse import quote

import pytest

from tests.reliability.asking import Answer, Client
from tests.reliability.stores import a_concept, head, loaded, noted, report, sound, table, with_token
from tests.reliability.victims import Victims

pytestmark = pytest.mark.slow

CONNECTIONS = 256
WRITERS = 16
"""Of the connections, those that write: one after another, as the store takes it."""
READS = [
    f"/v1/lookup?q={quote('三清零')}",
    "/v1/lookup?q=sanqingling",
    "/v1/search?q=san",
    f"/v1/search?q={quote('企业')}&in=terms,definitions",
    "/v1/suggest?q=sanq",
    "/v1/concepts?limit=5",
    "/v1/changes?since=0&limit=5",
    "/v1/sources",
    "/v1/stats",
    "/readyz",
]


async def _read(
    client: Client, random: Random, answers: Counter[int], times: list[float], *, until: Callable[[], bool]
) -> None:
    while not until():
        began = time.perf_counter()
        if random.random() < 0.1:
            answer = await client.ask("POST", "/v1/annotate", {"text": "推动“三清零”企业扩面，深化农村“三变”改革。"})
        else:
            answer = await client.ask("GET", random.choice(READS))
        times.append(time.perf_counter() - began)
        answers[answer.status] += 1


def _percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000


def test_readers_and_writers(victims: Victims, database: Path, count: Callable[[str], None], *, full: bool) -> None:
    seconds = 30 if full else 5
    token, concept = with_token(database), a_concept(database)
    notes, slugs = [], []
    answers: Counter[int] = Counter()
    times: list[float] = []
    writes: Counter[int] = Counter()

    async def write(client: Client, number: int, until: Callable[[], bool]) -> None:
        turn = 0
        while not until() or turn == 0:
            turn += 1
            name = f"w-{number}-{turn}"
            if turn % 4 == 0:
                body = {"text": report(number * 1000 + turn, 1), "slug": name}
                answer: Answer = await client.ask("POST", "/v1/sources", body)
                slugs.append(name)
            else:
                answer = await client.ask("PATCH", f"/v1/concepts/{concept}", {"note": name}, {"If-Match": "*"})
                notes.append(name)
            writes[answer.status] += 1

    async def run(port: int) -> None:
        clients = [await Client.connect(port, token) for _ in range(CONNECTIONS)]
        end = time.monotonic() + seconds

        def over() -> bool:
            return time.monotonic() > end

        await asyncio.gather(
            *(write(client, number, over) for number, client in enumerate(clients[:WRITERS])),
            *(
                _read(client, Random(number), answers, times, until=over)
                for number, client in enumerate(clients[WRITERS:])
            ),
        )
        for client in clients:
            client.close()

    with victims.serving(database) as (victim, port):
        asyncio.run(run(port))
        assert victim.err.read_text("utf-8").count("Traceback") == 0
    assert set(answers) == {200}
    assert set(writes) == {200}
    assert all(noted(database).get(note) == 1 for note in notes)
    found = loaded(database)
    assert all(slug in found for slug in slugs)
    assert sound(database) == []
    count(
        f"{CONNECTIONS} connections for {seconds} s, {WRITERS} of them writing: {answers.total():,} reads and {writes.total():,} "
        f"writes answered, none with an error or too late, every write found afterwards; reads p50 {_percentile(times, 0.5):.0f} ms, "
        f"p99 {_percentile(times, 0.99):.0f} ms"
    )


def test_readers_while_an_import_goes_on(
    victims: Victims, database: Path, tmp_path: Path, count: Callable[[str], None], *, full: bool
) -> None:
    """Few readers, so that what is measured is the import beside them and not their own queue."""
    rows, readers = (100_000 if full else 1000), 4
    answers: Counter[int] = Counter()
    times: list[float] = []
    file = table(tmp_path / "large.csv", 0, rows)

    async def run(port: int) -> None:
        clients = [await Client.connect(port) for _ in range(readers)]
        importing = victims.start("import", "csv", file, "--database", database)
        waiting = asyncio.get_running_loop().run_in_executor(None, importing.wait)
        await asyncio.gather(
            *(
                _read(client, Random(number), answers, times, until=waiting.done)
                for number, client in enumerate(clients)
            )
        )
        ended = await waiting
        assert ended.code == 0, ended
        [found] = (await clients[0].ask("GET", f"/v1/lookup?q={quote(head(rows - 1))}")).json()["items"]
        assert found["gloss"] == f"term {rows - 1}"
        for client in clients:
            client.close()

    with victims.serving(database) as (victim, port):
        began = time.monotonic()
        asyncio.run(run(port))
        took = time.monotonic() - began
        assert victim.err.read_text("utf-8").count("Traceback") == 0
    assert set(answers) == {200}
    assert loaded(database)["large"] == rows
    count(
        f"{readers} readers during an import of {rows:,} rows ({took:.0f} s): {answers.total():,} answers, none with an error or too "
        f"late; p50 {_percentile(times, 0.5):.1f} ms, p99 {_percentile(times, 0.99):.0f} ms, longest {max(times) * 1000:.0f} ms"
    )
