"""How much one request may bring.

Starlette's own limiter answers in plain text where the length was declared, whatever the handlers say (1.10), and every
error of this service is a problem; so the count is kept here and the refusal left to `problems`.
"""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from glossary.errors import TooLarge


class BodyLimitMiddleware:
    """Refuse a body of more than `limit` bytes: unread where its length is declared, else as soon as it is too long.

    The paths of `longer` have limits of their own.
    """

    def __init__(self, app: ASGIApp, limit: int, longer: Mapping[str, int]) -> None:
        self.app = app
        self.limit = limit
        self.longer = longer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a body that raises a 413 when it is read past the limit."""
        if scope["type"] != "http" or scope["method"] == "GET":  # of which no body is read
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        total = int(declared) if declared.isdecimal() else 0
        counted = 0
        limit = self.longer.get(scope["path"], self.limit)

        async def receive_counted() -> Message:
            nonlocal counted
            if total > limit:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            message = await receive()
            counted += len(message.get("body", b""))
            if counted > limit:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return message

        await self.app(scope, receive_counted, send)


TEXT_MOST = 1024 * 1024
"""Bytes of UTF-8 that a running text has at most."""
TEXT_BODY_MOST = 2 * TEXT_MOST + 64 * 1024
"""Bytes of a body with such a text: JSON may write each character of three bytes in six."""


def check_text(*texts: str) -> None:
    """Raise TooLarge where some texts are together longer than a running text may be."""
    length = sum(len(text.encode(errors="surrogatepass")) for text in texts)
    if length > TEXT_MOST:
        raise TooLarge(f"a text has {TEXT_MOST:,} bytes at most, this one has {length:,}")
