"""Requests to a real server, one connection each."""

import http.client
import json
from contextlib import closing
from typing import Any

from tests.reliability.asking import Answer


def ask(
    port: int, method: str, path: str, body: Any = None, token: str = "", headers: dict[str, str] | None = None
) -> Answer:
    """Send one request, its body as JSON, and return the answer."""
    named = {"Content-Type": "application/json"} if body is not None else {}
    if token:
        named["Authorization"] = f"Bearer {token}"
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(method, path, None if body is None else json.dumps(body), named | (headers or {}))
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
