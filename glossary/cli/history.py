"""The commands about what was changed: seeing it, undoing it."""

from typing import Annotated

import typer
from pydantic_core import to_json
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from glossary.cli.options import AsJson, Database, opened, out
from glossary.cli.tables import dumped
from glossary.history import list_history
from glossary.state import state
from glossary.undoing import undo
from glossary.writing import UNDOING

_MOST = 200


def show_history(
    concept: Annotated[str, typer.Argument(help="A concept's id, as `glossary lookup --json` gives it.")],
    database: Database = None,
    limit: Annotated[int, typer.Option(min=1, max=_MOST, help="How many at most.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Show what was done to a concept, the newest first: when, by whom, in which revision."""
    with opened(database).reading() as connection:
        found, behind = list_history(connection, concept, limit, None)
        at = state(connection).revision
    if as_json:
        items = [to_json(one).decode() for one in found]
        out.out(f'{{"items":[{",".join(items)}],"next":{dumped(behind)},"revision":{at}}}', highlight=False)
        return
    table = Table("revision", "at", "by", "operation", box=None)
    for one in found:
        table.add_row(str(one.revision), f"{one.at:%Y-%m-%d %H:%M:%S}", escape(one.actor), one.operation)
    out.print(table)


def undo_revision(
    revision: Annotated[int | None, typer.Argument(help="The revision; by default the last one.", min=1)] = None,
    database: Database = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
) -> None:
    """Undo what one revision did to the concepts, in a revision of its own; what it added is withdrawn."""
    store = opened(database)
    with store.reading() as connection:
        which = revision or state(connection).revision
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("Undoing", total=None)
        with store.writing(UNDOING, dry_run=dry_run) as write:
            count = undo(write, which, lambda done, of: shown.update(task, completed=done, total=of))
    would = "would be" if dry_run else "was"
    out.print(f"revision {which} {would} undone: {count} concept{'s' * (count != 1)}", highlight=False)
