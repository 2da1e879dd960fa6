"""`kill -9` in mid-import and in mid-edit: what was answered is there, and nothing is there by half."""

import http.client
import json
import shutil
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from tests.reliability.stores import a_concept, head, loaded, noted, report, sound, table, with_token
from tests.reliability.victims import Ended, Victims

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

        def run(name: str, start: int, delay: float | None = None) -> Ended:
            file = table(tmp_path / f"{name}.csv", start, scale.rows)
            victim = victims.start("import", "csv", file, "--database", path)
            if delay is None:
                ended = victim.wait()
            else:
                time.sleep(delay)
                ended = victim.kill()
            assert ended.code in (0, -signal.SIGKILL), ended
            if f"{scale.rows} added" in ended.out:
                answered.add(name)
            found = loaded(path).get(name, 0)
            assert found in (0, scale.rows), f"{found} of {scale.rows} rows of {name}"
            assert name not in answered or found == scale.rows
            return ended

        began = time.monotonic()
        assert run(f"whole-{number}", 0).code == 0
        takes, turn = time.monotonic() - began, 0
        # A kill that comes after the end is none, and another one is tried, so that no bad luck makes them too few.
        # That comes in nine tenths of the time at most, and no import ends in no time: this has an end.
        while tally["killed"] < scale.kills // LANES:
            turn, delay = turn + 1, random.uniform(0, 0.9 * takes)
            if run(f"table-{number}-{turn}", turn * scale.rows, delay).code:
                tally["killed"] += 1
            else:
                tally["too late"] += 1
                takes = delay
            assert sound(path) == []
            assert all(loaded(path)[name] == scale.rows for name in answered)
            if len(answered) > 1:  # a larger store would only be slower to check
                tally["answered"] += len(answered)
                shutil.copy(shipped_file, path)
                answered.clear()
        tally["answered"] += len(answered)
        return tally

    done = _in_lanes(lane)
    assert done["killed"] == scale.kills // LANES * LANES
    count(
        f"{done['killed']} kills at random moments of an import of {scale.rows:,} rows (and {done['too late']} that "
        f"came after its end): every store sound, no import there by half, {done['answered']} answered imports found"
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


@dataclass
class Client:
    """Who writes as fast as it is answered: what it sent, what was answered, and since when it waits for an answer."""

    make: Callable[[int, str], Sent]
    concept: str
    headers: dict[str, str]
    sent: dict[str, int] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    waits_since: float | None = None

    def write(self, port: int, stop: threading.Event) -> None:
        """Write until it is to stop, or nobody answers any more."""
        self.waits_since = None
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            while not stop.is_set():
                one = self.make(len(self.sent), self.concept)
                self.sent[one.name] = one.times
                try:
                    connection.request(one.method, one.path, json.dumps(one.body), self.headers)
                    self.waits_since = time.monotonic()
                    answer = connection.getresponse()
                    body = answer.read()
                except (OSError, http.client.HTTPException):
                    return
                assert answer.status in (200, 201), body
                self.answered.add(one.name)
                self.waits_since = None

    def waited_at(self, moment: float) -> bool:
        """Return whether what it sent last was sent before that moment, and never answered."""
        return self.waits_since is not None and self.waits_since < moment


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
        turn = 0
        # A kill counts where a request was sent to a service that lived and was never answered. Where the client was
        # just between two requests another kill is tried: no bad luck makes them too few. This has an end, for a client
        # that writes as fast as it is answered waits nearly all the time.
        while tally["kills"] < scale.kills // LANES:
            if turn % 5 == 0:
                shutil.copy(base, path)
                client = Client(make, concept, headers)
            turn, sent, answered = turn + 1, len(client.sent), len(client.answered)
            with victims.serving(path) as (victim, port), ThreadPoolExecutor(1) as pool:
                stop = threading.Event()
                writing = pool.submit(client.write, port, stop)
                wanted = answered + random.randint(0, 4 if make is _edit else 1)
                while len(client.answered) < wanted and not writing.done():
                    time.sleep(0.002)
                time.sleep(random.expovariate(20))
                moment = time.monotonic()
                victim.kill()
                stop.set()
                writing.result()
            found = written(path)
            assert {name: found[name] for name in client.answered} == {
                name: client.sent[name] for name in client.answered
            }
            assert all(found.get(name, times) == times for name, times in client.sent.items()), "a write by half"
            assert sound(path) == []
            tally["kills" if client.waited_at(moment) else "between"] += 1
            tally["sent"] += len(client.sent) - sent
            tally["answered"] += len(client.answered) - answered
        return tally

    done = _in_lanes(lane)
    assert done["kills"] == scale.kills // LANES * LANES
    assert done["answered"] > 0
    assert done["sent"] - done["answered"] >= done["kills"]
    count(
        f"{done['kills']} kills of the service in mid-write ({what}), each with a request that was sent and not "
        f"answered (and {done['between']} between two): every store sound, {done['answered']:,} answered writes of "
        f"{done['sent']:,} sent all found, none there by half"
    )
