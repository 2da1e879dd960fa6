"""P8: what a worker holds and how soon it answers."""

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote

from benchmarks.annotating import annotated
from benchmarks.load import mingci_served, requests_per_second
from benchmarks.measuring import Row, spread, timed
from benchmarks.queries import KINDS, drawn

_STARTS = 5
_LIBRARIES = ("fastapi", "sqlmodel", "uvicorn", "typer")
"""What the project is built on, whatever its own code does."""


def rows(shipped: Path, databases: Mapping[int, Path], whole: int) -> Iterator[Row]:
    """Yield the memory of a worker that has answered thousands of reads, and the time to the first answer."""
    for count, database in databases.items():
        memory = _memory(database)
        yield Row(
            f"P8 memory of a worker, {count:,} entries, after 20,000 look-ups, 4,800 searches, an annotation",
            f"{memory:.0f} MB",
            target="≤ 300 MB" if count <= whole else "",
            holds=memory <= 300 if count <= whole else None,
        )
    for name, path, most in (("the shipped report", shipped, 1.0), (f"{whole:,} entries", databases[whole], 4.0)):
        seconds, bare = [], []
        for _ in range(_STARTS):
            with mingci_served(path) as server:
                seconds.append(server.started)
            bare.append(timed(_import_libraries))
        yield Row(
            f"P8 start to first answer, {name}; beside it: Python importing {', '.join(_LIBRARIES)}",
            spread(seconds).shown(" s"),
            spread(bare).shown(" s"),
            ratio=spread([own / other for own, other in zip(seconds, bare, strict=True)]).shown(""),
            target=f"≤ {most:.0f} s",
            holds=spread(seconds).median <= most,
        )


def _import_libraries() -> None:
    subprocess.run([sys.executable, "-c", f"import {', '.join(_LIBRARIES)}"], check=True)


def _memory(database: Path) -> float:
    with sqlite3.connect(database) as connection:
        labels = [row[0] for row in connection.execute("SELECT text FROM term WHERE lang = 'zh-Hans'")]
    connection.close()
    random.Random(1).shuffle(labels)
    with mingci_served(database) as server:
        look_ups = (f"/v1/lookup?q={quote(label)}" for label in cycle(labels))
        searches = (f"/v1/search?q={quote(asked.q)}" for kind in KINDS for asked in drawn(kind, 800))
        requests_per_second(server.port, islice(look_ups, 20_000), seconds=60)
        requests_per_second(server.port, searches, seconds=60)
        annotated(server, "推进“三清零”行动，建设社会主义现代化国家。")
        return server.memory()
