"""What a store must hold after whatever befell it, read past the service: by the driver alone, and by `verify`."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from glossary.store.opening import open_store, store_url
from glossary.store.verifying import verify
from glossary.tokens import Scope, create_token

_FIRST, _HEADS = 0x4E00, 5_000


def with_token(path: Path) -> str:
    """Make a token that may do everything in a store; return it."""
    store = open_store(store_url(str(path)))
    with store.writing("tests") as write:
        token = create_token(write, "a writer", frozenset(Scope))
    store.close()
    return token


def sound(path: Path) -> list[str]:
    """Return what is wrong with a store."""
    store = open_store(store_url(str(path)))
    found = list(verify(store))
    store.close()
    return found


def loaded(path: Path) -> Mapping[str, int]:
    """Return how many concepts each source of a store defines, by the slug of the source."""
    with closing(sqlite3.connect(path)) as connection:
        return dict(
            connection.execute(
                "SELECT slug, count(attestation.id) FROM source LEFT JOIN attestation ON source_id = source.id GROUP BY slug"
            )
        )


def a_concept(path: Path) -> str:
    """Return the id of a concept of a store."""
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT min(id) FROM concept").fetchone()[0])


def noted(path: Path) -> Mapping[str, int]:
    """Return how many changes of a store's history end with a concept of some note, by the note."""
    with closing(sqlite3.connect(path)) as connection:
        return dict(
            connection.execute(
                "SELECT json_extract(after, '$.note') AS note, count(*) FROM change WHERE note IS NOT NULL GROUP BY note"
            )
        )


def head(number: int) -> str:
    """Return a headword that no other number has."""
    return f"{chr(_FIRST + number % _HEADS)}{chr(_FIRST + number // _HEADS)}计划"


def table(path: Path, start: int, rows: int) -> Path:
    """Write a table of terms, from the headword of that number on."""
    lines = [f"{head(number)},term {number}" for number in range(start, start + rows)]
    path.write_text("\n".join(["headword,english", *lines]), "utf-8")
    return path


def report(start: int, entries: int) -> str:
    """Return a report that defines some terms, from the headword of that number on."""
    lines = [f"{head(number)}：指第{number}项工作的总体安排。" for number in range(start, start + entries)]
    return "\n".join(["2024年云山县政府工作报告", "各位代表：", "名词解释", *lines])
