"""The schema of a store: which one it has, and how it is brought up to the one that this version reads and writes."""

import sqlite3
import uuid
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, insert, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, select

from glossary.errors import StoreError
from glossary.model import StoreState, utc_now
from glossary.store.connecting import BUSY_SECONDS, engine_to, path_of, shown
from glossary.store.file import StoreFile, is_blank, prepare_file
from glossary.store.refusals import code_of, refusing
from glossary.writing import rebuild

if TYPE_CHECKING:
    from alembic.config import Config

SCHEMA = "0009"
"""The schema's revision that this version of the code reads and writes."""

_KNOWN_SCHEMAS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009")
_DERIVED_AS_NOW = ("0009",)
"""The schemas under which all that is derived is as it is now: of an older store it is made anew, which takes its time."""
_UNWRITABLE = "its directory may not be written to, where also readers keep a file beside it"


def upgrade_store(url: URL, *, patience: float = BUSY_SECONDS) -> bool:
    """Create the store at `url`, or bring its schema up to this version; return whether there was anything to do.

    Raises StoreError as `open_store` does, except for an older version, and as `Store.writing` does.
    """
    schema = schema_of(url)
    if schema == SCHEMA:
        return False
    if schema is not None:
        refuse_newer(url, schema)
    path = path_of(url)
    if path:
        prepare_file(path)
    from alembic import command  # noqa: PLC0415 - as in `alembic_config`

    file = StoreFile(path) if path else None
    engine = engine_to(url, 1, begin="BEGIN IMMEDIATE", pragmas={}, patience=patience, file=file)
    try:
        with refusing(), engine.begin() as connection:
            command.upgrade(alembic_config(connection), "head")
            if connection.execute(select(StoreState.id)).first() is None:
                state = {"id": 1, "store": uuid.uuid4().hex, "revision": 0, "created": utc_now()}
                connection.execute(insert(StoreState).values(state))
            if schema not in _DERIVED_AS_NOW:
                rebuild(Session(connection))
    finally:
        engine.dispose()
    return True


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
