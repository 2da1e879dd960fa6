"""The store: opening one, reading from it, writing to it; the only module where databases differ.

Reads go through connections that cannot write; writes begin IMMEDIATE, so that two of them queue instead of failing
(SQLite in WAL mode: of 240 concurrent read-then-write transactions, 154 were lost under plain BEGIN, none so).
"""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from platformdirs import user_data_path
from sqlalchemy import URL, Connection, Engine, Executable, create_engine, event, insert, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session, select

from glossary.driver import rows_of
from glossary.errors import StoreError
from glossary.model import StoreState, utc_now
from glossary.writing import Writing, derive, rebuild

if TYPE_CHECKING:
    from alembic.config import Config

SCHEMA = "0007"
"""The schema's revision that this version of the code reads and writes."""

_KNOWN_SCHEMAS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
_DERIVED_AS_NOW = ("0006", "0007")
"""The schemas under which all that is derived is as it is now: of an older store it is made anew, which takes its time."""
_BUSY_SECONDS = 30


def default_url() -> URL:
    """Return where a store lies when nobody says otherwise: a SQLite file in the user's data directory."""
    return _sqlite_url(user_data_path("mingci", appauthor=False) / "mingci.db")


def store_url(text: str) -> URL:
    """Return the URL that a person wrote as a URL or as the path of a SQLite file.

    Raises StoreError where it is no URL; not with what was written, which may have a password in it.

    >>> store_url("glossary.db").render_as_string()
    'sqlite:///glossary.db'
    """
    try:
        return make_url(text) if "://" in text else _sqlite_url(Path(text).expanduser())
    except (ArgumentError, ValueError):
        raise StoreError("the URL of the store cannot be read") from None


def _sqlite_url(path: Path) -> URL:
    return URL.create("sqlite", database=str(path))


_WRITING = {"synchronous": "FULL", "foreign_keys": "ON", "cache_size": "-65536"}
"""64 MiB of pages, taken only by a large write: an import touches twenty indexes at random places."""


