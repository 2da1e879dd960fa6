"""The OpenAPI document says what the service does: examples, errors, for every operation."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
from httpx2 import Response
from starlette.testclient import TestClient

from app import caching, cors
from app.documentation import properties
from app.main import create_app, document_bodies, longer_bodies
from app.rates import EXEMPT
from app.settings import Settings
from app.shapes import HistoryList
from glossary.store.opening import Store
from glossary.tokens import Scope, create_token


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
        for without_body in (errors.pop("308", None), errors.pop("304", None)):
            assert without_body is None or set(without_body) == {"description", "headers"}, name
        if any(parameter["in"] != "header" for parameter in operation.get("parameters", ())):
            assert "422" in errors, name
        for body in errors.values():
            assert set(body["content"]) == {"application/problem+json"}, name


def test_every_reference_resolves(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    schemas = document["components"]["schemas"]
    there = {f"#/components/{kind}/{name}" for kind, named in document["components"].items() for name in named}

    def references(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if "$ref" in value:
                yield value["$ref"]
            for inner in value.values():
                yield from references(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from references(inner)

    assert set(references(document)) <= there
    assert {reference for reference in there if "/securitySchemes/" not in reference} - set(references(document)) <= {
        "#/components/headers/ContentDisposition"  # which stands where it may be left out
    }
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


def _document(client: TestClient) -> dict[str, Any]:
    document: dict[str, Any] = client.get("/openapi.json").json()
    return document


def _nodes(value: Any, place: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every object of a document but those of examples, with its place."""
    if isinstance(value, dict):
        yield place, value
        for name, inner in value.items():
            if name not in ("example", "examples"):
                yield from _nodes(inner, f"{place}/{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _nodes(inner, f"{place}/{number}")


def test_names_are_for_people_and_none_is_there_twice(client: TestClient) -> None:
    """Operations are verbs in snake_case, as all names of the API are; nothing is left of what the framework makes up."""
    operations = [operation for _, operation in _operations(client)]
    ids = [operation["operationId"] for operation in operations]
    assert len(set(ids)) == len(ids)
    for operation in operations:
        assert re.fullmatch(r"[a-z]+(_[a-z]+){0,3}", operation["operationId"]), operation["operationId"]
        assert "v1" not in operation["operationId"]
        assert operation["summary"] != operation["operationId"].replace("_", " ").title()
        assert not operation["summary"].endswith(".")
    for name in _document(client)["components"]["schemas"]:
        assert re.fullmatch(r"([A-Z][a-z0-9]+)+", name), name


def test_every_tag_is_described_and_used(client: TestClient) -> None:
    tags = {tag["name"]: tag["description"] for tag in _document(client)["tags"]}
    assert all(tags.values())
    assert {tag for _, operation in _operations(client) for tag in operation["tags"]} == set(tags)


def test_every_property_parameter_header_and_schema_is_described(client: TestClient) -> None:
    document = _document(client)
    undescribed = [
        f"#/components/schemas/{name}"
        for name, one in document["components"]["schemas"].items()
        if not one.get("description")
    ]
    for place, node in _nodes(document):
        if isinstance(node.get("properties"), dict) and not place.endswith("/properties"):
            undescribed += [f"{place}/{name}" for name, one in node["properties"].items() if not one.get("description")]
        if isinstance(node.get("in"), str) and "name" in node and not node.get("description"):
            undescribed.append(f"{place}: {node['name']}")
    undescribed += [name for name, one in document["components"]["headers"].items() if not one["description"]]
    assert undescribed == []


def test_no_description_waits_for_a_property_that_is_not_there(client: TestClient) -> None:
    schemas = _document(client)["components"]["schemas"]
    there = {name: set(one.get("properties", ())) for name, one in schemas.items()}
    assert set().union(*there.values()) >= properties.EVERYWHERE.keys()
    assert set(properties.SCHEMA_NAMES.values()) <= set(schemas)
    assert all(fields.keys() <= there[name] for name, fields in properties.IN_SCHEMA.items())


def test_no_map_is_untyped_and_no_value_is_anything(client: TestClient) -> None:
    """A schema says what may stand there: a type, a reference, a choice, or a list of values."""
    for place, node in _nodes(_document(client)):
        assert node.get("additionalProperties") is not True, place
        if node.get("type") == "object":
            assert "properties" in node or isinstance(node.get("additionalProperties"), dict), place
        if node.get("type") == "array":
            assert "items" in node or "prefixItems" in node, place
        for inner in (node.get("schema"), node.get("items"), node.get("additionalProperties")):
            if isinstance(inner, dict):
                assert inner.keys() & {"type", "$ref", "anyOf", "oneOf", "enum", "const"}, place


def test_what_cannot_be_null_is_not_said_to_be(client: TestClient) -> None:
    """A parameter or a field of a form is left out; a value that may be null is a choice of which null is one (3.1)."""
    for place, node in _nodes(_document(client)):
        assert "nullable" not in node, place
        if "/parameters/" in place or "multipart~form-data" in place.replace("/form-data", "~form-data"):
            assert {"type": "null"} not in node.get("anyOf", []), place


ALWAYS = "X-Request-ID"


def test_headers_are_declared_where_they_are_true(client: TestClient) -> None:
    for name, operation in _operations(client):
        method = name.split()[0]
        parameters = {one["name"] for one in operation.get("parameters", ())}
        assert ("If-None-Match" in parameters) == (method == "GET"), name
        assert ("304" in operation["responses"]) == (method == "GET"), name
        assert ("If-Match" in parameters) == ("412" in operation["responses"]), name
        for status, response in operation["responses"].items():
            headers = set(response["headers"])
            assert ALWAYS in headers, (name, status)
            assert ("Cache-Control" in headers) == (method == "GET" or status >= "300"), (name, status)
            if method == "GET":
                assert ("ETag" in headers) == (status in ("200", "304")), (name, status)
                assert ("Link" in headers) == (status in ("200", "304") and "cursor" in parameters), (name, status)
            assert ("Location" in headers) == (status in ("201", "308")), (name, status)
            assert ("WWW-Authenticate" in headers) == (status == "401"), (name, status)
            waits = status == "429" or (status == "503" and "security" in operation)
            assert ("Retry-After" in headers) == waits, (name, status)


def test_the_headers_of_real_answers_are_the_declared_ones(client: TestClient) -> None:
    """What every server and browser has in its answers, or only some circumstances, is not declared."""
    others = {"content-length", "content-type", "content-encoding", "vary", "access-control-allow-origin", "access-control-expose-headers"}  # fmt: skip
    concept = client.get("/v1/lookup?q=三清零").json()["items"][0]["id"]
    needed = {"q": "三清零", "format": "csv", "limit": "1"}
    for name, operation in _operations(client):
        method, path = name.split()
        if method != "GET":
            continue
        declared = operation["responses"]
        parameters = {one["name"] for one in operation["parameters"]}
        asked = {given: value for given, value in needed.items() if given in parameters}
        answer = client.get(path.format(concept_id=concept, slug="dalad-2024"), params=asked)
        again = client.get(str(answer.request.url), headers={"If-None-Match": answer.headers["etag"]})
        assert [answer.status_code, again.status_code] in ([200, 304], [200, 200] if path == "/metrics" else None), name
        for one in (answer, again):
            told = {header.lower() for header in declared[str(one.status_code)]["headers"]}
            assert set(one.headers) - others <= told, name
            assert told - set(one.headers) <= {"link"}, name


def test_the_history_of_real_edits_is_as_described(client: TestClient) -> None:
    for brief in client.get("/v1/concepts?limit=200").json()["items"]:
        answer = client.get(f"/v1/concepts/{brief['id']}/history")
        read = HistoryList.model_validate_json(answer.text)
        for row, change in zip(read.items, answer.json()["items"], strict=True):
            assert row.after is not None
            assert row.after.model_dump(mode="json", exclude_unset=True) == change["after"]


def _contents(client: TestClient) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the bodies of requests and answers, each with its operation and media type."""
    for name, operation in _operations(client):
        for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
            yield f"{name}: request", media_type, content
        for status, response in operation["responses"].items():
            for media_type, content in response.get("content", {}).items():
                yield f"{name}: {status}", media_type, content


def test_every_example_is_what_its_schema_says(client: TestClient) -> None:
    """One that is abridged, or has lost its nulls on the way, would mislead whoever makes a client by it."""
    document = _document(client)
    shortened = ("GET /v1/lexicon: 200", "GET /v1/lexicon/rules: 200")
    faults = []
    for name, media_type, content in _contents(client):
        if "json" in media_type and "example" in content and name not in shortened:
            schema = {**content.get("schema", {}), "components": document["components"]}
            found = jsonschema_rs.Draft202012Validator(schema).iter_errors(content["example"])
            faults += [f"{name}: {fault.message}" for fault in found]
    assert faults == []


def test_every_body_in_json_and_required_parameter_has_an_example(client: TestClient) -> None:
    missing = [
        name
        for name, media_type, content in _contents(client)
        if name.endswith("request") and "json" in media_type and "example" not in content
    ]
    for name, operation in _operations(client):
        for one in operation.get("parameters", ()):
            if one.get("required") and not ("example" in one or one["schema"].get("examples")):
                missing.append(f"{name}: {one['name']}")
    assert missing == []


def test_the_examples_of_requests_are_taken(store: Store) -> None:
    """Each operation does what it is for when it is asked as its example asks, in the order of the document."""
    with store.writing("tests") as write:
        token = create_token(write, "editor", frozenset(Scope))
    with TestClient(create_app(Settings(database_url=store.url.database))) as client:
        operations = dict(_operations(client))
        del operations["DELETE /v1/concepts/{concept_id}"]  # the concept of the examples is needed
        merging = operations.pop("POST /v1/concepts/{concept_id}/merge")
        for name, operation in {**operations, "POST /v1/concepts/{concept_id}/merge": merging}.items():
            headers = {"Authorization": f"Bearer {token}", "If-Match": "*"}
            answer = _ask_as_the_example(client, name, operation, headers)
            assert answer.is_success, (name, answer.text)


def _ask_as_the_example(client: TestClient, name: str, operation: dict[str, Any], headers: dict[str, str]) -> Response:
    method, path = name.split()
    required = {
        one["name"]: one["example"] if "example" in one else one["schema"]["examples"][0]
        for one in operation.get("parameters", ())
        if one.get("required") and one["in"] != "header"
    }
    query = {given: value for given, value in required.items() if f"{{{given}}}" not in path}
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        if "json" in kind:
            headers = {**headers, "Content-Type": kind}
            text = json.dumps(content["example"])
            return client.request(method, path.format(**required), params=query, headers=headers, content=text)
    return client.request(method, path.format(**required), params=query, headers=headers)


def test_an_unknown_parameter_is_refused_as_declared(client: TestClient) -> None:
    for name, operation in _operations(client):
        if name.startswith("GET "):
            path = name.split()[1].format(concept_id="cyx3qdwgbh26x5cka", slug="dalad-2024")
            assert client.get(path, params={"nosuch": "1"}).status_code == 422, name
            assert "422" in operation["responses"], name
