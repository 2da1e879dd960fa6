"""`kill -9` in mid-import and in mid-edit: what was answered is there, and nothing is there by half."""

import http.client
import json
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from tests.reliability.stores import a_concept, head, loaded, noted, report, sound, table, with_token
from tests.reliability.victims import Victims

pytestmark = pytest.mark.slow

LANES = 2
"""Stores on which rounds run side by side: as many as the machine has cores."""


class Scale(NamedTuple):
    """How much is tried: kills in all, and rows of a table that is imported."""

    kills: int
    rows: int


@pytest.fixture(scope="session")
def scale(full: bool) -> Scale:
    return Scale(50, 500) if full else Scale(8, 300)


Lane = Callable[[int], Counter[str]]


def _in_lanes(lane: Lane) -> Counter[str]:
    with ThreadPoolExecutor(LANES) as pool:
        return sum(pool.map(lane, range(LANES)), Counter())


def test_imports_that_are_killed(
    victims: Victims, shipped_file: Path, tmp_path: Path, count: Callable[[str], None], scale: Scale
) -> None:
    """The command line imports one table after another, and is killed at a random moment of each but the first."""

    def lane(number: int) -> Counter[str]:
        random, tally = Random(number), Counter[str]()
        path = Path(shutil.copy(shipped_file, tmp_path / f"import-{number}.db"))
        answered: set[str] = set()

        def run(name: str, start: int, delay: float | None) -> float:
            began = time.monotonic()
            file = table(tmp_path / f"{name}.csv", start, scale.rows)
            victim = victims.start("import", "csv", file, "--database", path)
            if delay is None:
                ended = victim.wait()
            else:
                time.sleep(delay)
                ended = victim.kill()
                tally["killed" if ended.code else "too late"] += 1
            if f"{scale.rows} added" in ended.out:
                answered.add(name)
            found = loaded(path).get(name, 0)
            assert found in (0, scale.rows), f"{found} of {scale.rows} rows of {name}"
            assert name not in answered or found == scale.rows
            return time.monotonic() - began

        takes = run(f"whole-{number}", 0, None)
        for turn in range(scale.kills // LANES):
            run(f"table-{number}-{turn}", (turn + 1) * scale.rows, random.uniform(0, 0.9 * takes))
            assert sound(path) == []
            assert all(loaded(path)[name] == scale.rows for name in answered)
            if len(answered) > 1:  # a larger store would only be slower to check
                tally["answered"] += len(answered)
                shutil.copy(shipped_file, path)
                answered.clear()
        tally["answered"] += len(answered)
        return tally

    done = _in_lanes(lane)
    kills = scale.kills // LANES * LANES
    assert done["killed"] + done["too late"] == kills
    count(
        f"{kills} kills at random moments of an import of {scale.rows:,} rows ({done['killed']} before its end): {kills} stores "
        f"sound, no import there by half, {done['answered']} answered imports found"
    )


class Sent(NamedTuple):
    """A write that is sent: the request, and how often what it writes is to be found, under which name."""

    method: str
    path: str
    body: dict[str, object]
    name: str
    times: int = 1


def _load(number: int, _concept: str) -> Sent:
    """Load a report of forty entries."""
    slug = f"report-{number}"
    return Sent("POST", "/v1/sources", {"text": report(number * 40, 40), "slug": slug}, slug, 40)


def _edit(number: int, concept: str) -> Sent:
    """Create a concept, or change one: every other time."""
    note = f"note {number}"
    if number % 2:
        return Sent("PATCH", f"/v1/concepts/{concept}", {"note": note}, note)
    return Sent("POST", "/v1/concepts", {"headword": head(number), "note": note}, note)


@pytest.mark.parametrize(
    ("what", "make", "written"), [("loading reports of 40 entries", _load, loaded), ("editing", _edit, noted)]
)
def test_services_that_are_killed(
    victims: Victims,
    shipped_file: Path,
    tmp_path: Path,
    count: Callable[[str], None],
    scale: Scale,
    what: str,
    make: Callable[[int, str], Sent],
    written: Callable[[Path], Mapping[str, int]],
) -> None:
    """A client writes as fast as it is answered; the service is killed at a random moment, and started again."""
    base = Path(shutil.copy(shipped_file, tmp_path / "base.db"))
    token = with_token(base)
    concept = a_concept(base)
    headers = {"Authorization": f"Bearer {token}", "If-Match": "*", "Content-Type": "application/json"}

    def lane(number: int) -> Counter[str]:
        random, tally = Random(number), Counter[str]()
        path = tmp_path / f"lane-{number}.db"
        serial = 0
        for turn in range(scale.kills // LANES):
            if turn % 5 == 0:
                shutil.copy(base, path)
                sent, answered = dict[str, int](), set[str]()

            def write(port: int, stop: threading.Event) -> None:
                nonlocal serial
                with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
                    while not stop.is_set():
                        one, serial = make(serial, concept), serial + 1
                        sent[one.name] = one.times  # noqa: B023 - joined within the turn
                        try:
                            connection.request(one.method, one.path, json.dumps(one.body), headers)
                            answer = connection.getresponse()
                            body = answer.read()
                        except (OSError, http.client.HTTPException):
                            return
                        assert answer.status in (200, 201), body
                        answered.add(one.name)  # noqa: B023 - joined within the turn

            with victims.serving(path) as (victim, port), ThreadPoolExecutor(1) as pool:
                stop = threading.Event()
                writing = pool.submit(write, port, stop)
                wanted = len(answered) + random.randint(0, 4 if make is _edit else 1)
                while len(answered) < wanted and not writing.done():
                    time.sleep(0.002)
                time.sleep(random.expovariate(20))
                victim.kill()
                stop.set()
                writing.result()
            found = written(path)
            assert {name: found[name] for name in answered} == {name: sent[name] for name in answered}
            assert all(found.get(name, times) == times for name, times in sent.items()), "a write by half"
            assert sound(path) == []
            tally["kills"] += 1
            if turn % 5 == 4 or turn == scale.kills // LANES - 1:
                tally["sent"] += len(sent)
                tally["answered"] += len(answered)
        return tally

    done = _in_lanes(lane)
    assert done["kills"] == scale.kills // LANES * LANES
    assert done["answered"] > 0
    count(
        f"{done['kills']} kills of the service in mid-write ({what}): {done['kills']} stores sound, {done['answered']:,} "
        f"answered writes of {done['sent']:,} sent all found, none there by half"
    )
