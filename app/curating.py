"""What the service keeps for curators: what the texts of its store coin, read once and by one request at a time."""

import anyio

from glossary.coinages import Coinages


class Curating:
    """The coinages of a store, and the turn of who reads them: the first of a large store takes seconds."""

    def __init__(self) -> None:
        """Read nothing; the first who asks does."""
        self.coinages = Coinages()
        self.turn = anyio.CapacityLimiter(1)
