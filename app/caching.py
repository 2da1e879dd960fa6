"""Validators: a strong ETag for every answer to a GET, and 304 where the client has that answer already.

An answer is a function of the store's revision and the request, so its tag is a digest of these; nothing of the body
is read. The route says at which revision it read (`dependencies.noted`). Only the OpenAPI document is a function of
the settings: it names the limits in force.
"""

import json
from collections.abc import Mapping
from hashlib import blake2b

from starlette.types import Scope

from app.prefix import route_path

RawHeaders = list[tuple[bytes, bytes]]

NEVER_STORED = frozenset({"/healthz", "/readyz", "/metrics"})
_ABOUT_THE_BODY = frozenset({b"content-length", b"content-type", b"content-encoding"})


def tag_of(scope: Scope, headers: Mapping[bytes, bytes], version: str) -> bytes:
    """Return the tag of an answer: version, revision, request, and the form that was chosen for this client.

    A body that holds the service's address depends on that (`hosts.public_base` notes it); what has a `Link`, on the prefix.

    That of a concept begins with the version that it is in (see `conditions`).
    """
    state, path = scope.get("state", {}), scope["path"]
    parts = [
        f"{version}\n{state.get('read_at', '')}\n{state.get('base', '')}\n{scope.get('root_path', '')}\n{path}".encode(),
        scope["query_string"],
        headers.get(b"content-type", b""),
        headers.get(b"content-encoding", b""),
    ]
    if route_path(scope) == "/openapi.json":
        parts.append(json.dumps(scope["app"].openapi()).encode())
    digest = blake2b(b"\n".join(parts), digest_size=12).hexdigest()
    return f'"{state["version"]}.{digest}"'.encode() if "version" in state else f'"{digest}"'.encode()


def control_of(path: str) -> bytes:
    """Return how long an answer may be kept: until it is asked for again, or not at all."""
    return b"no-store" if path in NEVER_STORED else b"public, no-cache"


def known_tags(scope: Scope) -> list[bytes]:
    """Return the tags of the answers that the client has, as `If-None-Match` gives them; `*` stands for any."""
    return [
        one.strip().removeprefix(b"W/")  # weak comparison (RFC 9110, 13.1.2)
        for name, value in scope["headers"]
        if name == b"if-none-match"
        for one in value.split(b",")
    ]


def without_body(headers: RawHeaders) -> RawHeaders:
    """Return the headers that a 304 has."""
    return [(name, value) for name, value in headers if name not in _ABOUT_THE_BODY]
