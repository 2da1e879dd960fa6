"""HTTP/1.1 as people type it: `curl 'http://…/v1/lookup?q=三清零'` sends raw UTF-8, which strict parsers refuse.

RFC 3986 wants such bytes percent-encoded and browsers do so; curl does not. Here they are encoded before the parser
sees them. And bytes that are no HTTP at all get a problem like any other error.
"""

import json

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from app.problems import MEDIA_TYPE, Problem


class TolerantProtocol(HttpToolsProtocol):
    """uvicorn's protocol with raw UTF-8 allowed in the request line."""

    _in_request_line = True

    def data_received(self, data: bytes) -> None:
        """Pass bytes on, those of the request line that are not ASCII percent-encoded."""
        if self._in_request_line:
            line, newline, rest = data.partition(b"\n")
            self._in_request_line = not newline
            if not line.isascii():
                data = b"".join(b"%%%02X" % byte if byte > 0x7F else bytes([byte]) for byte in line) + newline + rest  # noqa: PLR2004 - the last of ASCII
        super().data_received(data)

    def on_message_complete(self) -> None:
        """Expect the request line of the next request on this connection."""
        self._in_request_line = True
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP with a problem, and close."""
        problem = Problem(type="about:blank", title="Bad Request", status=400, detail=msg, instance="")
        body = json.dumps(problem.model_dump(exclude_none=True)).encode()
        head = f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        self.transport.write(STATUS_LINE[400] + head.encode() + body)
        self.transport.close()
