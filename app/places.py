"""Places for work that takes its time: few, handed out in turn, and never all of them to one client."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

import anyio

from glossary.errors import Busy

_PATIENCE = 30.0
"""Seconds that work waits for a place."""


@dataclass(slots=True, eq=False)
class _Waiting:
    """Work that waits for a place; `called` is set when it has one."""

    client: str
    called: anyio.Event = field(default_factory=anyio.Event)


class Places:
    """So many places; one client has at most all but one, so that others are served whatever it asks for.

    For one event loop. Who waits is called in the order of coming, but for clients that have as many as they may.
    """

    def __init__(self, total: int, patience: float = _PATIENCE) -> None:
        """Make `total` places, for which work waits so many seconds before it is refused."""
        self._free = total
        self._each = max(1, total - 1)
        self._patience = patience
        self._held: dict[str, int] = {}
        self._waiting: list[_Waiting] = []
        self._full_since: float | None = None

    @asynccontextmanager
    async def held_by(self, client: str) -> AsyncIterator[None]:
        """Hold a place for a client. Raises Busy where none becomes free in time."""
        if self._may_have_one(client):
            self._take(client)
        else:
            await self._wait(client)
        try:
            yield
        finally:
            self._give_back(client)

    def full_for(self) -> float:
        """Return for how many seconds no place has been free, 0 where one is."""
        return 0.0 if self._full_since is None else monotonic() - self._full_since

    async def _wait(self, client: str) -> None:
        waiting = _Waiting(client)
        self._waiting.append(waiting)
        try:
            with anyio.fail_after(self._patience):
                await waiting.called.wait()
        except BaseException as error:  # also where the client went away: the place, or the turn, goes to the next
            if waiting.called.is_set():
                self._give_back(client)
            else:
                self._waiting.remove(waiting)
            if isinstance(error, TimeoutError):
                raise Busy("too much is being read at the moment; try again later") from error
            raise

    def _may_have_one(self, client: str) -> bool:
        return self._free > 0 and self._held.get(client, 0) < self._each

    def _take(self, client: str) -> None:
        self._free -= 1
        self._held[client] = self._held.get(client, 0) + 1
        if not self._free:
            self._full_since = monotonic()

    def _give_back(self, client: str) -> None:
        """Free a place, and call the first who waits and may have it."""
        self._free += 1
        self._held[client] -= 1
        if not self._held[client]:
            del self._held[client]
        following = next((waiting for waiting in self._waiting if self._may_have_one(waiting.client)), None)
        if following is None:
            self._full_since = None
            return
        since = self._full_since
        self._waiting.remove(following)
        self._take(following.client)
        self._full_since = since if since is not None and not self._free else self._full_since
        following.called.set()
