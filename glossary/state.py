"""How far a store has come: what every answer of it depends on."""

from typing import NamedTuple

from sqlalchemy import Connection

from glossary.driver import rows_of


class State(NamedTuple):
    """Which store it is, and its revision."""

    store: str
    revision: int


def state(connection: Connection) -> State:
    """Return the state of the store as this connection sees it."""
    [row] = rows_of(connection, "SELECT store, revision FROM store_state", {})
    return State(*row)
