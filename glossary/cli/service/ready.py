"""`glossary ready`: whether the service that these settings are of can answer; what a container's health check runs."""

import http.client
import json
import socket
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from glossary.cli.options import out
from glossary.cli.service.serving import Host, Port, Uds, where_to_listen
from glossary.errors import NotFound

_OK = 200
_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - what to ask where it listens on all addresses
_LONGEST = 64 * 1024


def ready(
    host: Host = None,
    port: Port = None,
    uds: Uds = None,
    timeout: Annotated[float, typer.Option(min=0.1, max=60, help="How many seconds to wait for an answer.")] = 3,
) -> None:
    """Ask the service whether it can answer, where the settings say that it listens; exit code 1 where it cannot."""
    where, connection = _connection(where_to_listen(host, port, uds), timeout)
    try:
        with closing(connection):
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            body = answer.read(_LONGEST)
    except (OSError, http.client.HTTPException) as error:
        raise NotFound(
            f"not ready: nothing answers at {where} ({getattr(error, 'strerror', None) or error})"
        ) from error
    if answer.status != _OK:
        raise NotFound(f"not ready: {_detail(body)}")
    out.print(f"{where}: ready", highlight=False, markup=False)


def _connection(settings: Mapping[str, Any], timeout: float) -> tuple[str, http.client.HTTPConnection]:
    """Return a connection to where a service with these settings listens, and the name of that place."""
    if settings["uds"]:
        path = Path(settings["uds"]).expanduser()
        return str(path), _OverSocket(path, timeout)
    host, port = _ANY.get(settings["host"], settings["host"]), settings["port"]
    return f"{host}:{port}", http.client.HTTPConnection(host, port, timeout=timeout)


class _OverSocket(http.client.HTTPConnection):
    """A connection through a Unix socket."""

    def __init__(self, path: Path, timeout: float) -> None:
        """Know where the socket is, and how many seconds to wait."""
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        """Connect to the socket."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


def _detail(body: bytes) -> str:
    """Return what a problem says."""
    try:
        return str(json.loads(body)["detail"])
    except (ValueError, LookupError, TypeError):
        return "its answer is not one of this service"
