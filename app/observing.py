"""What is seen of each request from outside: its id, a line in the log, the numbers. One pass, as in `edge`."""

import re
import secrets
from collections.abc import Container
from http import HTTPStatus
from itertools import count
from time import perf_counter

from opentelemetry.trace import format_trace_id, get_current_span
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.logs import Answered, LogForm, tell_answered, tell_failed
from app.metrics import Metrics
from app.prefix import route_path

_SANE_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_NO_ROUTE = "none"
_CLIENT_GONE = 499
"""What nginx says of a request whose client went away; nothing is sent."""


class ObservingMiddleware:
    """Give each request an id, which its answer and its line in the log carry; count it."""

    def __init__(self, app: ASGIApp, metrics: Metrics, log: LogForm, pages: Container[str]) -> None:
        """Know where to count and how to log; `pages` are the paths of routes that are none of the framework's API."""
        self.app = app
        self.metrics = metrics
        self.log = log
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and look at what becomes of it; what failed inside is answered already, and raised on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = perf_counter()
        request_id = _given_id(scope) or new_id()
        status = size = 0
        failure: Exception | None = None

        async def send_out(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"].append((b"x-request-id", request_id))
            else:
                size += len(message.get("body", b""))
            await send(message)

        self.metrics.in_flight += 1
        try:
            await self.app(scope, receive, send_out)
        except ClientDisconnect:
            status = status or _CLIENT_GONE
        except Exception as error:  # to be logged, and raised again
            failure, status = error, status or HTTPStatus.INTERNAL_SERVER_ERROR
            raise
        finally:
            self.metrics.in_flight -= 1
            self._tell(scope, request_id, status or _CLIENT_GONE, perf_counter() - started, size, failure)

    def _tell(
        self, scope: Scope, request_id: bytes, status: int, seconds: float, size: int, failure: Exception | None
    ) -> None:
        """Count a request that is over, and write its line."""
        route, method = self._route(scope), scope["method"] if scope["method"] in _METHODS else "other"
        self.metrics.requests.count(route, method, status, seconds)
        failed = failure is not None or status >= HTTPStatus.INTERNAL_SERVER_ERROR
        if failed or self.log is not LogForm.QUIET:
            ms = round(seconds * 1000, 3)
            one = Answered(method, route, status, ms, size, request_id.decode(), trace_of(scope))
            if failed:
                tell_failed(one, failure)
            else:
                tell_answered(self.log, one)

    def _route(self, scope: Scope) -> str:
        """Return the template of the path that answered; never the path itself, of which there is no end."""
        route = scope.get("route")
        if route is not None:
            template: str = route.path_format
            return template
        path = route_path(scope)
        return path if path in self.pages else _NO_ROUTE


def _given_id(scope: Scope) -> bytes | None:
    """Return the id that the client gave its request, None where it gave none, or one that is not fit for a log."""
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            return value if _SANE_ID.fullmatch(value) else None
    return None


def new_id() -> bytes:
    """Return an id for a request: who serves, and a number."""
    return b"%s-%x" % (_PROCESS, next(_NUMBERS))


_PROCESS = secrets.token_hex(4).encode()
_NUMBERS = count(1)


def trace_of(scope: Scope) -> str | None:
    """Return the trace of a request that OpenTelemetry follows."""
    if "fastapi.telemetry" not in scope:
        return None
    context = get_current_span().get_span_context()
    return format_trace_id(context.trace_id) if context.is_valid else None
