"""How routes reach the store: no request waits on the event loop for what others hold."""

from contextlib import ExitStack

from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from glossary.store.opening import Store
from glossary.tokens import Scope, create_token
from tests.app.desk import RINGS


def test_who_needs_no_thread_is_answered_while_all_connections_are_held(store: Store) -> None:
    """A write that is done is told so, too: it asks nobody for another connection once it is committed."""
    with store.writing("tests") as write:
        token = create_token(write, "editor", frozenset({Scope.EDIT}))
    settings = Settings(database_url=store.url.database, slow_readers=1)
    with TestClient(create_app(settings)) as client, ExitStack() as held:
        [found] = client.get("/v1/lookup?q=三清零").json()["items"]  # and with it the event loop has its own connection
        for _ in range(settings.slow_readers + 1):
            held.enter_context(client.app.state.store.reading())  # type: ignore[attr-defined]  # FastAPI's
        assert client.get(found["uri"]).json()["id"] == found["id"]
        made = client.post("/v1/concepts", json=RINGS, headers={"Authorization": f"Bearer {token}"})
        assert made.status_code == 201
        assert client.get(made.headers["location"]).json() == made.json()


def test_a_read_that_takes_too_long_is_ended_and_the_next_one_has_its_thread(store: Store) -> None:
    """By our own loops, and inside one statement of the database; exports have the time that they need."""
    settings = Settings(database_url=store.url.database, slow_readers=1, read_seconds=1e-6)
    with TestClient(create_app(settings)) as client:
        for path in ("/v1/search?q=san&fuzzy=sh", "/v1/concordance?q=发展", "/v1/quality", "/v1/suggest?q=san"):
            ended = client.get(path)
            assert (ended.status_code, ended.headers["retry-after"]) == (503, "5"), path
            assert ended.json()["type"] == "urn:mingci:problem:took-too-long"
            assert "took longer than 1e-06 seconds" in ended.json()["detail"]
        assert client.post("/v1/annotate", json={"text": "三变，" * 300}).status_code == 503
        assert client.post("/v1/check", json={"segments": [{"source": "三变", "target": "a"}] * 300}).status_code == 503
        for path in ("/v1/export?format=jsonl", "/v1/lexicon", "/v1/lookup?q=三清零", "/healthz", "/readyz"):
            assert client.get(path).status_code == 200, path
