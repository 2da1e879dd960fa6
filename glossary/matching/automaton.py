"""Finding many patterns in one pass over a text; the only importer of `daachorse`.

Of the libraries with wheels for every platform it was measured to build without holding the interpreter (a build of
118,617 patterns held it for 20 ms, `ahocorasick_rs` for 517), to be smaller and to search faster (`docs/benchmarks.md`).
"""

from collections.abc import Iterator, Sequence
from operator import itemgetter

from daachorse import CharwiseDoubleArrayAhoCorasick

AT_ONCE = 1 << 14
"""Characters searched in one call, during which no other thread runs."""


class Automaton:
    """Patterns, ready to be found."""

    def __init__(self, patterns: Sequence[str]) -> None:
        """Build the automaton of some patterns, none of them empty, each once."""
        self._automaton = CharwiseDoubleArrayAhoCorasick(list(patterns)) if patterns else None
        self._longest = max(map(len, patterns), default=0)

    def found(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield where each pattern stands in `text`: start, end, the pattern's place in `patterns`.

        They come by their starts, the longest first.

        >>> list(Automaton(["三变", "三变改革", "改革"]).found("三变改革"))
        [(0, 4, 1), (0, 2, 0), (2, 4, 2)]
        """
        if self._automaton is None:
            return
        for first in range(0, len(text), AT_ONCE):
            piece = text[first : first + AT_ONCE + self._longest - 1]
            found = self._automaton.find_overlapping(piece)
            found.reverse()  # They come by their ends: behind this, the sort leaves the longest of each start first.
            found.sort(key=_START)
            for start, end, pattern in found:
                if start >= AT_ONCE:
                    break
                yield first + start, first + end, pattern


_START = itemgetter(0)
