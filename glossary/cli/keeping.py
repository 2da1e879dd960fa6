"""`glossary backup`, `verify` and `reindex`: what keeps a store safe and sound."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from glossary.browsing import stats
from glossary.cli.bars import bar
from glossary.cli.options import Database, opened, out
from glossary.errors import GlossaryError
from glossary.state import state
from glossary.store.backups import backup
from glossary.store.reindexing import reindex
from glossary.store.verifying import verify


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
