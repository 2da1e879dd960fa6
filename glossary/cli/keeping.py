"""`glossary backup`, `verify`, `reindex` and `db upgrade`: what keeps a store safe and sound."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from glossary.browsing import stats
from glossary.cli.bars import bar
from glossary.cli.finding import how_to_fill
from glossary.cli.options import Database, named_url, opened, out
from glossary.cli.upgrades import upgrade_and_tell
from glossary.errors import GlossaryError
from glossary.state import state
from glossary.store.backups import backup
from glossary.store.reindexing import reindex
from glossary.store.verifying import verify

db = typer.Typer(help="The store itself.", no_args_is_help=True)


def back_up(
    file: Annotated[Path, typer.Argument(help="A file that is not there yet.", show_default=False)],
    database: Database = None,
) -> None:
    """Copy the store, also while it is served and written to, and check the copy; it is a store like any other."""
    store = opened(database)
    with bar("Copying") as tell:
        made = backup(store, file, tell)
    out.print(Text(f"{file}: revision {made.of.revision}, {made.size:,} bytes, checked"))


def check(database: Database = None) -> None:
    """Check that the store is sound: the file, the search keys, the entries, the history."""
    store = opened(database)
    with bar("Checking") as tell:
        faults = list(verify(store, tell))
    for fault in faults:
        out.print(Text(fault))
    if faults:
        raise GlossaryError(
            f"{len(faults):,} {'fault' if len(faults) == 1 else 'faults'} found in {store.url.database}"
        )
    with store.reading() as connection:
        out.print(Text(f"sound: {stats(connection).concepts} concepts, revision {state(connection).revision}"))


def make_anew(database: Database = None) -> None:
    """Make the search keys and the served entries of every concept anew, in one transaction."""
    store = opened(database)
    with bar("Making anew") as tell:
        revision = reindex(store, "glossary reindex", tell)
    with store.reading() as connection:
        out.print(Text(f"{stats(connection).concepts} concepts made anew, revision {revision}"))


@db.command()
def upgrade(
    database: Database = None,
    keep_copy: Annotated[bool, typer.Option("--copy/--no-copy", help="Keep a copy of it as it was, beside it.")] = True,
) -> None:
    """Create the store, or bring its schema up to this version."""
    url = named_url(database)
    done = upgrade_and_tell(url, keep_copy=keep_copy)
    what = "up to date" if done is None else "created" if done.old is None else "upgraded"
    out.print(Text(f"{url.database}: {what}"), soft_wrap=True)
    if what == "created":
        out.print(Text(f"the store is empty: {how_to_fill()}"), soft_wrap=True)
