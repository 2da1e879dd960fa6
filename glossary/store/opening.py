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
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlmodel import Session, select

from glossary.driver import rows_of
from glossary.errors import DamagedStore, StoreError
from glossary.model import StoreState, utc_now
from glossary.store.file import StoreFile, damage, is_blank, prepare_file
from glossary.store.refusals import DATABASE_ERRORS, RESTORE, code_of, is_busy, refusal
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


def _path(url: URL) -> Path | None:
    """Return the file of a store, None where it is not in a file."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


_WRITING = {"synchronous": "FULL", "foreign_keys": "ON", "cache_size": "-65536"}
"""64 MiB of pages, taken only by a large write: an import touches twenty indexes at random places."""


class Store:
    """An open store: an engine that reads and one that writes."""

    def __init__(self, url: URL, *, readers: int = 8, patience: float = _BUSY_SECONDS) -> None:
        """Prepare to open the store at `url`, with at most `readers` reading connections at a time.

        A write waits for another one for `patience` seconds.
        """
        self.url = url
        path = _path(url)
        self._file = StoreFile(path) if path else None
        self._reader = _engine(url, readers, begin="BEGIN", pragmas={"query_only": "ON"}, file=self._file)
        self._glancer: Connection | None = None
        self._writer = _engine(url, 1, begin="BEGIN IMMEDIATE", pragmas=_WRITING, patience=patience, file=self._file)
        # It waits for nobody; and who loses its last notes with the power does not miss them, so that no disk is waited for.
        light = {"synchronous": "NORMAL"}
        self._noter = _engine(url, 1, begin="BEGIN IMMEDIATE", pragmas=light, patience=0, file=self._file)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one revision of the store and cannot change it.

        Raises StoreError where its file was deleted or replaced, here as in `glancing` and in `writing`.
        """
        if self._file:
            self._file.check_seldom()
        with self._reader.connect() as connection, connection.begin():
            yield connection

    def glancing(self) -> Connection:
        """Return the connection for reads of one statement each, on one thread; it is in no transaction.

        So a look-up costs a third of what it does with a connection from the pool and a transaction of its own.
        """
        if self._file:
            self._file.check_seldom()
        if self._glancer is None:
            self._glancer = self._reader.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._glancer

    @contextmanager
    def writing(self, actor: str, *, dry_run: bool = False) -> Iterator[Writing]:
        """Give a transaction in the name of `actor`; commit it whole at the end, or nothing of it.

        What is derived of the touched concepts, the history and the revision are written in the same transaction.
        Where nothing changed, the revision stays. With `dry_run` all is done, and then taken back. Behind it, `revision` of
        what it gave is that of the store.
        Raises StoreError where another write is under way for too long, or the database cannot take this one.
        """
        with _refusals(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            state = session.exec(select(StoreState)).one()
            self._check_file()
            write = Writing(session, revision=state.revision + 1, actor=actor, at=utc_now())
            yield write
            session.flush()
            before = state.revision
            if derive(write):
                state.revision = write.revision
                session.add(state)
            else:
                write.revision = before
            if dry_run:
                write.revision = before
                session.flush()
                session.rollback()
            else:
                self._check_file()  # an import may have taken minutes

    def _check_file(self) -> None:
        if self._file:
            self._file.check()
            self._file.check_log()

    def refuse_damaged(self) -> None:
        """Raise DamagedStore where the database finds that its file is not sound.

        A file of more than 256 MiB is not looked at: a start should not take seconds. `glossary verify` reads any.
        """
        if self._file and self._file.path.stat().st_size <= _LOOKED_THROUGH:
            with self.reading() as connection:
                if found := damage(connection, thorough=False):
                    raise DamagedStore(f"the store at {self._file.path} is damaged ({found[0]}); {RESTORE}")

    def note(self, statement: Executable) -> bool:
        """Write what no answer depends on, without a new revision, if the store takes it at once; return whether it did."""
        try:
            with self._noter.begin() as connection:
                connection.execute(statement)
        except (StoreError, *DATABASE_ERRORS):  # another write is under way, or nothing can be written at all
            return False
        return True

    def check_ready(self) -> None:
        """Raise StoreError where the store cannot answer: its file is gone or another one, or its schema is not ours.

        It is one look at the directory and one statement on the connection of `glancing`, on its thread.
        """
        if self._file:
            self._file.check()
        try:
            # Not by SQLAlchemy, which would begin a transaction: it would see this state of the store for ever.
            [(schema, _)] = rows_of(self.glancing(), _READY, {})
        except (*DATABASE_ERRORS, ValueError) as error:
            raise StoreError("the store cannot be read") from error
        if schema != SCHEMA:
            raise StoreError(f"the store has the schema {schema}, and this version of Mingci reads {SCHEMA}")

    def size(self) -> int:
        """Return how many bytes the store takes, with what is not yet written back into it."""
        return self._file.size() if self._file else 0

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
    """Turn what a database says when it does not take a write into a StoreError; nothing of that write is stored."""
    try:
        yield
    except DATABASE_ERRORS as error:
        refused = refusal(error)
        if refused is None:
            raise
        if is_busy(error):
            raise refused from error
        raise type(refused)(f"the write failed, and nothing of it is stored: {refused}") from error


_READY = "SELECT version_num, revision FROM alembic_version, store_state"
_UNWRITABLE = "its directory may not be written to, where also readers keep a file beside it"
_LOOKED_THROUGH = 256 * 1024 * 1024


def upgrade_store(url: URL, *, patience: float = _BUSY_SECONDS) -> bool:
    """Create the store at `url`, or bring its schema up to this version; return whether there was anything to do.

    Raises StoreError as `open_store` does, except for an older version, and as `Store.writing` does.
    """
    schema = _schema(url)
    if schema == SCHEMA:
        return False
    if schema is not None and schema not in _KNOWN_SCHEMAS:
        raise StoreError(f"the store at {_shown(url)} was written by a newer version of Mingci (schema {schema})")
    path = _path(url)
    if path:
        prepare_file(path)
    from alembic import command  # noqa: PLC0415 - as in `alembic_config`

    file = StoreFile(path) if path else None
    engine = _engine(url, 1, begin="BEGIN IMMEDIATE", pragmas={}, patience=patience, file=file)
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


def _schema(url: URL) -> str | None:
    """Return the schema revision of the store at `url`, None where there is nothing yet; StoreError where it is foreign."""
    path = _path(url)
    if path and is_blank(path):
        return None
    engine = _engine(url, 1, begin="BEGIN", pragmas={}, file=StoreFile(path) if path else None)
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
        why = _UNWRITABLE if code_of(error) == sqlite3.SQLITE_READONLY else error.orig
        raise StoreError(f"the store at {_shown(url)} cannot be read: {why}") from error
    finally:
        engine.dispose()


def _engine(
    url: URL,
    size: int,
    *,
    begin: str,
    pragmas: dict[str, str],
    file: StoreFile | None,
    patience: float = _BUSY_SECONDS,
) -> Engine:
    """Return an engine of at most `size` connections; on SQLite, to that file, with explicit transactions and these pragmas.

    It waits for a connection, and for the database itself, for `patience` seconds.
    """
    if file is None:
        return create_engine(url, pool_size=size, max_overflow=0, pool_timeout=patience, hide_parameters=True)
    engine = create_engine(
        url, creator=file.connect, pool_size=size, max_overflow=0, pool_timeout=patience, hide_parameters=True
    )

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
