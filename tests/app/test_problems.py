"""Every error is a problem, with the right status and nothing of the inside."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from app.main import create_app
from app.problems import STATUS
from app.settings import Settings
from glossary import errors
from glossary.store.opening import Store
from tests.served import exchanged, served

BASES = {errors.GlossaryError}


def _subclasses(cls: type[Exception]) -> set[type[Exception]]:
    return {cls}.union(*(_subclasses(sub) for sub in cls.__subclasses__()))


def test_every_error_of_the_domain_has_a_status() -> None:
    assert set(STATUS) == _subclasses(errors.GlossaryError) - BASES


REFUSED: list[tuple[str, str, dict[str, Any], int]] = [
    ("GET", "/nothing/here", {}, 404),
    ("GET", "/v1/lookup?q=没有这个", {}, 404),
    ("GET", "/v1/concepts/c404", {}, 404),
    ("GET", "/v1/concepts/c404/contexts", {}, 404),
    ("GET", "/v1/sources/nowhere", {}, 404),
    ("GET", "/v1/sources/nowhere/text", {}, 404),
    ("DELETE", "/v1/lookup", {}, 405),
    ("PUT", "/v1/search", {}, 405),
    ("GET", "/v1/lookup", {}, 422),
    ("GET", "/v1/lookup?q=", {}, 422),
    ("GET", "/v1/lookup?q=%00", {}, 422),
    ("GET", "/v1/lookup?q=%E2%80%9C", {}, 422),
    ("GET", f"/v1/lookup?q={'a' * 201}", {}, 422),
    ("GET", f"/v1/lookup?q={'a' * 10_000}", {}, 422),
    ("GET", "/v1/lookup?q=a&lang=fr", {}, 422),
    ("GET", "/v1/search", {}, 422),
    ("GET", "/v1/search?q=%00", {}, 422),
    ("GET", "/v1/search?q=a&limit=0", {}, 422),
    ("GET", "/v1/search?q=a&limit=201", {}, 422),
    ("GET", "/v1/search?q=a&limit=many", {}, 422),
    ("GET", "/v1/search?q=a&cursor=garbage", {}, 422),
    ("GET", "/v1/search?q=a&match=best", {}, 422),
    ("GET", "/v1/search?q=a&in=notes", {}, 422),
    ("GET", "/v1/search?q=a&fuzzy=foo", {}, 422),
    ("GET", "/v1/search?q=a&year=12", {}, 422),
    ("GET", "/v1/concepts?order=random", {}, 422),
    ("GET", "/v1/concepts?cursor=garbage", {}, 422),
    ("GET", "/v1/concepts?limit=-1", {}, 422),
    ("GET", "/v1/sources?cursor=garbage", {}, 422),
    ("POST", "/v1/lookup", {"content": b"{"}, 422),
    ("POST", "/v1/lookup", {"content": b""}, 422),
    ("POST", "/v1/lookup", {"content": b"[" * 100_000, "headers": {"content-type": "application/json"}}, 400),
    ("POST", "/v1/lookup", {"json": {"q": "三清零"}}, 422),
    ("POST", "/v1/lookup", {"json": {"q": [5]}}, 422),
    ("POST", "/v1/lookup", {"json": {"q": ["三清零"], "lnag": "en"}}, 422),
    ("POST", "/v1/lookup", {"json": {"q": ["三" * 10_000]}}, 422),
    ("POST", "/v1/lookup", {"json": {"q": ["\x00"]}}, 422),
    ("POST", "/v1/lookup", {"content": b'{"q": ["\\ud800"]}', "headers": {"content-type": "application/json"}}, 422),
    ("POST", "/v1/lookup", {"json": {"q": ["三"] * 1001}}, 422),
    ("POST", "/v1/lookup", {"content": b" " * 2_100_000}, 413),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "how", "status"), REFUSED, ids=lambda value: str(value)[:60])
def test_what_is_refused(client: TestClient, method: str, path: str, how: dict[str, Any], status: int) -> None:
    answer = client.request(method, path, **how)
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) - {"errors", "suggestions"} == {"type", "title", "status", "detail", "instance"}
    assert problem["status"] == status
    assert problem["instance"] == path.split("?", maxsplit=1)[0]
    assert len(problem["detail"]) < 700
    if status == 422:
        assert all(
            set(fault) == {"detail", "pointer"} and fault["pointer"].startswith("/") for fault in problem["errors"]
        )
    assert "Traceback" not in answer.text
    assert "SELECT" not in answer.text
    is_write = method in ("PUT", "PATCH", "DELETE")  # which only pages of named origins may do
    assert answer.headers.get("access-control-allow-origin") == (None if is_write else "*")
    assert "etag" not in answer.headers


def test_validation_points_at_what_is_wrong(client: TestClient) -> None:
    assert client.get("/v1/search?q=a&limit=0").json()["errors"][0]["pointer"] == "/query/limit"
    assert client.post("/v1/lookup", json={"q": ["a", 5]}).json()["errors"][0]["pointer"] == "/body/q/1"
    assert client.post("/v1/lookup", json={"q": ["a", "\x00"]}).json()["errors"][0]["pointer"] == "/body/q/1"


LIMIT = 100_000


@pytest.mark.parametrize(
    ("length", "sent", "status"),
    [
        (b"Content-Length: 50000000", 0, b"413"),  # its length is told, so nothing of it is waited for
        (b"Transfer-Encoding: chunked", LIMIT + 1, b"413"),
        (b"Transfer-Encoding: chunked", LIMIT, b"408"),  # as much as is taken, and its end is waited for
    ],
)
def test_a_body_over_the_limit_is_refused_before_it_is_read_whole(
    shipped_file: Path, length: bytes, sent: int, status: bytes
) -> None:
    """A client sends so much of a body without end, and no more before it is answered."""
    head = b"POST /v1/lookup HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + length + b"\r\n\r\n"
    pieces = [b" " * 10_000] * (sent // 10_000) + [b" "] * (sent % 10_000)
    chunks = [b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces]
    silence = 1 if status == b"408" else 30  # a machine that is busy must not make a refusal look like impatience
    limits = {"max_body_bytes": LIMIT, "body_silence_seconds": silence, "head_seconds": 1}
    with served(database_url=str(shipped_file), **limits) as port:
        said = exchanged(port, [head, *chunks])
    assert said.split(b" ", 2)[1] == status, said
    assert b"content-type: application/problem+json" in said


def test_a_withdrawn_concept_is_gone_and_a_merged_one_redirects(store: Store) -> None:
    with store.reading() as connection:
        first, second, third = connection.execute(text("SELECT id FROM concept ORDER BY id LIMIT 3")).scalars()
    with store.writing("tests") as write:
        from glossary.model import Concept, ConceptStatus  # noqa: PLC0415 - beside its only use

        for concept_id, status, into in ((first, ConceptStatus.WITHDRAWN, None), (second, ConceptStatus.MERGED, third)):
            write.touch(concept_id)
            concept = write.session.get_one(Concept, concept_id)
            concept.status, concept.replaced_by = status, into
            write.session.add(concept)
    with TestClient(create_app(Settings(database_url=store.url.database)), follow_redirects=False) as client:
        gone = client.get(f"/v1/concepts/{first}")
        assert (gone.status_code, gone.json()["title"]) == (410, "Gone")
        moved = client.get(f"/v1/concepts/{second}")
        assert (moved.status_code, moved.headers["location"]) == (308, f"/v1/concepts/{third}")
        assert client.get(f"/v1/concepts/{third}").status_code == 200
        listed = {item["id"] for item in client.get("/v1/concepts?limit=200").json()["items"]}
        assert listed.isdisjoint({first, second})


def test_a_bug_shows_nothing_of_the_inside(shipped_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "broken.db"
    shutil.copy(shipped_file, path)
    with TestClient(create_app(Settings(database_url=str(path))), raise_server_exceptions=False) as client:
        with client.app.state.store._writer.begin() as connection:  # type: ignore[attr-defined]  # noqa: SLF001 - to break it
            connection.execute(text("DROP TABLE entry_view"))
        answer = client.get("/v1/lookup?q=三清零")
        assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
        assert answer.json()["detail"] == "the service failed to answer; the cause is in its log"


@pytest.mark.parametrize(
    ("path", "body", "pointer", "detail"),
    [
        ("/v1/lookup", {"q": ["三"], "lng": "zh"}, "/body/lng", "there is no such field here"),
        ("/v1/annotate", {"text": "三", "sorce": "x"}, "/body/sorce", "there is no such field here"),
        ("/v1/check", {"segments": [{"source": "三", "target": "", "a": 1}]}, "/body/segments/0/a", "there is no such field here"),
        ("/v1/lookup", [], "/body", "this has to be an object"),
        ("/v1/check", {"segments": ["三"]}, "/body/segments/0", "this has to be an object"),
    ],
)  # fmt: skip
def test_faults_of_a_body_are_in_plain_words(
    client: TestClient, path: str, body: object, pointer: str, detail: str
) -> None:
    answer = client.post(path, json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"detail": detail, "pointer": pointer}]
