"""`glossary serve`: the store over HTTP, from the command line or as a service."""

import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
import uvicorn
from uvicorn.importer import import_from_string

from glossary.browsing import is_empty
from glossary.cli.config import misspelled_settings, service_settings
from glossary.cli.options import Database, named_url
from glossary.cli.service.listening import Listening, listen_at_socket, listen_on_port
from glossary.cli.service.stopping import StoppingServer
from glossary.cli.upgrades import Saying, say_on_stderr, upgrade_and_tell
from glossary.loading.reports import load_report
from glossary.loading.shipped import shipped_reports
from glossary.store.opening import Store, open_store

Host = Annotated[
    str | None, typer.Option(help="The address to listen on; else GLOSSARY_HOST, else 127.0.0.1.", show_default=False)
]
Port = Annotated[
    int | None,
    typer.Option(
        help="The port to listen on; else GLOSSARY_PORT, else PORT, else 8000.", min=0, max=65535, show_default=False
    ),
]
Uds = Annotated[
    Path | None,
    typer.Option(help="A Unix socket to listen on instead, for its group, too; else GLOSSARY_UDS.", show_default=False),
]
RootPath = Annotated[
    str | None,
    typer.Option(
        help="The path under which a proxy serves it, as /mingci; else GLOSSARY_ROOT_PATH.", show_default=False
    ),
]


def where_to_listen(
    host: str | None, port: int | None, uds: Path | None, root_path: str | None = None
) -> dict[str, Any]:
    """Return the settings of the service, where options go before the environment, and a port among them before a socket.

    Raises GlossaryError as `service_settings` does.
    """
    by_port = host is not None or port is not None
    if uds and by_port:
        raise typer.BadParameter("a socket has neither host nor port", param_hint="--uds")
    options = {"host": host, "port": port, "uds": str(uds) if uds else None, "root_path": root_path}
    settings = service_settings(**{name: value for name, value in options.items() if value is not None}).model_dump()
    return {**settings, "uds": None} if by_port else settings


def serve(
    database: Database = None, host: Host = None, port: Port = None, uds: Uds = None, root_path: RootPath = None
) -> None:
    """Serve the store over HTTP; an older one is copied and upgraded first, an empty one gets the shipped report."""
    settings = where_to_listen(host, port, uds, root_path)
    with _listen(settings) as listening:
        url = named_url(database)
        say = _announcer(settings["log"])
        for line in misspelled_settings():
            say(line)
        upgrade_and_tell(url, say)
        store = open_store(url)
        store.refuse_damaged()
        _fill_if_empty(store)
        store.close()
        os.environ["GLOSSARY_DATABASE_URL"] = url.render_as_string(hide_password=False)
        os.environ["GLOSSARY_ROOT_PATH"] = settings["root_path"]
        if settings["log"] != "json":  # in which each line is an object
            below = f" under {settings['root_path']}" if settings["root_path"] else ""
            say(f"Mingci serves {url.database} on {listening.name}{below} (try /docs)")
        server = uvicorn.Config(
            "app.main:serving",
            factory=True,
            http="app.protocol:TolerantProtocol",
            log_config=None,  # `serving` sets up the log
            access_log=False,  # nothing of it would be shown, and it costs some microseconds a request
            server_header=False,
            timeout_graceful_shutdown=settings["stop_seconds"],
        )
        _Server(server, listening.give_back).run(sockets=[listening.socket])


class _Server(StoppingServer):
    """The server that ends in time, with its socket's name given back when it stops listening: its last act is the signal."""

    def __init__(self, config: uvicorn.Config, give_back: Callable[[], None]) -> None:
        """Know what to do when it stops listening."""
        super().__init__(config)
        self._give_back = give_back

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, and answer those that there are."""
        self._give_back()
        await super().shutdown(sockets)


@contextmanager
def _listen(settings: dict[str, Any]) -> Iterator[Listening]:
    """Take the port or socket before anything else is done, so that a taken one is the first thing that is said."""
    uds = settings["uds"]
    socket_or_port = listen_at_socket(Path(uds).expanduser()) if uds else None
    with socket_or_port or listen_on_port(settings["host"], settings["port"]) as listening:
        yield listening


def _announcer(form: str) -> Saying:
    """Return a function that prints a line on stderr, or writes it to the log where that is JSON, before the service runs."""
    if form == "json":
        import_from_string("app.logs:configure")(form)
        log = logging.getLogger("mingci.serve")
        log.setLevel(logging.INFO)
        return log.info
    return say_on_stderr


def _fill_if_empty(store: Store) -> None:
    with store.reading() as connection:
        if not is_empty(connection):
            return
    with store.writing("glossary serve") as write:
        for report, curation in shipped_reports():
            load_report(write, report, curation)
