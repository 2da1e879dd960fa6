"""How a route reaches the store: at once on the event loop where one indexed read answers, else in a bounded thread."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import anyio
from fastapi import Request
from sqlalchemy import Connection

from glossary.store import Store, read_at

Answer = TypeVar("Answer")


@contextmanager
def reading(request: Request) -> Iterator[Connection]:
    """Give a connection for a read that is a few indexed look-ups; `caching` learns at which revision it was."""
    store: Store = request.app.state.store
    with store.reading() as connection:
        request.state.read_at = read_at(connection)
        yield connection


async def reading_aside(request: Request, read: Callable[[Connection], Answer]) -> Answer:
    """Run a read that may take its time in a thread, of which there are fewer than the store has connections.

    So no number of clients can drain the pool: they queue here, without holding anything.
    """

    def run() -> Answer:
        with reading(request) as connection:
            return read(connection)

    return await anyio.to_thread.run_sync(run, limiter=request.app.state.slow_readers)
