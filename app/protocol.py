"""HTTP/1.1 as people type it: `curl 'http://…/v1/lookup?q=三清零'` sends raw UTF-8, which strict parsers refuse.

RFC 3986 wants such bytes percent-encoded and browsers do so; curl does not. Here they are encoded before the parser
sees them. Bytes that are no HTTP at all get a problem like any other error, and so does a head that is too long or does
not end: the server itself would wait for ever and keep whatever comes (uvicorn 0.54 limits neither).
"""

import asyncio
import json
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from app.observing import new_id
from app.problems import MEDIA_TYPE, Problem

HEAD_SECONDS = "head_seconds"
"""Where the lifespan's state says how long a head may take."""
_HEAD_SECONDS = 15.0
HEAD_MOST = 64 * 1024
"""Bytes that may come without completing anything: a head, the head of a chunk, a trailer."""


class TolerantProtocol(HttpToolsProtocol):
    """uvicorn's protocol with raw UTF-8 allowed in the request line, and with limits on what is no body."""

    _in_request_line = True
    _incomplete = 0
    _timer: asyncio.TimerHandle | None = None

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Take what the server gives each connection."""
        super().__init__(*arguments, **named)
        self._patience: float = self.app_state.get(HEAD_SECONDS, _HEAD_SECONDS)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Expect a request, for a while."""
        super().connection_made(transport)  # type: ignore[arg-type]  # uvicorn narrows what asyncio declares
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing any more."""
        self._completed()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Pass bytes on, those of the request line that are not ASCII percent-encoded."""
        if self._in_request_line:
            line, newline, rest = data.partition(b"\n")
            self._in_request_line = not newline
            if not line.isascii():
                data = b"".join(b"%%%02X" % byte if byte > 0x7F else bytes([byte]) for byte in line) + newline + rest  # noqa: PLR2004 - the last of ASCII
        self._incomplete += len(data)
        super().data_received(data)
        if self._incomplete > HEAD_MOST:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"a head has {HEAD_MOST:,} bytes at most")
        elif self._incomplete and self._timer is None:
            self._expect()

    def on_headers_complete(self) -> None:
        """Begin to answer."""
        self._completed()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body; what still comes after the answer is thrown away, for a while."""
        if self.cycle.response_complete:
            self._incomplete = 0
        else:
            self._completed()
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Expect the request line of the next request on this connection."""
        self._in_request_line = True
        self._completed()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Let go of a client that goes on sending what was answered already."""
        if self.cycle.more_body and self._timer is None:
            self._expect()
        super().on_response_complete()

    def _expect(self) -> None:
        self._timer = self.loop.call_later(self._patience, self._late)

    def _completed(self) -> None:
        self._incomplete = 0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _late(self) -> None:
        """Close the connection, with a word where something was sent; but let an answer that is under way end."""
        self._timer = None
        if self.cycle and not self.cycle.response_complete:
            self._expect()
        elif self._incomplete:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, "the head of the request did not come to its end in time")
        else:
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP with a problem, and close."""
        self._refuse(HTTPStatus.BAD_REQUEST, msg)

    def _refuse(self, status: HTTPStatus, detail: str) -> None:
        """Close the connection, with a problem where no other answer is under way."""
        cycle = self.cycle
        answering = cycle and not cycle.response_complete and (cycle.response_started or not cycle.more_body)
        if not answering and not self.transport.is_closing():
            problem = Problem(type="about:blank", title=status.phrase, status=status, detail=detail, instance="")
            body = json.dumps(problem.model_dump(exclude_none=True)).encode()
            head = f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n"
            self.transport.write(STATUS_LINE[status] + head.encode() + b"x-request-id: %s\r\n\r\n" % new_id() + body)
        self.transport.close()
