"""Tables, entries and plans as a person reads them in a terminal, and tables as another program does.

One rule for all tables: a name, an id, a number stands whole on one line, and only prose is broken between lines. Where that
does not fit the terminal, each row is shown as a block of lines, a line for each column.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.box import HEAVY_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from glossary.cli.terminal import harmless
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


def show_plan(console: Console, plan: Plan, *, detailed: bool) -> None:
    """Print what a report does to the store: a count of each action; each entry, or those that need a look."""
    console.print(Text(f"{plan.source or 'filled in'}: {_counted([plan])}"))
    for entry in plan.entries:
        if detailed or (entry.reason and entry.action is not Action.KEPT):
            reason = f"  {entry.reason}" if entry.reason else ""
            line = f"  {entry.action}  {entry.headword}{reason} ({entry.locator})"
            console.print(Text(line, style=_COLOURS[entry.action]))


def show_plans(console: Console, plans: Sequence[Plan]) -> None:
    """Print what reports or files do to the store as tab-separated values, an entry a line."""
    listing = Listing([Column(name) for name in ("source", "action", "headword", "reason", "locator")])
    for plan in plans:
        for entry in plan.entries:
            listing.add(plan.source, entry.action, entry.headword, entry.reason, entry.locator)
    listing.show(console, as_tsv=True)


def show_summary(console: Console, plans: Sequence[Plan], failed: Sequence[str]) -> None:
    """Print what several reports did together, and which could not be loaded."""
    console.print(Text(f"{len(plans)} reports: {_counted(plans)}"))
    for line in failed:
        console.print(Text(f"failed  {line}", style="red"))


def _counted(plans: Sequence[Plan]) -> str:
    total = sum((Counter(plan.counts) for plan in plans), Counter[Action]())
    return ", ".join(f"{total[action]} {action}" for action in Action if total[action]) or "no entries"


def show_json(console: Console, value: object) -> None:
    """Print a value as JSON, as the service gives it, indented for reading."""
    show_written(console, json.dumps(value, ensure_ascii=False, indent=2))


def show_written(console: Console, text: str) -> None:
    """Print JSON that is ready; what the encoding of standard output does not have is written as JSON escapes it."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = _NOT_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], text)
    console.file.write(harmless(text) + "\n")


_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name as TSV has it, its title for people, and whether its cells are prose."""

    name: str
    title: str = ""
    is_prose: bool = False

    @property
    def heading(self) -> str:
        """The title, or else the name in words."""
        return self.title or self.name.replace("_", " ")


@dataclass(slots=True)
class Listing:
    """What is shown as a table: cells are texts, numbers or styled texts, None where there is nothing."""

    columns: Sequence[Column]
    rows: list[Sequence[Text]] = field(default_factory=list)
    title: str | None = None
    is_plain: bool = False

    def add(self, *cells: str | int | Text | None, style: str = "") -> None:
        """Add a row, its cells in the order of the columns."""
        row = [cell.copy() if isinstance(cell, Text) else Text("" if cell is None else str(cell)) for cell in cells]
        for cell in row:
            cell.style = cell.style or style
        self.rows.append(row)

    def show(self, console: Console, *, as_tsv: bool = False) -> None:
        """Print it: as tab-separated values, as a table where that fits, else row by row."""
        if as_tsv:
            for line in (
                [column.name for column in self.columns],
                *([cell.plain for cell in row] for row in self.rows),
            ):
                console.file.write("\t".join(map(_in_one_cell, line)) + "\n")  # Rich would make spaces of the tabs
        elif self._width() <= console.width:
            console.print(self._table())
        else:
            self._show_stacked(console)

    def _width(self) -> int:
        """Return how wide the table has to be: as its names are, and so much of its prose as can be read."""
        border = 0 if self.is_plain else 1
        return border + sum(
            min(width, _NARROWEST) + 2 + border if column.is_prose else width + 2 + border
            for column, width in zip(self.columns, self._widths(), strict=True)
        )

    def _widths(self) -> list[int]:
        """Return how wide each column would like to be."""
        cells = zip(*self.rows, strict=True) if self.rows else ([] for _ in self.columns)
        return [
            max(cell_len(column.heading), *(_line_width(cell) for cell in some), 0)
            for column, some in zip(self.columns, cells, strict=True)
        ]

    def _table(self) -> Table:
        table = Table(title=self.title, title_justify="left", box=None if self.is_plain else HEAVY_HEAD)
        for column in self.columns:
            table.add_column(column.heading, no_wrap=not column.is_prose, overflow="fold")
        for row in self.rows:
            table.add_row(*row)
        return table

    def _show_stacked(self, console: Console) -> None:
        if self.title:
            console.print(Text(self.title), soft_wrap=True)
        indent = max(cell_len(column.heading) for column in self.columns) + 2
        is_broken = console.width - indent < _NARROWEST
        for row in self.rows:
            for column, cell in zip(self.columns, row, strict=True):
                if not cell.plain:
                    continue
                heading = Text(column.heading.ljust(indent), style="bold")
                if not column.is_prose or cell_len(cell.plain) <= console.width - indent:
                    console.print(heading + cell, soft_wrap=True)
                elif is_broken:
                    console.print(heading.plain.rstrip(), Padding(cell, (0, 0, 0, 2)), sep="\n", highlight=False)
                else:
                    grid = Table.grid()
                    grid.add_column(width=indent)
                    grid.add_column(overflow="fold")
                    grid.add_row(heading, cell)
                    console.print(grid)
            console.print()


_NARROWEST = 16
"""Columns of the terminal in which prose can still be read."""
_CELL_ENDS = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")


def _in_one_cell(text: str) -> str:
    """Return a text without what would end its cell or its line."""
    return harmless(_CELL_ENDS.sub(" ", text))


def _line_width(cell: Text) -> int:
    return max(map(cell_len, harmless(cell.plain).splitlines()), default=0)
