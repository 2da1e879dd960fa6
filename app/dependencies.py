"""How a route reaches the store: at once on the event loop where one indexed read answers, else in a bounded thread."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import anyio
from fastapi import Request
from sqlalchemy import Connection

from glossary.store import Store, read_at, revision
from glossary.writing import Writing

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

    return await aside(request, run)


async def aside(request: Request, work: Callable[[], Answer]) -> Answer:
    """Run what takes its time in one of the threads that may."""
    return await anyio.to_thread.run_sync(work, limiter=request.app.state.slow_readers)


async def writing_aside(
    request: Request, actor: str, write: Callable[[Writing], Answer], *, dry_run: bool = False
) -> tuple[Answer, int]:
    """Run a write in a thread, one at a time, and return its answer with the revision of the store behind it.

    It is committed before this returns, so that no answer says done of what is not; with `dry_run` it is taken back.
    """
    store: Store = request.app.state.store

    def run() -> tuple[Answer, int]:
        with store.writing(actor, dry_run=dry_run) as transaction:
            answer = write(transaction)
        with store.reading() as connection:
            return answer, revision(connection)

    return await anyio.to_thread.run_sync(run, limiter=request.app.state.writers)
