"""Documents that are posted are read in processes of their own: with their client, their limit or the service they end."""

import http.client
import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.served import commanded, served

pytestmark = pytest.mark.slow

LONG = "\n".join(
    f"第{number}条 推动“三清零”企业扩面，深化农村“三变”改革，发展{number}项事业。" for number in range(40_000)
)
"""A document of some 4 MB that takes seconds to read, though there is nothing wrong with it."""


def _form(text: str) -> bytes:
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    return f"{head}{text}\r\n--x--\r\n".encode()


def _posting(port: int, body: bytes) -> socket.socket:
    """Return a connection on which a document was posted whole."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=60)
    head = (
        "POST /v1/extract HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    connection.sendall(head.encode() + body)
    return connection


def _readers(service: int) -> set[int]:
    """Return the processes that read a document for a service: the children of its fork server."""
    return {reader for server in _children(service) for reader in _children(server)}


def _children(parent: int) -> set[int]:
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            pid, rest = stat.parent.name, stat.read_text().rsplit(")", 1)[1].split()
            if int(rest[1]) == parent and rest[0] != "Z":
                found.add(int(pid))
    return found


def _until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _get(port: int, path: str) -> tuple[int, dict[str, object]]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


@pytest.fixture
def reading(shipped_file: Path) -> Iterator[int]:
    """The port of a service that reads one document at a time."""
    with served(database_url=str(shipped_file), document_readers=1, document_seconds=60, full_seconds=0.3) as port:
        yield port


def test_a_document_is_read_in_another_process_that_ends_with_its_client(reading: int) -> None:
    connection = _posting(reading, _form(LONG))
    assert _until(lambda: len(_readers(os.getpid())) == 1, 10), "it is read by a process of its own"
    connection.close()
    assert _until(lambda: not _readers(os.getpid()), 3), "which ends when nobody waits for it"
    with _posting(reading, _form("推动“三清零”企业扩面。")) as following:
        assert following.recv(100).startswith(b"HTTP/1.1 200 "), "the place is free again"


def test_who_leaves_with_requests_waiting_is_no_failure(shipped_file: Path, tmp_path: Path) -> None:
    behind = b"GET /v1/lexicon HTTP/1.1\r\nHost: a\r\n\r\nGET /docs HTTP/1.1\r\nHost: a\r\n\r\n"
    with commanded(shipped_file, tmp_path / "log") as port:
        for _ in range(30):
            with socket.socket() as connection:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                connection.connect(("127.0.0.1", port))
                connection.sendall(behind * 50)
                time.sleep(0.02)
        time.sleep(1)
        assert _get(port, "/healthz")[0] == 200
    assert "Traceback" not in (tmp_path / "log").read_text("utf-8")


def test_who_leaves_while_waiting_for_a_place_is_forgotten(reading: int) -> None:
    with _posting(reading, _form(LONG)):
        assert _until(lambda: len(_readers(os.getpid())) == 1, 10)
        for _ in range(5):
            _posting(reading, _form(LONG)).close()
    assert _until(lambda: not _readers(os.getpid()), 5), "of those that left, none is begun"


def test_not_ready_while_no_place_has_been_free_for_long(reading: int) -> None:
    assert _get(reading, "/readyz")[0] == 200
    with _posting(reading, _form(LONG)):
        assert _until(lambda: _get(reading, "/readyz")[0] == 503, 10)
        status, problem = _get(reading, "/readyz")
        assert status == 503
        assert str(problem["detail"]).startswith("no place for a slow request has been free for")
        assert _get(reading, "/healthz")[0] == 200
        assert _get(reading, "/v1/search?q=sql")[0] == 200
    assert _until(lambda: _get(reading, "/readyz")[0] == 200, 5)


def test_a_document_over_its_limit_of_time_is_refused(shipped_file: Path) -> None:
    with served(database_url=str(shipped_file), document_seconds=1) as port, _posting(port, _form(LONG)) as answer:
        said = answer.recv(4096).decode()
    assert said.startswith("HTTP/1.1 422 ")
    assert "more than 1 seconds of processor time" in said


def test_a_document_over_its_limit_of_memory_is_refused(shipped_file: Path) -> None:
    with served(database_url=str(shipped_file), document_megabytes=64) as port, _posting(port, _form(LONG)) as answer:
        said = answer.recv(4096).decode()
    assert said.startswith("HTTP/1.1 422 ")
    assert "more than 64 MiB of memory" in said


def test_no_reader_outlives_a_service_that_is_killed(shipped_file: Path, tmp_path: Path) -> None:
    with commanded(shipped_file, tmp_path / "log", GLOSSARY_DOCUMENT_SECONDS="60") as port:
        [service] = [pid for pid in _children(os.getpid()) if b"--port" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        with _posting(port, _form(LONG)):
            assert _until(lambda: len(_readers(service)) == 1, 10)
            family = _readers(service) | _children(service)
            os.kill(service, signal.SIGKILL)
            assert _until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family), 5)


def test_nothing_is_loaded_from_where_the_service_was_started(shipped_file: Path, tmp_path: Path) -> None:
    for name in ("glossary", "lxml", "array", "resource"):
        tmp_path.joinpath(f"{name}.py").write_text(f"open({str(tmp_path / 'loaded')!r}, 'w').close()", "utf-8")
    with commanded(shipped_file, tmp_path / "log") as port, _posting(port, _form("推动“三清零”企业扩面。")) as answer:
        assert answer.recv(100).startswith(b"HTTP/1.1 200 ")
    assert not (tmp_path / "loaded").exists()
