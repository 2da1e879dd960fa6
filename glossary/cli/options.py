"""What several commands share: options, the store that they name, where they read from and write to."""

import os
import re
import shlex
import sys
from collections.abc import Iterable
from contextlib import suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated

import typer
from dotenv import dotenv_values
from sqlalchemy import URL

from glossary.cli.terminal import PIPED_WIDTH, Outlet, Terminal, drop_odd_sizes, harmless
from glossary.cli.upgrades import upgrade_and_tell
from glossary.errors import GlossaryError, TooLarge, UnreadableFile
from glossary.store.opening import Store, default_url, open_store, store_url
from glossary.store.refusals import UPGRADE, VERIFY

DATABASE_VARIABLE = "GLOSSARY_DATABASE_URL"
Database = Annotated[
    str | None,
    typer.Option("--database", envvar=DATABASE_VARIABLE, help="The store: a URL or the path of a SQLite file."),
]
Encoding = Annotated[str | None, typer.Option(help="The encoding of a text or web page, where it cannot be told.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the service's own JSON.")]
AsTsv = Annotated[
    bool, typer.Option("--tsv", help="Print the table as tab-separated values, below a line with their names.")
]
ConceptNamed = Annotated[
    str, typer.Argument(metavar="CONCEPT", help="A concept's id, or a label that it alone has.", show_default=False)
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
Limit = Annotated[int, typer.Option(min=1, max=200, help="How many at most.")]
Cursor = Annotated[str | None, typer.Option(help="`next` of the page before (--json).", show_default=False)]
OfSource = Annotated[str | None, typer.Option("--source", help="Only of this source, by its short name.")]
OfYear = Annotated[int | None, typer.Option("--year", min=1900, max=2200, help="Only of sources of this year.")]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="A file; by default standard output.")]

drop_odd_sizes()
out = Terminal(width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH)


def env_file() -> dict[str, str]:
    """Return the variables that a file `.env` in this directory sets. Raises UnreadableFile where it cannot be read."""
    try:
        return {name.upper(): value for name, value in dotenv_values(".env").items() if value}
    except (OSError, UnicodeDecodeError):
        raise UnreadableFile("the file .env cannot be read as a text in UTF-8") from None


_typed: ContextVar[str | None] = ContextVar("_typed", default=None)
"""The option with the store as it has to be typed again, None where there was none."""


def named_url(database: str | None) -> URL:
    """Return the store that an option or the environment names, or a file `.env`; else the user's own."""
    _typed.set(None if database == os.environ.get(DATABASE_VARIABLE) else database)
    if database is None:
        database = env_file().get(DATABASE_VARIABLE)
    return store_url(database) if database is not None else default_url()


def as_typed(command: str) -> str:
    """Return a command as it has to be typed for the store that is in use, quoted for a shell.

    The URL of a server may have a password in it, and is not repeated.
    """
    database = _typed.get()
    if database is None:
        return command
    is_of_server = "://" in database and not database.startswith("sqlite")
    shown = "URL" if is_of_server else shlex.quote(database)
    return f"{command} --database{'=' if shown.startswith('-') else ' '}{shown}"


def with_hints(message: str) -> str:
    """Return what is said of a store with the commands that it names as they have to be typed."""
    return re.sub(f"{re.escape(UPGRADE)}|{re.escape(VERIFY)}", lambda found: as_typed(found[0]), message)


def opened(database: str | None, *, create: bool = False) -> Store:
    """Open the store that `named_url` gives; with `create` it is made where there is none."""
    url = named_url(database)
    if create:
        upgrade_and_tell(url)
    store = open_store(url)
    _opened.append(store)
    return store


_opened: list[Store] = []


def close_stores() -> None:
    """Close what `opened` opened, so that no log is left beside the file of a store."""
    while _opened:
        _opened.pop().close()


def exclude(**forms: bool) -> None:
    """Raise BadParameter where more than one form of the output is asked for."""
    asked = [f"--{name}" for name, is_asked in forms.items() if is_asked]
    if len(asked) > 1:
        raise typer.BadParameter(f"{' and '.join(asked)} exclude each other")


_MOST_BYTES = 256 * 1024 * 1024
"""Of a file: a device gives bytes without end."""


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file. Raises UnreadableFile where it cannot be read, TooLarge where there are too many."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except IsADirectoryError:
        raise UnreadableFile(f"{path} is a directory") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise UnreadableFile(f"{path} cannot be read: {why}") from error
    if len(data) > _MOST_BYTES:
        raise TooLarge(f"{path} has more than {_MOST_BYTES:,} bytes")
    return data


def write_out(chunks: Iterable[bytes], output: Path | None) -> None:
    """Write to standard output, or to a file that is there whole or not at all."""
    if output is None:
        if sys.stdout.isatty():
            chunks = (harmless(chunk.decode(errors="replace")).encode() for chunk in chunks)
        if isinstance(sys.stdout, Outlet):
            sys.stdout.pour(chunks)
        else:
            sys.stdout.buffer.writelines(chunks)
        return
    try:
        target = Path(os.path.realpath(output))
        if target.exists() and not target.is_file():  # a device, a pipe: nothing to be put in its place
            with target.open("wb") as file:
                file.writelines(chunks)
        else:
            _put(chunks, target)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise GlossaryError(f"{output} cannot be written: {why}") from error


def _put(chunks: Iterable[bytes], target: Path) -> None:
    partial = target.with_name(f".{target.name}.partial")
    try:
        with partial.open("wb") as file:
            file.writelines(chunks)
        partial.replace(target)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
