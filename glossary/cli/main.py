"""The command `glossary`.

Exit codes: 0 done, 1 not found, 2 bad usage or bad input, each with one clear line on stderr.
"""

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from typer.exceptions import TyperException

from glossary.cli import config, history, keeping, texts
from glossary.cli.exports import export
from glossary.cli.imports import import_file
from glossary.cli.options import AsJson, Database, Encoding, bytes_of, named_url, opened, out
from glossary.cli.quality import quality
from glossary.cli.ready import ready
from glossary.cli.serving import serve
from glossary.cli.tables import dumped, show_coverage, show_entry, show_hits, show_plan, show_summary
from glossary.cli.terminal import harmless
from glossary.cli.tokens import token
from glossary.cli.upgrades import told_upgrade
from glossary.coverage import coverage
from glossary.documents.reading import read_document
from glossary.errors import GlossaryError, NotFound
from glossary.extraction.report import read_report, read_report_or_body
from glossary.formats.reading import ImportForm
from glossary.loading.plans import Plan
from glossary.loading.report_drafts import Stated
from glossary.loading.reports import load_report
from glossary.loading.shipped import curation_of
from glossary.matching.asked import Match, Wanted, places_of, zones_of
from glossary.matching.lookup import LookupLang, lookup
from glossary.matching.query import parse_query
from glossary.matching.search import search
from glossary.matching.spelling import Zone
from glossary.state import state
from glossary.store.refusals import DATABASE_ERRORS, refusal

