"""A token that is revoked while the body of a write is under way: 401, and nothing of it is stored."""

import json
import socket
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from glossary.store.opening import Store, open_store, store_url
from glossary.tokens import revoke_token
from tests.reliability.asked import ask
from tests.reliability.stores import a_concept, report, sound, with_token
from tests.reliability.victims import Victims

pytestmark = pytest.mark.slow

WRITES: dict[str, tuple[str, str, Any]] = {
    "an import": ("POST", "/v1/import?format=csv", {"title": "Terms", "text": "headword,english\n新词,new word\n"}),
    "an import that is only tried": (
        "POST",
        "/v1/import?format=csv&dry_run=1",
        {"title": "T", "text": "headword\n词\n"},
    ),
    "a source": ("POST", "/v1/sources", {"text": report(0, 5)}),
    "a new concept": ("POST", "/v1/concepts", {"headword": "新词"}),
    "an edit": ("PATCH", "/v1/concepts/{}", {"note": "revoked"}),
    "a merger": ("POST", "/v1/concepts/{}/merge", {"into": "{other}"}),
}


def _revoke(path: Path) -> None:
    store = open_store(store_url(str(path)))
    with store.writing("tests") as write:
        revoke_token(write, "a writer")
    store.close()


def _content(path: Path) -> list[Any]:
    """Return all that a write could have changed."""
    with closing(sqlite3.connect(path)) as connection:
        tables = ("store_state", "revision", "concept", "term", "source", "change", "relation", "text")
        return [connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables]  # noqa: S608 - as above


def _others(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT id FROM concept ORDER BY id LIMIT 2")]


@pytest.mark.parametrize("what", WRITES)
def test_a_token_that_is_revoked_in_mid_body_writes_nothing(
    victims: Victims, database: Path, count: Callable[[str], None], what: str
) -> None:
    token = with_token(database)
    concept, other = _others(database)
    method, path, stated = WRITES[what]
    body = json.dumps(stated).replace("{other}", other).encode()
    head = (
        f"{method} {path.replace('{}', concept)} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
        f"If-Match: *\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    ).encode()
    with victims.serving(database) as (victim, port):
        # The token is good, and its use noted, before the body comes: so it is the write that asks again.
        assert ask(port, "POST", "/v1/concepts", {}, token).status == 422
        before = _content(database)
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.sendall(head + body[:1])
            _until_read(port)
            _revoke(database)
            connection.sendall(body[1:])
            received = b""
            while data := connection.recv(65536):
                received += data
        told, problem = received.split(b"\r\n\r\n", 1)
        assert told.startswith(b"HTTP/1.1 401 "), received
        assert b"www-authenticate: Bearer" in told
        assert b"application/problem+json" in told
        assert "revoked" in json.loads(problem)["detail"]
        assert _content(database) == before
        assert ask(port, "GET", "/v1/stats").status == 200
        assert "Traceback" not in victim.err.read_text("utf-8")
    assert sound(database) == []
    count(f"{what} whose token is revoked while its body is under way: 401, the store as it was")


def _until_read(port: int) -> None:
    """Wait until the service has taken what was sent: it takes the packets of its connections in the order they come."""
    for _ in range(3):
        assert ask(port, "GET", "/healthz").status == 200


@pytest.mark.parametrize(("method", "body"), [("PATCH", {"note": "x"}), ("DELETE", None)])
def test_a_token_that_is_revoked_while_its_write_waits_for_others(
    victims: Victims, database: Path, count: Callable[[str], None], method: str, body: Any
) -> None:
    """The body is whole; another write holds the store, and it is that one which revokes the token."""
    token, concept = with_token(database), a_concept(database)
    answers = []
    with victims.serving(database) as (_, port):
        assert ask(port, "POST", "/v1/concepts", {}, token).status == 422

        def edit() -> None:
            answers.append(ask(port, method, f"/v1/concepts/{concept}", body, token, {"If-Match": "*"}))

        store: Store = open_store(store_url(str(database)))
        editor = threading.Thread(target=edit)
        with store.writing("tests") as write:
            write.session.flush()
            editor.start()
            editor.join(0.5)
            assert not answers, "it waits"
            revoke_token(write, "a writer")
        editor.join(60)
        store.close()
    assert [answer.status for answer in answers] == [401]
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute(
            "SELECT count(*) FROM concept WHERE note = 'x' OR status = 'withdrawn'"
        ).fetchone() == (0,)
    count(f"{method} that waits for the write which revokes its token: 401")
