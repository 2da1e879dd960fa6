"""How a store is named to a person."""

import pytest
from sqlalchemy import make_url

from glossary.errors import StoreError
from glossary.store.connecting import shown
from glossary.store.opening import open_store, store_url

SHOWN = {
    "sqlite:////srv/mingci.db": "/srv/mingci.db",
    "sqlite:///:memory:": ":memory:",
    "postgresql://editor:secret@db/mingci": "postgresql://editor:***@db/mingci",
}


@pytest.mark.parametrize("url", SHOWN)
def test_a_store_is_shown_without_what_nobody_should_see(url: str) -> None:
    assert shown(make_url(url)) == SHOWN[url]


def test_a_database_in_memory_is_no_store() -> None:
    with pytest.raises(StoreError, match="is a directory, not a store"):
        open_store(store_url("sqlite://"))
    with pytest.raises(StoreError, match="there is no store at :memory:"):
        open_store(store_url("sqlite:///:memory:"))
