"""Who may read from a page: everyone, so every answer carries one `Access-Control-Allow-Origin: *`, errors too.

Starlette's middleware leaves the header out where a request names no origin, adds `Vary: Origin` where nothing varies
with it, and refuses a preflight in plain text; this contract wants one header always and problems only.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALLOWED = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST",
    "Access-Control-Allow-Headers": "Content-Type, If-None-Match, X-Request-ID",
    "Access-Control-Max-Age": "86400",
}


class OpenReadsMiddleware:
    """Open every answer to pages of any origin, and answer their preflights."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the header to its answer; answer a preflight here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_open(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = "*"
                headers["Access-Control-Expose-Headers"] = "ETag, Link"
            await send(message)

        if scope["method"] == "OPTIONS" and "access-control-request-method" in Headers(scope=scope):
            await Response(status_code=204, headers=_ALLOWED)(scope, receive, send_open)
            return
        await self.app(scope, receive, send_open)
