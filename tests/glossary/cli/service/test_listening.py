"""`glossary serve` on a Unix socket or a port that the environment names, and `glossary ready`, which asks it."""

import os
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from glossary.cli.service.listening import listen_at_socket
from glossary.errors import GlossaryError
from tests.glossary.cli.test_main import GLOSSARY, run
from tests.reliability.victims import free_port


@contextmanager
def started(directory: Path, *options: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `glossary serve` until it is ready; kill it in the end."""
    named = {"GLOSSARY_DATABASE_URL": str(directory / "glossary.db"), "HOME": str(directory), **environment}
    env = {"PATH": os.environ["PATH"], **named}
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen([GLOSSARY, "serve", *options], env=env, stderr=log, cwd=directory)
    try:
        for _ in range(100):
            ready = subprocess.run(
                [GLOSSARY, "ready", *options], env=env, capture_output=True, cwd=directory, check=False
            )
            if not ready.returncode:
                break
            assert process.poll() is None, (directory / "log").read_text("utf-8")
            time.sleep(0.1)
        yield process
    finally:
        process.kill()
        process.wait(20)


def _asked(path: Path, *headers: str) -> bytes:
    with closing(socket.socket(socket.AF_UNIX)) as connection:
        connection.settimeout(20)
        connection.connect(str(path))
        head = "".join(f"{one}\r\n" for one in ("Host: terms.example", "Connection: close", *headers))
        connection.sendall(f"GET /v1/suggest?q=sanq HTTP/1.1\r\n{head}\r\n".encode())
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_socket_from_its_beginning_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "mingci.sock"
    with started(tmp_path, "--uds", str(path)) as process:
        assert stat.S_IMODE(path.stat().st_mode) == 0o660
        proxied = _asked(path, "X-Forwarded-Proto: https", "X-Forwarded-For: 203.0.113.9")
        assert proxied.startswith(b"HTTP/1.1 200 ")
        taken = run("serve", "--uds", path, database=tmp_path / "glossary.db")
        assert (taken.returncode, taken.stderr) == (
            2,
            f"glossary: cannot listen on {path}: another process does already\n",
        )
        assert _asked(path).startswith(b"HTTP/1.1 200 ")
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        assert not path.exists()
        done = run("ready", database=tmp_path / "glossary.db", GLOSSARY_UDS=str(path))
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"glossary: not ready: nothing answers at {path} ")


def test_a_socket_that_a_killed_process_left_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "mingci.sock"
    with started(tmp_path, GLOSSARY_UDS=str(path)) as process:
        process.kill()
        process.wait(20)
        assert path.is_socket()
    with started(tmp_path, GLOSSARY_UDS=str(path)):
        assert _asked(path).startswith(b"HTTP/1.1 200 ")


def test_each_client_of_a_proxy_has_its_own_limit_behind_a_socket(tmp_path: Path) -> None:
    path = tmp_path / "mingci.sock"
    with started(tmp_path, GLOSSARY_UDS=str(path), GLOSSARY_RATE_LIMIT="1"):
        for client, status in (("203.0.113.1", b"200"), ("203.0.113.1", b"429"), ("203.0.113.2", b"200")):
            # What the client claims stands before what the proxy says, and is not believed.
            answer = _asked(path, f"X-Forwarded-For: 198.51.100.{len(client)}, {client}")
            assert answer.split(b" ")[1] == status


def test_the_port_of_the_environment(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, PORT=str(port), GLOSSARY_HOST="0.0.0.0"):  # noqa: S104 - what a container has
        done = run("ready", database=tmp_path / "glossary.db", GLOSSARY_PORT=str(port))
        assert (done.returncode, done.stdout) == (0, f"127.0.0.1:{port}: ready\n")
        (tmp_path / "glossary.db").rename(tmp_path / "elsewhere.db")
        gone = run("ready", "--port", str(port), database=tmp_path / "glossary.db")
        assert gone.returncode == 1
        assert gone.stderr == (
            "glossary: not ready: the file of the store was deleted while it was in use; start again\n"
        )


def test_what_does_not_answer_as_the_service_does_is_not_ready(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        port = str(silent.getsockname()[1])
        done = run("ready", "--port", port, "--timeout", "0.2", database=tmp_path / "a.db")
        assert done.returncode == 1
        assert done.stderr == f"glossary: not ready: nothing answers at 127.0.0.1:{port} (timed out)\n"


def test_another_file_is_left_alone(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("precious", "utf-8")
    link, loop = tmp_path / "link", tmp_path / "loop"
    link.symlink_to(notes)
    loop.symlink_to(loop)
    os.mkfifo(tmp_path / "fifo")
    for path in (notes, link, loop, tmp_path / "fifo"):
        with (
            pytest.raises(GlossaryError, match=r"there is a file of that name, which is not a socket$"),
            listen_at_socket(path),
        ):
            pass
    assert notes.read_text("utf-8") == "precious"
    with pytest.raises(GlossaryError, match=r"not a socket$"), listen_at_socket(tmp_path):
        pass


@pytest.mark.parametrize(("name", "why"), [("none/a.sock", "No such file or directory"), ("a" * 120, "too long")])
def test_a_name_that_a_socket_cannot_have_is_one_line(tmp_path: Path, name: str, why: str) -> None:
    done = run("serve", "--uds", tmp_path / name, database=tmp_path / "a.db")
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith(f"glossary: cannot listen on {tmp_path / name}: ")
    assert why in line
    assert not (tmp_path / "a.db").exists()


def test_what_another_process_made_of_the_name_is_left(tmp_path: Path) -> None:
    path = tmp_path / "mingci.sock"
    with listen_at_socket(path) as listening:
        path.unlink()
        path.write_text("another's", "utf-8")
        listening.give_back()
        assert path.exists()
    assert path.read_text("utf-8") == "another's"


def test_a_socket_is_no_longer_there_where_the_start_failed(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("not a database " * 100, "utf-8")
    done = run("serve", "--uds", tmp_path / "a.sock", database=tmp_path / "notes.db")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "a.sock").exists()
