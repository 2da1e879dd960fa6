"""A real server over a store, in a thread, and raw requests to it."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from app.main import create_app
from app.protocol import TolerantProtocol
from app.settings import Settings


@contextmanager
def served(**settings: Any) -> Iterator[int]:
    """Serve with these settings and give the port."""
    app = create_app(Settings(**settings))
    server = uvicorn.Server(uvicorn.Config(app, port=0, http=TolerantProtocol, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            thread.join(0.05)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:  # else a test that fails in here leaves a thread for which the interpreter waits at its end, for ever
        server.should_exit = True
        thread.join(10)


def exchanged(port: int, pieces: Iterable[bytes]) -> bytes:
    """Send pieces to a server, each when it is given, and return what it says until it closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):  # it has heard enough
            pass
        received = b""
        try:
            while data := connection.recv(65536):
                received += data
        except ConnectionResetError:
            pass
        return received


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def commanded(database: Path, log: Path, **environment: str) -> Iterator[int]:
    """Run `glossary serve` as an operator does, with its stderr in a file, and give the port."""
    port = free_port()
    env = {"PATH": os.environ["PATH"], "COLUMNS": "200", "HOME": str(log.parent), **environment}
    command = [Path(sys.executable).with_name("glossary"), "serve", "--port", str(port), "--database", str(database)]
    with log.open("wb") as file:
        process = subprocess.Popen(command, env=env, stderr=file, cwd=log.parent)
    try:
        while not _answers(port):
            assert process.poll() is None, log.read_text("utf-8")
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int) -> bool:
    try:
        said = exchanged(port, [b"GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"])
    except ConnectionRefusedError:
        return False
    return said.startswith(b"HTTP/1.1 200 ")
