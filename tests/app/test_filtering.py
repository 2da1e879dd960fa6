"""A source or a subject field that is not there is said wherever a list is narrowed to it, with the one that was meant."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings

SOURCE, FIELD = "source", "subject_field"
NARROWED: list[tuple[str, set[str]]] = [
    ("/v1/search?q=三", {SOURCE, FIELD}),
    ("/v1/concepts", {SOURCE, FIELD}),
    ("/v1/concepts?order=updated", {SOURCE, FIELD}),
    ("/v1/concordance?q=三", {SOURCE}),
    ("/v1/lexicon", {SOURCE}),
    ("/v1/export?format=csv", {SOURCE, FIELD}),
    ("/v1/export?format=jsonl", {SOURCE, FIELD}),
]
CASES = [(path, name) for path, names in NARROWED for name in sorted(names)]
KNOWN = {SOURCE: "dalad-2024", FIELD: "health"}
NEAR = {SOURCE: "dalad-2023", FIELD: "helth"}
CALLED = {SOURCE: "source", FIELD: "subject field"}


def test_every_operation_that_can_be_narrowed_is_here() -> None:
    found = {
        (path, one["name"])
        for path, methods in create_app(Settings(database_url="none.db")).openapi()["paths"].items()
        for operation in methods.values()
        for one in operation.get("parameters", ())
        if one["in"] == "query" and one["name"] in KNOWN
    }
    assert found == {(path.partition("?")[0], name) for path, name in CASES}


def _ask(client: TestClient, path: str, name: str, value: str) -> Any:
    return client.get(f"{path}{'&' if '?' in path else '?'}{name}={value}")


@pytest.mark.parametrize(("path", "name"), CASES)
def test_a_name_that_is_not_there_is_said(client: TestClient, path: str, name: str) -> None:
    assert _ask(client, path, name, KNOWN[name]).status_code == 200
    near = _ask(client, path, name, NEAR[name])
    told = f"there is no {CALLED[name]} “{NEAR[name]}”; did you mean “{KNOWN[name]}”?"
    assert near.status_code == 422
    assert near.json()["errors"] == [{"detail": told, "pointer": f"/query/{name}"}]
    for other in ("qqqq", "", "%00", KNOWN[name].upper(), "'--", "三"):
        answer = _ask(client, path, name, other)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/query/{name}"), other


def test_annotating_for_one_source(client: TestClient) -> None:
    def ask(source: str) -> Any:
        return client.post("/v1/annotate", json={"text": "推进“三清零”。", "source": source})

    assert len(ask("dalad-2024").json()["spans"]) == 1
    assert ask("dalad-2042").json()["errors"] == [
        {"detail": "there is no source “dalad-2042”; did you mean “dalad-2024”?", "pointer": "/body/source"}
    ]
    lone = client.post(
        "/v1/annotate", content=b'{"text": "a", "source": "\\ud800"}', headers={"Content-Type": "application/json"}
    )
    assert (lone.status_code, lone.json()["errors"][0]["pointer"]) == (422, "/body/source")


def test_a_year_without_sources_is_an_empty_list(client: TestClient) -> None:
    """A year is no name that could be misspelt: nothing of it is there, and that is the answer."""
    assert client.get("/v1/concepts?year=1999").json()["items"] == []
    assert client.get("/v1/concordance?q=三清零&year=1999").json()["items"] == []
