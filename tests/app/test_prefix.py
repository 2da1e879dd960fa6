"""Behind a proxy with a prefix: every answer is the one without it, and every address in it leads back through the proxy."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.copies import copied
from tests.reliability.stores import with_token

PREFIX = "/tools/mingci"
LEFT, TAKEN = PREFIX, ""
"""What the proxy does to the prefix of the paths that it passes on."""


@pytest.fixture(scope="module")
def database(shipped_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(shipped_file, tmp_path_factory.mktemp("prefix") / "glossary.db")


@pytest.fixture(scope="module")
def token(database: Path) -> str:
    return with_token(database)


@pytest.fixture(scope="module")
def behind(database: Path, token: str) -> Iterator[TestClient]:
    """The service behind a prefix."""
    with TestClient(create_app(Settings(database_url=str(database), root_path=f"{PREFIX}/"))) as connected:
        connected.headers["Authorization"] = f"Bearer {token}"
        yield connected


@pytest.mark.parametrize("passed_on", [LEFT, TAKEN], ids=["left in", "taken away"])
@pytest.mark.parametrize(
    "path",
    [
        "/v1/lookup?q=sanqingling",
        "/v1/search?q=san",
        "/v1/concepts?limit=2",
        "/v1/concepts/cyx3qdwgbh26x5cka",
        "/v1/export?format=jsonl",
        "/v1/export?format=csv",
        "/v1/lexicon?detail=entry",
        "/v1/stats",
        "/healthz",
        "/readyz",
        "/nothing",
        "/v1/search?q=a&limit=0",
    ],
)
def test_the_answer_is_the_one_without_a_prefix(
    client: TestClient, behind: TestClient, path: str, passed_on: str
) -> None:
    whole = {"Accept-Encoding": "identity"}
    plain, found = client.get(path, headers=whole), behind.get(passed_on + path, headers=whole)
    assert found.status_code == plain.status_code
    assert found.text.replace(PREFIX, "") == plain.text
    for name in ("cache-control", "content-type", "vary", "access-control-allow-origin"):
        assert found.headers.get(name) == plain.headers.get(name)
    if "content-length" in plain.headers:
        assert int(found.headers["content-length"]) == len(found.content)


def test_an_entry_says_its_address_with_the_prefix(behind: TestClient) -> None:
    [entry] = behind.get("/v1/lookup", params={"q": "sanqingling"}).json()["items"]
    assert entry["uri"] == f"{PREFIX}/v1/concepts/{entry['id']}"
    assert behind.get(entry["uri"]).json()["uri"] == entry["uri"]
    many = behind.post("/v1/lookup", json={"q": ["三清零", "四下基层"]}).json()["results"]
    assert all(one["items"][0]["uri"].startswith(f"{PREFIX}/v1/") for one in many)
    lines = behind.get("/v1/export?format=jsonl").text.splitlines()
    assert len(lines) == 33
    assert all(json.loads(line)["uri"].startswith(f"{PREFIX}/v1/") for line in lines)


def test_what_an_entry_says_of_addresses_is_left_as_it_is(behind: TestClient, token: str) -> None:
    note = 'a client looks for "uri":"/v1/concepts/…" here'
    draft = {"headword": "前缀", "note": note}
    made = behind.post("/v1/concepts", json=draft, headers={"Authorization": f"Bearer {token}"})
    assert made.status_code == 201, made.text
    assert made.json()["note"] == note
    assert made.headers["location"] == made.json()["uri"] == f"{PREFIX}/v1/concepts/{made.json()['id']}"


def test_heads_lead_back_through_the_proxy(behind: TestClient) -> None:
    link = behind.get("/v1/concepts?limit=2").headers["link"]
    following = re.fullmatch(r'<(.*)>; rel="next"', link)
    assert following
    assert following[1].startswith(f"{PREFIX}/v1/concepts?")
    assert behind.get(following[1]).status_code == 200
    merged, into = (one["id"] for one in behind.get("/v1/concepts?limit=2&order=updated").json()["items"])
    done = behind.post(f"/v1/concepts/{merged}/merge", json={"into": into}, headers={"If-Match": "*"})
    assert done.status_code == 200, done.text
    for path in ("", "/contexts?limit=1"):
        moved = behind.get(f"/v1/concepts/{merged}{path}", follow_redirects=False)
        assert (moved.status_code, moved.headers["location"]) == (308, f"{PREFIX}/v1/concepts/{into}{path}")


def test_suggestions_and_their_description_lead_back_through_the_proxy(behind: TestClient) -> None:
    [address] = behind.get("/v1/suggest", params={"q": "sanq"}).json()[3]
    assert urlsplit(address).path.startswith(f"{PREFIX}/v1/concepts/")
    assert behind.get(urlsplit(address).path).status_code == 200
    description = etree.fromstring(behind.get("/opensearch.xml").content)
    for url in description.findall("{*}Url"):
        assert urlsplit(url.get("template") or "").path.startswith(f"{PREFIX}/v1/")


def test_the_documentation_is_of_the_prefix(client: TestClient, behind: TestClient) -> None:
    document, plain = (one.get("/openapi.json") for one in (behind, client))
    assert document.json()["servers"] == [{"url": PREFIX}]
    assert json.loads(document.text.replace(PREFIX, ""))["paths"] == plain.json()["paths"]
    assert document.headers["etag"] != plain.headers["etag"]
    known = {"If-None-Match": document.headers["etag"]}
    assert behind.get("/openapi.json", headers=known).status_code == 304
    assert f"url: '{PREFIX}/openapi.json'" in behind.get("/docs").text


def test_limits_and_exemptions_go_by_the_path_behind_the_prefix(database: Path) -> None:
    settings = Settings(database_url=str(database), root_path=PREFIX, max_body_bytes=1024, rate_limit=2)
    with TestClient(create_app(settings)) as behind:
        for path in (f"{PREFIX}/readyz", "/readyz", "/healthz", "/healthz"):
            answer = behind.get(path)
            assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        long = {"text": "三清零" * 1000}
        assert behind.post(f"{PREFIX}/v1/annotate", json=long).status_code == 200
        assert behind.post(f"{PREFIX}/v1/lookup", json={"q": ["三清零" * 300]}).status_code == 413
        assert behind.get(f"{PREFIX}/v1/stats").status_code == 429


def test_a_page_may_read_by_post_behind_the_prefix(behind: TestClient) -> None:
    asked = {"Origin": "https://pages.example", "Access-Control-Request-Method": "POST"}
    for path, allowed in (("/v1/annotate", "*"), ("/v1/import", None)):
        answer = behind.options(PREFIX + path, headers=asked)
        assert answer.headers.get("access-control-allow-origin") == allowed
    read = behind.post(f"{PREFIX}/v1/annotate", json={"text": "三清零"}, headers={"Origin": "https://pages.example"})
    assert read.headers["access-control-allow-origin"] == "*"


def test_the_numbers_are_of_the_routes(behind: TestClient) -> None:
    behind.get("/docs")
    counted = behind.get("/metrics").text
    assert 'route="/docs"' in counted
    assert PREFIX not in counted


def test_a_path_that_only_begins_alike_is_not_the_prefix(behind: TestClient) -> None:
    assert behind.get(f"{PREFIX}ish/v1/stats").status_code == 404
    assert behind.get(PREFIX).status_code == 404
