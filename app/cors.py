"""Which pages may read and write: reads are for everyone, writes for the origins that the operator names.

Every answer to a read carries one `Access-Control-Allow-Origin: *`, errors too; the answer to a write names the origin
that asked, if it may. A write is known by its method and path alone: reads that are sent by POST are few. Starlette's
middleware leaves the header out where a request names no origin, adds `Vary: Origin` where nothing varies with it, and
refuses a preflight in plain text.
"""

from collections.abc import Container

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from app.prefix import route_path

RawHeaders = tuple[tuple[bytes, bytes], ...]

_EXPOSED = (b"access-control-expose-headers", b"ETag, Link, Location, Retry-After, X-Request-ID")
_OPEN: RawHeaders = ((b"access-control-allow-origin", b"*"), _EXPOSED)
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
READ_BY_POST = frozenset({"/v1/lookup", "/v1/annotate", "/v1/extract", "/v1/check"})
_ALLOWED = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, If-Match, If-None-Match, X-Request-ID",
    "Access-Control-Max-Age": "86400",
}


def allowing(scope: Scope, origins: Container[str]) -> RawHeaders:
    """Return the headers that say who may see the answer to a request; `origins` may write."""
    if not _is_write(scope["method"], route_path(scope)):
        return _OPEN
    return _named(Headers(scope=scope).get("origin"), origins)


def preflight(scope: Scope, origins: Container[str]) -> Response | None:
    """Return the answer to a page's question what it may send, None where the request is none."""
    if scope["method"] != "OPTIONS":
        return None
    headers = Headers(scope=scope)
    method = headers.get("access-control-request-method")
    if method is None:
        return None
    response = Response(status_code=204, headers=_ALLOWED)
    is_write = _is_write(method, route_path(scope))
    response.raw_headers += _named(headers.get("origin"), origins) if is_write else _OPEN
    return response


def _is_write(method: str, path: str) -> bool:
    return method not in _READING and not (method == "POST" and path in READ_BY_POST)


def _named(origin: str | None, origins: Container[str]) -> RawHeaders:
    """Return the headers that allow one origin to see an answer, if it is among `origins`."""
    varies = (b"vary", b"Origin")
    if origin is None or origin not in origins:
        return (varies,)
    return (b"access-control-allow-origin", origin.encode("latin-1")), _EXPOSED, varies
