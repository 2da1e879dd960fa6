"""Whatever upgrades a store keeps it as it was: a checked copy beside it, before anything is changed; or it upgrades nothing."""

import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

from glossary.errors import StoreError
from glossary.store.opening import Store, open_store, store_url
from glossary.store.upgrading import SCHEMA, Upgrade, alembic_config, upgrade_store
from glossary.store.verifying import verify
from tests.glossary.cli.test_main import GLOSSARY, run

OLDER = "0005"
Older = Callable[[str], Path]


@pytest.fixture
def older(store: Store, tmp_path: Path) -> Older:
    """What brings the shipped store down to a schema, and gives its file."""
    store.close()

    def brought_down(schema: str) -> Path:
        path = Path(shutil.copy(store.url.database or "", tmp_path / f"of-{schema}.db"))
        engine = create_engine(store_url(str(path)))
        with engine.begin() as connection:
            command.downgrade(alembic_config(connection), schema)
        engine.dispose()
        return path

    return brought_down


def _schema(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def _terms(path: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return connection.execute("SELECT text FROM term ORDER BY id").fetchall()


def _copies(path: Path) -> list[str]:
    return sorted(found.name for found in path.parent.glob(f"{path.stem}.before-*"))


def _is_sound(path: Path) -> bool:
    opened = open_store(store_url(str(path)))
    faults = list(verify(opened))
    opened.close()
    return faults == []


@pytest.mark.parametrize("schema", ["0001", "0005", "0006", "0007"])
def test_a_store_of_each_older_schema_is_kept_as_it_was(older: Older, schema: str) -> None:
    path = older(schema)
    terms = _terms(path)
    begun: list[Upgrade] = []
    told: list[tuple[str, int, int]] = []
    done = upgrade_store(
        store_url(str(path)), begun=begun.append, steps=lambda step, done, total: told.append((step, done, total))
    )
    copy = path.with_name(f"of-{schema}.before-{SCHEMA}.db")
    assert begun == [Upgrade(schema, SCHEMA, copy)]
    assert done == Upgrade(schema, SCHEMA, copy, derived=33)
    assert (_schema(copy), _terms(copy), copy.stat().st_mode) == (schema, terms, path.stat().st_mode)
    assert (_schema(path), _terms(path)) == (SCHEMA, terms)
    assert _is_sound(path)
    assert told[-1] == ("Deriving", 33, 33)
    assert ("Copying", told[0][2], told[0][2]) in told
    assert not list(path.parent.glob("*.partial*")), "nothing half-made stays"


def test_the_copy_is_a_store_that_can_be_put_back(older: Older) -> None:
    path = older(OLDER)
    done = upgrade_store(store_url(str(path)))
    assert done
    assert done.copy
    path.unlink()
    done.copy.rename(path)
    assert _schema(path) == OLDER
    assert upgrade_store(store_url(str(path)))
    assert _is_sound(path)


def test_of_a_store_that_is_made_or_has_nothing_in_it_no_copy_is_kept(empty_store: Store, tmp_path: Path) -> None:
    assert upgrade_store(store_url(str(tmp_path / "new.db"))) == Upgrade(None, SCHEMA, None)
    empty_store.close()
    engine = create_engine(empty_store.url)
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), OLDER)
    engine.dispose()
    assert upgrade_store(empty_store.url) == Upgrade(OLDER, SCHEMA, None)
    assert not list(tmp_path.glob("*before*"))


def test_no_copy_is_kept_where_none_is_wanted(older: Older) -> None:
    path = older(OLDER)
    done = run("db", "upgrade", "--no-copy", database=path)
    assert done.returncode == 0
    assert f"from schema {OLDER} to {SCHEMA}; no copy of it is kept" in done.stderr
    assert _copies(path) == []


def test_a_copy_overwrites_nothing(older: Older) -> None:
    path = older(OLDER)
    there = path.with_name(f"{path.stem}.before-{SCHEMA}.db")
    there.write_text("precious")
    done = upgrade_store(store_url(str(path)))
    assert done
    assert done.copy == path.with_name(f"{path.stem}.before-{SCHEMA}-2.db")
    assert there.read_text() == "precious"
    assert _schema(done.copy) == OLDER


def test_an_attempt_after_another_that_failed_keeps_one_copy(older: Older) -> None:
    """As a service does that fails to start, and is started again and again."""
    path = older(OLDER)

    def fail(_upgrade: Upgrade) -> None:
        raise StoreError("as the disk does")

    for _ in range(3):
        with pytest.raises(StoreError, match="as the disk does"):
            upgrade_store(store_url(str(path)), begun=fail)
        assert _schema(path) == OLDER
    assert _copies(path) == [f"{path.stem}.before-{SCHEMA}.db"]
    assert upgrade_store(store_url(str(path)))
    assert _copies(path) == [f"{path.stem}.before-{SCHEMA}.db"]


def test_a_store_that_changed_since_gets_a_copy_of_its_own(older: Older) -> None:
    path = older(OLDER)
    first = Path(shutil.copy(path, path.with_name("first.db")))
    assert upgrade_store(store_url(str(path)))
    with closing(sqlite3.connect(first)) as connection, connection:
        connection.execute("UPDATE concept SET note = 'changed'")
    shutil.copy(first, path)
    assert upgrade_store(store_url(str(path)))
    assert _copies(path) == [f"{path.stem}.before-{SCHEMA}-2.db", f"{path.stem}.before-{SCHEMA}.db"]


