"""How anything is measured: sides in turn, round by round, each round a ratio; the median and the spread are reported."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

ROUNDS = 7


class Spread(NamedTuple):
    """A median with the smallest and the largest."""

    median: float
    least: float
    most: float

    def shown(self, unit: str = "", digits: int = 2) -> str:
        """Return it for a table: `0.64 (0.60–0.71)`."""
        return f"{self.median:.{digits}f}{unit} ({self.least:.{digits}f}–{self.most:.{digits}f})"


class Row(NamedTuple):
    """One line of the report; `target` says what must hold of `ratio` or `own`, None where nothing must."""

    what: str
    own: str
    other: str = ""
    ratio: str = ""
    target: str = ""
    holds: bool | None = None


def spread(values: Sequence[float]) -> Spread:
    """Return the median of some values, and their ends."""
    return Spread(statistics.median(values), min(values), max(values))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def timed(call: Callable[[], object]) -> float:
    """Return the seconds of one call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
