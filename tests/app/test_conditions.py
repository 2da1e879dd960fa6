"""Who may change a concept over HTTP, and under which condition."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.conditions import versions_matched
from glossary.browsing import Version
from glossary.store.opening import Store
from glossary.tokens import Scope, create_token
from tests.app.desk import RINGS, concept_of, desk, patched

service = pytest.fixture(desk)


def test_only_the_version_that_was_read_is_changed(service: TestClient) -> None:
    concept = concept_of(service, "三清零")
    path = f"/v1/concepts/{concept}"
    for method, body in (("PATCH", {"note": "x"}), ("DELETE", None)):
        bare = service.request(method, path, json=body)
        assert (bare.status_code, bare.headers["content-type"]) == (428, "application/problem+json")
    assert service.post(f"{path}/merge", json={"into": "c1"}).status_code == 428
    read = service.get(path).headers["etag"]
    packed = service.get(f"{path}/draft", headers={"Accept-Encoding": "gzip"}).headers["etag"]
    service.post("/v1/concepts", json=RINGS)  # a write to another concept is no reason to refuse
    first = patched(service, concept, {"note": "one"}, read)
    assert first.status_code == 200
    for stale in (read, packed, f'"{concept}.1"', '"other.2"', f"W/{first.headers['etag']}", "2", ""):
        answer = patched(service, concept, {"note": "two"}, stale)
        assert answer.status_code == 412, stale
        assert "was changed meanwhile" in answer.json()["detail"]
    assert patched(service, concept, {"note": "two"}, f'"other", {first.headers["etag"]}').status_code == 200
    assert service.get(path).json()["note"] == "two"
    assert service.get(path).headers["etag"].startswith(f'"{concept}.3.')


def test_a_patch_says_what_it_is(service: TestClient) -> None:
    path = f"/v1/concepts/{concept_of(service, '三清零')}"
    for stated in (None, "text/plain", "application/json-patch+json"):
        headers = {"If-Match": "*", **({"Content-Type": stated} if stated else {})}
        answer = service.patch(path, content=b'{"note": "x"}', headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (415, "application/problem+json")
    for stated in ("application/merge-patch+json", "application/json; charset=utf-8"):
        headers = {"If-Match": "*", "Content-Type": stated}
        assert service.patch(path, content=b'{"note": "x"}', headers=headers).status_code == 200
    more = service.post(f"{path}/merge", json={"into": "c1", "dry_run": True}, headers={"If-Match": "*"})
    assert (more.status_code, "/body/dry_run" in more.text) == (422, True)


EPOCH, STAMP = "0123456789ab", "cdef01234567"


@pytest.mark.parametrize(
    ("if_match", "versions"),
    [
        ("*", None),
        (f'"c1.3.{EPOCH}{STAMP}"', {Version(3, EPOCH, STAMP)}),
        (f'"c1.3.{EPOCH}{STAMP}.0af"', {Version(3, EPOCH, STAMP)}),
        (f'"c1.3.{EPOCH}"', {Version(3, EPOCH, None)}),
        (f'"c1.3.{EPOCH}{STAMP}", "c1.4.{EPOCH}"', {Version(3, EPOCH, STAMP), Version(4, EPOCH, None)}),
        ('"c1.3"', {Version(3, "", None)}),
        ('"c1.3.0af"', {Version(3, "", None)}),
        (f'"c2.3.{EPOCH}"', set()),
        (f'W/"c1.3.{EPOCH}"', set()),
    ],
)
def test_conditions(if_match: str, versions: set[Version] | None) -> None:
    assert versions_matched("c1", if_match) == versions


def test_of_editors_at_once_one_wins_each_round(service: TestClient) -> None:
    """Real threads, a real store: the version is compared inside the transaction."""
    concept = concept_of(service, "三清零")
    for round_ in range(3):
        tag = service.get(f"/v1/concepts/{concept}").headers["etag"]
        with ThreadPoolExecutor(20) as pool:
            edits = [pool.submit(patched, service, concept, {"note": f"{round_} by {one}"}, tag) for one in range(20)]
        statuses = sorted(edit.result().status_code for edit in edits)
        assert statuses == [200] + [412] * 19


def test_nobody_writes_without_the_right_token(service: TestClient, store: Store) -> None:
    with store.writing("tests") as write:
        loader = create_token(write, "loader", frozenset({Scope.IMPORT}))
    concept = concept_of(service, "三清零")
    requests: list[tuple[str, str, Any]] = [
        ("POST", "/v1/concepts", RINGS),
        ("PATCH", f"/v1/concepts/{concept}", {"note": "x"}),
        ("DELETE", f"/v1/concepts/{concept}", None),
        ("POST", f"/v1/concepts/{concept}/merge", {"into": "c1"}),
    ]
    before = service.get("/v1/stats").json()
    for token, status in (("", 401), ("nonsense", 401), (loader, 403)):
        for method, path, body in requests:
            headers = {"Authorization": f"Bearer {token}" if token else "", "If-Match": "*"}
            assert service.request(method, path, json=body, headers=headers).status_code == status
    assert service.get("/v1/stats").json() == before
