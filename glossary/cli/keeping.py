"""`glossary backup`, `verify`, `reindex` and `db upgrade`: what keeps a store safe and sound."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.text import Text

from glossary.browsing import stats
from glossary.cli.finding import how_to_fill
from glossary.cli.options import Database, named_url, opened, out
from glossary.errors import GlossaryError
from glossary.progress import Progress
from glossary.state import state
from glossary.store.backups import backup
from glossary.store.opening import open_store
from glossary.store.reindexing import reindex
from glossary.store.upgrading import schema_of, upgrade_store
from glossary.store.verifying import verify

db = typer.Typer(help="The store itself.", no_args_is_help=True)


@contextmanager
def bar(description: str) -> Iterator[Progress]:
    """Show on stderr, where that is a terminal, how far a piece of work is."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console, disable=not console.is_terminal) as bars:
        task = bars.add_task(description, total=None)

        def tell(done: int, total: int, /) -> None:
            bars.update(task, completed=done, total=total)

        yield tell


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
def upgrade(database: Database = None) -> None:
    """Create the store, or bring its schema up to this version."""
    url = named_url(database)
    is_new = schema_of(url) is None
    done = upgrade_store(url)
    out.print(Text(f"{url.database}: {'created' if is_new else 'upgraded' if done else 'up to date'}"), soft_wrap=True)
    store = open_store(url)
    with store.reading() as connection:
        is_empty = not stats(connection).concepts
    store.close()
    if is_empty:
        out.print(Text(f"the store is empty: {how_to_fill()}"), soft_wrap=True)
