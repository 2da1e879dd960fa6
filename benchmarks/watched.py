"""What it costs to watch a request: its id and numbers, its line in the log, the rate limit; through the application itself.

The application is called as a server calls it, without a socket, and processor time is counted, not that on the clock.
"""

import asyncio
import contextlib
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI
from starlette.types import Message

from app.logs import LogForm
from app.main import create_app
from app.observing import ObservingMiddleware
from app.settings import Settings
from benchmarks.measuring import Row, spread

_REQUESTS, _ROUNDS = 300, 40
_SCOPE = {
    "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": "GET",
    "scheme": "http", "server": ("127.0.0.1", 8000), "client": ("127.0.0.1", 50000), "root_path": "",
    "path": "/v1/lookup", "raw_path": b"/v1/lookup", "query_string": f"q={quote('三清零')}".encode(),
}  # fmt: skip
_HEADERS = ((b"host", b"localhost"), (b"user-agent", b"benchmarks"), (b"accept", b"*/*"))


def rows(shipped: Path) -> Iterator[Row]:
    """Yield what a look-up takes that nobody watches, and what is added to that, in microseconds."""
    with (shipped.parent / "watched.log").open("w") as log, contextlib.redirect_stderr(log):
        took = asyncio.run(_measured(shipped))
    bare = took.pop("a look-up that nobody watches")
    yield Row("a look-up that nobody watches", spread(bare).shown(" µs", 0))
    for what, times in took.items():
        added = [one - other for one, other in zip(times, bare, strict=True)]
        yield Row(f"with {what}", spread(times).shown(" µs", 0), ratio=f"+{spread(added).median:.0f} µs")


def _apps(shipped: Path) -> Mapping[str, FastAPI]:
    file = str(shipped)
    bare = create_app(Settings(database_url=file))
    watching: object = ObservingMiddleware
    bare.user_middleware = [one for one in bare.user_middleware if one.cls is not watching]
    return {
        "a look-up that nobody watches": bare,
        "its id and numbers": create_app(Settings(database_url=file, log=LogForm.QUIET)),
        "these and a line of JSON, written to a file": create_app(Settings(database_url=file, log=LogForm.JSON)),
        "these and a rate limit": create_app(Settings(database_url=file, rate_limit=10**9)),
    }


async def _measured(shipped: Path) -> dict[str, list[float]]:
    apps = _apps(shipped)
    took: dict[str, list[float]] = {what: [] for what in apps}
    async with contextlib.AsyncExitStack() as started:
        for app in apps.values():
            await started.enter_async_context(app.router.lifespan_context(app))
        for _ in range(_ROUNDS):
            for what, app in apps.items():
                took[what].append(await _asked(app))
    return took


async def _asked(app: FastAPI) -> float:
    """Return the microseconds of a processor that a request takes."""

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_message: Message) -> None: ...

    started = time.process_time()
    for _ in range(_REQUESTS):
        await app({**_SCOPE, "headers": list(_HEADERS), "state": {}}, receive, send)
    return (time.process_time() - started) / _REQUESTS * 1e6
