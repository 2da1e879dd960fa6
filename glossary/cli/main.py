"""The command `glossary`: its commands, and how it ends.

Exit codes: 0 done, 1 not found, 2 bad usage or bad input, each with one clear line on stderr.
"""

import os
import socket
import sys
from collections.abc import Callable
from importlib.metadata import version
from typing import Annotated

import typer
import uvicorn
from rich.console import Console
from typer.exceptions import Abort, TyperException

from glossary.browsing import is_empty
from glossary.cli import config, editing, exchange, finding, history, keeping, overview, texts
from glossary.cli.options import Database, close_stores, named_url, with_hints
from glossary.cli.terminal import harmless, outlets
from glossary.cli.tokens import token
from glossary.errors import GlossaryError, Merged, NotFound, StoreError, Withdrawn
from glossary.loading.reports import load_report
from glossary.loading.shipped import shipped_reports
from glossary.store.opening import Store, open_store
from glossary.store.refusals import DATABASE_ERRORS, refusal
from glossary.store.upgrading import upgrade_store

app = typer.Typer(
    name="glossary",
    help="A bilingual glossary of the coined terms in Chinese official documents.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_COMMANDS: dict[str, dict[str, Callable[..., None]]] = {
    "Find": {
        "lookup": finding.look_up,
        "search": finding.find,
        "list": finding.browse,
        "show": finding.show,
        "contexts": finding.contexts,
        "concordance": finding.concord,
    },
    "Work with texts": {"annotate": texts.annotate_file, "extract": texts.extract, "check": texts.check_file},
    "Load and export": {
        "load": exchange.load,
        "import": exchange.import_file,
        "export": exchange.export,
        "coverage": exchange.cover,
    },
    "Edit": {
        "add": editing.add,
        "edit": editing.edit,
        "forbid": editing.forbid,
        "merge": editing.merge,
        "withdraw": editing.withdraw,
        "history": history.show_history,
        "undo": history.undo_revision,
    },
    "See what is there": {
        "sources": overview.sources,
        "stats": overview.show_stats,
        "quality": overview.quality,
        "changes": history.show_changes,
    },
}
_OPERATING = "Operate"
for panel, commands in _COMMANDS.items():
    for name, command in commands.items():
        app.command(name, rich_help_panel=panel)(command)


@app.callback()
def _begin(
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=lambda asked: _show_version(is_asked=asked),
            help="Show the version and exit.",
        ),
    ] = False,
) -> None:
    """A bilingual glossary of the coined terms in Chinese official documents."""


def _show_version(*, is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"glossary (Mingci) {version('mingci')}")
        raise typer.Exit


@app.command(rich_help_panel=_OPERATING)
def serve(
    database: Database = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)] = 8000,
) -> None:
    """Serve the store over HTTP; an empty one gets the shipped report first."""
    listening = _listen(host, port)
    log = config.service_settings().model_dump()["log"]
    url = named_url(database)
    upgrade_store(url)
    store = open_store(url)
    store.refuse_damaged()
    _fill_if_empty(store)
    store.close()
    os.environ["GLOSSARY_DATABASE_URL"] = url.render_as_string(hide_password=False)
    address = listening.getsockname()
    if log != "json":  # in which each line is an object
        Console(stderr=True).print(
            f"Mingci serves {url.database} on http://{host}:{address[1]} (try /docs)", highlight=False
        )
    server = uvicorn.Config(
        "app.main:serving",
        factory=True,
        http="app.protocol:TolerantProtocol",
        log_config=None,  # `serving` sets up the log
        access_log=False,  # nothing of it would be shown, and it costs some microseconds a request
        server_header=False,
    )
    uvicorn.Server(server).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else is done, so that a taken one is the first thing that is said."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        raise GlossaryError(f"cannot listen on {host}:{port}: {error.strerror}") from error
    return listening


def _fill_if_empty(store: Store) -> None:
    with store.reading() as connection:
        if not is_empty(connection):
            return
    with store.writing("glossary serve") as write:
        for report, curation in shipped_reports():
            load_report(write, report, curation)


_OPERATORS: dict[str, Callable[..., None]] = {
    "config": config.config,
    "backup": keeping.back_up,
    "verify": keeping.check,
    "reindex": keeping.make_anew,
}
for name, command in _OPERATORS.items():
    app.command(name, rich_help_panel=_OPERATING)(command)
app.add_typer(keeping.db, name="db", rich_help_panel=_OPERATING)
app.add_typer(token, name="token", rich_help_panel=_OPERATING)

NOT_FOUND, BAD = 1, 2


def main() -> None:
    """Run the command line; every error ends as one line on stderr, and a pipe that nobody reads any more is none."""
    with outlets() as written:
        try:
            code, message = _outcome()
        finally:
            close_stores()
        written.flush()
        if written.fault and not code:
            code, message = BAD, str(written.fault)
        if message:
            line = " ".join(message.splitlines())
            print(harmless(f"glossary: {line}"), file=sys.stderr)  # noqa: T201 - stderr, without Rich's wrapping
    raise SystemExit(code)


def _outcome() -> tuple[int, str | None]:
    """Run the command line, and return the exit code with what is to be said."""
    try:
        return app(prog_name="glossary", standalone_mode=False) or 0, None
    except (TyperException, Abort, GlossaryError, *DATABASE_ERRORS, UnicodeEncodeError, OSError) as error:
        return NOT_FOUND if isinstance(error, NotFound | Merged | Withdrawn) else BAD, _told(error)


def _told(error: Exception) -> str:
    """Return what is said of an error that is none of this program."""
    said = str(error)
    if isinstance(error, TyperException):
        context = getattr(error, "ctx", None)
        said = f"{error.format_message()} (see {context.command_path if context else 'glossary'} --help)"
    elif isinstance(error, StoreError):
        said = with_hints(said)
    elif isinstance(error, DATABASE_ERRORS):
        said = with_hints(str(refusal(error) or f"the store failed: {error}"))
    elif isinstance(error, UnicodeEncodeError):  # of what is printed `Outlet` takes care
        said = "what was given is no text in UTF-8"
    elif isinstance(error, OSError):
        said = f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}"
    elif isinstance(error, Abort):
        said = "ended before it was done"
    return said
