"""Pages of any origin may read, those of named ones write."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings


@pytest.mark.parametrize("path", ["/v1/lookup?q=三清零", "/v1/lookup?q=没有这个", "/v1/search?q=a&limit=0", "/nothing"])
@pytest.mark.parametrize("headers", [{}, {"Origin": "https://example.org"}])
def test_every_answer_has_exactly_one_header(client: TestClient, path: str, headers: dict[str, str]) -> None:
    answer = client.get(path, headers=headers)
    assert answer.headers.get_list("access-control-allow-origin") == ["*"]
    assert "Origin" not in answer.headers.get("vary", "")
    assert "ETag" in answer.headers["access-control-expose-headers"]


def test_a_preflight_is_answered(client: TestClient) -> None:
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = client.options("/v1/lookup", headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers.get_list("access-control-allow-origin") == ["*"]
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Content-Type" in answer.headers["access-control-allow-headers"]


def test_options_without_a_preflight_is_a_method_that_is_not_taken(client: TestClient) -> None:
    assert client.options("/v1/lookup").status_code == 405


@pytest.fixture
def writable(shipped_file: Path) -> Iterator[TestClient]:
    settings = Settings(database_url=str(shipped_file), write_origins="https://desk.example.org, https://b.example.org")
    with TestClient(create_app(settings)) as client:
        yield client


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://desk.example.org", "https://desk.example.org"),
        ("https://evil.example.org", None),
        ("null", None),
        (None, None),
    ],
)
@pytest.mark.parametrize("method", ["PATCH", "DELETE", "POST"])
def test_only_pages_of_named_origins_write(
    writable: TestClient, method: str, origin: str | None, allowed: str | None
) -> None:
    asked = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "authorization, if-match"}
    headers = {"Origin": origin} if origin else {}
    preflight = writable.options("/v1/concepts/c1", headers={**asked, **headers})
    refused = writable.request(method, "/v1/concepts/c1", headers={"Authorization": "Bearer x", **headers})
    for answer in (preflight, refused):
        assert answer.headers.get("access-control-allow-origin") == allowed
        assert "Origin" in answer.headers["vary"]
    assert method in preflight.headers["access-control-allow-methods"]
    assert {"Authorization", "If-Match"} <= set(preflight.headers["access-control-allow-headers"].split(", "))


def test_reads_are_open_to_all_where_some_may_write(writable: TestClient) -> None:
    for headers in ({}, {"Origin": "https://evil.example.org"}):
        answer = writable.post("/v1/lookup", json={"q": ["三清零"]}, headers=headers)
        assert answer.headers.get_list("access-control-allow-origin") == ["*"]


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example.org"}])
def test_who_reads_with_a_token_reads(writable: TestClient, headers: dict[str, str]) -> None:
    for method in ("GET", "HEAD"):
        answer = writable.request(method, "/v1/lookup?q=三清零", headers={"Authorization": "Bearer x", **headers})
        assert answer.headers.get_list("access-control-allow-origin") == ["*"]
        assert "Origin" not in answer.headers.get("vary", "")
    asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    preflight = writable.options("/v1/lookup", headers={"Origin": "https://evil.example.org", **asked})
    assert preflight.headers.get_list("access-control-allow-origin") == ["*"]


@pytest.mark.parametrize("path", ["/v1/concepts", "/v1/concepts/c1/merge", "/v1/sources", "/v1/import"])
def test_a_write_without_a_token_is_a_write(writable: TestClient, path: str) -> None:
    answer = writable.post(path, headers={"Origin": "https://evil.example.org"}, json={})
    assert "access-control-allow-origin" not in answer.headers
    assert "Origin" in answer.headers["vary"]
