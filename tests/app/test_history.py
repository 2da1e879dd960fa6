"""What was changed, of one concept and of the store; and a copy that follows."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from glossary.browsing import every_entry
from glossary.store.opening import Store
from glossary.tokens import Scope, create_token
from tests.golden import SMALL_REPORT


@pytest.fixture
def service(store: Store) -> Iterator[TestClient]:
    with store.writing("tests") as write:
        token = create_token(write, "editor", frozenset(Scope))
    with TestClient(create_app(Settings(database_url=store.url.database))) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


class Copy:
    """A copy of the store that knows the feed of changes and nothing else."""

    def __init__(self) -> None:
        self.since = "0"
        self.revision = 0
        self.entries: dict[str, Any] = {}
        self.gone: dict[str, Any] = {}

    def follow(self, service: TestClient, limit: int = 7) -> None:
        path: str | None = f"/v1/changes?since={self.since}&limit={limit}"
        before = (0, "")
        while path:
            answer = service.get(path)
            assert answer.status_code == 200, answer.text
            page = answer.json()
            for one in page["items"]:
                assert before < (one["revision"], one["concept"])
                before = one["revision"], one["concept"]
                assert (one["entry"] is None) != (one["tombstone"] is None)
                self.entries.pop(one["concept"], None)
                if one["entry"]:
                    self.entries[one["concept"]] = one["entry"]
                else:
                    self.gone[one["concept"]] = one["tombstone"]
            self.revision, self.since = page["revision"], page["since"]
            path = answer.links["next"]["url"] if page["next"] else None

    def is_of(self, store: Store) -> bool:
        with store.reading() as connection:
            entries = [json.loads(one) for one in every_entry(connection)]
        return self.entries == {one["id"]: one for one in entries}


def _concepts(service: TestClient) -> list[str]:
    return [one["id"] for one in service.get("/v1/concepts?limit=200").json()["items"]]


ANY = {"If-Match": "*"}


def test_a_copy_is_made_from_nothing(service: TestClient, store: Store) -> None:
    copy = Copy()
    copy.follow(service)
    assert len(copy.entries) == 33
    assert copy.is_of(store)
    assert copy.revision == service.get("/v1/stats").json()["revision"]


def test_a_copy_follows_whatever_happens(service: TestClient, store: Store) -> None:
    copy = Copy()
    copy.follow(service)
    first, second, third, *_ = _concepts(service)
    service.patch(f"/v1/concepts/{first}", json={"note": "seen again"}, headers=ANY)
    service.delete(f"/v1/concepts/{second}", headers=ANY)
    service.post(f"/v1/concepts/{third}/merge", json={"into": first}, headers=ANY)
    service.post("/v1/sources", json={"text": SMALL_REPORT})
    service.patch(f"/v1/concepts/{first}", json={"note": None}, headers=ANY)
    assert not copy.is_of(store)
    copy.follow(service)
    assert copy.is_of(store)
    assert copy.gone == {
        second: {"status": "withdrawn", "replaced_by": None},
        third: {"status": "merged", "replaced_by": first},
    }
    at = copy.revision
    copy.follow(service)
    assert (copy.revision, copy.is_of(store)) == (at, True)


def test_a_copy_misses_nothing_while_others_write(service: TestClient, store: Store) -> None:
    """Pages are read while concepts move to the end of the feed under it."""
    concepts = _concepts(service)
    copy = Copy()

    def edit(one: int) -> int:
        path = f"/v1/concepts/{concepts[one % len(concepts)]}"
        return service.patch(path, json={"note": f"edit {one}"}, headers=ANY).status_code

    with ThreadPoolExecutor(4) as pool:
        edits = [pool.submit(edit, one) for one in range(60)]
        while not all(one.done() for one in edits):
            copy.follow(service, limit=5)
    assert {one.result() for one in edits} == {200}
    copy.follow(service)
    assert copy.is_of(store)


def test_an_entry_that_shows_a_changed_source_is_in_the_feed(service: TestClient, store: Store) -> None:
    service.post("/v1/sources", json={"text": SMALL_REPORT})
    copy = Copy()
    copy.follow(service)
    corrected = SMALL_REPORT.replace("环山公路、环湖公路建设计划", "环山公路、环湖公路、环城公路建设计划")
    plan = service.post("/v1/sources", json={"text": corrected}).json()
    assert plan["counts"]["changed"] == 1
    copy.follow(service)
    assert copy.is_of(store)


def test_history_says_who_did_what_newest_first(service: TestClient) -> None:
    concept = _concepts(service)[0]
    old = service.get(f"/v1/concepts/{concept}").json()["note"]
    for note in ("one", "two", "three"):
        service.patch(f"/v1/concepts/{concept}", json={"note": note}, headers=ANY)
    page = service.get(f"/v1/concepts/{concept}/history?limit=3")
    items = page.json()["items"]
    assert [(one["after"]["note"], one["actor"], one["operation"]) for one in items] == [
        ("three", "editor", "update"),
        ("two", "editor", "update"),
        ("one", "editor", "update"),
    ]
    assert [one["before"]["note"] for one in items] == ["two", "one", old]
    [first] = service.get(page.links["next"]["url"]).json()["items"]
    assert (first["operation"], first["before"], first["actor"]) == ("add", None, "tests")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/concepts/cnothere/history", 404),
        ("/v1/changes?since=-1", 422),
        ("/v1/changes?since=x", 422),
        ("/v1/changes?cursor=x", 422),
        ("/v1/changes?since=99999", 410),
    ],
)
def test_what_is_asked_for_wrongly(service: TestClient, path: str, status: int) -> None:
    answer = service.get(path)
    assert answer.status_code == status
    if status == 410:
        assert "take a new copy" in answer.json()["detail"]