app = typer.Typer(
    name="glossary",
    help="A bilingual glossary of the coined terms in Chinese official documents.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
db = typer.Typer(help="The store itself.", no_args_is_help=True)
app.add_typer(db, name="db")
app.add_typer(token, name="token")
app.command("annotate")(texts.annotate_file)
app.command("extract")(texts.extract)
app.command("check")(texts.check_file)
app.command("backup")(keeping.back_up)
app.command("verify")(keeping.check)
app.command("reindex")(keeping.make_anew)
app.command("history")(history.show_history)
app.command("undo")(history.undo_revision)
app.command("export")(export)
app.command("quality")(quality)
app.command("config")(config.config)
app.command("serve")(serve)
app.command("ready")(ready)

NOT_FOUND, BAD = 1, 2


def main() -> None:
    """Run the command line; every error of the domain ends as one line on stderr."""
    try:
        raise SystemExit(app(standalone_mode=False) or 0)
    except TyperException as error:
        _fail(f"{error.format_message()} (see glossary --help)", BAD)
    except NotFound as error:
        _fail(str(error), NOT_FOUND)
    except GlossaryError as error:
        _fail(str(error), BAD)
    except DATABASE_ERRORS as error:
        _fail(str(refusal(error) or f"the store failed: {error}"), BAD)


def _fail(message: str, code: int) -> None:
    print(harmless(f"glossary: {' '.join(message.split())}"), file=sys.stderr)  # noqa: T201 - stderr, without Rich's wrapping
    raise SystemExit(code)


@app.command()
def load(
    reports: Annotated[list[Path], typer.Argument(help="Reports: .txt, .html, .docx, .pdf.", show_default=False)],
    database: Database = None,
    slug: Annotated[str | None, typer.Option(help="The source's short name; by default from place and year.")] = None,
    title: Annotated[str | None, typer.Option(help="The title, where the report does not say it.")] = None,
    url: Annotated[str | None, typer.Option(help="Where the report is published.")] = None,
    year: Annotated[int | None, typer.Option(help="The year, where the report does not say it.")] = None,
    encoding: Encoding = None,
    contexts: Annotated[
        bool, typer.Option("--contexts", help="Also record where it uses the store's concepts.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    as_json: AsJson = False,
) -> None:
    """Load reports into the store, each in one transaction; one that fails stops none of the others."""
    if slug and len(reports) > 1:
        raise typer.BadParameter("one slug cannot name several reports", param_hint="--slug")
    stated = Stated(slug=slug, title=title, url=url, year=year)
    store = opened(database, create=True)
    plans: list[Plan] = []
    failed: list[str] = []
    for path in track(reports, description="Loading", console=Console(stderr=True), disable=len(reports) == 1):
        try:
            document = read_document(bytes_of(path), path.name, encoding)
            report = read_report_or_body(document) if contexts else read_report(document)
            curation, named = curation_of(document.sha256), replace(stated, file=path.name)
            with store.writing("glossary load", dry_run=dry_run) as write:
                plan = load_report(write, report, curation, named, with_uses=contexts)
        except GlossaryError as error:
            failed.append(f"{path}: {error}")
            continue
        plans.append(plan)
        if not as_json:
            show_plan(out, plan, detailed=dry_run)
    if as_json:
        out.out(dumped([plan.model_dump(mode="json") for plan in plans]), highlight=False)
    elif len(reports) > 1:
        show_summary(out, plans, failed)
    if failed:
        what = failed[0] if len(reports) == 1 else f"{len(failed)} of {len(reports)} reports failed; {failed[0]}"
        raise GlossaryError(what)


@app.command("import")
def import_(
    form: Annotated[ImportForm, typer.Argument(metavar="FORMAT", help="cedict, csv", show_default=False)],
    file: Annotated[Path, typer.Argument(help="The glossary file.", show_default=False)],
    database: Database = None,
    encoding: Encoding = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Leave out the rows that cannot be stored.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring a glossary file into the store, in one transaction: all of it, or with --skip-bad all that can be stored."""
    data = bytes_of(file)
    store = opened(database, create=True)
    plan = import_file(store, form, data, file, encoding, dry_run=dry_run, skip_bad=skip_bad)
    if as_json:
        out.out(dumped(plan.model_dump(mode="json")), highlight=False)
    else:
        # Of a dictionary with its hundred thousand entries nobody reads each.
        show_plan(out, plan, detailed=dry_run and form is not ImportForm.CEDICT)


@app.command("coverage")
def cover(
    report: Annotated[Path, typer.Argument(help="A document: .txt, .html, .docx, .pdf.", show_default=False)],
    database: Database = None,
    encoding: Encoding = None,
    as_json: AsJson = False,
) -> None:
    """Show which quoted or numbered coinages of a document the store defines, and which it does not."""
    document = read_document(bytes_of(report), report.name, encoding)
    with opened(database).reading() as connection:
        found = coverage(connection, document)
    if as_json:
        out.out(dumped(asdict(found)), highlight=False)
    else:
        show_coverage(out, found)


@app.command("lookup")
def look_up(
    label: Annotated[str, typer.Argument(help="A headword, alias, reading or rendering.")],
    database: Database = None,
    lang: Annotated[LookupLang | None, typer.Option(help="Only labels in zh, pinyin or en.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the concepts that have exactly this label."""
    query = parse_query(label)
    with opened(database).reading() as connection:
        looked = lookup(connection, query, lang)
    found = [json.loads(one.json()) for one in looked.found]
    if not found:
        raise NotFound(f"nothing has the label {label}")
    if as_json:
        out.out(dumped({"q": label, "items": found, "revision": looked.state.revision}), highlight=False)
        return
    for entry in found:
        show_entry(out, entry)


@app.command("search")
def find(
    query: Annotated[str, typer.Argument(help="Characters, pinyin in any spelling, initials, or English.")],
    database: Database = None,
    match: Annotated[Match, typer.Option(help="Which kinds of hits.")] = Match.AUTO,
    places: Annotated[str, typer.Option("--in", help="terms, definitions, contexts, with commas between.")] = "terms",
    fuzzy: Annotated[str, typer.Option(help=f"Sounds to take as one, with commas between: {', '.join(Zone)}.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many at most.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Show the concepts that a query may mean, best first."""
    parsed = parse_query(query)
    zones = zones_of(fuzzy.split(",") if fuzzy else ())
    with opened(database).reading() as connection:
        page = search(connection, parsed, Wanted(match, places_of(places.split(",")), zones=zones, limit=limit))
        at = state(connection)
    hits = [json.loads(hit.json()) for hit in page.hits]
    if as_json:
        out.out(
            dumped({"q": query, "items": hits, "next": at.cursor(page.next), "revision": at.revision}), highlight=False
        )
    elif hits:
        show_hits(out, hits)
    if not hits:
        raise NotFound(f"nothing is found for {query}")


@db.command()
def upgrade(
    database: Database = None,
    keep_copy: Annotated[bool, typer.Option("--copy/--no-copy", help="Keep a copy of it as it was, beside it.")] = True,
) -> None:
    """Create the store, or bring its schema up to this version."""
    url = named_url(database)
    done = told_upgrade(url, keep_copy=keep_copy)
    out.print(f"{url.database}: {'upgraded' if done else 'up to date'}", highlight=False, markup=False)
