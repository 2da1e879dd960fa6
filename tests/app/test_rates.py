"""So many requests a minute from one address, if an operator says so."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.rates import Buckets, client_of
from app.settings import Settings
from glossary.store.opening import Store
from tests.served import exchanged, served


class Clock:
    """A clock that stands still until it is moved."""

    now = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def test_a_bucket_is_full_at_first_and_fills_at_its_rate() -> None:
    clock = Clock()
    buckets = Buckets(60, clock=clock)
    assert [buckets.take("a") for _ in range(60)] == [0] * 60
    assert buckets.take("a") == pytest.approx(1)
    clock.now += 0.5
    assert buckets.take("a") == pytest.approx(0.5)  # What is refused costs nothing.
    clock.now += 0.5
    assert buckets.take("a") == 0
    assert buckets.take("a") == pytest.approx(1)
    clock.now += 3600
    assert [buckets.take("a") for _ in range(60)] == [0] * 60
    assert buckets.take("a") > 0


@pytest.mark.parametrize("per_minute", [1, 7, 60, 1000, 100_003])
def test_a_minute_holds_what_it_says(per_minute: int) -> None:
    clock = Clock()
    buckets = Buckets(per_minute, clock=clock)
    assert [buckets.take("a") for _ in range(per_minute)] == [0] * per_minute
    wait = buckets.take("a")
    assert 0 < wait <= 60 / per_minute + 1e-6
    clock.now += wait
    assert buckets.take("a") == 0


def test_clients_do_not_share_a_bucket() -> None:
    buckets = Buckets(1, clock=Clock())
    assert [buckets.take(client) for client in "abc"] == [0, 0, 0]
    assert buckets.take("b") > 0


def test_only_so_many_clients_are_kept_and_full_buckets_not_at_all() -> None:
    clock = Clock()
    buckets = Buckets(60, most=100, clock=clock)
    for number in range(1000):
        buckets.take(str(number))
    assert len(buckets._full_at) == 100  # noqa: SLF001 - what it holds is what is promised
    assert "999" in buckets._full_at  # noqa: SLF001 - how much is kept cannot be seen from outside
    clock.now += 60
    buckets.take("new")
    assert list(buckets._full_at) == ["new"]  # noqa: SLF001 - how much is kept cannot be seen from outside


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("unix:", "unix:", True),
    ],
)
def test_a_client_is_an_address_or_a_subnet(one: str, other: str, same: bool) -> None:
    assert (client_of({"client": (one, 1)}) == client_of({"client": (other, 2)})) is same


def test_who_asks_too_often_is_told_when_to_ask_again(store: Store) -> None:
    with TestClient(create_app(Settings(database_url=store.url.database, rate_limit=3))) as client:
        assert [client.get("/v1/stats").status_code for _ in range(3)] == [200] * 3
        refused = client.get("/v1/lookup?q=三清零")
        assert (refused.status_code, refused.headers["content-type"]) == (429, "application/problem+json")
        assert 1 <= int(refused.headers["retry-after"]) <= 20
        assert refused.headers["access-control-allow-origin"] == "*"
        assert "Retry-After" in refused.headers["access-control-expose-headers"]
        assert "x-request-id" in refused.headers
        problem = refused.json()
        assert (problem["status"], problem["instance"]) == (429, "/v1/lookup")
        assert problem["detail"] == "this address may send 3 requests a minute"
        for path in ("/healthz", "/readyz"):
            assert [client.get(path).status_code for _ in range(5)] == [200] * 5


def test_behind_a_proxy_that_is_trusted_the_clients_own_address_counts(shipped_file: Path) -> None:
    with served(database_url=str(shipped_file), rate_limit=1) as port:
        asked = "GET /v1/stats HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Forwarded-For: {}\r\n\r\n"
        said = [
            exchanged(port, [asked.format(address).encode()]) for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1")
        ]
    assert [one.split(b" ", 2)[1] for one in said] == [b"200", b"200", b"429"]


def test_nobody_is_limited_by_default(client: TestClient) -> None:
    assert {client.get("/healthz").status_code for _ in range(200)} == {200}
    assert {client.get("/v1/lookup?q=三清零").status_code for _ in range(200)} == {200}
