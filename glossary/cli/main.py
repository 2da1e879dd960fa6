"""The command `glossary`: its commands, and how it ends.

Exit codes: 0 done, 1 not found, 2 bad usage or bad input, each with one clear line on stderr.
"""

import sys
from collections.abc import Callable
from importlib.metadata import version
from typing import Annotated

import typer
from typer.exceptions import Abort, TyperException

from glossary.cli import config, editing, exchange, finding, history, keeping, overview, texts
from glossary.cli.options import close_stores, with_hints
from glossary.cli.service.ready import ready
from glossary.cli.service.serving import serve
from glossary.cli.terminal import harmless, outlets
from glossary.cli.tokens import token
from glossary.errors import GlossaryError, Merged, NotFound, StoreError, Withdrawn
from glossary.store.refusals import DATABASE_ERRORS, refusal

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


_OPERATORS: dict[str, Callable[..., None]] = {
    "serve": serve,
    "ready": ready,
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
        return NOT_FOUND if isinstance(error, NotFound | Merged | Withdrawn) else BAD, _message(error)


def _message(error: Exception) -> str:
    """Return what is said of an error that is none of this program."""
    said = str(error)
    if isinstance(error, TyperException):
        context = getattr(error, "ctx", None)
        why = " ".join(error.format_message().replace(": Value error, ", ": ").split()).removesuffix(".")
        said = f"{why} (see {context.command_path if context else 'glossary'} --help)"
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
