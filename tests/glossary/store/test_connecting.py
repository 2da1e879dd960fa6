"""How a store is named: by a person, and to one."""

import os
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import make_url

from glossary.errors import StoreError
from glossary.state import state
from glossary.store.connecting import shown
from glossary.store.opening import open_store, store_url
from glossary.store.upgrading import upgrade_store

SHOWN = {
    "sqlite:////srv/mingci.db": "/srv/mingci.db",
    "sqlite:///:memory:": ":memory:",
    "postgresql://editor:secret@db/mingci": "postgresql://editor:***@db/mingci",
}


@pytest.mark.parametrize("url", SHOWN)
def test_a_store_is_shown_without_what_nobody_should_see(url: str) -> None:
    assert shown(make_url(url)) == SHOWN[url]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (":memory:", "has to be in a file"),
        ("sqlite://", "has to be in a file"),
        ("sqlite:///", "has to be in a file"),
        ("sqlite:///:memory:", "has to be in a file"),
        ("file:glossary.db?mode=ro", "has to be in a file"),
        ("sqlite:///file:glossary.db", "has to be in a file"),
        ("sqlite:///glossary.db?mode=ro", "takes no options, and has mode"),
        ("sqlite:///glossary.db?uri=true&cache=shared", "takes no options, and has cache, uri"),
        ("sqlite://srv/glossary.db", "three slashes"),
        ("sqlite://editor:secret@srv/glossary.db", "three slashes"),
        ("sqlite+aiosqlite:///glossary.db", "no store can be in sqlite"),
        ("mysql://editor:secret@db/mingci", "no store can be in mysql"),
        ("file:///srv/glossary.db", "no store can be in file"),
        ("https://example.org/glossary.db", "no store can be in https"),
        ("postgresql+asyncpg://editor:secret@db/mingci", "no store can be in postgresql"),
        ("postgresql://editor:secret@db:port/mingci", "cannot be read"),
        ("://", "cannot be read"),
        ("~nosuchuser/glossary.db", "~nosuchuser names no home directory"),
        ("sqlite:///~nosuchuser/glossary.db", "~nosuchuser names no home directory"),
        ("", "no name that can be"),
        (" ", "no name that can be"),
        ("glossary\0.db", "no name that can be"),
    ],
)
def test_where_no_store_can_be(written: str, why: str) -> None:
    with pytest.raises(StoreError, match=re.escape(why)) as raised:
        store_url(written)
    assert "secret" not in str(raised.value)


@pytest.mark.skipif(find_spec("psycopg") is not None, reason="psycopg is installed")
@pytest.mark.parametrize("url", ["postgresql://editor:secret@db/mingci", "postgresql+psycopg://db/mingci"])
def test_a_driver_that_is_not_installed_is_named(url: str) -> None:
    with pytest.raises(StoreError, match="needs the Python package psycopg"):
        store_url(url)


def test_a_home_directory_is_found_in_a_path_and_in_a_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert store_url("~/a.db").database == store_url("sqlite:///~/a.db").database == str(tmp_path / "a.db")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (".", "is a directory, not a store"),
        ("pipe", "is a device or a pipe, not a store"),
        ("/dev/null", "is a device or a pipe, not a store"),
        ("/dev/full", "is a device or a pipe, not a store"),
        ("名" * 300, "cannot be read: File name too long"),
        ("loop", "cannot be read: Too many levels of symbolic links"),
        ("file/glossary.db", "there is no store at"),
        ("nowhere/glossary.db", "there is no store at"),
    ],
)
def test_what_is_no_store_is_refused_and_not_touched(tmp_path: Path, name: str, why: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "file").write_text("no directory", "utf-8")
    url = store_url(str(tmp_path / name))
    with pytest.raises(StoreError, match=why):
        open_store(url)
    if "there is no" not in why or name.startswith("file"):
        with pytest.raises(StoreError):
            upgrade_store(url)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "loop", "pipe"]


def test_a_file_may_have_any_name_that_files_have(tmp_path: Path) -> None:
    for name in ("a b.db", "100%.db", "a?mode=ro.db", "a#b.db", "名词.db", os.fsdecode(b"\xff.db"), "-x.db"):
        url = store_url(str(tmp_path / name))
        assert upgrade_store(url)
        store = open_store(url)
        with store.reading() as connection:
            assert state(connection).revision == 0
        store.close()
        assert (tmp_path / name).is_file()
