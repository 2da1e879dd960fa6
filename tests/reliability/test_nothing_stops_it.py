"""Small inputs that once kept the service busy, four at a time: each ends, others are answered meanwhile, memory comes back."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.reliability.payloads import PAYLOADS
from tests.served import commanded

pytestmark = pytest.mark.slow

AT_ONCE = 4
ENDS_WITHIN = 60.0
"""Seconds on a machine that is busy with tests; two on a quiet one. What is not linear took minutes, or did not end."""
ANSWERS_WITHIN = 5.0
"""Seconds; a tenth on a quiet machine."""
MEMORY_KEPT = 50 * 2**20
EXPECTED = {200, 400, 413, 422, 503}


class Service(NamedTuple):
    """A service that runs as an operator runs it: its port, and its process."""

    port: int
    pid: int


@pytest.fixture(scope="module")
def service(shipped_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service of its own, which has read a document."""
    directory = tmp_path_factory.mktemp("service")
    database = directory / "glossary.db"
    database.write_bytes(shipped_file.read_bytes())
    with commanded(database, directory / "log") as port:
        [pid] = [
            int(path.parent.name)
            for path in Path("/proc").glob("[0-9]*/cmdline")
            if f"\0--port\0{port}\0".encode() in _read(path)
        ]
        # What is loaded once, when it is first needed, is there: words, readings, traditional forms, the fork server.
        text = "推动“三清零”企业扩面，用好“土专家”，第四办公室推行四办服务。"
        _post(port, "/v1/extract", "application/json", json.dumps({"text": text}).encode())
        yield Service(port, pid)


def _read(path: Path) -> bytes:
    with suppress(OSError):
        return path.read_bytes()
    return b""


def _post(port: int, path: str, content_type: str, body: bytes, source: str = "127.0.0.1") -> tuple[int, float]:
    """Return the status of an answer, and after how many seconds it was there."""
    started = time.perf_counter()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0))) as connection:
        connection.request("POST", path, body, {"Content-Type": content_type})
        answer = connection.getresponse()
        answer.read()
    return answer.status, time.perf_counter() - started


def _memory(service: Service) -> int:
    """Return the bytes that a service and its processes take, what they share counted once."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        if fields := _read(path).rpartition(b")")[2].split():
            parents[int(path.parent.name)] = int(fields[1])
    family = {service.pid}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    shares = [
        line.split()[1]
        for pid in family
        for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
        if line[:4] == b"Pss:"
    ]
    return sum(map(int, shares)) * 1024


@contextmanager
def _others(port: int) -> Iterator[list[float]]:
    """Ask for what anybody may ask for, over and over; give how many seconds each answer took."""
    seconds: list[float] = []
    ended = threading.Event()
    failures: list[str] = []

    def ask() -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            while not ended.wait(0.01):
                for path in ("/healthz", "/v1/search?q=sanqing"):
                    started = time.perf_counter()
                    connection.request("GET", path)
                    answer = connection.getresponse()
                    answer.read()
                    seconds.append(time.perf_counter() - started)
                    if answer.status != 200:
                        failures.append(f"{path}: {answer.status}")

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield seconds
    finally:
        ended.set()
        asking.join()
    assert failures == []


def test_every_payload_ends_and_others_are_answered_meanwhile(service: Service, count: Callable[[str], None]) -> None:
    before = _memory(service)
    slowest, longest_wait = 0.0, 0.0
    for name, (path, content_type, body) in PAYLOADS.items():
        answers: list[tuple[int, float]] = []
        threads = [
            threading.Thread(target=lambda: answers.append(_post(service.port, path, content_type, body)))  # noqa: B023 - ends here
            for _ in range(AT_ONCE)
        ]
        with _others(service.port) as waits:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert len(answers) == AT_ONCE, name
        assert {status for status, _ in answers} <= EXPECTED, name
        took = max(seconds for _, seconds in answers)
        assert took < ENDS_WITHIN, name
        assert max(waits) < ANSWERS_WITHIN, name
        slowest, longest_wait = max(slowest, took), max(longest_wait, *waits)
    deadline = time.monotonic() + 20
    while (kept := _memory(service) - before) > MEMORY_KEPT and time.monotonic() < deadline:
        time.sleep(0.5)
    assert kept <= MEMORY_KEPT
    count(
        f"{len(PAYLOADS)} payloads, {AT_ONCE} of each at a time: the slowest ended after {slowest:.1f} s, "
        f"others were answered within {longest_wait * 1000:.0f} ms, {max(0, kept) // 2**20} MiB of memory were kept"
    )


def test_an_address_that_takes_all_it_can_leaves_a_place_for_others(shipped_file: Path, tmp_path: Path) -> None:
    text = "\n".join(f"第{number}条 推动“三清零”企业扩面，发展{number}项事业。" for number in range(40_000))
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    long = f"{head}{text}\r\n--x--\r\n".encode()
    short = json.dumps({"text": "推动“三清零”企业扩面。"}).encode()
    ended: list[str] = []

    def ask(source: str, content_type: str, body: bytes) -> None:
        _post(port, "/v1/extract", content_type, body, source)
        ended.append(source)

    with commanded(shipped_file, tmp_path / "log", GLOSSARY_DOCUMENT_READERS="2") as port:
        greedy = [
            threading.Thread(target=ask, args=("127.0.0.1", "multipart/form-data; boundary=x", long)) for _ in range(3)
        ]
        for thread in greedy:
            thread.start()
        time.sleep(1)
        ask("127.0.0.2", "application/json", short)
        assert ended[0] == "127.0.0.2"
        for thread in greedy:
            thread.join()
