"""How often one client may ask: so many requests a minute, saved up for a minute at most.

A bucket of tokens is told by one number, the moment at which it will be full again (the generic cell rate algorithm of
ATM networks, ITU-T I.371): that is all that is kept of a client, and only while its bucket is not full.
"""

from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus
from ipaddress import IPv6Address
from math import ceil
from time import monotonic

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app import problems
from app.prefix import route_path

EXEMPT = frozenset({"/healthz", "/readyz"})
"""What an orchestrator asks, and must be told."""
_PERIOD = 60.0
_CLIENTS_MOST = 50_000
_SUBNET_BITS = 64


class Buckets:
    """The buckets of all clients; each takes a minute to fill."""

    def __init__(self, per_minute: int, *, most: int = _CLIENTS_MOST, clock: Callable[[], float] = monotonic) -> None:
        """Know how many tokens a bucket holds; of more than `most` clients, those that were quiet longest are forgotten."""
        self._token = _PERIOD / per_minute
        self._most = most
        self._clock = clock
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def take(self, client: str) -> float:
        """Take a token for a client's request: return 0, or where there is none, after how many seconds there is one."""
        now = self._clock()
        full_at = max(self._full_at.get(client, now), now) + self._token
        if (wait := full_at - now - _PERIOD) > _ROUNDING:
            return wait
        self._full_at[client] = full_at
        self._full_at.move_to_end(client)
        self._forget(now)
        return 0

    def _forget(self, now: float) -> None:
        """Forget full buckets, which are like new, and what is too much."""
        while self._full_at:
            oldest = next(iter(self._full_at))
            if self._full_at[oldest] > now and len(self._full_at) <= self._most:
                break
            del self._full_at[oldest]


_ROUNDING = 1e-6
"""Seconds: sixty sixtieths of a minute are a little more than a minute."""


class RateLimitMiddleware:
    """Answer 429 to who asks too often, with the seconds after which to ask again."""

    def __init__(self, app: ASGIApp, per_minute: int) -> None:
        self.app = app
        self.per_minute = per_minute
        self.buckets = Buckets(per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on where its client may ask."""
        if scope["type"] != "http" or route_path(scope) in EXEMPT or not (wait := self.buckets.take(client_of(scope))):
            await self.app(scope, receive, send)
            return
        answer = problems.answer(
            Request(scope),
            HTTPStatus.TOO_MANY_REQUESTS,
            "urn:mingci:problem:too-many-requests",
            f"this address may send {self.per_minute:,} requests a minute",
            headers={"Retry-After": str(ceil(wait))},
        )
        await answer(scope, receive, send)


def client_of(scope: Scope) -> str:
    """Return whose request it is: an IPv4 address, or the subnet of an IPv6 address, of which one client has 2⁶⁴.

    Behind a proxy that is trusted, the server has put the client's own address there.
    """
    address: str = scope["client"][0] if scope.get("client") else ""
    if ":" not in address:
        return address
    try:
        parsed = IPv6Address(address)
    except ValueError:
        return address
    return str(parsed.ipv4_mapped or int(parsed) >> _SUBNET_BITS)
