"""What is the same for every answer of the service, whatever its route: one pass over the head of each.

HEAD wherever there is GET (RFC 9110, 9.3.2), pages of any origin, validators, compression, and the answer to what failed
inside or was cut off, which so is like any other. One pass, because each layer of its own costs some microseconds a request, where a whole
look-up takes a hundred.
"""

from asyncio import CancelledError
from collections.abc import Container, Mapping
from http import HTTPStatus

from fastapi import Request
from starlette.middleware.gzip import GZipResponder
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import negotiation, problems
from app.caching import control_of, known_tags, tag_of, without_body
from app.cors import allowing, preflight
from app.prefix import route_path

_COMPRESSED_FROM = 1024
"""Bytes."""
_LEVEL = 5
_OK = int(HTTPStatus.OK)  # a member of an enumeration is compared in Python


class EdgeMiddleware:
    """Answer HEAD, preflights and conditional requests; put on each answer what clients and caches need to know."""

    def __init__(self, app: ASGIApp, version: str, origins: Container[str]) -> None:
        self.app = app
        self.origins = origins
        self.version = version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; change the head of its answer, or leave only the head."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if allowed := preflight(scope, self.origins):
            await allowed(scope, receive, send)
            return
        if scope["method"] != "HEAD":
            await self._answer(scope, receive, send, head_only=False)
            return
        asked = {**scope, "method": "GET"}
        try:
            await self._answer(asked, receive, send, head_only=True)
        finally:
            scope["route"] = asked.get("route")  # for who looks from outside

    async def _answer(self, scope: Scope, receive: Receive, send: Send, *, head_only: bool) -> None:
        known = known_tags(scope)
        takes_gzip = negotiation.takes_gzip(scope)
        # A responder is for one answer. Starlette's middleware makes it where `gzip` stands anywhere in the header (1.x).
        app = GZipResponder(self.app, _COMPRESSED_FROM, compresslevel=_LEVEL) if takes_gzip else self.app
        started = False

        async def send_out(message: Message) -> None:
            nonlocal head_only, started
            if message["type"] == "http.response.start":
                started = True
                headers = message["headers"]
                known_headers = dict(headers)
                headers += allowing(scope, self.origins)
                if not takes_gzip and _is_compressible(known_headers):
                    headers.append((b"vary", b"Accept-Encoding"))
                if scope["method"] == "GET" and message["status"] == _OK:
                    tag = tag_of(scope, known_headers, self.version)
                    headers += ((b"etag", tag), (b"cache-control", control_of(route_path(scope))))
                    if tag in known or b"*" in known:
                        head_only = True
                        message = {**message, "status": HTTPStatus.NOT_MODIFIED, "headers": without_body(headers)}
            elif head_only and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        try:
            await app(scope, receive, send_out)
        except CancelledError:  # by the server alone: it was told to stop, and the time for that is up
            if not started:
                answer = await problems.on_stopping(Request(scope))
                await answer(scope, receive, send_out)
        except ClientDisconnect:
            raise
        except Exception as error:  # answered as a bug, and raised again
            if not started:
                answer = await problems.on_bug(Request(scope), error)
                await answer(scope, receive, send_out)
            raise


def _is_compressible(headers: Mapping[bytes, bytes]) -> bool:
    """Return whether an answer would be compressed for who takes it, so that it varies with who asks.

    One whose length is not known beforehand is a stream, which is compressed whatever it comes to.
    """
    if b"content-encoding" in headers or b"accept-encoding" in headers.get(b"vary", b"").lower():
        return False
    return int(headers.get(b"content-length", _COMPRESSED_FROM)) >= _COMPRESSED_FROM
