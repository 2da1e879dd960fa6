"""Requests as they come over the wire, raw UTF-8 in the address among them."""

import json
import socket
import time

import pytest

from app.protocol import HEAD_MOST


def _exchange(port: int, *chunks: bytes, pause: float = 0.02) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for chunk in chunks:
            connection.sendall(chunk)
            time.sleep(pause)
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


GET = b"GET /v1/lookup?q=sanqingling HTTP/1.1\r\n"
CLOSE = b"Connection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (GET + b"Host: a\r\n", b"200"),
        (GET + b"hOsT:a\r\n", b"200"),
        (GET + b"Host:\r\n", b"200"),  # what has no authority has an empty one (RFC 9110, 7.2)
        (GET + b"Host: terms.example:8080\r\n", b"200"),
        (GET + b"Host: 127.0.0.1\r\n", b"200"),
        (GET + b"Host: [2001:db8::1]:80\r\n", b"200"),
        (GET + b"Host: a_b.example\r\n", b"200"),
        (GET.replace(b"1.1", b"1.0"), b"200"),
        (GET.replace(b"1.1", b"1.0") + b"Host: a\r\n", b"200"),
        (GET, b"400"),
        (GET + b"X-Host: a\r\n", b"400"),
        (GET + b"Host: a\r\nHost: a\r\n", b"400"),
        (GET + b"Host: a\r\nAccept: */*\r\nhost: b\r\n", b"400"),
        (GET.replace(b"1.1", b"1.0") + b"Host: a\r\nHost: b\r\n", b"400"),
        (GET + b"Host: a b\r\n", b"400"),
        (GET + b"Host: a/b\r\n", b"400"),
        (GET + b"Host: u@a\r\n", b"400"),
        (GET + b"Host: a, b\r\n", b"400"),
        (GET + b"Host: a:80:80\r\n", b"400"),
        (GET + b"Host: a:b\r\n", b"400"),
        (GET + b"Host: [::1\r\n", b"400"),
        (GET + b"Host: <a>\r\n", b"400"),
        (GET + "Host: 名词.example\r\n".encode(), b"400"),
        (b"GET http://a/healthz HTTP/1.1\r\n", b"400"),
        (b"GET http://a/healthz HTTP/1.1\r\nHost: a\r\n", b"200"),
        (b"POST /v1/lookup HTTP/1.1\r\nContent-Length: 100000\r\n", b"400"),
    ],
)
def test_a_request_has_one_host_that_is_one(port: int, head: bytes, status: bytes) -> None:
    """RFC 9112, 3.2; and nothing behind such a request is answered."""
    answer = _exchange(port, head + CLOSE + (HEALTH if status == b"400" else b""))
    assert answer.split(b" ")[1] == status
    assert answer.count(b"HTTP/1.1 ") == 1
    if status == b"400":
        told, body = answer.split(b"\r\n\r\n", 1)
        assert b"application/problem+json" in told
        assert "Host" in json.loads(body)["detail"]


def test_whole_requests_before_one_without_a_host_are_answered(port: int) -> None:
    for whole in (HEALTH, RAW.replace(b"Connection: close\r\n", b"")):
        answers = _exchange(port, whole + whole + GET + b"\r\n" + HEALTH)
        assert [answers.count(b"HTTP/1.1 %d " % status) for status in (200, 400)] == [2, 1]
    assert _exchange(port, HEALTH, GET, b"Accept: */*\r\n", b"\r\n", HEALTH).count(b"HTTP/1.1 200 ") == 1


def test_bytes_that_are_no_utf_8_are_a_label_that_nothing_has(port: int) -> None:
    answer = _exchange(port, b"GET /v1/lookup?q=\xff\xfe" + END.encode())
    assert answer.split(b" ")[1] in (b"404", b"422")


RAW = f"GET /v1/lookup?q=三清零{END}".encode()
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
BODY = json.dumps({"q": ["三清零", "a\n\r\n"]}, ensure_ascii=False).encode()
POST = b"POST /v1/lookup HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
BEFORE: dict[str, bytes] = {
    "a whole head": HEALTH,
    "a blank line": HEALTH + b"\r\n",
    "another raw address": "GET /v1/lookup?q=三清零 HTTP/1.1\r\nHost: a\r\n\r\n".encode(),
    "a body of declared length": POST + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY,
    "a body in chunks": CHUNKED + b"%x\r\n" % len(BODY) + BODY + b"\r\n0\r\n\r\n",
    "a body in chunks and a trailer": CHUNKED + b"%x;a=b\r\n" % len(BODY) + BODY + b"\r\n0\r\nX-A: b\r\n\r\n",
}


