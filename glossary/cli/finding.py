"""The commands that find concepts and sentences: `lookup`, `search`, `list`, `show`, `contexts`, `concordance`."""

import sys
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import typer
from pydantic_core import from_json, to_json
from rich.text import Text
from sqlalchemy import Connection

from glossary.browsing import (
    ContextView,
    Order,
    entry_json,
    is_empty,
    list_concepts,
    list_contexts,
    stats,
    versioned_entry,
)
from glossary.cli.options import (
    AsJson,
    AsTsv,
    ConceptNamed,
    Cursor,
    Database,
    Limit,
    OfSource,
    OfYear,
    as_typed,
    exclude,
    opened,
    out,
)
from glossary.cli.tables import Column, Listing, show_entry, show_json, show_written
from glossary.cli.upgrades import say_on_stderr
from glossary.concordance import concordance
from glossary.errors import Conflict, NotFound
from glossary.matching.asked import Filters, Match, Missing, Wanted, places_of, zones_of
from glossary.matching.lookup import LookupLang, lookup
from glossary.matching.query import parse_query
from glossary.matching.search import search
from glossary.matching.spelling import Zone
from glossary.state import State, state
from glossary.vocabulary import ConceptStatus

_TERM = "bold cyan"
Status = Annotated[ConceptStatus | None, typer.Option(help="Only concepts of this standing.")]
SubjectField = Annotated[str | None, typer.Option(help="Only concepts of this subject field.")]


def page_of(items: Iterable[str], following: str | None, at: State, head: str = "") -> str:
    """Return a page of ready items as the service gives it; `head` are further members, each with a comma behind it."""
    return f'{{{head}"items":[{",".join(items)}],"next":{json_text(at.cursor(following))},"revision":{at.revision}}}'


def state_of_page(connection: Connection, cursor: str | None) -> State:
    """Return the state of the store that a page is of. Raises OtherEpoch where its cursor is of another epoch."""
    at = state(connection)
    if cursor:
        at.check_cursor(cursor)
    return at


def mention_next_page(following: str | None, at: State) -> None:
    """Say to whoever sits at a terminal that there is another page; to a program nothing, which has `next` by --json."""
    if following is not None and sys.stderr.isatty():
        say_on_stderr(f"there is more: a larger --limit, or --cursor {at.cursor(following)}")


def json_text(value: object) -> str:
    """Return a value as JSON, as the service writes it."""
    return to_json(value).decode()


def concept_named(connection: Connection, name: str) -> str:
    """Return the id of a concept that is given by it, or by a label that it alone has.

    Raises Conflict where several have the label; NotFound, with what may have been meant, where nothing has it.
    """
    try:
        entry_json(connection, name)
    except NotFound:
        pass
    else:
        return name
    found = lookup(connection, parse_query(name)).found
    if not found:
        raise _nothing(connection, name)
    if len(found) > 1:
        ids = ", ".join(one.concept for one in found[:5])
        raise Conflict(f"{len(found)} concepts have the label {name}; say which by its id: {ids}")
    return found[0].concept


def _nothing(connection: Connection, label: str) -> NotFound:
    """Return what is said of a label that nothing has: what may have been meant, or how something gets into the store."""
    from glossary.matching.nearest import suggestions  # noqa: PLC0415 - loads the readings of characters

    if is_empty(connection) and not stats(connection).concepts:
        return NotFound(f"the store is empty: nothing has the label {label}; {how_to_fill()}", ())
    near = tuple(suggestions(connection, parse_query(label)))
    briefs = map(from_json, near)
    meant = [one["headword"] + (f" ({one['gloss']})" if one["gloss"] else "") for one in briefs]
    return NotFound(f"nothing has the label {label}" + (f"; did you mean {' or '.join(meant)}?" if meant else ""), near)


def how_to_fill() -> str:
    """Return how something gets into an empty store."""
    return f"{as_typed('glossary serve')} loads the shipped report, {as_typed('glossary load REPORT')} one of yours"


