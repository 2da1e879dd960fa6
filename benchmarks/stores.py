"""Stores of so many terms, made once by the importer itself and kept in `.bench/`."""

import sqlite3
from pathlib import Path

from benchmarks.dictionary import lines
from benchmarks.load import mingci_served
from glossary.formats.cedict import read_cedict
from glossary.loading.imports import import_glossary
from glossary.store.opening import open_store, store_url
from glossary.store.upgrading import upgrade_store

DIRECTORY = Path(__file__).parent.parent / ".bench"
_AT_ONCE = 50_000


def store_of(count: int) -> Path:
    """Return the file of a store of `count` entries: of CC-CEDICT, and made-up compounds beyond it."""
    path = DIRECTORY / f"{count}.db"
    if not path.exists():
        partial = path.with_suffix(".partial")
        for left_over in path.parent.glob(f"{partial.name}*"):
            left_over.unlink()
        path.parent.mkdir(exist_ok=True)
        _fill(partial, count)
        partial.rename(path)
    upgrade_store(store_url(str(path)))
    with path.open("rb") as file:  # into the system's cache: a server's store is there
        while file.read(1 << 24):
            pass
    return path


def shipped_store() -> Path:
    """Return the file of a store with the shipped report."""
    path = DIRECTORY / "shipped.db"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        with mingci_served(path):
            pass  # the first start loads it
    upgrade_store(store_url(str(path)))
    return path


def _fill(path: Path, count: int) -> None:
    url = store_url(str(path))
    upgrade_store(url)
    indexes = _without_indexes(path) if count > _AT_ONCE else []
    store = open_store(url)
    everything = list(lines(count))
    for start in range(0, count, _AT_ONCE):
        data = "\n".join([f"# Part {start // _AT_ONCE + 1}", *everything[start : start + _AT_ONCE]])
        print(f"making a store of {count:,}: {start:,}", flush=True)
        with store.writing("benchmarks") as write:
            import_glossary(write, read_cedict(data), "cedict.txt", skip_bad=True)
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA cache_size = -2000000")
        for index in indexes:
            connection.execute(index)
    connection.close()


def _without_indexes(path: Path) -> list[str]:
    """Drop what a search scans, and return how it is made anew: in a store that is filled once, that is done once."""
    with sqlite3.connect(path) as connection:
        found = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name LIKE 'search_%'"
        ).fetchall()
        for name, _ in found:
            connection.execute(f"DROP INDEX {name}")
    connection.close()
    return [sql for _, sql in found]
