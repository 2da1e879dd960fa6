"""The schema of a store: which one it has, and how it is brought up to the one that this version reads and writes.

Whatever upgrades a store keeps a copy of it as it was, beside it, before it changes anything.
"""

import filecmp
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from glob import escape
from itertools import count, islice, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import URL, Connection, insert, inspect, table, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, select

from glossary.errors import StoreError
from glossary.model import Revision, StoreState, utc_now
from glossary.progress import Steps, untold
from glossary.state import new_mark
from glossary.state import state as state_of
from glossary.store.connecting import BUSY_SECONDS, engine_to, path_of, shown
from glossary.store.copying import copy_pages, copy_to, refuse_unsound
from glossary.store.file import Served, StoreFile, is_blank, prepare_file
from glossary.store.refusals import code_of, refusing
from glossary.writing import rebuild

if TYPE_CHECKING:
    from alembic.config import Config

SCHEMA = "0010"
"""The schema's revision that this version of the code reads and writes."""

_KNOWN_SCHEMAS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010")
_DERIVED_AS_NOW = ("0009", "0010")
"""The schemas under which all that is derived is as it is now: of an older store it is made anew, which takes its time."""
_UNWRITABLE = "its directory may not be written to, where also readers keep a file beside it"


class Upgrade(NamedTuple):
    """What an upgrade does, or has done: from which schema (None where there was no store) to which.

    `copy` is where the store is kept as it was, None where nothing was there to be kept; `derived` is how many concepts
    had all that is derived of them made again.
    """

    old: str | None
    new: str
    copy: Path | None
    derived: int = 0


COPYING, DERIVING = "Copying", "Deriving"
"""The steps of an upgrade that take their time."""


def upgrade_store(
    url: URL,
    *,
    patience: float = BUSY_SECONDS,
    keep_copy: bool = True,
    begun: Callable[[Upgrade], None] = untold,
    steps: Steps = untold,
) -> Upgrade | None:
    """Create the store at `url`, or bring its schema up to this version; return what was done, None where nothing was.

    A store with anything in it is copied first, and the copy checked; nobody can write between the copy and the upgrade,
    which is one transaction. `begun` is told what will be done once the copy is there, and `steps` how far it is.
    Raises StoreError as `open_store` does, except for an older version, as `Store.writing` does, and where the copy
    cannot be kept: then nothing is upgraded.
    """
    schema = schema_of(url)
    if schema == SCHEMA:
        return None
    if schema is not None:
        refuse_newer(url, schema)
    path = path_of(url)
    if path:
        prepare_file(path)

    file = StoreFile(path) if path else None
    engine = engine_to(url, 1, begin="BEGIN IMMEDIATE", pragmas={}, patience=patience, file=file)
    try:
        with refusing(), engine.begin() as connection:
            schema = _schema_in(connection)
            if schema == SCHEMA:  # another process was faster
                return None
            copy = _keep_copy(file, schema, steps) if file and keep_copy and _has_content(connection) else None
            upgrade = Upgrade(schema, SCHEMA, copy)
            begun(upgrade)
            upgrade = upgrade._replace(derived=_upgrade(connection, schema, steps))
            at = state_of(connection)
        if file and schema is None:  # of one that was there before nobody knows what was served: see `Store.claim`
            file.note_served(Served(at.epoch, at.revision, at.stamp))
        return upgrade
    finally:
        engine.dispose()


def _upgrade(connection: Connection, schema: str | None, steps: Steps) -> int:
    """Bring a store up in the transaction of `connection`; return of how many concepts all was derived again."""
    from alembic import command  # noqa: PLC0415 - as in `alembic_config`

    derived = 0

    def count(done: int, total: int) -> None:
        nonlocal derived
        derived = done
        steps(DERIVING, done, total)

    command.upgrade(alembic_config(connection), "head")
    if connection.execute(select(StoreState.id)).first() is None:
        marks = {"epoch": new_mark(), "stamp": new_mark()}
        state = {"id": 1, "store": uuid.uuid4().hex, "revision": 0, "created": utc_now(), **marks}
        connection.execute(insert(StoreState).values(state))
        connection.execute(insert(Revision).values(number=0, stamp=marks["stamp"]))
    if schema not in _DERIVED_AS_NOW:
        rebuild(Session(connection), count)
    return derived


