"""Who may write, and how it is known when a token was used."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from glossary.model import utc_now
from glossary.state import state
from glossary.store.opening import Store
from glossary.tokens import Scope, TokenView, create_token, list_tokens, revoke_token
from tests.golden import SMALL_REPORT


@pytest.fixture
def service(store: Store) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(database_url=store.url.database))) as client:
        yield client


def _token(store: Store, *scopes: Scope) -> dict[str, str]:
    with store.writing("tests") as write:
        token = create_token(write, "writer", frozenset(scopes))
    return {"Authorization": f"Bearer {token}"}


def _plan(service: TestClient, headers: dict[str, str]) -> int:
    return service.post("/v1/sources?dry_run=1", json={"text": SMALL_REPORT}, headers=headers).status_code


def _listed(store: Store) -> TokenView:
    with store.reading() as connection:
        [token] = list_tokens(connection)
    return token


def test_without_a_token_nobody_writes(service: TestClient) -> None:
    for header in ({}, {"Authorization": "Bearer"}, {"Authorization": "Bearer "}, {"Authorization": "Bearer x"}):
        assert _plan(service, header) == 401


def test_every_operation_that_writes_needs_a_token(service: TestClient) -> None:
    reading = {"/v1/lookup", "/v1/annotate", "/v1/extract", "/v1/check"}
    for path, methods in service.get("/openapi.json").json()["paths"].items():
        for method, operation in methods.items():
            if method != "get" and path not in reading:
                assert operation["security"] == [{"HTTPBearer": []}], (method, path)
                assert {"401", "403"} <= set(operation["responses"]), (method, path)


def test_a_token_is_revoked_at_once_in_a_running_service(service: TestClient, store: Store) -> None:
    headers = _token(store, Scope.IMPORT)
    assert _plan(service, headers) == 200
    with store.writing("tests") as write:
        revoke_token(write, "writer")
    refused = service.post("/v1/sources", json={"text": SMALL_REPORT}, headers=headers)
    assert (refused.status_code, refused.json()["detail"]) == (401, "the token is not known, or was revoked")


def test_when_it_was_used_is_noted_without_a_new_revision(service: TestClient, store: Store) -> None:
    headers = _token(store, Scope.IMPORT)
    assert _listed(store).last_used is None
    with store.reading() as connection:
        before = state(connection)
    started = utc_now()
    assert _plan(service, headers) == 200
    noted = _listed(store).last_used
    assert noted is not None
    assert started <= noted <= datetime.now(UTC)
    with store.reading() as connection:
        assert state(connection) == before


def test_a_token_that_may_not_is_noted_too(service: TestClient, store: Store) -> None:
    assert _plan(service, _token(store, Scope.EDIT)) == 403
    assert _listed(store).last_used is not None


def test_it_is_noted_once_a_minute(service: TestClient, store: Store) -> None:
    headers = _token(store, Scope.IMPORT)
    _plan(service, headers)
    long_ago = utc_now() - timedelta(days=1)
    connection = sqlite3.connect(store.url.database or "")
    connection.execute("UPDATE api_token SET last_used = ?", (f"{long_ago:%Y-%m-%d %H:%M:%S.000000}",))
    connection.commit()
    connection.close()
    for _ in range(5):
        _plan(service, headers)
    assert _listed(store).last_used == long_ago


def test_a_busy_store_does_not_keep_a_holder_waiting(service: TestClient, store: Store) -> None:
    headers = _token(store, Scope.EDIT)
    other = sqlite3.connect(store.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert _plan(service, headers) == 403
    other.close()
    assert _listed(store).last_used is None


def test_a_use_that_could_not_be_noted_does_not_count_as_noted(service: TestClient, store: Store) -> None:
    headers = _token(store, Scope.EDIT)
    other = sqlite3.connect(store.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert _plan(service, headers) == 403
    other.close()
    assert _plan(service, headers) == 403
    assert _listed(store).last_used is not None


def test_a_store_that_cannot_be_written_does_not_refuse_a_holder(service: TestClient, store: Store) -> None:
    headers = _token(store, Scope.EDIT)
    read_only = service.app.state.store  # type: ignore[attr-defined]  # a TestClient calls its app an ASGI application
    with read_only._noter.connect() as connection:  # noqa: SLF001 - as a read-only disk makes it
        connection.exec_driver_sql("PRAGMA query_only = ON")
    assert _plan(service, headers) == 403
    assert _listed(store).last_used is None
