"""Entries, hits and plans as a person reads them in a terminal."""

import json
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from glossary.reports import Action, Plan

_COLOURS = {Action.ADDED: "green", Action.CHANGED: "yellow", Action.KEPT: "dim", Action.REJECTED: "red"}


def show_entry(console: Console, entry: dict[str, Any]) -> None:
    """Print one entry as a table of two columns."""
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    pinyin = entry["pinyin"]
    table.add_row("headword", Text(entry["headword"], style="bold cyan"))
    table.add_row("traditional", Text(entry["zh"]["hant"]))
    if pinyin:
        table.add_row("pinyin", Text(pinyin["display"] + ("" if pinyin["reviewed"] else " (not reviewed)")))
    for rendering in entry["renderings"]:
        kind = "literal" if rendering["type"] == "phrase" else rendering["status"]
        table.add_row("English", Text.assemble(rendering["text"], (f"  {kind}", "dim")))
    for language, body in entry["definition"].items():
        if body:
            table.add_row(f"definition ({language})", Text(body))
    _add_members(table, entry["members"], "")
    for source in entry["sources"]:
        table.add_row("source", Text(f"{source['title']} ({source['slug']}), {source['locator']}"))
    table.add_row("contexts", str(entry["contexts"]))
    if entry["note"]:
        table.add_row("note", Text(entry["note"]))
    table.add_row("id", entry["id"])
    console.print(table)


def _add_members(table: Table, members: list[dict[str, Any]], indent: str) -> None:
    for member in members:
        table.add_row("" if indent else "member", Text(f"{indent}{member['zh']}  {member['en'] or ''}"))
        _add_members(table, member["members"], indent + "  ")


def show_hits(console: Console, hits: list[dict[str, Any]]) -> None:
    """Print hits, one line each."""
    table = Table()
    for name in ("headword", "pinyin", "English", "matched on", "kind", "source"):
        table.add_column(name, overflow="fold")
    for hit in hits:
        matched = hit["matched_on"]
        cells = (hit["headword"], hit["pinyin"], hit["gloss"], matched["form"], matched["kind"], hit["source"])
        table.add_row(*(Text(cell or "") for cell in cells))
    console.print(table)


def show_plan(console: Console, plan: Plan) -> None:
    """Print what a report did to the store: a count of each action, and the entries that need a look."""
    counts = ", ".join(f"{count} {action}" for action, count in plan.counts().items() if count) or "no entries"
    console.print(Text(f"{plan.source}: {counts}"))
    for entry in plan.entries:
        if entry.action in (Action.CHANGED, Action.REJECTED):
            line = f"  {entry.action}  {entry.headword}  {entry.reason or ''} ({entry.locator})"
            console.print(Text(line, style=_COLOURS[entry.action]))


def dumped(value: object) -> str:
    """Return JSON as the service gives it, indented for reading."""
    return json.dumps(value, ensure_ascii=False, indent=2)
