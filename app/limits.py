"""How much one request may bring, and how long it may take to bring it.

Starlette's own limiter answers in plain text where the length was declared, whatever the handlers say (1.10), and every
error of this service is a problem; so the count is kept here and the refusal left to `problems`.
"""

from asyncio import timeout
from collections.abc import Mapping
from http import HTTPStatus
from time import monotonic

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.prefix import route_path
from glossary.errors import TooLarge


class BodyLimitMiddleware:
    """Refuse a body of more than `limit` bytes: unread where its length is declared, else as soon as it is too long.

    The paths of `longer` have limits of their own, those of `documents` for bodies that are forms with a file. A body that falls silent for longer than `silence`, or takes longer
    than `seconds` in all, is waited for no more, and the connection is closed.
    """

    def __init__(
        self,
        app: ASGIApp,
        limit: int,
        longer: Mapping[str, int],
        documents: Mapping[str, int],
        silence: float,
        seconds: float,
    ) -> None:
        self.app = app
        self.limit = limit
        self.longer = longer
        self.documents = documents
        self.silence = silence
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a body that raises a 413 when it is read past the limit, a 408 when it is late."""
        if scope["type"] != "http" or scope["method"] == "GET":  # of which no body is read
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        declared = headers.get("content-length", "")
        total = int(declared) if declared.isdecimal() else 0
        counted, whole = 0, False
        limit = self._limit_of(route_path(scope), headers.get("content-type", ""))
        deadline = monotonic() + self.seconds

        async def receive_counted() -> Message:
            nonlocal counted, whole
            if whole:  # who still listens waits for the client to go
                return await receive()
            if total > limit:
                raise _too_large(limit)
            try:
                async with timeout(min(self.silence, deadline - monotonic())):
                    message = await receive()
            except TimeoutError as error:
                raise _too_late() from error
            counted += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if counted > limit:
                raise _too_large(limit)
            return message

        await self.app(scope, receive_counted, send)

    def _limit_of(self, path: str, content_type: str) -> int:
        if path in self.documents and is_form(content_type):
            return self.documents[path]
        return self.longer.get(path, self.limit)


def is_form(content_type: str) -> bool:
    """Return whether a body is a form, which may have a file in it; a file goes to the disk piece by piece as it comes."""
    return content_type.lower().startswith(FORM)


FORM = "multipart/form-data"


def _too_large(limit: int) -> HTTPException:
    detail = f"the body is larger than this service takes here, which is {limit:,} bytes"
    return HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)


def _too_late() -> HTTPException:
    detail = "the body did not come to its end in time"
    return HTTPException(HTTPStatus.REQUEST_TIMEOUT, detail, headers={"Connection": "close"})


TEXT_MOST = 1024 * 1024
"""Bytes of UTF-8 that a running text has at most."""
TEXT_BODY_MOST = 2 * TEXT_MOST + 64 * 1024
"""Bytes of a body with such a text: JSON may write each character of three bytes in six."""


def check_text(*texts: str) -> None:
    """Raise TooLarge where some texts are together longer than a running text may be."""
    length = sum(len(text.encode(errors="surrogatepass")) for text in texts)
    if length > TEXT_MOST:
        raise TooLarge(f"a text has {TEXT_MOST:,} bytes at most, this one has {length:,}")
