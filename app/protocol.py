"""HTTP/1.1 as people type it: `curl 'http://…/v1/lookup?q=三清零'` sends raw UTF-8, which strict parsers refuse.

RFC 3986 wants such bytes percent-encoded and browsers do so; curl does not. Here they are encoded before the parser
sees them. Bytes that are no HTTP at all get a problem like any other error, and so does a head that is too long or does
not end: the server itself would wait for ever and keep whatever comes (uvicorn 0.54 limits neither).
"""

import asyncio
import json
import re
from enum import Enum, auto
from http import HTTPStatus
from typing import Any
from urllib.parse import quote_from_bytes

from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from app.observing import new_id
from app.problems import MEDIA_TYPE, Problem

HEAD_SECONDS = "head_seconds"
"""Where the lifespan's state says how long a head may take."""
_HEAD_SECONDS = 15.0
_ON_A_SOCKET_FILE = ("127.0.0.1", 0)
"""Who connects through a Unix socket: on this machine, so that what a proxy says there of its clients is believed."""
HEAD_MOST = 64 * 1024
"""Bytes that may come without completing anything: a head, the head of a chunk, a trailer."""

_RAW = re.compile(rb"[^\x00-\x7f]+")
_HOST = re.compile(rb"(?:\[[0-9A-Za-z:.]+\]|[A-Za-z0-9._~!$&'()*+,;=%-]*)(?::[0-9]*)?")
"""An address in brackets, or a name; and a port (RFC 3986, 3.2.2)."""
_LINE_BREAK = b"\r\n"
_BLANK_LINE = 2 * _LINE_BREAK
"""What ends a head, and a body in chunks; the parser takes no line that ends otherwise."""


class _Part(Enum):
    """What of a request comes next on a connection; `OVER`: nothing that is looked at."""

    LINE = auto()
    FIELDS = auto()
    BODY = auto()
    OVER = auto()


# As names of the module they are found faster than in their class; this is asked for every packet.
_LINE, _FIELDS, _BODY, _OVER = _Part


