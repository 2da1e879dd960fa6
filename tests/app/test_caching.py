"""ETags are strong, change with the store and the request, and give 304."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from glossary.model import Concept
from glossary.store.opening import Store

PATHS = [
    "/v1/lookup?q=三清零", "/v1/search?q=三", "/v1/concepts", "/v1/sources", "/v1/sources/dalad-2024",
    "/v1/sources/dalad-2024/text", "/v1/stats", "/v1/lexicon", "/healthz", "/readyz", "/openapi.json", "/docs",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_get_has_a_strong_tag_and_gives_304(client: TestClient, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    assert "cache-control" in first.headers
    for condition in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get(path, headers={"If-None-Match": condition})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_tags_differ_between_requests_and_forms(client: TestClient) -> None:
    tags = [client.get(path).headers["etag"] for path in PATHS]
    tags.append(client.get(PATHS[0], headers={"Accept-Encoding": "identity"}).headers["etag"])
    assert len(set(tags)) == len(tags)


def test_a_write_changes_every_tag_and_nothing_else_does(store: Store) -> None:
    with TestClient(create_app(Settings(database_url=store.url.database))) as client:
        stored = [path for path in PATHS if path.startswith("/v1")]
        before = {path: client.get(path).headers["etag"] for path in stored}
        assert {path: client.get(path).headers["etag"] for path in stored} == before
        with store.writing("tests") as write:
            concept = write.session.get_one(Concept, client.get("/v1/lookup?q=三清零").json()["items"][0]["id"])
            write.touch(concept.id)
            concept.note = "edited while serving"
            write.session.add(concept)
        for path in stored:
            answer = client.get(path, headers={"If-None-Match": before[path]})
            assert answer.status_code == 200
            assert answer.headers["etag"] != before[path]
        assert "edited while serving" in client.get("/v1/lookup?q=三清零").text


def test_the_tag_of_the_document_changes_with_the_limits_that_it_names(shipped_file: Path) -> None:
    tags = []
    for limit in (4000, 5000, 4000):
        with TestClient(create_app(Settings(database_url=str(shipped_file), max_body_bytes=limit))) as client:
            answer = client.get("/openapi.json")
        assert f"{limit:,} bytes" in answer.text
        tags.append(answer.headers["etag"])
    assert tags[0] == tags[2] != tags[1]


def test_large_answers_are_compressed_when_asked(client: TestClient) -> None:
    packed = client.get("/v1/concepts", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    plain = client.get("/v1/concepts", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.headers["vary"] == "Accept-Encoding"
    short = client.get("/v1/lookup?q=没有这个", headers={"Accept-Encoding": "identity"})
    assert "vary" not in short.headers
    assert packed.json() == plain.json()
    assert packed.headers["etag"] != plain.headers["etag"]
    again = client.get("/v1/concepts", headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", [*PATHS, "/v1/lookup?q=没有这个"])
def test_head_is_get_without_the_body(client: TestClient, path: str) -> None:
    named = {"X-Request-ID": "the-same"}
    whole, head = client.get(path, headers=named), client.head(path, headers=named)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert dict(head.headers) == dict(whole.headers)
    if whole.status_code == 200:
        assert client.head(path, headers={"If-None-Match": whole.headers["etag"]}).status_code == 304


def test_posts_are_not_cached(client: TestClient) -> None:
    assert "etag" not in client.post("/v1/lookup", json={"q": ["三清零"]}).headers