def test_nothing_is_upgraded_where_the_copy_fails(older: Older) -> None:
    path = older(OLDER)

    def fail(step: str, done: int, _total: int) -> None:
        if step == "Copying" and done:
            raise OSError(28, "No space left on device")

    with pytest.raises(StoreError) as caught:
        upgrade_store(store_url(str(path)), steps=fail)
    said = str(caught.value)
    assert said.startswith(
        f"the store at {path} has the schema {OLDER} and is not upgraded, because no copy of it can be kept: "
    )
    assert "No space left on device" in said
    assert said.endswith("(without a copy: glossary db upgrade --no-copy)")
    assert (_schema(path), _copies(path)) == (OLDER, [])
    assert not list(path.parent.glob(".*"))


def test_a_damaged_store_is_not_upgraded(older: Older) -> None:
    path = older(OLDER)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    data = bytearray(path.read_bytes())
    for offset in range(len(data) // 2 // 4096 * 4096, len(data), 4096):
        data[offset : offset + 64] = b"\xff" * 64
    path.write_bytes(data)
    with pytest.raises(StoreError, match="is not upgraded, because no copy of it can be kept: the copy is not sound"):
        upgrade_store(store_url(str(path)))
    assert _copies(path) == []


@pytest.mark.parametrize(
    "arguments", [("serve", "--port", "0"), ("db", "upgrade"), ("token", "create", "w", "--scope", "edit")]
)
def test_whatever_upgrades_says_so_and_keeps_a_copy(older: Older, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    path = older(OLDER)
    with (tmp_path / "log").open("w") as log:
        env = {"PATH": os.environ["PATH"], "GLOSSARY_DATABASE_URL": str(path), "HOME": str(tmp_path)}
        process = subprocess.Popen([GLOSSARY, *arguments], env=env, stderr=log, stdout=log)
    try:
        last = "Mingci serves" if arguments[0] == "serve" else "upgraded to schema"
        _await(lambda: last in (tmp_path / "log").read_text("utf-8"))
    finally:
        process.terminate()
        process.wait(30)
    said = (tmp_path / "log").read_text("utf-8").splitlines()
    copy = path.with_name(f"{path.stem}.before-{SCHEMA}.db")
    assert said[0] == (
        f"upgrading the store at {path} from schema {OLDER} to {SCHEMA}; a copy of it as it was is kept at {copy}"
    )
    assert said[1] == f"upgraded to schema {SCHEMA}: what is derived of 33 concepts was made again"
    assert (_schema(path), _schema(copy)) == (SCHEMA, OLDER)


def test_a_log_for_machines_has_it_as_objects(older: Older, tmp_path: Path) -> None:
    path = older(OLDER)
    with (tmp_path / "log").open("w") as log:
        env = {"PATH": os.environ["PATH"], "GLOSSARY_LOG": "json", "GLOSSARY_DATABASE_URL": str(path)}
        process = subprocess.Popen([GLOSSARY, "serve", "--port", "0"], env=env, stderr=log, cwd=tmp_path)
    try:
        _await(lambda: "was made again" in (tmp_path / "log").read_text("utf-8"))
    finally:
        process.terminate()
        process.wait(30)
    lines = (tmp_path / "log").read_text("utf-8").splitlines()
    assert all(line.startswith('{"time":"') for line in lines), lines
    assert f'"level":"info","logger":"mingci.serve","message":"upgrading the store at {path} from' in lines[0]


def test_killed_between_the_copy_and_the_upgrade(older: Older, tmp_path: Path) -> None:
    path = older(OLDER)
    terms = _terms(path)
    env = {"PATH": os.environ["PATH"], "GLOSSARY_DATABASE_URL": str(path), "HOME": str(tmp_path)}
    process = subprocess.Popen(
        [GLOSSARY, "db", "upgrade"], env=env, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    copy = path.with_name(f"{path.stem}.before-{SCHEMA}.db")
    _await(copy.exists)
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    assert (_schema(path), _terms(path)) == (OLDER, terms)
    assert (_schema(copy), _terms(copy)) == (OLDER, terms)
    (tmp_path / f".{path.stem}.before-{SCHEMA}.db.abc.partial").write_text("of one that was killed in mid-copy")
    assert run("db", "upgrade", database=path).returncode == 0
    assert _is_sound(path)
    assert _copies(path) == [copy.name]
    assert not list(tmp_path.glob(".*.partial"))


def test_two_that_upgrade_at_once_do_it_once(older: Older, tmp_path: Path) -> None:
    path = older(OLDER)
    env = {"PATH": os.environ["PATH"], "GLOSSARY_DATABASE_URL": str(path), "HOME": str(tmp_path)}
    processes = [
        subprocess.Popen(
            [GLOSSARY, "db", "upgrade"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(out for out, _ in said) == [f"{path}: up to date\n", f"{path}: upgraded\n"]
    assert _copies(path) == [f"{path.stem}.before-{SCHEMA}.db"]
    assert _is_sound(path)


def _await(happened: Callable[[], bool]) -> None:
    for _ in range(6000):
        if happened():
            return
        time.sleep(0.005)
    raise AssertionError("it did not happen within 30 seconds")
