"""Who may read from a page: everyone, so every answer carries one `Access-Control-Allow-Origin: *`, errors too.

Starlette's middleware leaves the header out where a request names no origin, adds `Vary: Origin` where nothing varies
with it, and refuses a preflight in plain text; this contract wants one header always and problems only.
"""

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

OPEN = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Link, Retry-After, X-Request-ID"),
)
"""What every answer carries."""

_ALLOWED = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST",
    "Access-Control-Allow-Headers": "Content-Type, If-None-Match, X-Request-ID",
    "Access-Control-Max-Age": "86400",
}


def preflight(scope: Scope) -> Response | None:
    """Return the answer to a page's question what it may send, None where the request is none."""
    if scope["method"] != "OPTIONS" or "access-control-request-method" not in Headers(scope=scope):
        return None
    return Response(status_code=204, headers=_ALLOWED)
