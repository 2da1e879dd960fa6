"""Under which names and addresses the service is asked: the list of hosts it answers for, and its own address in answers."""

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app import problems
from app.rates import EXEMPT


def public_base(request: Request) -> str:
    """Return the address that what is served has, with a slash behind it: as it is set, or as it was asked for.

    It is noted for `caching`: an answer that holds it has another tag under each.
    """
    public: str | None = request.app.state.public_url
    base = public or str(request.base_url)
    request.state.base = base
    return base


class HostMiddleware:
    """Answer 400 to who asks for a host that this service does not answer for.

    A list of what is allowed, each a name, an address, or `*.example.com` for all names below; a port counts for nothing.
    Starlette's own middleware answers in plain text (1.x). What an orchestrator asks by the address of a container is left
    alone: its answer has no address in it.
    """

    def __init__(self, app: ASGIApp, allowed: Sequence[str]) -> None:
        self.app = app
        self.names = frozenset(one.lower() for one in allowed if not one.startswith("*"))
        self.endings = tuple(one[1:].lower() for one in allowed if one.startswith("*"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on where its host is one of those that are allowed."""
        if scope["type"] != "http" or scope["path"] in EXEMPT or self._is_allowed(scope):
            await self.app(scope, receive, send)
            return
        detail = "the service does not answer for the host that is asked for"
        kind = "urn:mingci:problem:unknown-host"
        await problems.answer(Request(scope), HTTPStatus.BAD_REQUEST, kind, detail)(scope, receive, send)

    def _is_allowed(self, scope: Scope) -> bool:
        hosts = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1:
            return False
        host = name_of(hosts[0])
        return host in self.names or (bool(self.endings) and host.endswith(self.endings))


def name_of(host: str) -> str:
    """Return a host without its port and without the dot that ends a name in the DNS.

    >>> name_of("terms.example.:8080"), name_of("[::1]:80"), name_of("::1")
    ('terms.example', '[::1]', '::1')
    """
    name, colon, port = host.rpartition(":")
    named = name if colon and not port.strip("0123456789") and (name.endswith("]") or ":" not in name) else host
    return named.rstrip(".")