def _keep_copy(file: StoreFile, schema: str | None, steps: Steps) -> Path:
    """Copy a store beside itself, and check the copy; return where it is.

    To be called in a transaction that keeps others from writing. Where an earlier attempt left the same copy, that one
    stays: a service that fails to start and is started again and again must not fill the disk.
    """
    path = file.path
    for left in path.parent.glob(f".{escape(path.stem)}.before-*.partial*"):  # of an attempt that was killed
        left.unlink(missing_ok=True)
    earlier = list(takewhile(Path.exists, _names(path)))
    target = next(islice(_names(path), len(earlier), None))
    try:
        with copy_to(target, like=path) as partial:
            with closing(file.connect()) as source, closing(sqlite3.connect(partial)) as copy:
                copy_pages(source, copy, lambda done, total: steps(COPYING, done, total))
            refuse_unsound(partial)
    except StoreError as error:
        raise StoreError(
            f"the store at {path} has the schema {schema} and is not upgraded, because no copy of it can be kept: {error} "
            "(without a copy: glossary db upgrade --no-copy)"
        ) from error
    for kept in earlier:
        if filecmp.cmp(kept, target, shallow=False):
            target.unlink()
            return kept
    return target


def _names(path: Path) -> Iterator[Path]:
    """Yield the names that the copy of a store may have.

    >>> [str(name) for name in islice(_names(Path("/srv/mingci.db")), 2)] == [
    ...     f"/srv/mingci.before-{SCHEMA}.db", f"/srv/mingci.before-{SCHEMA}-2.db"]
    True
    """
    yield path.with_name(f"{path.stem}.before-{SCHEMA}{path.suffix}")
    yield from (path.with_name(f"{path.stem}.before-{SCHEMA}-{number}{path.suffix}") for number in count(2))


def _has_content(connection: Connection) -> bool:
    """Return whether a store has anything in it that could be lost, of whichever schema it is."""
    tables = set(inspect(connection).get_table_names()) - {"alembic_version", "store_state"}
    return any(connection.execute(select(1).select_from(table(name)).limit(1)).first() for name in sorted(tables))


def _schema_in(connection: Connection) -> str | None:
    """Return the schema of the store that a transaction sees."""
    if "alembic_version" not in inspect(connection).get_table_names():
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version


def alembic_config(connection: Connection) -> "Config":
    """Return an Alembic configuration that runs the shipped revisions on `connection`, in its transaction."""
    from alembic.config import Config  # noqa: PLC0415 - 0.2 s that only a migration should cost

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "migrations:")
    config.set_main_option("path_separator", "os")
    return config


def refuse_newer(url: URL, schema: str) -> None:
    """Raise StoreError where the schema of the store at `url` is none that this version knows."""
    if schema not in _KNOWN_SCHEMAS:
        raise StoreError(f"the store at {shown(url)} was written by a newer version of Mingci (schema {schema})")


def schema_of(url: URL) -> str | None:
    """Return the schema revision of the store at `url`, None where there is nothing yet; StoreError where it is foreign."""
    path = path_of(url)
    if path and is_blank(path):
        return None
    engine = engine_to(url, 1, begin="BEGIN", pragmas={}, file=StoreFile(path) if path else None)
    try:
        with engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
            if not tables:
                return None
            if not {"alembic_version", "store_state"} <= tables:
                raise StoreError(f"{shown(url)} is a database, but not a Mingci store")
            version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return version or "none"
    except DatabaseError as error:
        why = _UNWRITABLE if code_of(error) == sqlite3.SQLITE_READONLY else error.orig
        raise StoreError(f"the store at {shown(url)} cannot be read: {why}") from error
    finally:
        engine.dispose()
