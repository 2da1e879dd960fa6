"""Told to stop, the service ends in time, whatever is under way; what was answered is there, what was not is none or whole."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.reliability.stores import head, loaded, sound, table, with_token
from tests.served import exchanged, free_port

pytestmark = pytest.mark.slow

STOP_SECONDS = 2
IN_TIME = STOP_SECONDS + 1 + 3
"""Seconds: what was set, the moment that closing takes, and what a busy machine needs."""


@contextmanager
def _service(
    database: Path, directory: Path, stop_seconds: int = STOP_SECONDS
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    port = free_port()
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(directory),
        "GLOSSARY_STOP_SECONDS": str(stop_seconds),
        "COLUMNS": "200",
    }
    command = [Path(sys.executable).with_name("glossary"), "serve", "--port", str(port), "--database", str(database)]
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen(command, env=env, stderr=log, cwd=directory)
    try:
        while not _answers(port):
            assert process.poll() is None
            time.sleep(0.05)
        yield process, port
    finally:
        process.kill()
        process.wait(20)


def _answers(port: int) -> bool:
    with suppress(ConnectionRefusedError):
        return exchanged(port, [b"GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"]).startswith(
            b"HTTP/1.1 200 "
        )
    return False


def _post(port: int, path: str, body: bytes, token: str = "", content_type: str = "application/json") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=60)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Type: {content_type}\r\n"
        f"Authorization: Bearer {token}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    connection.sendall(head.encode() + body)
    return connection


def _received(connection: socket.socket) -> bytes:
    """Return what an answer begins with that came on a connection which the other side has closed."""
    with connection, suppress(ConnectionResetError):
        return connection.recv(1 << 16)
    return b""


def _form(data: bytes, name: str) -> bytes:
    return (
        f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        + data
        + b"\r\n--x--\r\n"
    )


def _a_long_document(port: int, _token: str, _directory: Path) -> socket.socket:
    text = "\n".join(f"第{number}条 推动“三清零”企业扩面，发展{number}项事业。" for number in range(40_000))
    return _post(port, "/v1/extract", _form(text.encode(), "a.txt"), content_type="multipart/form-data; boundary=x")


def _a_long_text(port: int, _token: str, _directory: Path) -> socket.socket:
    return _post(port, "/v1/annotate", json.dumps({"text": "推动三清零企业扩面" * 38_000}).encode())


def _a_long_import(port: int, token: str, directory: Path) -> socket.socket:
    data = table(directory / "long.csv", 0, 5_000).read_bytes()
    return _post(port, "/v1/import?format=csv", _form(data, "long.csv"), token, "multipart/form-data; boundary=x")


def _half_a_body(port: int, _token: str, _directory: Path) -> socket.socket:
    connection = _post(port, "/v1/annotate", b"")
    connection.close()
    connection = socket.create_connection(("127.0.0.1", port), timeout=60)
    connection.sendall(b"POST /v1/annotate HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{")
    return connection


def _an_answer_that_nobody_takes(port: int, _token: str, _directory: Path) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=60)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.sendall(b"GET /v1/sources/dalad-2024/text HTTP/1.1\r\nHost: a\r\n\r\n" * 500)
    return connection


UNDER_WAY: dict[str, Callable[[int, str, Path], socket.socket]] = {
    "a long document": _a_long_document,
    "a long text": _a_long_text,
    "a long import": _a_long_import,
    "half a body": _half_a_body,
    "an answer that nobody takes": _an_answer_that_nobody_takes,
}


@pytest.mark.parametrize("what", UNDER_WAY)
def test_the_service_ends_in_time_whatever_is_under_way(
    what: str, database: Path, tmp_path: Path, count: Callable[[str], None]
) -> None:
    token = with_token(database)
    with _service(database, tmp_path) as (process, port):
        with _post(port, "/v1/import?format=csv", _form(f"headword,english\n{head(0)},kept\n".encode(), "kept.csv"), token,
                   "multipart/form-data; boundary=x") as answered:  # fmt: skip
            assert answered.recv(100).startswith(b"HTTP/1.1 200 ")
        others = [UNDER_WAY[what](port, token, tmp_path) for _ in range(3)]
        time.sleep(1)
        told = time.monotonic()
        process.send_signal(signal.SIGTERM)
        code = process.wait(60)
        seconds = time.monotonic() - told
        told_last = [_received(connection) for connection in others]
    for last in told_last:
        assert not last.startswith(b"HTTP/1.1 500 "), last[:300]
        assert not last.startswith(b"HTTP/1.1 503 ") or b"application/problem+json" in last
    assert "Traceback" not in (tmp_path / "log").read_text("utf-8")
    assert seconds < IN_TIME
    assert code in (-signal.SIGTERM, 128 + signal.SIGTERM)
    assert sound(database) == []
    assert loaded(database)["kept"] == 1, "what was answered is there"
    assert loaded(database).get("long", 5_000) == 5_000, "and the rest is whole or not at all"
    count(
        f"told to stop while there was {what}, three times: ended after {seconds:.1f} s of {STOP_SECONDS} that were set, the store sound"
    )


def test_a_service_with_nothing_under_way_ends_at_once(database: Path, tmp_path: Path) -> None:
    with (
        _service(database, tmp_path, stop_seconds=60) as (process, port),
        socket.create_connection(("127.0.0.1", port)),  # one that keeps its connection
    ):
        process.send_signal(signal.SIGTERM)
        process.wait(10)
    assert (tmp_path / "log").read_text("utf-8").endswith("(try /docs)\n"), "nothing more is said"


def test_what_is_under_way_is_answered_where_there_is_time(database: Path, tmp_path: Path) -> None:
    with _service(database, tmp_path, stop_seconds=60) as (process, port), _a_long_text(port, "", tmp_path) as asked:
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        answer = b"".join(iter(lambda: asked.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert answer.endswith(b"}")
        process.wait(10)
