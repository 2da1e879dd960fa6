"""Bodies that are no bodies: each is refused with a problem, or taken for what it says; nothing ends in a 500."""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.reliability.stores import a_concept, sound, with_token

LONE = r"\ud800"
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "a number": b"1",
    "null": b"null",
    "NaN": b'{"q": [NaN], "text": NaN, "note": NaN}',
    "a text": '"三清零"'.encode(),
    "lone surrogates": b'{"q": ["LONE"], "text": "LONE", "headword": "LONE", "note": "LONE", "into": "LONE"}'.replace(
        b"LONE", LONE.encode()
    ),
    "surrogates in bytes": b'{"q": ["\xed\xa0\x80"], "text": "\xed\xa0\x80", "headword": "\xed\xa0\x80"}',
    "NUL": rb'{"q": ["\u0000"], "text": "\u0000", "headword": "\u0000", "note": "\u0000", "into": "\u0000"}',
    "bytes of GB18030": '{"q": ["三清零"], "text": "三清零"}'.encode("gb18030"),
    "UTF-16": '{"q": ["三清零"]}'.encode("utf-16"),
    "JSON 100,000 deep": b"[" * 100_000 + b"]" * 100_000,
    "objects 100,000 deep": b'{"text":' * 100_000 + b"1" + b"}" * 100_000,
    "lists 100,000 deep without their ends": b"[" * 100_000,
    "objects 100,000 deep without their ends": b'{"a":' * 100_000,
    "a list 100,000 deep in a field": b'{"q":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a number of 100,000 digits": b'{"q": ' + b"9" * 100_000 + b"}",
    "10 MB of one character": b'{"text": "' + "长".encode() * 3_400_000 + b'"}',
    "10 MB of one character in a list": b'{"q": ["' + "长".encode() * 3_400_000 + b'"]}',
    "10 MB of one character without quotation marks": "长".encode() * 3_400_000,
    "10 MB of digits": b"1" * 10_000_000,
    "10 MB of spaces": b" " * 10_000_000,
    "10,000 names": json.dumps({str(number): 1 for number in range(10_000)}).encode(),
    "a name of 100,000 characters": json.dumps({"a" * 100_000: 1}).encode(),
}
TAKEN = {"UTF-16": {("POST", "/v1/lookup")}}
"""Who takes a body for what it says: JSON is told by its first bytes to be UTF-16, and these are labels."""
LONGEST = {"10,000 names": 10_000}
"""Bytes of the answer at most, where many faults are told; 3,000 of every other one."""
TYPES = [
    "application/json",
    "application/json; charset=gb18030",
    "application/json; charset=klingon",
    "application/merge-patch+json",
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "",
    "nonsense",
]


@pytest.fixture(scope="module")
def service(shipped_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Path]]:
    path = Path(shutil.copy(shipped_file, tmp_path_factory.mktemp("bodies") / "glossary.db"))
    token = with_token(path)
    with TestClient(create_app(Settings(database_url=str(path)))) as client:
        client.headers.update({"Authorization": f"Bearer {token}", "If-Match": "*"})
        yield client, path


def _operations(path: Path) -> Iterator[tuple[str, str]]:
    concept = a_concept(path)
    for route, methods in create_app(Settings(database_url=str(path))).openapi()["paths"].items():
        for method, operation in methods.items():
            if "requestBody" in operation:
                yield method.upper(), route.format(concept_id=concept)


@pytest.mark.parametrize("what", BODIES)
def test_bodies_of_every_kind(service: tuple[TestClient, Path], what: str, count: Callable[[str], None]) -> None:
    client, path = service
    statuses: Counter[int] = Counter()
    taken = set()
    operations = list(_operations(path))
    assert {("POST", "/v1/annotate"), ("POST", "/v1/import"), ("PATCH", f"/v1/concepts/{a_concept(path)}")} <= {
        *operations
    }
    for method, route in operations:
        for kind in TYPES:
            answer = client.request(method, route, content=BODIES[what], headers={"Content-Type": kind})
            statuses[answer.status_code] += 1
            assert answer.status_code < 500, (method, route, kind, answer.text)
            if answer.status_code < 400:
                taken.add((method, route))
            else:
                assert answer.headers["content-type"] == "application/problem+json", (method, route, kind)
                assert answer.json()["status"] == answer.status_code
                assert len(answer.content) < LONGEST.get(what, 3000), (method, route, kind)
    assert taken == TAKEN.get(what, set())
    assert sound(path) == []
    shown = ", ".join(f"{times} × {status}" for status, times in sorted(statuses.items()))
    count(f"{what}, under {len(TYPES)} content types to every operation that takes a body: {shown}")