class TolerantProtocol(HttpToolsProtocol):
    """uvicorn's protocol with raw UTF-8 allowed in the request line, and with limits on what is no body."""

    _part = _LINE
    _incomplete = 0
    _body_seen = 0
    _timer: asyncio.TimerHandle | None = None
    _refusal: tuple[HTTPStatus, str] | None = None
    _host: bytes | None = None
    """The last valid host of the connection: nearly always that of its next request, too."""
    _fault: str | None = None
    _answered: RequestResponseCycle | None = None

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Take what the server gives each connection."""
        super().__init__(*arguments, **named)
        self._patience: float = self.app_state.get(HEAD_SECONDS, _HEAD_SECONDS)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Expect a request, for a while."""
        super().connection_made(transport)  # type: ignore[arg-type]  # uvicorn narrows what asyncio declares
        self.client = self.client or _ON_A_SOCKET_FILE
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing any more; tell the request that is being answered, too, where others came behind it.

        The server tells the last one that came (uvicorn 0.54): the one before would work on, and write to nobody.
        """
        self._completed()
        self.pipeline.clear()
        if self._answered is not None and not self._answered.response_complete:
            self._answered.disconnected = True
            self._answered.message_event.set()
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        """Answer a request, and know which one it is."""
        self._answered = cycle
        super()._start_asgi_task(cycle, app)

    def data_received(self, data: bytes) -> None:
        """Pass bytes on, those of request lines that are not ASCII percent-encoded."""
        plain = self._part is _LINE and self._incomplete + len(data) <= HEAD_MOST
        if plain and data.endswith(_BLANK_LINE) and data.isascii():
            # Nearly every packet is so: a whole head or several, with nothing to encode, and none of them too long.
            self._incomplete += len(data)
            super().data_received(data)
        else:
            self._receive_in_pieces(data)
        if self._incomplete and self._timer is None:
            self._expect()

    def _receive_in_pieces(self, data: bytes) -> None:
        """Pass bytes on in pieces that end where a head or a request does, so that it is known what the next one is."""
        start = 0
        while start < len(data) and self._part is not _OVER:
            stop = self._end_of_piece(data, start)
            self._receive_piece(data[start:stop])
            start = stop

    def _end_of_piece(self, data: bytes, start: int) -> int:
        """Return where to stop: with a body whose length was declared, else with the next blank line, if there is any.

        A blank line may have begun in the packet before, or the line before it may end here, so that two line breaks at the
        start are pieces of their own; but within a body in chunks only these, lest one of line breaks alone becomes as many.
        """
        in_body = self._part is _BODY
        if in_body and (left := self._declared() - self._body_seen) > 0:
            return start + left
        end = b"\n" if data[start] in b"\r\n" and not (in_body and start > len(_LINE_BREAK)) else _BLANK_LINE[1:]
        found = data.find(end, start)
        return len(data) if found < 0 else found + len(end)

    def _declared(self) -> int:
        """Return how long the body is said to be, 0 where it comes in chunks; the parser has checked the number."""
        return int(dict(self.headers).get(b"content-length", 0))

    def _receive_piece(self, piece: bytes) -> None:
        """Pass on what has nothing in it behind the end of a head or of a request."""
        part = self._part
        if part is _LINE and not piece.isascii():
            line, newline, rest = piece.partition(b"\n")
            piece = _RAW.sub(lambda raw: quote_from_bytes(raw[0]).encode(), line) + newline + rest
        self._incomplete += len(piece)
        # A head is counted before it is passed on: the end of it would make it complete, however long it is.
        if part is _BODY or self._incomplete <= HEAD_MOST:
            super().data_received(piece)
        if self._incomplete > HEAD_MOST:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"a head has {HEAD_MOST:,} bytes at most")
        elif part is _LINE and self._part is _LINE and b"\n" in piece and self._has_begun():
            self._part = _FIELDS

    def _has_begun(self) -> bool:
        """Return whether a request has begun whose head is not complete; blank lines, which may precede it, are none of it.

        The server makes a scope when a request begins, and a cycle of it when its head is complete.
        """
        return self.scope is not (self.cycle and self.cycle.scope)

    def on_headers_complete(self) -> None:
        """Begin to answer; a head without one valid host is none (RFC 9112, 3.2). Raises ValueError, which ends the parser."""
        hosts = [value for name, value in self.headers if name == b"host"]
        if (len(hosts) != 1 or hosts[0] != self._host) and (fault := self._fault_of(hosts)):
            self._fault = fault
            raise ValueError(fault)
        self._part = _BODY
        self._body_seen = 0
        self._completed()
        super().on_headers_complete()

    def _fault_of(self, hosts: list[bytes]) -> str | None:
        """Return what is wrong with the hosts of a head, None where nothing is: HTTP/1.0 needs none."""
        if len(hosts) > 1:
            return "a request has one Host, not several"
        if not hosts:
            return None if self.parser.get_http_version() == "1.0" else "a request has a Host"
        if not _HOST.fullmatch(hosts[0]):
            return "the Host of the request is not valid"
        self._host = hosts[0]
        return None

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body; what still comes after the answer is thrown away, for a while."""
        self._body_seen += len(body)
        if self.cycle.response_complete:
            self._incomplete = 0
        else:
            self._completed()
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Expect the request line of the next request on this connection."""
        self._part = _LINE
        self._completed()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Let go of a client that goes on sending what was answered already, or that waits only for its refusal."""
        if self.cycle.more_body and self._timer is None:
            self._expect()
        was_last = not self.pipeline
        super().on_response_complete()
        if self._refusal and was_last:
            self._say(*self._refusal)

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
        self._refuse(HTTPStatus.BAD_REQUEST, self._fault or msg)

    def _refuse(self, status: HTTPStatus, detail: str) -> None:
        """Take nothing more, and say why; but first let whole requests that came before have their answers."""
        self._part = _OVER
        self._completed()
        broken = self.cycle if self.cycle and self.cycle.more_body else None
        if broken and self.pipeline:
            self.pipeline.popleft()  # it is the newest, and will never be whole; another one is being answered
        elif broken or not self.cycle or self.cycle.response_complete:
            self._say(status, detail)
            return
        self._refusal = status, detail

    def _say(self, status: HTTPStatus, detail: str) -> None:
        """Close the connection, with a problem where no answer has begun that would be torn by it."""
        cycle = self.cycle
        torn = cycle and cycle.response_started and not cycle.response_complete
        if not torn and not self.transport.is_closing():
            problem = Problem(type="about:blank", title=status.phrase, status=status, detail=detail, instance="")
            body = json.dumps(problem.model_dump(exclude_none=True)).encode()
            head = f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n"
            self.transport.write(STATUS_LINE[status] + head.encode() + b"x-request-id: %s\r\n\r\n" % new_id() + body)
        self.transport.close()
