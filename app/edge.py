"""What is the same for every answer of the service, whatever its route: one pass over the head of each.

HEAD wherever there is GET (RFC 9110, 9.3.2), pages of any origin, validators, compression. One pass, because each
layer of its own costs some microseconds a request, where a whole look-up takes a hundred.
"""

from collections.abc import Container
from http import HTTPStatus

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.caching import control_of, known_tags, tag_of, without_body
from app.cors import allowing, preflight

_COMPRESSED_FROM = 1024
"""Bytes."""


class EdgeMiddleware:
    """Answer HEAD, preflights and conditional requests; put on each answer what clients and caches need to know."""

    def __init__(self, app: ASGIApp, version: str, origins: Container[str]) -> None:
        self.app = app
        self.origins = origins
        self.compressed = GZipMiddleware(app, minimum_size=_COMPRESSED_FROM, compresslevel=5)
        self.version = version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; change the head of its answer, or leave only the head."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if allowed := preflight(scope, self.origins):
            await allowed(scope, receive, send)
            return
        head_only = scope["method"] == "HEAD"
        if head_only:
            scope = {**scope, "method": "GET"}
        known = known_tags(scope)

        async def send_out(message: Message) -> None:
            nonlocal head_only
            if message["type"] == "http.response.start":
                headers = message["headers"]
                headers += allowing(scope, self.origins)
                if scope["method"] == "GET" and message["status"] == HTTPStatus.OK:
                    tag = tag_of(scope, headers, self.version)
                    headers += ((b"etag", tag), (b"cache-control", control_of(scope["path"])))
                    if tag in known or b"*" in known:
                        head_only = True
                        message = {**message, "status": HTTPStatus.NOT_MODIFIED, "headers": without_body(headers)}
            elif head_only and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await (self.compressed if _takes_gzip(scope) else self.app)(scope, receive, send_out)


def _takes_gzip(scope: Scope) -> bool:
    return any(name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"])
