"""The store: opening one, reading from it, writing to it.

Reads go through connections that cannot write; writes begin IMMEDIATE, so that two of them queue instead of failing
(SQLite in WAL mode: of 240 concurrent read-then-write transactions, 154 were lost under plain BEGIN, none so).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import time_ns

from platformdirs import user_data_path
from sqlalchemy import URL, Connection, Executable, make_url
from sqlalchemy.exc import ArgumentError
from sqlmodel import Session, select

from glossary.driver import rows_of
from glossary.errors import DamagedStore, StoreError
from glossary.model import Revision, StoreState, utc_now
from glossary.state import new_mark
from glossary.store.connecting import BUSY_SECONDS, end_in_time, engine_to, path_of, shown
from glossary.store.file import Served, StoreFile, damage
from glossary.store.refusals import DATABASE_ERRORS, RESTORE, UPGRADE, refusing
from glossary.store.upgrading import SCHEMA, refuse_newer, schema_of
from glossary.writing import Writing, derive


def default_url() -> URL:
    """Return where a store lies when nobody says otherwise: a SQLite file in the user's data directory."""
    return _sqlite_url(user_data_path("mingci", appauthor=False) / "mingci.db")


def store_url(text: str) -> URL:
    """Return the URL that a person wrote as a URL or as the path of a SQLite file.

    Raises StoreError where no store can be there: no URL, a database that is neither of the two kinds, none in a file,
    one whose driver is not installed, one with options that would not be heeded (`?mode=ro`). The message does not hold
    what was written, which may have a password in it.

    >>> store_url("glossary.db").render_as_string(), store_url("sqlite:////srv/glossary.db").render_as_string()
    ('sqlite:///glossary.db', 'sqlite:////srv/glossary.db')
    """
    if not text.strip() or "\0" in text:
        raise StoreError(f"the store has no name that can be; {_KINDS}")
    if "://" not in text:
        return _sqlite_url(_path_named(text))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise StoreError("the URL of the store cannot be read") from None
    if url.drivername in _SQLITE:
        return _sqlite_url(_path_in(url))
    if url.drivername not in _POSTGRESQL:
        raise StoreError(f"no store can be in {url.drivername[:40]}; {_KINDS}")
    url = url.set(drivername=_POSTGRESQL[-1])
    try:
        url.get_dialect().import_dbapi()
    except ImportError:
        raise StoreError("PostgreSQL needs the Python package psycopg, which is not installed") from None
    return url


_SQLITE = ("sqlite", "sqlite+pysqlite")
_POSTGRESQL = ("postgresql", "postgresql+psycopg")
_KINDS = "a store is a SQLite file, given by its path or as sqlite:///PATH, or postgresql+psycopg://USER@HOST/NAME"


def _path_in(url: URL) -> Path:
    """Return the path of a SQLite file that a URL names. Raises StoreError where it names none, or more than that."""
    if url.host or url.username or url.port:
        raise StoreError("the URL of a SQLite file has three slashes before its path: sqlite:///glossary.db")
    if url.query:
        # One that is to be opened read-only must not be written to because nobody read that it was.
        raise StoreError(f"the URL of a SQLite file takes no options, and has {', '.join(sorted(url.query))[:80]}")
    return _path_named(url.database or "")


def _path_named(text: str) -> Path:
    """Return the path of a SQLite file. Raises StoreError where it is what SQLite itself takes for something else."""
    if text in ("", ":memory:") or text.startswith("file:"):
        raise StoreError(f"a store has to be in a file with a path of its own; {_KINDS}")
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise StoreError(f"{text.partition('/')[0]} names no home directory that is known") from None


def _sqlite_url(path: Path) -> URL:
    return URL.create("sqlite", database=str(path))


_WRITING = {"synchronous": "FULL", "foreign_keys": "ON", "cache_size": "-65536"}
"""64 MiB of pages, taken only by a large write: an import touches twenty indexes at random places."""


