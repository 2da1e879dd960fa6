"""What is in a store: `sources`, `stats`, `quality`."""

from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from glossary.browsing import list_sources, source_text, source_view, stats
from glossary.cli.finding import json_text, mention_next_page, page_of, state_of_page
from glossary.cli.options import AsJson, AsTsv, Cursor, Database, Limit, exclude, opened, out, write_out
from glossary.cli.tables import Column, Listing, show_json, show_written
from glossary.coverage import stored_coverage
from glossary.quality import Check, Findings, look_over
from glossary.state import state


def sources(
    slug: Annotated[
        str | None, typer.Argument(help="Only this one, with which of its coinages are defined.", show_default=False)
    ] = None,
    database: Database = None,
    text: Annotated[bool, typer.Option("--text", help="Print its text, in which offsets count.")] = False,
    limit: Limit = 20,
    cursor: Cursor = None,
    as_json: AsJson = False,
    as_tsv: AsTsv = False,
) -> None:
    """List the documents that are loaded, or show one of them."""
    exclude(json=as_json, tsv=as_tsv, text=text)
    if slug is None:
        if text:
            raise typer.BadParameter("it is the text of one source that is printed", param_hint="--text")
        _list_sources(database, limit, cursor, as_json=as_json, as_tsv=as_tsv)
        return
    with opened(database).reading() as connection:
        if text:
            write_out([source_text(connection, slug).encode()], None)
            return
        view = source_view(connection, slug)
        covered = stored_coverage(connection, source_text(connection, slug))
        at = state(connection)
    if as_json:
        show_written(out, json_text({**asdict(view), "coverage": covered, "revision": at.revision}))
        return
    if as_tsv:
        _pairs(asdict(view), as_tsv=True)
        return
    _pairs(asdict(view), as_tsv=False)
    undefined = "; ".join(one.text for one in covered.undefined)
    out.print(Text(f"{len(covered.defined)} of {len(covered.defined) + len(covered.undefined)} coinages are defined"))
    if undefined:
        out.print(Text(f"not defined: {undefined}"))


def _list_sources(database: str | None, limit: int, cursor: str | None, *, as_json: bool, as_tsv: bool) -> None:
    with opened(database).reading() as connection:
        found, following = list_sources(connection, limit, cursor)
        at = state_of_page(connection, cursor)
    if as_json:
        show_written(out, page_of(map(json_text, found), following, at))
        return
    names = ("year", "kind", "concepts", "contexts")
    listing = Listing([Column("slug"), Column("title", is_prose=True), *map(Column, names)])
    for one in found:
        listing.add(one.slug, one.title, one.year, one.kind, one.concepts, one.contexts)
    listing.show(out, as_tsv=as_tsv)


def _pairs(values: dict[str, object], *, as_tsv: bool) -> None:
    """Print names, each with its value, those without a value left out for people."""
    listing = Listing([Column("name"), Column("value")], is_plain=True)
    for name, value in values.items():
        if as_tsv or value is not None:
            listing.add(name if as_tsv else name.replace("_", " "), None if value is None else str(value))
    listing.show(out, as_tsv=as_tsv)


def show_stats(database: Database = None, as_json: AsJson = False, as_tsv: AsTsv = False) -> None:
    """Count what is in the store."""
    exclude(json=as_json, tsv=as_tsv)
    with opened(database).reading() as connection:
        counted = {**asdict(stats(connection)), "revision": state(connection).revision}
    if as_json:
        show_written(out, json_text(counted))
    else:
        _pairs(counted, as_tsv=as_tsv)


def quality(
    database: Database = None,
    check: Annotated[Check | None, typer.Option(help="Only what this check finds.")] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
    as_json: AsJson = False,
    as_tsv: AsTsv = False,
) -> None:
    """Show what a curator should look at: concepts, and coinages that the texts use and nobody defines."""
    exclude(json=as_json, tsv=as_tsv)
    reading = Console(stderr=True).status("Reading the texts")  # of hundreds of reports that takes seconds
    with reading, opened(database).reading() as connection:
        found = look_over(connection, check, limit, cursor)
        at = state_of_page(connection, cursor)
    if as_json:
        show_json(out, {**asdict(found), "next": at.cursor(found.next), "revision": at.revision})
    elif as_tsv:
        _findings_as_tsv(found)
    else:
        _show(found)
        mention_next_page(found.next, at)


def _show(found: Findings) -> None:
    counts = Listing([Column("check"), Column("findings")])
    for check, count in found.counts.items():
        counts.add(check, count)
    counts.show(out)
    if found.items:
        names = [Column(name) for name in ("headword", "concept", "check")]
        listing = Listing([*names, Column("detail", "what there is to look at", is_prose=True)])
        for one in found.items:
            listing.add(one.headword, one.concept, one.check, one.detail + (f" ({one.other})" if one.other else ""))
        listing.show(out)
    if found.candidates:
        names = [Column("coinage", "coinage without a concept"), Column("times"), Column("sources")]
        sentence = Column("sentence", "first sentence", is_prose=True)
        listing = Listing([*names, Column("source", "first source"), sentence])
        for met in found.candidates:
            listing.add(met.text, met.count, met.sources, met.source, met.sentence[:60])
        listing.show(out)


def _findings_as_tsv(found: Findings) -> None:
    """Print findings and coinages as one table; what a row does not have is empty."""
    names = ("check", "headword", "concept", "detail", "other", "times", "sources", "source", "sentence")
    listing = Listing([Column(name) for name in names])
    for one in found.items:
        listing.add(one.check, one.headword, one.concept, one.detail, one.other, *(None,) * 4)
    for met in found.candidates:
        row = (None, None, None, met.count, met.sources, met.source, met.sentence)
        listing.add(Check.UNDEFINED_COINAGE, met.text, *row)
    listing.show(out, as_tsv=True)
