"""Which coinages the texts of a store use and it does not define, counted over all of its sources.

What a text coins depends on that text alone and takes a report some hundredths of a second to find: each text is read
once, however the store changes. What of it is defined is looked up once a revision. Nothing of this is stored: it is
wanted seldom, and a table of it would have to follow the rules of extraction whenever these are changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from glossary.coverage import coined, concepts_named
from glossary.deadline import check
from glossary.documents.text import document_of
from glossary.errors import TookTooLong
from glossary.extraction.candidates import Coinage
from glossary.language.normalise import Label
from glossary.state import State, state


@dataclass(frozen=True, slots=True)
class MetCoinage:
    """A coinage that the store does not define: how often it is used, in how many sources, and first of all where.

    `text` is as it is first written there, `source` the slug of that source.
    """

    text: str
    count: int
    sources: int
    source: str
    sentence: str


class Coinages:
    """What the texts of one store coin, as far as they were read; for one thread at a time."""

    def __init__(self) -> None:
        """Know nothing; texts are read when they are first asked for."""
        self._read: dict[str, list[Coinage]] = {}
        self._newest: tuple[State, tuple[MetCoinage, ...]] | None = None

    def undefined(self, connection: Connection) -> tuple[MetCoinage, ...]:
        """Return the coinages that the store does not define: the most often used first, of these those in most sources."""
        at = state(connection)
        if self._newest is None or self._newest[0] != at:
            self._newest = at, tuple(self._undefined(connection))
        return self._newest[1]

    def _undefined(self, connection: Connection) -> list[MetCoinage]:
        uses: dict[Label, list[tuple[str, Coinage]]] = {}
        for slug, coinages in self._by_source(connection):
            for one in coinages:
                uses.setdefault(one.label, []).append((slug, one))
        known = concepts_named(connection, list(uses))
        met = {key: _met(found) for key, found in uses.items() if key not in known}
        return [met[key] for key in sorted(met, key=lambda key: (-met[key].count, -met[key].sources, key))]

    def _by_source(self, connection: Connection) -> Iterator[tuple[str, list[Coinage]]]:
        """Yield what each source coins, in the order in which they were loaded; those that are gone are forgotten."""
        known, self._read = self._read, {}
        for source, slug, digest in connection.execute(_SOURCES).all():
            coinages = known.get(digest)
            if coinages is None:
                try:
                    check()
                except TookTooLong:
                    self._read |= known  # what was read stays: who asks again comes farther
                    raise
                coinages = coined(document_of(connection.execute(_TEXT, {"source": source}).scalar_one()))
            self._read[digest] = coinages
            yield slug, coinages


def _met(found: list[tuple[str, Coinage]]) -> MetCoinage:
    slug, first = found[0]
    return MetCoinage(first.text, sum(one.count for _, one in found), len(found), slug, first.first.sentence)


_SOURCES = text("SELECT id, slug, sha256 FROM source ORDER BY id")
_TEXT = text("SELECT text FROM source WHERE id = :source")
