"""A load over HTTP: so many connections, each asking one path after the other; and the servers to load."""

import asyncio
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from fastapi import FastAPI

_HEAD_END = b"\r\n\r\n"
_LAST_CHUNK = b"\r\n0\r\n\r\n"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


class Server(NamedTuple):
    """A server in a process of its own, and the seconds from its start to its first answer."""

    port: int
    pid: int
    started: float

    def memory(self) -> float:
        """Return the memory that the process holds, in MB (VmRSS)."""
        status = Path(f"/proc/{self.pid}/status").read_text("ascii")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


def hello() -> FastAPI:
    """Return the framework's own hello world, with one query parameter."""
    app = FastAPI()

    @app.get("/hello")
    async def greet(q: str) -> dict[str, str]:
        return {"hello": q}

    return app


@contextmanager
def hello_served() -> Iterator[Server]:
    """Serve the hello world."""
    with _served(
        [
            sys.executable,
            "-m",
            "uvicorn",
            "benchmarks.load:hello",
            "--factory",
            "--log-level",
            "warning",
            "--no-access-log",
        ],
        "/hello?q=a",
    ) as server:
        yield server


@contextmanager
def mingci_served(database: Path) -> Iterator[Server]:
    """Serve a store as a user does."""
    command = [str(Path(sys.executable).with_name("glossary")), "serve", "--database", str(database)]
    with _served(command, "/v1/lookup?q=a") as server:
        yield server


_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""With compiled modules kept, as they are where a program is installed."""


@contextmanager
def _served(command: Sequence[str], path: str) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = time.perf_counter()
    process = subprocess.Popen([*command, "--port", str(port)], stderr=subprocess.DEVNULL, env=_ENVIRONMENT)
    try:
        while not _answers(port, path):
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} did not start")
            time.sleep(0.005)
        yield Server(port, process.pid, time.perf_counter() - start)
    finally:
        process.terminate()
        process.wait(30)


def _answers(port: int, path: str) -> bool:
    try:
        asyncio.run(_rate(port, iter([path]), 1, 0))
    except (OSError, asyncio.IncompleteReadError):
        return False
    return True


def requests_per_second(port: int, paths: Iterator[str], *, connections: int = 32, seconds: float = 2) -> float:
    """Ask `paths` over `connections` for about `seconds`; return how many answers came a second.

    Raises RuntimeError where an answer is none of 200 and 404.
    """
    return asyncio.run(_rate(port, paths, connections, seconds))


def answer_seconds(port: int, paths: Sequence[str]) -> list[float]:
    """Ask `paths` one after the other over one connection; return how long each answer took to come."""

    async def ask() -> list[float]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        taken = []
        for path in paths:
            start = time.perf_counter()
            await _answer(reader, writer, path)
            taken.append(time.perf_counter() - start)
        writer.close()
        return taken

    return asyncio.run(ask())


async def _rate(port: int, paths: Iterator[str], connections: int, seconds: float) -> float:
    start = time.perf_counter()
    counts = await asyncio.gather(*(_ask(port, paths, start + seconds) for _ in range(connections)))
    return sum(counts) / (time.perf_counter() - start)


async def _ask(port: int, paths: Iterator[str], end: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    for path in paths:
        await _answer(reader, writer, path)
        count += 1
        if time.perf_counter() >= end:
            break
    writer.close()
    return count


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
    """Ask a path, and read its answer to the end."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode("ascii"))
    head = await reader.readuntil(_HEAD_END)
    length = _LENGTH.search(head)
    if head[9:12] not in (b"200", b"404"):
        raise RuntimeError(f"an answer was {head.splitlines()[0]!r}")
    await (reader.readexactly(int(length[1])) if length else reader.readuntil(_LAST_CHUNK))
