"""The commands about what was changed: `history` of a concept, `changes` of the store, `undo`."""

from typing import Annotated

import typer
from pydantic_core import from_json
from rich.console import Console
from rich.progress import Progress

from glossary.changes import changes_since
from glossary.cli.finding import concept_named, json_text, mention_next_page, page_of, state_of_page
from glossary.cli.options import AsJson, AsTsv, ConceptNamed, Cursor, Database, DryRun, Limit, exclude, opened, out
from glossary.cli.tables import Column, Listing, show_written
from glossary.errors import NotFound
from glossary.history import list_history
from glossary.state import revision_known, state
from glossary.undoing import undo
from glossary.writing import UNDOING


def show_history(
    concept: ConceptNamed,
    database: Database = None,
    limit: Limit = 20,
    cursor: Cursor = None,
    as_json: AsJson = False,
    as_tsv: AsTsv = False,
) -> None:
    """Show what was done to a concept, the newest first: when, by whom, in which revision."""
    exclude(json=as_json, tsv=as_tsv)
    with opened(database).reading() as connection:
        try:
            found, following = list_history(connection, concept, limit, cursor)
        except NotFound:
            found, following = list_history(connection, concept_named(connection, concept), limit, cursor)
        at = state_of_page(connection, cursor)
    if as_json:
        show_written(out, page_of(map(json_text, found), following, at))
        return
    listing = Listing([Column(name) for name in ("revision", "at", "by", "operation")], is_plain=True)
    for one in found:
        listing.add(one.revision, f"{one.at:%Y-%m-%d %H:%M:%S}", one.actor, one.operation)
    listing.show(out, as_tsv=as_tsv)
    mention_next_page(following, at)


def show_changes(
    since: Annotated[str, typer.Option(help="`since`, or the revision, of an earlier answer.")] = "0",
    database: Database = None,
    limit: Limit = 20,
    cursor: Cursor = None,
    as_json: AsJson = False,
    as_tsv: AsTsv = False,
) -> None:
    """List the concepts that changed after a revision, oldest first: what each is now, or that it is no more."""
    exclude(json=as_json, tsv=as_tsv)
    with opened(database).reading() as connection:
        at = state_of_page(connection, cursor)
        found, following = changes_since(connection, revision_known(connection, at, since), limit, cursor)
    if as_json:
        head = f'"epoch":"{at.epoch}","since":"{at.resume}",'
        show_written(out, page_of((one.json() for one in found), following, at, head))
        return
    columns = [Column(name) for name in ("revision", "updated", "concept", "headword", "status")]
    listing = Listing([*columns, Column("english", "English", is_prose=True)])
    for one in found:
        entry = from_json(one.entry) if one.entry else {}
        status = one.status if one.replaced_by is None else f"{one.status} into {one.replaced_by}"
        updated = f"{one.updated:%Y-%m-%d %H:%M:%S}"
        listing.add(one.revision, updated, one.concept, entry.get("headword"), status, entry.get("gloss"))
    listing.show(out, as_tsv=as_tsv)
    mention_next_page(following, at)


def undo_revision(
    revision: Annotated[
        int | None, typer.Argument(help="The revision; by default the last one.", min=1, max=2**62)
    ] = None,
    database: Database = None,
    dry_run: DryRun = False,
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
