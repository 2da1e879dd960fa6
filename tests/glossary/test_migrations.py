"""The schema's history: up and down on a filled store, and the models say what the migrations make."""

import re
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from glossary.model import Row
from glossary.store.opening import Store, open_store
from glossary.store.upgrading import SCHEMA, alembic_config, upgrade_store
from glossary.store.verifying import verify


def test_the_newest_migration_is_the_schema_that_the_code_reads() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        assert ScriptDirectory.from_config(alembic_config(connection)).get_current_head() == SCHEMA


# Indexes of expressions cannot be read back; the test below compares them as text.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_models_and_migrations_agree(empty_file: Path) -> None:
    engine = create_engine(f"sqlite:///{empty_file}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Row.metadata) == []
    engine.dispose()


def test_tables_are_made_alike_to_the_letter(empty_file: Path, tmp_path: Path) -> None:
    """Also the constraints, which a comparison by Alembic does not see."""
    engine = create_engine(f"sqlite:///{tmp_path / 'models.db'}")
    Row.metadata.create_all(engine)
    engine.dispose()
    migrated = _statements(empty_file)
    migrated.pop("alembic_version")
    assert _statements(tmp_path / "models.db") == migrated


def _statements(path: Path) -> dict[str, list[str]]:
    """Return what each table and index was made by, its lines in order, without quotation marks around names."""
    connection = sqlite3.connect(path)
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    connection.close()
    return {
        name: sorted(re.sub(r"\s+", " ", line).strip(" ,").replace('"', "") for line in sql.split("\n"))
        for name, sql in rows
    }


def test_down_and_up_on_a_filled_store(store: Store) -> None:
    store.close()
    engine = create_engine(store.url)
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    engine.dispose()
    connection = sqlite3.connect(store.url.database or "")
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    assert tables <= {"alembic_version", "sqlite_sequence"}
    engine = create_engine(store.url)
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "head")
    engine.dispose()
    upgrade_store(store.url)


def test_what_is_derived_is_made_anew_and_once(store: Store) -> None:
    """A migration may leave rows that an older version derived: none of them stays."""
    store.close()
    before = _derived(store)
    assert all(before.values())
    engine = create_engine(store.url)
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0005")
    engine.dispose()
    assert upgrade_store(store.url)
    assert _derived(store) == before
    opened = open_store(store.url)
    assert list(verify(opened)) == []
    opened.close()


def _derived(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of the derived tables, without the numbers that nothing refers to."""
    connection = sqlite3.connect(store.url.database or "")
    rows = {
        table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)  # noqa: S608 - the names below
        for table in ("search_key", "search_term", "entry_view")
    }
    for table, columns in (
        ("search_tail", "shelfmark, start, label, letters, other, same"),
        ("search_word", "shelfmark, word"),
    ):
        rows[table] = sorted(connection.execute(f"SELECT {columns} FROM {table}").fetchall())  # noqa: S608 - as above
    connection.close()
    return rows
