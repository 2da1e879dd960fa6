"""`glossary load`, `import`, `export`, `coverage`: reports and glossary files in, glossary files out."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, track
from rich.text import Text

from glossary.cli.options import (
    AsJson,
    AsTsv,
    Database,
    DryRun,
    Encoding,
    OfSource,
    Output,
    bytes_of,
    exclude,
    opened,
    out,
    write_out,
)
from glossary.cli.tables import Column, Listing, show_json, show_plan, show_plans, show_summary
from glossary.coverage import coverage
from glossary.documents.reading import read_document
from glossary.errors import GlossaryError
from glossary.exports import ExportForm, exported
from glossary.extraction.report import read_report, read_report_or_body
from glossary.formats.reading import ImportForm, read_glossary
from glossary.loading.imports import import_glossary
from glossary.loading.plans import Plan
from glossary.loading.report_drafts import Stated
from glossary.loading.reports import load_report
from glossary.loading.shipped import curation_of
from glossary.matching.asked import Filters, Missing
from glossary.store.opening import Store
from glossary.writing import IMPORTING


def load(
    reports: Annotated[list[Path], typer.Argument(help="Reports: .txt, .html, .docx, .pdf.", show_default=False)],
    database: Database = None,
    slug: Annotated[str | None, typer.Option(help="The source's short name; by default from place and year.")] = None,
    title: Annotated[str | None, typer.Option(help="The title, where the report does not say it.")] = None,
    url: Annotated[str | None, typer.Option(help="Where the report is published.")] = None,
    year: Annotated[
        int | None, typer.Option(min=1900, max=2200, help="The year, where the report does not say it.")
    ] = None,
    encoding: Encoding = None,
    contexts: Annotated[
        bool, typer.Option("--contexts", help="Also record where it uses the store's concepts.")
    ] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    as_tsv: AsTsv = False,
) -> None:
    """Load reports into the store, each in one transaction; one that fails stops none of the others."""
    exclude(json=as_json, tsv=as_tsv)
    if slug and len(reports) > 1:
        raise typer.BadParameter("one slug cannot name several reports", param_hint="--slug")
    stated = Stated(slug=slug, title=title, url=url, year=year)
    store = opened(database, create=True)
    plans: list[Plan] = []
    failed: list[str] = []
    for path in track(reports, description="Loading", console=Console(stderr=True), disable=len(reports) == 1):
        try:
            plan = _load(store, path, encoding, replace(stated, file=path.name), contexts=contexts, dry_run=dry_run)
        except GlossaryError as error:
            named = str(error).startswith(str(path))
            failed.append(str(error) if named else f"{path}: {error}")
            continue
        plans.append(plan)
        if not as_json and not as_tsv:
            show_plan(out, plan, detailed=dry_run)
    if as_json:
        show_json(out, [plan.model_dump(mode="json") for plan in plans])
    elif as_tsv:
        show_plans(out, plans)
    elif len(reports) > 1:
        show_summary(out, plans, failed)
    if failed:
        what = failed[0] if len(reports) == 1 else f"{len(failed)} of {len(reports)} reports failed; {failed[0]}"
        raise GlossaryError(what)


def _load(store: Store, path: Path, encoding: str | None, stated: Stated, *, contexts: bool, dry_run: bool) -> Plan:
    document = read_document(bytes_of(path), path.name, encoding)
    report = read_report_or_body(document) if contexts else read_report(document)
    with store.writing("glossary load", dry_run=dry_run) as write:
        return load_report(write, report, curation_of(document.sha256), stated, with_uses=contexts)


def import_file(
    form: Annotated[ImportForm, typer.Argument(metavar="FORMAT", help="cedict, csv", show_default=False)],
    file: Annotated[Path, typer.Argument(help="The glossary file.", show_default=False)],
    database: Database = None,
    encoding: Encoding = None,
    dry_run: DryRun = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Leave out the rows that cannot be stored.")] = False,
    as_json: AsJson = False,
    as_tsv: AsTsv = False,
) -> None:
    """Bring a glossary file into the store, in one transaction: all of it, or with --skip-bad all that can be stored."""
    exclude(json=as_json, tsv=as_tsv)
    data = bytes_of(file)
    store = opened(database, create=True)
    plan = _import(store, form, data, file, encoding, dry_run=dry_run, skip_bad=skip_bad)
    if as_json:
        show_json(out, plan.model_dump(mode="json"))
    elif as_tsv:
        show_plans(out, [plan])
    else:
        # Of a dictionary with its hundred thousand entries nobody reads each.
        show_plan(out, plan, detailed=dry_run and form is not ImportForm.CEDICT)


def _import(
    store: Store, form: ImportForm, data: bytes, path: Path, encoding: str | None, *, dry_run: bool, skip_bad: bool
) -> Plan:
    """Import a file in one transaction, with a bar for each step on stderr.

    Raises GlossaryError, and stores nothing, where a row cannot be stored and is not to be skipped.
    """
    file = read_glossary(data, form, encoding)
    console = Console(stderr=True)
    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    )
    tasks: dict[str, TaskID] = {}

    def show(step: str, done: int, total: int) -> None:
        if step not in tasks:
            tasks[step] = bars.add_task(step, total=total)
        bars.update(tasks[step], completed=done, total=total)

    with bars, store.writing(IMPORTING, dry_run=dry_run) as write:
        return import_glossary(write, file, path.name, show, skip_bad=skip_bad or dry_run)


def export(
    form: Annotated[ExportForm, typer.Argument(metavar="FORMAT", help="jsonl, csv", show_default=False)],
    database: Database = None,
    missing: Annotated[
        Missing | None, typer.Option(help="Only concepts without this; a table of them is to be filled in.")
    ] = None,
    source: OfSource = None,
    bom: Annotated[bool, typer.Option("--bom", help="Begin a table with a byte order mark, for Excel.")] = False,
    output: Output = None,
) -> None:
    """Write the concepts, by pinyin: as entries, or as a table that can be filled in and imported."""
    with opened(database).reading() as connection:
        write_out(exported(connection, form, Filters(source=source, missing=missing), bom=bom), output)


def cover(
    report: Annotated[Path, typer.Argument(help="A document: .txt, .html, .docx, .pdf.", show_default=False)],
    database: Database = None,
    encoding: Encoding = None,
    as_json: AsJson = False,
    as_tsv: AsTsv = False,
) -> None:
    """Show which quoted or numbered coinages of a document the store defines, and which it does not."""
    exclude(json=as_json, tsv=as_tsv)
    document = read_document(bytes_of(report), report.name, encoding)
    with opened(database).reading() as connection:
        found = coverage(connection, document)
    if as_json:
        show_json(out, asdict(found))
        return
    listing = Listing(
        [Column("coinage"), Column("times"), Column("defined"), Column("sentence", "first sentence", is_prose=True)]
    )
    for one in found.defined:
        listing.add(one.text, one.count, Text("yes", style="green"), "")
    for two in found.undefined:
        listing.add(two.text, two.count, Text("no", style="yellow"), two.sentence if as_tsv else two.sentence[:60])
    listing.show(out, as_tsv=as_tsv)
    if not as_tsv:
        out.print(Text(f"{len(found.defined)} of {len(found.defined) + len(found.undefined)} are defined"))
