"""What Prometheus reads is true, and grows no further than there are routes."""

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from glossary.model import Concept
from glossary.store.opening import Store


def _numbers(client: TestClient) -> dict[tuple[str, ...], float]:
    """Return every number by its name and the values of its labels in the order of their names."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, *(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


@pytest.fixture
def service(store: Store) -> TestClient:
    return TestClient(create_app(Settings(database_url=store.url.database)))


def test_requests_are_counted_by_route_method_and_status(service: TestClient) -> None:
    with service as client:
        for path in ("/v1/lookup?q=三清零", "/v1/lookup?q=六同", "/v1/lookup?q=没有这个", "/nothing", "/docs"):
            client.get(path)
        client.head("/v1/concepts/c404/contexts")
        client.request("PROPFIND", "/v1/stats")
        numbers = _numbers(client)
    total, seconds = "mingci_http_requests_total", "mingci_http_request_seconds"
    counted = {key[1:]: value for key, value in numbers.items() if key[0] == total}
    assert counted == {
        ("GET", "/v1/lookup", "200"): 2,
        ("GET", "/v1/lookup", "404"): 1,
        ("GET", "none", "404"): 1,
        ("GET", "/docs", "200"): 1,
        ("HEAD", "/v1/concepts/{concept_id}/contexts", "404"): 1,
        ("other", "/v1/stats", "405"): 1,
    }
    for labels, value in counted.items():
        assert numbers[(f"{seconds}_count", *labels)] == value
        assert numbers[(f"{seconds}_sum", *labels)] > 0
        method, route, status = labels
        bounds = [
            (float(key[1]), number)
            for key, number in numbers.items()
            if key[0] == f"{seconds}_bucket" and key[2:] == (method, route, status)
        ]
        assert bounds == sorted(bounds)
        assert bounds[-1] == (float("inf"), value)
    assert numbers[("mingci_http_requests_in_flight",)] == 1  # the one that asks


def test_a_thousand_paths_are_one_number(service: TestClient) -> None:
    with service as client:
        for number in range(200):
            client.get(f"/v1/concepts/c{number}")
            client.get(f"/nothing/{number}")
        numbers = _numbers(client)
    assert numbers[("mingci_http_requests_total", "GET", "/v1/concepts/{concept_id}", "404")] == 200
    assert numbers[("mingci_http_requests_total", "GET", "none", "404")] == 200
    assert len([key for key in numbers if key[0] == "mingci_http_requests_total"]) == 2


def test_the_store_and_its_index_are_told(service: TestClient, store: Store) -> None:
    with service as client:
        before = _numbers(client)
        assert before[("mingci_store_concepts",)] == 33
        assert before[("mingci_store_revision",)] == 1
        assert before[("mingci_store_ready",)] == 1
        assert before[("mingci_store_bytes",)] >= Path(store.url.database or "").stat().st_size > 0
        assert before[("mingci_index_build_seconds_count",)] == 0
        client.post("/v1/annotate", json={"text": "三清零"})
        with store.writing("tests") as write:
            concept = write.session.get_one(Concept, client.get("/v1/lookup?q=三清零").json()["items"][0]["id"])
            write.touch(concept.id)
            concept.note = "edited while serving"
            write.session.add(concept)
        after = _numbers(client)
        assert after[("mingci_store_revision",)] == 2
        assert after[("mingci_index_build_seconds_count",)] == 1
        assert after[("mingci_index_build_seconds_sum",)] > 0


def test_a_store_that_is_gone_is_told_and_the_rest_too(service: TestClient, store: Store) -> None:
    with service as client:
        _numbers(client)
        Path(store.url.database or "").unlink()
        numbers = _numbers(client)
    assert numbers[("mingci_store_ready",)] == 0
    assert numbers[("mingci_http_requests_total", "GET", "/metrics", "200")] == 1


def test_each_service_has_numbers_of_its_own(service: TestClient, client: TestClient) -> None:
    client.get("/v1/stats")
    with service as other:
        assert ("mingci_http_requests_total", "GET", "/v1/stats", "200") not in _numbers(other)


def test_no_answer_is_taken_for_another(client: TestClient) -> None:
    first, second = client.get("/metrics"), client.get("/metrics")
    assert first.headers["etag"] != second.headers["etag"]
    assert first.headers["cache-control"] == "no-store"
    assert first.headers["content-type"].startswith("text/plain; version=")
    assert client.get("/metrics", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_a_failure_is_counted(store: Store) -> None:
    app = create_app(Settings(database_url=store.url.database))
    with TestClient(app, raise_server_exceptions=False) as client:
        with app.state.store._writer.begin() as connection:  # noqa: SLF001 - to break it
            connection.exec_driver_sql("DROP TABLE search_key")
        client.get("/v1/lookup?q=三清零")
        numbers = _numbers(client)
    assert numbers[("mingci_http_requests_total", "GET", "/v1/lookup", "500")] == 1
    assert numbers[("mingci_http_requests_in_flight",)] == 1
