"""`glossary quality`: what a curator should look at."""

from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from glossary.cli.options import AsJson, Database, opened, out
from glossary.cli.tables import dumped
from glossary.quality import Check, Findings, look_over
from glossary.state import state


def quality(
    database: Database = None,
    check: Annotated[Check | None, typer.Option(help="Only what this check finds.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many at most.")] = 20,
    cursor: Annotated[str | None, typer.Option(help="`next` of the page before (--json).")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what a curator should look at: concepts, and coinages that the texts use and nobody defines."""
    reading = Console(stderr=True).status("Reading the texts")  # of hundreds of reports that takes seconds
    with reading, opened(database).reading() as connection:
        found = look_over(connection, check, limit, cursor)
        at = state(connection)
    if as_json:
        out.out(dumped({**asdict(found), "next": at.cursor(found.next), "revision": at.revision}), highlight=False)
    else:
        _show(found)


def _show(found: Findings) -> None:
    counts = Table("check", "findings")
    for check, count in found.counts.items():
        counts.add_row(check, str(count))
    out.print(counts)
    if found.items:
        table = Table("headword", "concept", "check", "what there is to look at")
        for one in found.items:
            detail = one.detail + (f" ({one.other})" if one.other else "")
            table.add_row(Text(one.headword), one.concept, one.check, Text(detail))
        out.print(table)
    if found.candidates:
        table = Table("coinage without a concept", "times", "sources", "first source", "first sentence")
        for met in found.candidates:
            table.add_row(Text(met.text), str(met.count), str(met.sources), Text(met.source), Text(met.sentence[:60]))
        out.print(table)