class Store:
    """An open store: an engine that reads and one that writes."""

    def __init__(self, url: URL, *, readers: int = 8, patience: float = BUSY_SECONDS) -> None:
        """Prepare to open the store at `url`, with at most `readers` reading connections at a time.

        A write waits for another one for `patience` seconds.
        """
        self.url = url
        path = path_of(url)
        self._file = StoreFile(path) if path else None
        self._reader = engine_to(url, readers, begin="BEGIN", pragmas={"query_only": "ON"}, file=self._file)
        self._glancer: Connection | None = None
        self._writer = engine_to(url, 1, begin="BEGIN IMMEDIATE", pragmas=_WRITING, patience=patience, file=self._file)
        # It waits for nobody; and who loses its last notes with the power does not miss them, so that no disk is waited for.
        light = {"synchronous": "NORMAL"}
        self._noter = engine_to(url, 1, begin="BEGIN IMMEDIATE", pragmas=light, patience=0, file=self._file)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one revision of the store and cannot change it.

        Raises StoreError where its file was deleted or replaced, here as in `glancing` and in `writing`; TookTooLong where
        a statement is ended at the deadline that was set for what is running (see `glossary.deadline`).
        """
        if self._file:
            self._file.check_seldom()
        with self._reader.connect() as connection, connection.begin(), end_in_time(connection):
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
        what it gave is that of the store. Where an older copy was put back into the file that is served, under whoever has
        it open, the write begins an epoch, as `claim` does at a start.
        Raises StoreError where another write is under way for too long, or the database cannot take this one.
        """
        with refusing(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            state = session.exec(select(StoreState)).one()
            self._check_file()
            is_served = self._is_served(session.connection(), state)
            is_put_back = not is_served and self._file is not None and self._file.served() is not None
            revision = _first_of_epoch(state) if is_put_back else state.revision + 1
            write = Writing(session, revision=revision, actor=actor, at=utc_now())
            yield write
            session.flush()
            before = state.revision
            if derive(write):
                write.reach()
                state.revision, state.stamp = write.revision, write.stamp
                state.epoch = new_mark() if is_put_back else state.epoch
                session.add(state)
            else:
                write.revision = before
            if dry_run:
                write.revision = before
                session.flush()
                session.rollback()
            else:
                self._check_file()  # an import may have taken minutes
        if (is_served or is_put_back) and write.revision > before and not dry_run:
            self._note_served(state)

    def claim(self) -> None:
        """Begin an epoch where this is not the store that was served here before, but a copy or an older one put back.

        That is so where the file is another one than was served, or where what was served is not in its history. An epoch
        begins with a revision of its own, numbered by the time in milliseconds: none of a store that began earlier, since no
        write takes less, so that who knows only the number of a revision cannot take it for one of this store.
        A store that cannot be written to now is left as it is.
        """
        try:
            with refusing(), Session(self._writer, expire_on_commit=False) as session, session.begin():
                state = session.exec(select(StoreState)).one()
                if self._file is None or self._is_served(session.connection(), state):
                    return
                self._file.check()
                state.epoch, state.stamp = new_mark(), new_mark()
                state.revision = _first_of_epoch(state)
                session.add_all([state, Revision(number=state.revision, stamp=state.stamp)])
        except StoreError:
            return
        self._note_served(state)

    def _is_served(self, connection: Connection, state: StoreState) -> bool:
        """Return whether what was served here last is this store as it is, or as it was at an earlier revision."""
        served = self._file and self._file.served()
        if not served or served.epoch != state.epoch:
            return False
        stamps = rows_of(connection, "SELECT stamp FROM revision WHERE number = :number", {"number": served.revision})
        return stamps == [(served.stamp,)]

    def _note_served(self, state: StoreState) -> None:
        if self._file:
            self._file.note_served(Served(state.epoch, state.revision, state.stamp))

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


def _first_of_epoch(state: StoreState) -> int:
    """Return the number that a new epoch begins with: the time in milliseconds, see `Store.claim`."""
    return max(state.revision + 1, time_ns() // 1_000_000)


def open_store(url: URL, *, readers: int = 8, patience: float = BUSY_SECONDS) -> Store:
    """Open the store at `url`; `readers` and `patience` are those of `Store`.

    Raises StoreError, with one line that says what to do, where there is none, or it is foreign, damaged, of an older
    or of a newer version.
    """
    schema = schema_of(url)
    if schema is None:
        raise StoreError(f"there is no store at {shown(url)}; create one with: {UPGRADE}")
    refuse_newer(url, schema)
    if schema != SCHEMA:
        raise StoreError(f"the store at {shown(url)} is of an older version; bring it up with: {UPGRADE}")
    return Store(url, readers=readers, patience=patience)


_READY = "SELECT version_num, revision FROM alembic_version, store_state"
_LOOKED_THROUGH = 256 * 1024 * 1024
