"""Nobody keeps the service busy or full: sizes, silences, each with its own clear answer; `test_bodies` goes deep."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.protocol import HEAD_MOST
from app.settings import Settings
from glossary.store.opening import Store
from tests.served import exchanged, served


def test_a_body_over_the_limit_is_told_the_limit(store: Store) -> None:
    with TestClient(create_app(Settings(database_url=store.url.database, max_body_bytes=2048))) as client:
        assert client.post("/v1/lookup", json={"q": ["三清零"] * 100}).status_code == 200
        answer = client.post("/v1/lookup", json={"q": ["三清零"] * 1000})
    assert answer.status_code == 413
    assert answer.json()["detail"] == "the body is larger than this service takes here, which is 2,048 bytes"


def test_the_limits_that_are_in_force_are_documented(store: Store) -> None:
    settings = Settings(
        database_url=store.url.database,
        max_body_bytes=4000,
        max_document_bytes=5000,
        rate_limit=1200,
        body_silence_seconds=7,
        body_seconds=70,
    )
    paths = create_app(settings).openapi()["paths"]
    of_lookup, of_sources = paths["/v1/lookup"]["post"]["responses"], paths["/v1/sources"]["post"]["responses"]
    assert "4,000 bytes" in of_lookup["413"]["description"]
    assert "5,000 bytes" in of_sources["413"]["description"]
    assert "1,048,576" in paths["/v1/annotate"]["post"]["responses"]["413"]["description"]
    assert "200 characters" in of_lookup["422"]["description"]
    for part in ("7 seconds", "more than 70"):
        assert part in of_lookup["408"]["description"]
    assert "1,200 a minute" in of_lookup["429"]["description"]
    assert "Retry-After" in of_lookup["429"]["headers"]
    assert "429" in paths["/v1/stats"]["get"]["responses"]
    assert not {"408", "413"} & set(paths["/v1/stats"]["get"]["responses"])
    assert "429" not in paths["/healthz"]["get"]["responses"]


@pytest.fixture(scope="module")
def impatient(shipped_file: Path) -> Iterator[int]:
    """The port of a service that waits for nobody."""
    with served(database_url=str(shipped_file), body_silence_seconds=0.3, body_seconds=1, head_seconds=0.3) as port:
        yield port


HEAD = b"POST /v1/lookup HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
FORM = b"POST /v1/extract HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 900\r\n\r\n"


def _slowly(pieces: list[bytes], seconds: float) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        time.sleep(seconds)


SLOW: dict[str, tuple[Callable[[], Iterator[bytes]], str, str]] = {
    "a body that does not come": (
        lambda: iter([HEAD + b"Content-Length: 20\r\n\r\n"]), "408 Request Timeout", "the body did not come",
    ),
    "a body that stops": (
        lambda: iter([HEAD + b'Content-Length: 20\r\n\r\n{"q": [']), "408 Request Timeout", "the body did not come",
    ),
    "a body without end": (
        lambda: _slowly([HEAD + b"Content-Length: 200\r\n\r\n", *[b" "] * 100], 0.05),
        "408 Request Timeout", "the body did not come",
    ),
    "chunks without end": (
        lambda: _slowly([HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[b"1\r\n \r\n"] * 100], 0.05),
        "408 Request Timeout", "the body did not come",
    ),
    "a form that stops": (
        lambda: iter([FORM + b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nabc']),
        "408 Request Timeout", "the body did not come",
    ),
    "a document that stops": (
        lambda: iter([FORM.replace(b"multipart/form-data; boundary=x", b"application/json") + b'{"text": "a']),
        "408 Request Timeout", "the body did not come",
    ),
    "a head that stops": (lambda: iter([HEAD]), "408 Request Timeout", "the head of the request"),
    "a head without end": (
        lambda: _slowly([HEAD, *[b"X-A: b\r\n"] * 100], 0.05), "408 Request Timeout", "the head of the request",
    ),
    "a head that is too long": (
        lambda: iter([HEAD, b"X-A: " + b"b" * 4 * HEAD_MOST]), "431 Request Header Fields Too Large", "65,536 bytes",
    ),
    "a first line that is too long": (
        lambda: iter([b"GET /" + b"a" * 4 * HEAD_MOST]), "431 Request Header Fields Too Large", "65,536 bytes",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SLOW)
def test_who_does_not_come_to_an_end_is_told_so_and_left(impatient: int, what: str) -> None:
    pieces, status, why = SLOW[what]
    said = exchanged(impatient, pieces())
    head, _, body = said.partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status}\r\n".encode()), said
    assert b"application/problem+json" in head
    assert b"x-request-id: " in head
    assert head.lower().count(b"connection: close") == 1
    assert why in json.loads(body)["detail"]


def test_a_connection_on_which_nothing_is_asked_is_closed_without_a_word(impatient: int) -> None:
    assert exchanged(impatient, []) == b""


def test_a_steady_body_has_its_time(impatient: int) -> None:
    body = json.dumps({"q": ["三清零"]}, ensure_ascii=False).encode()
    pieces = [HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body), body[:4], body[4:9], body[9:]]
    assert exchanged(impatient, _slowly(pieces, 0.01)).startswith(b"HTTP/1.1 200 ")


def test_a_client_that_was_answered_and_goes_on_sending_is_left(impatient: int) -> None:
    head = b"POST /v1/sources HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n"
    said = exchanged(impatient, _slowly([head, *[b" "] * 100], 0.05))
    assert said.startswith(b"HTTP/1.1 401 ")


def test_a_slow_answer_is_not_cut_off_by_the_limits_of_requests(impatient: int) -> None:
    first: dict[str, Any] = {"segments": [{"source": "推进“三清零”。" * 40, "target": "Advance. " * 40}] * 700}
    body = json.dumps(first, ensure_ascii=False).encode()
    head = b"POST /v1/check HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nConnection: close\r\n"
    said = exchanged(impatient, [head + b"Content-Length: %d\r\n\r\n" % len(body) + body])
    assert said.startswith(b"HTTP/1.1 200 "), said[:300]