def look_up(
    label: Annotated[str, typer.Argument(help="A headword, alias, reading or rendering.")],
    database: Database = None,
    lang: Annotated[LookupLang | None, typer.Option(help="Only labels in zh, pinyin or en.")] = None,
    as_json: AsJson = False,
    as_tsv: AsTsv = False,
) -> None:
    """Show the concepts that have exactly this label, or what may have been meant."""
    exclude(json=as_json, tsv=as_tsv)
    query = parse_query(label)
    with opened(database).reading() as connection:
        looked = lookup(connection, query, lang)
        nothing = None if looked.found else _nothing(connection, label)
    if nothing:
        if as_json:
            near = [from_json(brief) for brief in nothing.suggestions or ()]
            show_json(out, {"q": label, "items": [], "suggestions": near, "revision": looked.state.revision})
        raise nothing
    found = [from_json(one.json()) for one in looked.found]
    if as_json:
        show_json(out, {"q": label, "items": found, "revision": looked.state.revision})
    elif as_tsv:
        _show_found(found)
    else:
        for entry in found:
            show_entry(out, entry)


def _show_found(entries: Sequence[dict[str, Any]]) -> None:
    names = (
        "id",
        "headword",
        "traditional",
        "pinyin",
        "english",
        "definition_zh",
        "definition_en",
        "matched_on",
        "kind",
    )
    listing = Listing([Column(name) for name in names])
    for one in entries:
        pinyin, met = (one["pinyin"] or {}).get("display"), one["matched_on"]
        definition = one["definition"]
        listing.add(
            one["id"], one["headword"], one["zh"]["hant"], pinyin, one["gloss"], definition["zh"], definition["en"],
            _form(met), met["kind"],
        )  # fmt: skip
    listing.show(out, as_tsv=True)


def find(
    query: Annotated[str, typer.Argument(help="Characters, pinyin in any spelling, initials, or English.")],
    database: Database = None,
    match: Annotated[Match, typer.Option(help="Which kinds of hits.")] = Match.AUTO,
    places: Annotated[str, typer.Option("--in", help="terms, definitions, contexts, with commas between.")] = "terms",
    fuzzy: Annotated[str, typer.Option(help=f"Sounds to take as one, with commas between: {', '.join(Zone)}.")] = "",
    source: OfSource = None,
    subject_field: SubjectField = None,
    status: Status = None,
    year: OfYear = None,
    limit: Limit = 20,
    cursor: Cursor = None,
    as_json: AsJson = False,
    as_tsv: AsTsv = False,
) -> None:
    """Show the concepts that a query may mean, best first."""
    exclude(json=as_json, tsv=as_tsv)
    parsed = parse_query(query)
    zones = zones_of(fuzzy.split(",") if fuzzy else ())
    filters = Filters(subject_field, source, status, year)
    wanted = Wanted(match, places_of(places.split(",")), filters, zones, limit, cursor)
    with opened(database).reading() as connection:
        page = search(connection, parsed, wanted)
        at = state_of_page(connection, cursor)
    hits = [from_json(hit.json()) for hit in page.hits]
    if as_json:
        show_json(out, {"q": query, "items": hits, "next": at.cursor(page.next), "revision": at.revision})
    elif hits or as_tsv:
        _show_hits(hits, as_tsv=as_tsv)
        mention_next_page(page.next, at)
    if not hits:
        raise NotFound(f"nothing is found for {query}")


def _form(met: dict[str, Any]) -> str:
    """Return what a query met, with the sign that it may not be used."""
    return f"{met['form']} (forbidden)" if met.get("forbidden") else str(met["form"])


def _show_hits(hits: Sequence[dict[str, Any]], *, as_tsv: bool) -> None:
    listing = Listing(
        [
            Column("headword"),
            Column("pinyin", is_prose=True),
            Column("english", "English", is_prose=True),
            Column("matched_on", is_prose=True),
            Column("kind"),
            Column("source"),
            *([Column("id")] if as_tsv else []),
        ]
    )
    for hit in hits:
        met = hit["matched_on"]
        cells = (hit["headword"], hit["pinyin"], hit["gloss"], _form(met), met["kind"], hit["source"])
        listing.add(*cells, *([hit["id"]] if as_tsv else []))
    listing.show(out, as_tsv=as_tsv)


