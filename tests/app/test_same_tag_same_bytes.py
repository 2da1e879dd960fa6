"""A strong tag is of one answer to the byte, whatever a request says beside its path and query (RFC 9110, 8.8.1)."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.golden import REQUESTS

_NOT_OF_THE_ANSWER = {"x-request-id", "date"}
HEADERS: list[dict[str, str]] = [
    {},
    {"Host": "terms.example"},
    {"Host": "terms.example:8080"},
    {"Host": "[::1]"},
    {"Accept": "text/html"},
    {"Accept": "application/ld+json"},
    {"Accept": "application/x-tbx+xml;q=0.9, */*;q=0.1"},
    {"Accept-Encoding": "gzip"},
    {"Accept-Encoding": "x-gzip, identity;q=0"},
    {"Accept-Encoding": "gzip;q=0, *"},
    {"Accept-Encoding": "identity"},
    {"Accept-Language": "zh-Hant"},
    {"Origin": "https://page.example"},
    {"Authorization": "Bearer nonsense"},
    {"Range": "bytes=0-9"},
    {"User-Agent": "curl/8"},
    {"X-Forwarded-Host": "other.example"},
    {"X-Forwarded-Proto": "https"},
    {"X-Forwarded-Prefix": "/terms"},
    {"Forwarded": "host=other.example;proto=https"},
]
BASES = ("http://testserver", "https://testserver", "http://other.example:81")
ROOTS = ("", "/terms", "/terms/zh")
SETTINGS: list[dict[str, Any]] = [
    {},
    {"public_url": "https://terms.example"},
    {"rate_limit": 100_000, "slow_readers": 2},
]


def _paths() -> list[str]:
    """Return a path for each GET operation that is documented, and of those that are not."""
    own = ["/openapi.json", "/docs", "/docs/oauth2-redirect"]
    pages = [
        "/v1/search?q=san&limit=1",
        "/v1/concordance?q=的&limit=1",
        "/v1/sources?limit=1",
        "/v1/export?format=jsonl",
    ]
    return [request for request in REQUESTS.values() if isinstance(request, str)] + own + pages


@pytest.fixture(scope="module")
def asking(shipped_file: Path) -> Iterator[list[tuple[TestClient, dict[str, str]]]]:
    """Clients and the headers that each sends: what may differ between two requests differs once, and some of it by twos."""
    apps = [create_app(Settings(database_url=str(shipped_file), **settings)) for settings in SETTINGS]
    with ExitStack() as started:
        for app in apps:
            started.enter_context(TestClient(app))
        plain, *others = [TestClient(app) for app in apps]
        others += [TestClient(apps[0], base_url=base, root_path=root) for root, base in product(ROOTS, BASES)]
        yield [(plain, headers) for headers in HEADERS] + list(product(others, HEADERS[:2]))


@pytest.mark.parametrize("path", _paths())
def test_one_tag_is_of_one_answer(asking: list[tuple[TestClient, dict[str, str]]], path: str) -> None:
    seen: dict[str, tuple[bytes, dict[str, str]]] = {}
    concept = asking[0][0].get("/v1/lookup", params={"q": "三清零"}).json()["items"][0]["id"]
    for client, headers in asking:
        with client.stream("GET", path.replace("{三清零}", concept), headers=headers) as answer:
            body = b"".join(answer.iter_raw())
        assert answer.status_code == 200
        told = {
            name: value
            for name, value in answer.headers.items()
            if name not in _NOT_OF_THE_ANSWER and not name.startswith("access-control")
        }
        assert seen.setdefault(answer.headers["etag"], (body, told)) == (body, told), (client.base_url, headers)
    assert path == "/metrics" or len(seen) < len(asking) / 2, "what says nothing of an answer is no part of its tag"


def test_every_documented_operation_is_tried(client: TestClient) -> None:
    documented = {path for path, of in client.get("/openapi.json").json()["paths"].items() if "get" in of}
    tried = {path.partition("?")[0].replace("{三清零}", "{concept_id}") for path in _paths()}
    assert {path.replace("{slug}", "dalad-2024") for path in documented} <= tried
