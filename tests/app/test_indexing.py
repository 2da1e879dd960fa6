"""The index of terms: what a build that failed is to who asks."""

import sqlite3
from contextlib import closing

import anyio
import pytest

from app.indexing import Indexing
from glossary.state import state
from glossary.store.opening import Store


def test_a_build_that_failed_is_told_and_tried_again(store: Store) -> None:
    async def ask() -> None:
        indexing = Indexing(store, lambda _: None)
        at = state(store.glancing())
        index = await indexing.index(at)
        newer = at._replace(revision=at.revision + 1)
        with closing(sqlite3.connect(store.url.database or "")) as connection:
            connection.execute("ALTER TABLE search_key RENAME TO gone")
            for _ in range(2):
                with pytest.raises(sqlite3.OperationalError, match="no such table"):
                    await indexing.index(newer)
            connection.execute("ALTER TABLE gone RENAME TO search_key")
        assert (await indexing.index(newer)).state == index.state

    anyio.run(ask)
