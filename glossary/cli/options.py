"""What several commands share: options, the store that they name, where they read from and write to."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from dotenv import dotenv_values
from sqlalchemy import URL

from glossary.cli.terminal import Terminal, harmless
from glossary.cli.upgrades import told_upgrade
from glossary.errors import GlossaryError, UnreadableFile
from glossary.store.opening import Store, default_url, open_store, store_url

Database = Annotated[
    str | None,
    typer.Option("--database", envvar="GLOSSARY_DATABASE_URL", help="The store: a URL or the path of a SQLite file."),
]
Encoding = Annotated[str | None, typer.Option(help="The encoding of a text or web page, where it cannot be told.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the service's own JSON.")]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="A file; by default standard output.")]

PIPED_WIDTH = 160
out = Terminal(width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH)


def env_file() -> dict[str, str]:
    """Return the variables that a file `.env` in this directory sets. Raises UnreadableFile where it cannot be read."""
    try:
        return {name.upper(): value for name, value in dotenv_values(".env").items() if value}
    except (OSError, UnicodeDecodeError):
        raise UnreadableFile("the file .env cannot be read as a text in UTF-8") from None


def named_url(database: str | None) -> URL:
    """Return the store that an option or the environment names, or a file `.env`; else the user's own."""
    database = database or env_file().get("GLOSSARY_DATABASE_URL")
    return store_url(database) if database else default_url()


def opened(database: str | None, *, create: bool = False) -> Store:
    """Open the store that `named_url` gives; with `create` it is made where there is none."""
    url = named_url(database)
    if create:
        told_upgrade(url)
    return open_store(url)


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file. Raises UnreadableFile where it cannot be read."""
    try:
        return path.read_bytes()
    except IsADirectoryError:
        raise UnreadableFile(f"{path} is a directory") from None
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}") from error


def write_out(chunks: Iterable[bytes], output: Path | None) -> None:
    """Write to standard output, or to a file that is there whole or not at all."""
    if output is None:
        try:
            if sys.stdout.isatty():
                chunks = (harmless(chunk.decode(errors="replace")).encode() for chunk in chunks)
            sys.stdout.buffer.writelines(chunks)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            # The reader has seen enough (`glossary export jsonl | head`); what is left to flush goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    partial = output.with_name(f".{output.name}.partial")
    try:
        with partial.open("wb") as file:
            file.writelines(chunks)
        partial.replace(output)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise GlossaryError(f"{output} cannot be written: {error.strerror}") from error
