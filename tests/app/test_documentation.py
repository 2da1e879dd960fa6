"""The OpenAPI document says what the service does: examples, errors, for every operation."""

from collections.abc import Iterator
from typing import Any

from starlette.testclient import TestClient

from app import caching, cors
from app.main import document_bodies, longer_bodies
from app.rates import EXEMPT
from app.settings import Settings


def _operations(client: TestClient) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_every_operation_has_a_summary_an_example_and_its_errors(client: TestClient) -> None:
    operations = dict(_operations(client))
    assert set(operations) == {
        "GET /v1/lookup", "POST /v1/lookup", "GET /v1/search", "GET /v1/suggest", "GET /opensearch.xml",
        "GET /v1/concordance", "POST /v1/annotate", "POST /v1/extract", "POST /v1/check", "GET /v1/lexicon",
        "GET /v1/lexicon/rules", "GET /v1/concepts", "GET /v1/concepts/{concept_id}",
        "GET /v1/concepts/{concept_id}/contexts", "GET /v1/concepts/{concept_id}/proposals", "GET /v1/export", "GET /v1/sources", "GET /v1/sources/{slug}",
        "GET /v1/sources/{slug}/text", "POST /v1/sources", "POST /v1/import", "GET /v1/stats", "GET /v1/quality", "GET /healthz", "GET /readyz",
        "POST /v1/concepts", "PATCH /v1/concepts/{concept_id}", "DELETE /v1/concepts/{concept_id}",
        "GET /v1/concepts/{concept_id}/draft", "POST /v1/concepts/{concept_id}/merge",
        "GET /v1/concepts/{concept_id}/history", "GET /v1/changes",
        "GET /metrics",
    }  # fmt: skip
    for name, operation in operations.items():
        assert operation["summary"], name
        assert operation["description"], name
        [done] = [status for status in operation["responses"] if status.startswith("2")]
        contents = list(operation["responses"][done].get("content", {}).values())
        assert done == "204" or contents[0]["example"], name
        assert all(content["schema"] == {"type": "string", "format": "binary"} for content in contents[1:]), name
        assert (done == "204") != ("content" in operation["responses"][done]), name
        errors = {status: body for status, body in operation["responses"].items() if status != done}
        assert "503" in errors, name
        if moved := errors.pop("308", None):
            assert set(moved) == {"description", "headers"}, name
        if operation.get("parameters"):
            assert "422" in errors, name
        for body in errors.values():
            assert set(body["content"]) == {"application/problem+json"}, name


def test_every_reference_resolves(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    schemas = document["components"]["schemas"]

    def references(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if "$ref" in value:
                yield value["$ref"]
            for inner in value.values():
                yield from references(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from references(inner)

    assert {reference.removeprefix("#/components/schemas/") for reference in references(document)} <= set(schemas)
    assert "HTTPValidationError" not in schemas


def test_the_page_for_people_is_there(client: TestClient) -> None:
    assert client.get("/docs").status_code == 200


def test_what_is_known_of_paths_outside_of_the_routes_is_what_the_routes_are(client: TestClient) -> None:
    """A new operation that reads by POST, or takes a document, must be entered where such are told apart by their path."""
    operations = dict(_operations(client))
    reads = {
        name.removeprefix("POST ") for name, one in operations.items() if name[:4] == "POST" and "security" not in one
    }
    assert reads == cors.READ_BY_POST
    documents = {
        name.removeprefix("POST ")
        for name, one in operations.items()
        if "multipart/form-data" in one.get("requestBody", {}).get("content", {})
    }
    assert documents == document_bodies(Settings()).keys()
    assert {f"POST {path}" for path in longer_bodies()} <= operations.keys()
    assert {f"GET {path}" for path in caching.NEVER_STORED | EXEMPT} <= operations.keys()
