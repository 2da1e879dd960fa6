"""`glossary export`: the concepts of a store as a file."""

from typing import Annotated

import typer

from glossary.cli.options import Database, Output, opened, write_out
from glossary.exports import ExportForm, exported
from glossary.matching.asked import Filters, Missing


def export(
    form: Annotated[ExportForm, typer.Argument(metavar="FORMAT", help="jsonl, csv", show_default=False)],
    database: Database = None,
    missing: Annotated[
        Missing | None, typer.Option(help="Only concepts without this; a table of them is to be filled in.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Only concepts of this source, by its short name.")] = None,
    bom: Annotated[bool, typer.Option("--bom", help="Begin a table with a byte order mark, for Excel.")] = False,
    output: Output = None,
) -> None:
    """Write the concepts, by pinyin: as entries, or as a table that can be filled in and imported."""
    with opened(database).reading() as connection:
        write_out(exported(connection, form, Filters(source=source, missing=missing), bom=bom), output)
