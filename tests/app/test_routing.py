"""A query has the parameters that its operation names, each once; whatever else it has is said, of every operation."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from app.main import create_app
from app.routing import Operation
from app.settings import Settings
from tests.reliability.stores import with_token

APP = create_app(Settings(database_url="none.db"))
ROUTES = [route for route in APP.routes if isinstance(route, APIRoute)]
OPERATIONS = [(method, route) for route in ROUTES for method in sorted(route.methods or ())]


@pytest.fixture(scope="module")
def service(shipped_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = Path(shutil.copy(shipped_file, tmp_path_factory.mktemp("routing") / "glossary.db"))
    with TestClient(create_app(Settings(database_url=str(path)))) as client:
        client.headers["Authorization"] = f"Bearer {with_token(path)}"
        yield client


def test_every_route_is_an_operation() -> None:
    assert len(ROUTES) > 30
    assert all(isinstance(route, Operation) for route in ROUTES)


@pytest.mark.parametrize(("method", "route"), OPERATIONS, ids=lambda value: getattr(value, "path", value))
def test_a_parameter_that_nobody_knows_is_said(service: TestClient, method: str, route: APIRoute) -> None:
    path = route.path.format(concept_id="c1", slug="dalad-2024")
    answer = service.request(method, f"{path}?colour=red&no/name~=1")
    assert answer.status_code == 422, answer.text
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/query/colour", "/query/no~1name~0"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("search?q=a&sorce=dalad-2024", "did you mean “source”?"),
        ("search?q=a&Source=dalad-2024", "did you mean “source”?"),
        ("search?q=a&feild=health", "(known: cursor, fuzzy, in, limit, match, q, source, status, subject_field, year)"),
        ("concepts?mising=english", "did you mean “missing”?"),
        ("concepts?subject-field=health", "did you mean “subject_field”?"),
        ("lookup?q=三清零&lnag=zh", "did you mean “lang”?"),
        ("lookup?Q=三清零", "did you mean “q”?"),
        ("export?format=csv&BOM=1", "did you mean “bom”?"),
        ("stats?q=1", "(known: none)"),
        ("stats?", None),
        ("stats?&&", None),
        ("stats?=", "there is no such parameter here"),
    ],
)
def test_which_parameter_was_meant_is_said(client: TestClient, query: str, told: str | None) -> None:
    answer = client.get(f"/v1/{query}")
    assert answer.status_code == (422 if told else 200)
    assert not told or told in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("lookup?q=三清零&q=三变", "q"),
        ("lookup?q=三清零&q=三清零", "q"),
        ("lookup?lang=zh&q=三清零&lang=en", "lang"),
        ("search?q=a&source=dalad-2024&source=other", "source"),
        ("search?q=a&in=terms&in=contexts", "in"),
        ("concepts?limit=2&limit=", "limit"),
    ],
)
def test_a_parameter_that_has_one_value_is_not_given_twice(client: TestClient, query: str, name: str) -> None:
    answer = client.get(f"/v1/{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"detail": "it is given 2 times, and has one value", "pointer": f"/query/{name}"}
    ]


def test_head_and_methods_are_as_they_were(client: TestClient) -> None:
    assert client.head("/v1/lookup?q=三清零").status_code == 200
    assert client.head("/v1/lookup?q=三清零&x=1").status_code == 422
    assert client.delete("/v1/lookup?x=1").status_code == 405
    assert client.options("/v1/lookup?x=1", headers={"Access-Control-Request-Method": "GET"}).status_code == 204


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"encoding": ["utf-8", "gb18030"]}, "/body/encoding"),
        ({"colour": "red"}, "/body/colour"),
        ({"text": "三清零"}, "/body/text"),
    ],
)
def test_a_form_has_the_fields_that_its_operation_names_each_once(
    client: TestClient, fields: dict[str, str | list[str]], pointer: str
) -> None:
    answer = client.post("/v1/extract", files={"file": ("a.txt", "推进“三清零”。")}, data=fields)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


def test_every_body_forbids_fields_that_it_does_not_name() -> None:
    """All but merge patches, which are checked as what they make (see `test_editing`)."""
    document = APP.openapi()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
                schema = content["schema"]
                if "$ref" in schema:
                    schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
                assert schema.get("additionalProperties") is False, (method, path, media_type)
