"""JSON is read strictly, and what is wrong with it is said with its line and column, wherever JSON is taken."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.reliability.stores import a_concept, with_token

JSON, PATCH = "application/json", "application/merge-patch+json"

REFUSED: dict[str, tuple[str, int, str]] = {
    "a comma too many": ('{"q": [1,}', 422, "line 1, column 10: expecting value"),
    "the column counts characters": ('{"三清零": 三}', 422, "line 1, column 9: expecting value"),
    "the second line": ('{"q": ["三清零"],\n "lang" "zh"}', 422, "line 2, column 9: expecting ':' delimiter"),
    "only its beginning": ('{"q": ["三清零"', 422, "line 1, column 13: expecting ',' delimiter"),
    "a string without its end": ('{"q": "三', 422, "line 1, column 7: unterminated string"),
    "more behind it": ("{}\n{}", 422, "line 2, column 1: extra data"),
    "single quotation marks": ("{'q': 1}", 422, "line 1, column 2: expecting property name"),
    "a control character": ('{"q": "a\nb"}', 422, "line 1, column 9: invalid control character"),
    "only spaces": ("  \n ", 422, "line 2, column 2: expecting value"),
    "NaN": ('{"NaN": "NaN",\n "q": NaN}', 422, "line 2, column 7: “NaN” is not JSON"),
    "Infinity": ('{"q": [1, Infinity]}', 422, "line 1, column 11: “Infinity” is not JSON"),
    "-Infinity": ('["\\"Infinity", -Infinity]', 422, "line 1, column 16: “-Infinity” is not JSON"),
    "a number that is none in floating point": ('{"q": [1,\n-1e999]}', 422, "line 2, column 1: this number is too large"),
    "a name twice": ('{"q": 1,\n "lang": "zh", "q": 2}', 422, "line 2, column 16: a name is in this object twice"),
    "a name twice, written in two ways": ('{"q": 1, "\\u0071": 2}', 422, "line 1, column 10: a name"),
    "a name twice in an inner object": ('{"a": {"b": "}", "b": [{"b": 1}]}}', 422, "line 1, column 18: a name"),
    "a name twice around an object": ('{"a": {"a": 1, "b": {}}, "b": 2, "a": 3}', 422, "line 1, column 34: a name"),
    "a name twice, far behind": ('{"text": "' + "长" * 300_000 + '", "a": 1, "a": 2}', 422, "behind this place a name"),
    "a long number": ('{"q": -' + "9" * 1001 + "}", 400, "line 1, column 7: a number has at most 1,000 digits"),
    "too many values": ("[" + "0," * 20_001 + "0]", 400, "more than 20,000 names, values and lists"),
    "deep lists": ("[" * 15_000, 400, "nested too deeply"),
    "deep objects": ('{"a":' * 5_000, 400, "nested too deeply"),
}  # fmt: skip


@pytest.fixture(scope="module")
def service(shipped_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, str]]:
    path = Path(shutil.copy(shipped_file, tmp_path_factory.mktemp("json") / "glossary.db"))
    with TestClient(create_app(Settings(database_url=str(path)))) as client:
        client.headers.update({"Authorization": f"Bearer {with_token(path)}", "If-Match": "*"})
        yield client, a_concept(path)


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("operation", ["POST /v1/lookup", "POST /v1/check", "POST /v1/concepts", "PATCH concept"])
def test_what_is_wrong_is_said_with_its_place(service: tuple[TestClient, str], operation: str, name: str) -> None:
    client, concept = service
    method, path = (
        operation.replace("concept", f"/v1/concepts/{concept}").split() if "PATCH" in operation else operation.split()
    )
    body, status, told = REFUSED[name]
    media_type = PATCH if method == "PATCH" else JSON
    answer = client.request(method, path, content=body.encode(), headers={"Content-Type": media_type})
    assert answer.status_code == status, answer.text
    assert told in answer.json()["detail"]
    assert answer.json().get("errors", [{"pointer": "/body"}])[0]["pointer"] == "/body"


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("path", ["/v1/extract", "/v1/sources", "/v1/import?format=csv"])
def test_it_is_said_of_a_document_in_json_too(service: tuple[TestClient, str], path: str, name: str) -> None:
    client, _ = service
    body, _, told = REFUSED[name]
    answer = client.post(path, content=body.encode(), headers={"Content-Type": JSON})
    assert answer.status_code == 422, answer.text
    assert "the body is neither a form with a file nor JSON: " in answer.json()["detail"]
    assert told in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('{"q": ["三清零"]}'.encode("gb18030"), "not UTF-8 from its byte 9 on"),
        (b'{"q": ["\xff"]}', "not UTF-8 from its byte 9 on"),
        (b'{"q": ["\xe4\xb8"]}', "not UTF-8 from its byte 9 on"),
    ],
)
def test_bytes_that_are_no_text_are_said(client: TestClient, body: bytes, told: str) -> None:
    answer = client.post("/v1/lookup", content=body, headers={"Content-Type": JSON})
    assert (answer.status_code, told in answer.json()["detail"]) == (400, True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_what_was_read_is_read(client: TestClient, encoding: str) -> None:
    body = '{"q": ["三清零", "q", "q"],\n "lang": null}'.encode(encoding)
    answer = client.post("/v1/lookup", content=body, headers={"Content-Type": JSON})
    assert [len(one["items"]) for one in answer.json()["results"]] == [1, 0, 0]


@pytest.mark.parametrize("stated", ["application/x-www-form-urlencoded", "text/plain", None])
def test_a_body_that_is_not_said_to_be_json_is_told_so(client: TestClient, stated: str | None) -> None:
    headers = {"Content-Type": stated} if stated else {}
    answer = client.post("/v1/lookup", content='{"q": ["三清零"]}'.encode(), headers=headers)
    assert answer.status_code == 422
    assert f"Content-Type is application/json; this one says {stated or 'nothing'}" in answer.json()["detail"]
