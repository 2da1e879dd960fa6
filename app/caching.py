"""Validators: a strong ETag on every answer to a GET, and 304 where the client has that answer already.

An answer is a function of the store's revision and the request, so its tag is a digest of these; nothing of the body
is read. The route says at which revision it read (`dependencies.reading`).
"""

from hashlib import blake2b

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NEVER_STORED = frozenset({"/healthz", "/readyz"})


class CachingMiddleware:
    """Tag every 200 to a GET and turn it into a 304 where `If-None-Match` names the tag."""

    def __init__(self, app: ASGIApp, version: str) -> None:
        self.app = app
        self.version = version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; change the head of its answer, or leave only the head."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        known = Headers(scope=scope).get("if-none-match", "")
        unchanged = False

        async def send_tagged(message: Message) -> None:
            nonlocal unchanged
            if message["type"] == "http.response.start" and message["status"] == 200:  # noqa: PLR2004 - RFC 9110
                headers = MutableHeaders(scope=message)
                tag = self._tag(scope, headers)
                headers["ETag"] = tag
                headers["Cache-Control"] = "no-store" if scope["path"] in NEVER_STORED else "public, no-cache"
                if _names(known, tag):
                    unchanged = True
                    for name in ("content-length", "content-type", "content-encoding"):
                        del headers[name]
                    message["status"] = 304
            elif unchanged and message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        await self.app(scope, receive, send_tagged)

    def _tag(self, scope: Scope, headers: MutableHeaders) -> str:
        """Return the tag of an answer: version, revision, request, and the form that was chosen for this client."""
        parts = (
            self.version,
            scope.get("state", {}).get("read_at", ""),
            scope["path"],
            scope["query_string"].decode("latin-1"),
            headers.get("content-type", ""),
            headers.get("content-encoding", ""),
        )
        digest = blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()
        return f'"{digest}"'


def _names(condition: str, tag: str) -> bool:
    """Return whether an If-None-Match field names a tag, by weak comparison (RFC 9110, 13.1.2)."""
    return condition.strip() == "*" or tag in [one.strip().removeprefix("W/") for one in condition.split(",")]
