"""Which answers are compressed: those that the client takes so, by the weights that it gives."""

import pytest
from starlette.testclient import TestClient

from app.negotiation import prefers_gzip

CASES = [
    ("gzip", True),
    ("gzip, deflate, br, zstd", True),
    ("deflate, gzip;q=1.0, *;q=0.5", True),
    ("GZIP", True),
    ("Gzip;Q=0.8", True),
    ("x-gzip", True),
    ("gzip ; q=0.001", True),
    ("gzip\t;\tq=0.5", True),
    ("*", True),
    ("*;q=0.3", True),
    ("br;q=1, *", True),
    ("identity;q=0, gzip", True),
    ("identity;q=0, *", True),
    ("identity;q=0.5, gzip;q=0.5", True),
    (",, gzip ,,", True),
    ("gzip;q=0, x-gzip", True),
    ("gzip;q=0", False),
    ("gzip;q=0.0", False),
    ("gzip;q=0.000", False),
    ("gzip; Q=0", False),
    ("x-gzip;q=0", False),
    ("gzip;q=0, *", False),
    ("gzip;q=0, *;q=1", False),
    ("*;q=0", False),
    ("identity", False),
    ("identity;q=0", False),
    ("identity, gzip;q=0.5", False),
    ("identity;q=1, *;q=0.5", False),
    ("deflate, br", False),
    ("", False),
    ("notgzip, gzipped, gzip2", False),
    ("gzip;q=2", False),
    ("gzip;q=-1", False),
    ("gzip;q=1.5", False),
    ("gzip;q=0.0000", False),
    ("gzip;q=", False),
    ("gzip;level=9", False),
    ("br;gzip", False),
]


@pytest.mark.parametrize(("accepted", "compressed"), CASES)
def test_an_answer_is_compressed_for_whom_takes_it(client: TestClient, accepted: str, *, compressed: bool) -> None:
    assert prefers_gzip(accepted.encode()) is compressed
    answer = client.get("/v1/concepts?limit=30", headers={"Accept-Encoding": accepted})
    assert (answer.headers.get("content-encoding") == "gzip") is compressed
    assert answer.headers["vary"] == "Accept-Encoding"
    assert len(answer.json()["items"]) == 30


def test_several_headers_are_one(client: TestClient) -> None:
    for headers, compressed in (
        ([("Accept-Encoding", "br"), ("Accept-Encoding", "gzip")], True),
        ([("Accept-Encoding", "gzip;q=0"), ("Accept-Encoding", "*")], False),
    ):
        answer = client.get("/v1/concepts", headers=headers)
        assert ("content-encoding" in answer.headers) is compressed


def test_a_header_however_long_is_read(client: TestClient) -> None:
    for accepted, compressed in (("br," * 5000 + "gzip", True), ("gzip;q=0," + "*," * 5000, False)):
        answer = client.get("/v1/concepts", headers={"Accept-Encoding": accepted})
        assert ("content-encoding" in answer.headers) is compressed
