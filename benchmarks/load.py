"""A load over HTTP: so many connections, each asking one path after the other."""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

_HEAD_END = b"\r\n\r\n"


def requests_per_second(port: int, paths: Iterator[str], *, connections: int, seconds: float) -> float:
    """Ask `paths` over `connections` for about `seconds`; return how many answers came a second.

    Raises RuntimeError where an answer is none of 200 and 404.
    """
    return asyncio.run(_rate(port, paths, connections, seconds))


async def _rate(port: int, paths: Iterator[str], connections: int, seconds: float) -> float:
    end = time.perf_counter() + seconds
    start = time.perf_counter()
    counts = await asyncio.gather(*(_ask(port, paths, end) for _ in range(connections)))
    return sum(counts) / (time.perf_counter() - start)


async def _ask(port: int, paths: Iterator[str], end: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while time.perf_counter() < end:
        for path in islice(paths, 1):
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode("ascii"))
        head = await reader.readuntil(_HEAD_END)
        if head[9:12] not in (b"200", b"404"):
            raise RuntimeError(f"an answer was {head.splitlines()[0]!r}")
        await reader.readexactly(_length(head))
        count += 1
    writer.close()
    return count


def _length(head: bytes) -> int:
    lower = head.lower()
    at = lower.index(b"content-length:") + len(b"content-length:")
    return int(lower[at : lower.index(b"\r\n", at)])


@contextmanager
def served(app: str, **environment: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Serve an application (`module:name`, a factory) with uvicorn in a process of its own; give its port and process."""
    import os

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        app,
        "--factory",
        "--port",
        str(port),
        "--log-level",
        "warning",
        "--no-access-log",
    ]
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        _wait(port, process)
        yield port, process
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(3000):
        if process.poll() is not None:
            raise RuntimeError("the server did not start")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise RuntimeError("the server does not answer")
