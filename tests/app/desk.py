"""A curator's desk: the service with a token that may edit, and what is asked of it again and again."""

from collections.abc import Iterator
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from glossary.store.opening import Store
from glossary.tokens import Scope, create_token

RINGS: dict[str, Any] = {
    "headword": "双环计划",
    "aliases": ["双环"],
    "renderings": [{"text": "Two Rings plan"}, {"text": "dual ring-road plan", "status": "admitted"}],
    "definition": {"zh": "环山公路、环湖公路建设计划。", "en": "A plan to build two ring roads."},
    "members": [{"zh": "环山公路", "en": "mountain ring road"}, {"zh": "环湖公路"}],
    "subject_field": "transport",
}


def desk(store: Store) -> Iterator[TestClient]:
    """Give the service over a store, with the token of an editor."""
    with store.writing("tests") as write:
        token = create_token(write, "editor", frozenset({Scope.EDIT}))
    with TestClient(create_app(Settings(database_url=store.url.database))) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def concept_of(service: TestClient, headword: str) -> str:
    return str(service.get("/v1/lookup", params={"q": headword}).json()["items"][0]["id"])


def patched(service: TestClient, concept: str, body: Any, if_match: str = "*") -> Response:
    return service.patch(f"/v1/concepts/{concept}", json=body, headers={"If-Match": if_match})


def merge(service: TestClient, concept: str, into: str) -> Response:
    return service.post(f"/v1/concepts/{concept}/merge", json={"into": into}, headers={"If-Match": "*"})


def terms_of(service: TestClient, concept: str) -> dict[str, dict[str, Any]]:
    terms: dict[str, dict[str, Any]] = service.get(f"/v1/concepts/{concept}/draft").json()["terms"]
    return terms


def term_of(service: TestClient, concept: str, text: str, lang: str = "zh-Hans") -> str:
    return next(name for name, one in terms_of(service, concept).items() if (one["lang"], one["text"]) == (lang, text))


def version_tag(service: TestClient, concept: str) -> str:
    """Return what the tags of a concept begin with, as the answer to a write has it."""
    tag = service.get(f"/v1/concepts/{concept}").headers["etag"]
    return f'{tag.rpartition(".")[0]}"'
