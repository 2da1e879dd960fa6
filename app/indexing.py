"""The index of the store's terms: built in a thread when the store has changed, swapped whole, the old one serving meanwhile."""

import asyncio
from collections.abc import Callable
from time import perf_counter

import anyio

from glossary.matching.index import TermIndex, build_index
from glossary.state import State
from glossary.store.opening import Store

_PATIENCE = 0.2
"""Seconds that a request waits for what is being built, so that who has written to a small store finds it at once."""


class Indexing:
    """The newest index that there is of a store, and the one that is being built."""

    def __init__(self, store: Store, took: Callable[[float], None]) -> None:
        """Know the store, and whom to tell how many seconds a build took; nothing is built before it is asked for."""
        self._store = store
        self._took = took
        self._index: TermIndex | None = None
        self._building: asyncio.Task[None] | None = None
        self._builders = anyio.CapacityLimiter(1)

    async def index(self, at: State) -> TermIndex:
        """Return the index of the store in the state `at`, or the one before it where that takes longer to build.

        Raises what a build failed of, also one that nobody waited for: an old index is not to serve for ever unsaid.
        """
        self._see_result()
        if self._index is None or self._index.state != at:
            if self._building is None:
                self._building = asyncio.create_task(self._build())
            if self._index is None:
                await asyncio.shield(self._building)
            else:
                await asyncio.wait([self._building], timeout=_PATIENCE)
            self._see_result()
        if self._index is None:
            raise RuntimeError("an index that was built is there")
        return self._index

    def _see_result(self) -> None:
        """Have done with a build that has come to an end."""
        if self._building and self._building.done():
            ended, self._building = self._building, None
            ended.result()

    async def _build(self) -> None:
        started = perf_counter()
        self._index = await anyio.to_thread.run_sync(self._built, limiter=self._builders)
        self._took(perf_counter() - started)

    def _built(self) -> TermIndex:
        with self._store.reading() as connection:
            return build_index(connection)
