"""Entries, hits and plans as a person reads them in a terminal."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from glossary.coverage import Coverage
from glossary.loading.plans import Action, Plan

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
        style = "dim"
        if rendering["forbidden"]:
            kind, style = "forbidden", "bold red"
        table.add_row("English", Text.assemble(rendering["text"], (f"  {kind}", style)))
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
        form = f"{matched['form']} (forbidden)" if matched.get("forbidden") else matched["form"]
        cells = (hit["headword"], hit["pinyin"], hit["gloss"], form, matched["kind"], hit["source"])
        table.add_row(*(Text(cell or "") for cell in cells))
    console.print(table)


def show_plan(console: Console, plan: Plan, *, detailed: bool) -> None:
    """Print what a report does to the store: a count of each action; each entry, or those that need a look."""
    console.print(Text(f"{plan.source or 'filled in'}: {_counted([plan])}"))
    for entry in plan.entries:
        if detailed or (entry.reason and entry.action is not Action.KEPT):
            reason = f"  {entry.reason}" if entry.reason else ""
            line = f"  {entry.action}  {entry.headword}{reason} ({entry.locator})"
            console.print(Text(line, style=_COLOURS[entry.action]))


def show_summary(console: Console, plans: Sequence[Plan], failed: Sequence[str]) -> None:
    """Print what several reports did together, and which could not be loaded."""
    console.print(Text(f"{len(plans)} reports: {_counted(plans)}"))
    for line in failed:
        console.print(Text(f"failed  {line}", style="red"))


def _counted(plans: Sequence[Plan]) -> str:
    total = sum((Counter(plan.counts) for plan in plans), Counter[Action]())
    return ", ".join(f"{total[action]} {action}" for action in Action if total[action]) or "no entries"


def show_coverage(console: Console, found: Coverage) -> None:
    """Print which coinages of a document the store defines, and which it does not, each with how often it is used."""
    table = Table()
    for name in ("coinage", "times", "defined", "first sentence"):
        table.add_column(name, overflow="fold")
    for one in found.defined:
        table.add_row(Text(one.text), str(one.count), Text("yes", style="green"), "")
    for two in found.undefined:
        table.add_row(Text(two.text), str(two.count), Text("no", style="yellow"), Text(two.sentence[:60]))
    console.print(table)
    console.print(Text(f"{len(found.defined)} of {len(found.defined) + len(found.undefined)} are defined"))


def dumped(value: object) -> str:
    """Return JSON as the service gives it, indented for reading."""
    return json.dumps(value, ensure_ascii=False, indent=2)
