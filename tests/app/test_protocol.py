"""Requests as they come over the wire, raw UTF-8 in the address among them."""

import json
import socket
import time

import pytest


def _exchange(port: int, *chunks: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        for chunk in chunks:
            connection.sendall(chunk)
            time.sleep(0.02)
        received = b""
        while data := connection.recv(65536):
            received += data
        return received


END = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize("label", ["三清零", "%E4%B8%89%E6%B8%85%E9%9B%B6", "“三清零”", "sān+qīnglíng"])
def test_an_address_may_hold_raw_utf_8(port: int, label: str) -> None:
    answer = _exchange(port, f"GET /v1/lookup?q={label}{END}".encode())
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert json.loads(answer.split(b"\r\n\r\n", 1)[1])["items"][0]["headword"] == "三清零"


def test_a_character_may_come_in_two_packets(port: int) -> None:
    request = f"GET /v1/lookup?q=三清零{END}".encode()
    assert _exchange(port, request[:18], request[18:20], request[20:]).startswith(b"HTTP/1.1 200 ")


def test_a_connection_takes_one_after_another(port: int) -> None:
    kept = "GET /v1/lookup?q=三清零 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    answers = _exchange(port, kept, f"GET /v1/lookup?q=六同{END}".encode())
    assert answers.count(b"HTTP/1.1 200 ") == 2


def test_a_body_is_left_as_it_is(port: int) -> None:
    body = json.dumps({"q": ["三清零"]}, ensure_ascii=False).encode()
    head = f"POST /v1/lookup HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    for chunks in ((head.encode() + body,), (head.encode(), body)):
        assert '"headword":"三清零"'.encode() in _exchange(port, *chunks)


@pytest.mark.parametrize(
    "garbage", [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\n", b"hello\r\n\r\n", b"GET /\xff\xfe\x00 HTTP/1.1\r\n\r\n"]
)
def test_what_is_no_http_is_a_problem(port: int, garbage: bytes) -> None:
    head, body = _exchange(port, garbage).split(b"\r\n\r\n", 1)
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in head
    assert json.loads(body)["status"] == 400


def test_bytes_that_are_no_utf_8_are_a_label_that_nothing_has(port: int) -> None:
    answer = _exchange(port, b"GET /v1/lookup?q=\xff\xfe" + END.encode())
    assert answer.split(b" ")[1] in (b"404", b"422")