class Store:
    """An open store: an engine that reads and one that writes."""

    def __init__(self, url: URL, *, readers: int = 8, patience: float = _BUSY_SECONDS) -> None:
        """Prepare to open the store at `url`, with at most `readers` reading connections at a time.

        A write waits for another one for `patience` seconds.
        """
        self.url = url
        self._reader = _engine(url, readers, begin="BEGIN", pragmas={"query_only": "ON"})
        self._glancer: Connection | None = None
        self._writer = _engine(url, 1, begin="BEGIN IMMEDIATE", pragmas=_WRITING, patience=patience)
        # It waits for nobody; and who loses its last notes with the power does not miss them, so that no disk is waited for.
        self._noter = _engine(url, 1, begin="BEGIN IMMEDIATE", pragmas={"synchronous": "NORMAL"}, patience=0)
        self._file = _file_of(url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one revision of the store and cannot change it."""
        with self._reader.connect() as connection, connection.begin():
            yield connection

    def glancing(self) -> Connection:
        """Return the connection for reads of one statement each, on one thread; it is in no transaction.

        So a look-up costs a third of what it does with a connection from the pool and a transaction of its own.
        """
        if self._glancer is None:
            self._glancer = self._reader.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._glancer

    @contextmanager
    def writing(self, actor: str, *, dry_run: bool = False) -> Iterator[Writing]:
        """Give a transaction in the name of `actor`; commit it whole at the end, or nothing of it.

        What is derived of the touched concepts, the history and the revision are written in the same transaction.
        Where nothing changed, the revision stays. With `dry_run` all is done, and then taken back.
        Raises StoreError where another write is under way for too long, or the database cannot take this one.
        """
        with _refusals(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            state = session.exec(select(StoreState)).one()
            write = Writing(session, revision=state.revision + 1, actor=actor, at=utc_now())
            yield write
            session.flush()
            if derive(write):
                state.revision = write.revision
                session.add(state)
            if dry_run:
                session.flush()
                session.rollback()

    def note(self, statement: Executable) -> bool:
        """Write what no answer depends on, without a new revision, if the store takes it at once; return whether it did."""
        try:
            with self._noter.begin() as connection:
                connection.execute(statement)
        except (sqlite3.Error, DBAPIError, PoolTimeout):  # another write is under way, or nothing can be written at all
            return False
        return True

    def check_ready(self) -> None:
        """Raise StoreError where the store cannot answer: its file is gone or another one, or its schema is not ours.

        A deleted file goes on answering those who have it open, so the directory is asked, too. It is one look at that
        and one statement on the connection of `glancing`, on its thread. The message names no path.
        """
        if self._file is not None:
            there = _file_of(self.url)
            if there is None:
                raise StoreError("the file of the store is gone")
            if there != self._file:
                raise StoreError("the file of the store was replaced by another one; start the service again")
        try:
            # Not by SQLAlchemy, which would begin a transaction: it would see this state of the store for ever.
            [(schema, _)] = rows_of(self.glancing(), _READY, {})
        except (sqlite3.Error, DatabaseError, ValueError) as error:
            raise StoreError("the store cannot be read") from error
        if schema != SCHEMA:
            raise StoreError(f"the store has the schema {schema}, and this version of Mingci reads {SCHEMA}")

    def size(self) -> int:
        """Return how many bytes the store takes, with what is not yet written back into it."""
        if self._file is None:
            return 0
        files = [Path(f"{self.url.database}{ending}") for ending in ("", "-wal")]
        return sum(file.stat().st_size for file in files if file.exists())

    def close(self) -> None:
        """Close every connection."""
        if self._glancer is not None:
            self._glancer.close()
        for engine in (self._reader, self._writer, self._noter):
            engine.dispose()


def open_store(url: URL, *, readers: int = 8, patience: float = _BUSY_SECONDS) -> Store:
    """Open the store at `url`; `readers` and `patience` are those of `Store`.

    Raises StoreError, with one line that says what to do, where there is none, or it is foreign, damaged, of an older
    or of a newer version.
    """
    schema = _schema(url)
    if schema is None:
        raise StoreError(f"there is no store at {_shown(url)}; create one with: glossary db upgrade")
    if schema not in _KNOWN_SCHEMAS:
        raise StoreError(f"the store at {_shown(url)} was written by a newer version of Mingci (schema {schema})")
    if schema != SCHEMA:
        raise StoreError(f"the store at {_shown(url)} is of an older version; bring it up with: glossary db upgrade")
    return Store(url, readers=readers, patience=patience)


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what a database says when it does not take a write into a StoreError; nothing of that write is stored.

    The driver speaks for itself where a transaction begins (see `_engine`), SQLAlchemy for it everywhere else.
    """
    try:
        yield
    except PoolTimeout as error:
        raise StoreError(_BUSY) from error
    except (sqlite3.OperationalError, OperationalError) as error:
        cause = error.orig if isinstance(error, OperationalError) else error
        if getattr(cause, "sqlite_errorcode", None) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreError(_BUSY) from error
        raise StoreError(f"the write failed, and nothing of it is stored: {cause}") from error


_READY = "SELECT version_num, revision FROM alembic_version, store_state"
_BUSY = "another write is under way; try again when it is done"


def upgrade_store(url: URL, *, patience: float = _BUSY_SECONDS) -> bool:
    """Create the store at `url`, or bring its schema up to this version; return whether there was anything to do.

    Raises StoreError as `open_store` does, except for an older version, and as `Store.writing` does.
    """
    schema = _schema(url)
    if schema == SCHEMA:
        return False
    if schema is not None and schema not in _KNOWN_SCHEMAS:
        raise StoreError(f"the store at {_shown(url)} was written by a newer version of Mingci (schema {schema})")
    if url.get_backend_name() == "sqlite":
        _prepare_file(url)
    from alembic import command  # noqa: PLC0415 - as in `alembic_config`

    engine = _engine(url, 1, begin="BEGIN IMMEDIATE", pragmas={}, patience=patience)
    try:
        with _refusals(), engine.begin() as connection:
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


def damage(connection: Connection) -> list[str]:
    """Return what the database itself finds wrong with its file, one line each; an empty list where it is sound."""
    if connection.dialect.name != "sqlite":
        return []
    try:
        broken = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
        orphans = [] if broken else connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    except DatabaseError as error:
        return [str(error.orig)]
    return broken + [f"{row[0]} row {row[1]} refers to a {row[2]} that is not there" for row in orphans]


def _schema(url: URL) -> str | None:
    """Return the schema revision of the store at `url`, None where there is nothing yet; StoreError where it is foreign."""
    if url.get_backend_name() == "sqlite":
        path = Path(url.database or "")
        if path.is_dir():
            raise StoreError(f"{path} is a directory, not a store")
        if not path.exists() or path.stat().st_size == 0:
            return None
    engine = _engine(url, 1, begin="BEGIN", pragmas={})
    try:
        with engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
            if not tables:
                return None
            if not {"alembic_version", "store_state"} <= tables:
                raise StoreError(f"{_shown(url)} is a database, but not a Mingci store")
            version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return version or "none"
    except DatabaseError as error:
        raise StoreError(f"the store at {_shown(url)} cannot be read: {error.orig}") from error
    finally:
        engine.dispose()


def _file_of(url: URL) -> tuple[int, int] | None:
    """Return what tells a SQLite file from any other, None where there is none."""
    if url.get_backend_name() != "sqlite" or not (path := Path(url.database or "")).is_file():
        return None
    status = path.stat()
    return status.st_dev, status.st_ino


def _prepare_file(url: URL) -> None:
    """Create the SQLite file's directory, and the file in WAL mode, which it keeps from then on."""
    path = Path(url.database or "")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.close()
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"cannot create a store at {_shown(url)}: {error}") from error


def _engine(url: URL, size: int, *, begin: str, pragmas: dict[str, str], patience: float = _BUSY_SECONDS) -> Engine:
    """Return an engine of at most `size` connections; on SQLite, with explicit transactions and these pragmas.

    It waits for a connection, and for the database itself, for `patience` seconds.
    """
    engine = create_engine(url, pool_size=size, max_overflow=0, pool_timeout=patience, hide_parameters=True)
    if engine.dialect.name != "sqlite":
        return engine

    def configure(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # no implicit BEGIN: ours is sent below
        connection.execute(f"PRAGMA busy_timeout = {round(patience * 1000)}")
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name} = {value}")

    def start(connection: Connection) -> None:
        # By the driver itself: SQLAlchemy's way to a statement takes five times as long as the whole rest of a read.
        connection.connection.cursor().execute(begin)

    event.listen(engine, "connect", configure)
    event.listen(engine, "begin", start)
    return engine


def _shown(url: URL) -> str:
    """Return a URL as a person should see it: the path of a file, never a password."""
    return url.database or "memory" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
