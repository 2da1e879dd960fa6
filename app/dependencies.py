"""How a route reaches the store: at once on the event loop where one indexed read answers, else in a bounded thread."""

import asyncio
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

import anyio
from fastapi import Request
from sqlalchemy import Connection

from app.indexing import Indexing
from app.memory import give_back
from app.places import Places
from app.rates import client_of
from glossary.deadline import within
from glossary.errors import Busy
from glossary.matching.index import TermIndex
from glossary.state import State, state
from glossary.store.opening import Store
from glossary.tokens import Holder, check_held
from glossary.writing import Writing

Answer = TypeVar("Answer")


def glancing(request: Request) -> Connection:
    """Return the event loop's own connection, for a read of one statement."""
    store: Store = request.app.state.store
    return store.glancing()


def noted(request: Request, at: State) -> int:
    """Return the revision of a store that was read, having noted for `caching` what the answer depends on."""
    request.state.at = at
    request.state.read_at = f"{at.epoch} {at.revision} {at.stamp}"  # the epoch is random, and so of one store alone
    return at.revision


def versioned(request: Request, tag: str) -> None:
    """Note for `caching` which version of a concept an answer shows: its tag begins so."""
    request.state.version = tag


async def indexed(request: Request) -> TermIndex:
    """Return the index of the store's terms."""
    indexing: Indexing = request.app.state.indexing
    return await indexing.index(state(glancing(request)))


class Lane(StrEnum):
    """Where work takes its turn, so that what is long never stands before what is short."""

    SHORT = "short"
    """A search, a page of a list."""
    LONG = "long"
    """A text that is annotated or checked."""
    WHOLE = "whole"
    """An export, or the lexicon: as long as the store is large."""
    DOCUMENTS = "documents"
    """Files that are read, each in a process of its own."""


Lanes = Mapping[Lane, Places]


def full_for(lanes: Lanes) -> float:
    """Return for how many seconds there has been a lane without a free place."""
    return max(lane.full_for() for lane in lanes.values())


async def reading_aside(
    request: Request, read: Callable[[Connection], Answer], lane: Lane = Lane.SHORT
) -> tuple[Answer, int]:
    """Run a read that may take its time in a thread; return its answer with the revision of the store that it saw.

    Raises TookTooLong where it takes longer than a read may, unless it is one of the whole store. The time begins with the
    work, so that who queues for a place loses nothing of it.

    There are fewer places than the store has connections, and nothing else takes one from the pool while it answers, so
    that no number of clients can drain it: they queue here, without holding anything.
    """

    seconds: float | None = None if lane is Lane.WHOLE else request.app.state.read_seconds

    def run() -> tuple[Answer, int]:
        store: Store = request.app.state.store
        with within(seconds), store.reading() as connection:
            revision = noted(request, state(connection))
            return read(connection), revision

    return await aside(request, run, lane)


async def aside(request: Request, work: Callable[[], Answer], lane: Lane = Lane.SHORT) -> Answer:
    """Run what takes its time in a thread, when its client has a place."""
    lanes: Lanes = request.app.state.lanes
    async with lanes[lane].held_by(client_of(request.scope)):
        if lane is not Lane.SHORT:
            tidying: Tidying = request.app.state.tidying
            tidying.later()
        return await anyio.to_thread.run_sync(work, limiter=request.app.state.threads)


class Tidying:
    """Gives memory back some time after something large was done, once for much of it."""

    def __init__(self) -> None:
        """Have nothing to do yet."""
        self._timer: asyncio.TimerHandle | None = None

    def later(self) -> None:
        """Give back what is free when nothing large has been done for a while."""
        if self._timer:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(_QUIET, lambda: loop.run_in_executor(None, give_back))


_QUIET = 2.0
"""Seconds."""


async def writing_aside(
    request: Request, holder: Holder, write: Callable[[Writing], Answer], *, dry_run: bool = False
) -> tuple[Answer, int]:
    """Run a write in a thread, one at a time, and return its answer with the revision that the store has by it.

    It is committed before this returns, so that no answer says done of what is not; with `dry_run` it is taken back.
    Raises Busy where those before it take too long: while an import holds the store, nobody waits behind all who wait.
    Raises Revoked where the token of the holder was revoked meanwhile, while the body came or others wrote: the write holds
    the store when that is asked, so that nobody can revoke the token before it is committed.
    """
    store: Store = request.app.state.store

    def run() -> tuple[Answer, int]:
        with store.writing(holder.name, dry_run=dry_run) as transaction:
            check_held(transaction.session.connection(), holder)
            answer = write(transaction)
        return answer, transaction.revision

    turn: anyio.Lock = request.app.state.writers
    try:
        with anyio.fail_after(_PATIENCE):
            await turn.acquire()
    except TimeoutError as error:
        raise Busy("other writes are under way; try again when they are done") from error
    try:
        return await anyio.to_thread.run_sync(run)
    finally:
        turn.release()


_PATIENCE = 30
"""Seconds."""
