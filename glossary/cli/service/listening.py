"""Where `glossary serve` listens: a port, or a Unix socket that nobody else has."""

import fcntl
import os
import socket
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from glossary.errors import GlossaryError

_GROUP_MAY_CONNECT = 0o660
"""The rights of the socket: its owner and its group, which is to be the proxy's; who may enter its directory has a say, too."""
_ASKING_SECONDS = 2.0
_BACKLOG = 2048


class Listening(NamedTuple):
    """An open socket, what people call it, and what gives its name back when it is no longer listened on."""

    socket: socket.socket
    name: str
    give_back: Callable[[], None]


@contextmanager
def listen_on_port(host: str, port: int) -> Iterator[Listening]:
    """Take a port. Raises GlossaryError where that cannot be done."""
    with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind((host, port))
        except (OSError, UnicodeError) as error:
            raise GlossaryError(f"cannot listen on {host}:{port}: {_why(error)}") from error
        shown = f"[{host}]" if ":" in host else host
        yield Listening(taken, f"http://{shown}:{taken.getsockname()[1]}", lambda: None)


@contextmanager
def listen_at_socket(path: Path) -> Iterator[Listening]:
    """Take the name of a Unix socket, and give it back in the end.

    One that nobody listens on any more is what a killed process left, and is replaced. Raises GlossaryError where somebody
    listens there, where another file is there, or where it cannot be made.
    """
    with closing(socket.socket(socket.AF_UNIX)) as taken:
        try:
            with _alone_in(path.parent):
                _clear(path)
                before = os.umask(0o777 & ~_GROUP_MAY_CONNECT)
                try:
                    taken.bind(str(path))
                finally:
                    os.umask(before)
                taken.listen(_BACKLOG)  # at once: a socket that nobody listens on counts as left over
                mine = _identity(path)
        except OSError as error:
            raise GlossaryError(f"cannot listen on {path}: {_why(error)}") from error
        try:
            yield Listening(taken, f"the socket {path}", lambda: _give_back(path, mine))
        finally:
            _give_back(path, mine)


def _give_back(path: Path, mine: tuple[int, int] | None) -> None:
    """Remove a socket's name, unless another process has it by now."""
    if _identity(path) == mine:
        path.unlink(missing_ok=True)


@contextmanager
def _alone_in(directory: Path) -> Iterator[None]:
    """Keep another start in the same directory from clearing away what this one makes."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _clear(path: Path) -> None:
    """Remove a socket that nobody listens on. Raises GlossaryError where somebody does, or something else is there."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(found.st_mode):
        raise GlossaryError(f"cannot listen on {path}: there is a file of that name, which is not a socket")
    with closing(socket.socket(socket.AF_UNIX)) as asking:
        asking.settimeout(_ASKING_SECONDS)
        try:
            asking.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
            return
        except TimeoutError:  # its queue is full: somebody has it
            pass
    raise GlossaryError(f"cannot listen on {path}: another process does already")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