def browse(
    database: Database = None,
    order: Annotated[Order, typer.Option(help="By pinyin, or the most recently changed first.")] = Order.PINYIN,
    source: OfSource = None,
    subject_field: SubjectField = None,
    status: Status = None,
    year: OfYear = None,
    missing: Annotated[Missing | None, typer.Option(help="Only concepts without this.")] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
    as_json: AsJson = False,
    as_tsv: AsTsv = False,
) -> None:
    """List the concepts, one line each."""
    exclude(json=as_json, tsv=as_tsv)
    filters = Filters(subject_field, source, status, year, missing)
    with opened(database).reading() as connection:
        listed = list_concepts(connection, filters, order, limit, cursor)
        at = state_of_page(connection, cursor)
    if as_json:
        show_written(out, page_of(listed.items, listed.next, at))
        return
    listing = Listing(
        [
            Column("headword"),
            Column("pinyin", is_prose=True),
            Column("english", "English", is_prose=True),
            Column("source"),
            Column("id"),
        ]
    )
    for one in map(from_json, listed.items):
        listing.add(one["headword"], one["pinyin"], one["gloss"], one["source"], one["id"])
    listing.show(out, as_tsv=as_tsv)
    mention_next_page(listed.next, at)


def show(concept: ConceptNamed, database: Database = None, as_json: AsJson = False) -> None:
    """Show one concept."""
    with opened(database).reading() as connection:
        found = versioned_entry(connection, concept_named(connection, concept))
    if as_json:
        show_written(out, found.entry)
    else:
        show_entry(out, from_json(found.entry))


def contexts(
    concept: ConceptNamed,
    database: Database = None,
    limit: Limit = 20,
    cursor: Cursor = None,
    as_json: AsJson = False,
    as_tsv: AsTsv = False,
) -> None:
    """Show the sentences that use a concept."""
    exclude(json=as_json, tsv=as_tsv)
    with opened(database).reading() as connection:
        named = concept_named(connection, concept)
        found, following = list_contexts(connection, named, limit, cursor)
        at = state_of_page(connection, cursor)
    if as_json:
        show_written(out, page_of(map(json_text, found), following, at))
    else:
        _show_sentences(found, as_tsv=as_tsv)
        mention_next_page(following, at)


def concord(
    query: Annotated[str, typer.Argument(help="A term in any spelling, or any string.")],
    database: Database = None,
    source: OfSource = None,
    year: OfYear = None,
    limit: Limit = 20,
    cursor: Cursor = None,
    as_json: AsJson = False,
    as_tsv: AsTsv = False,
) -> None:
    """Show the sentences of all documents that hold a term or any string, the newest documents first."""
    exclude(json=as_json, tsv=as_tsv)
    parsed = parse_query(query)
    with opened(database).reading() as connection:
        found, following = concordance(connection, parsed, source, year, limit, cursor)
        at = state_of_page(connection, cursor)
    if as_json:
        show_written(out, page_of(map(json_text, found), following, at, f'"q":{json_text(query)},'))
    elif found or as_tsv:
        _show_sentences(found, as_tsv=as_tsv)
        mention_next_page(following, at)
    if not found:
        raise NotFound(f"no sentence has {query}")


def _show_sentences(found: Sequence[ContextView], *, as_tsv: bool) -> None:
    """Print sentences with the term marked; few documents have English, which is a column only where there is some."""
    has_english = as_tsv or any(one.english for one in found)
    english = [Column("english", "English", is_prose=True)] if has_english else []
    names = ("source", "locator", "start", "end", "term")
    listing = Listing([Column("sentence", is_prose=True), *english, *map(Column, names if as_tsv else names[:2])])
    for one in found:
        sentence = Text(one.sentence)
        sentence.stylize(_TERM, one.start - one.sentence_start, one.end - one.sentence_start)
        rest = (one.source, one.locator, one.start, one.end, one.term)
        listing.add(sentence, *([one.english] if has_english else []), *(rest if as_tsv else rest[:2]))
    listing.show(out, as_tsv=as_tsv)