@pytest.mark.parametrize("before", BEFORE)
def test_a_raw_address_may_follow_anything_in_the_same_packet(port: int, before: str) -> None:
    said = _exchange(port, BEFORE[before] + RAW)
    assert said.count(b"HTTP/1.1 200 ") == 2
    assert said.count('"headword":"三清零"'.encode()) == 1 + (b"healthz" not in BEFORE[before])


@pytest.mark.parametrize("before", BEFORE)
def test_packets_may_end_anywhere(port: int, before: str) -> None:
    whole = BEFORE[before] + RAW
    for cut in range(1, len(whole), 3):
        assert _exchange(port, whole[:cut], whole[cut:], pause=0.002).count(b"HTTP/1.1 200 ") == 2, whole[:cut]
    bits = (whole[at : at + 1] for at in range(len(whole)))
    assert _exchange(port, *bits, pause=0.0005).count(b"HTTP/1.1 200 ") == 2


def test_a_blank_line_may_precede_a_raw_address(port: int) -> None:
    for chunks in ((b"\r\n" + RAW,), (b"\r\n\r\n", RAW), (b"\r", b"\n", RAW)):
        assert _exchange(port, *chunks).startswith(b"HTTP/1.1 200 ")


def test_the_fields_of_a_head_are_left_as_they_are(port: int) -> None:
    body = '--三\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n推进“三清零”。\r\n--三--\r\n'.encode()
    line, field = b"POST /v1/extract HTTP/1.1\r\n", "Content-Type: multipart/form-data; boundary=三\r\n".encode()
    end = b"Host: a\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
    for chunks in ((line + field + end + body,), (line, field + end, body), (line[:-1], b"\n" + field, end + body)):
        assert '"三清零"'.encode() in _exchange(port, *chunks)


LONG = b"X-A: " + b"a" * HEAD_MOST + b"\r\n\r\n"
REFUSED: dict[str, tuple[bytes, bytes]] = {
    "no HTTP": (b"hello\r\n\r\n", b"400"),
    "a head that is too long": (b"GET / HTTP/1.1\r\n" + LONG, b"431"),
    "a body that is broken": (CHUNKED + b"no number\r\n", b"400"),
}


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("before", BEFORE)
def test_what_came_before_a_refusal_is_answered_before_it(port: int, before: str, what: str) -> None:
    sent, status = REFUSED[what]
    for times in (1, 3):
        said = _exchange(port, BEFORE[before] * times + sent)
        statuses = [part[:3] for part in said.split(b"HTTP/1.1 ")[1:]]
        assert statuses == [b"200"] * times + [status]
        assert said.lower().count(b"connection: close") == 1


def test_a_head_has_a_longest_length_also_in_one_packet(port: int) -> None:
    start, end = b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-A: ", b"\r\n\r\n"
    most = HEAD_MOST - len(start + end)
    for more, status in ((0, b"200"), (1, b"431"), (HEAD_MOST // 2, b"431")):
        assert _exchange(port, start + b"a" * (most + more) + end).split(b" ")[1] == status


def test_a_body_is_no_part_of_the_head_that_it_comes_with(port: int) -> None:
    body = BODY + b" " * HEAD_MOST
    head = POST + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
    assert _exchange(port, head + body).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("trailer", [b"", b"\r\nX-U: z"])
@pytest.mark.parametrize("back", range(1, 6))
def test_a_body_in_chunks_may_be_cut_near_its_end(port: int, trailer: bytes, back: int) -> None:
    chunked = CHUNKED + b'c\r\n{"q": ["a"]}\r\n0' + trailer + b"\r\n\r\n"
    more = f"GET /v1/lookup?q=三清零 HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz{END}".encode()
    answers = _exchange(port, chunked[:-back], chunked[-back:] + more)
    assert answers.count(b"HTTP/1.1 200 ") == 3
