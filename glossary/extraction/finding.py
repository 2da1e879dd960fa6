"""Finding many short strings in one text, in time that grows with the text and not with its product with the strings."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

_SEARCHED = 1 << 26
"""Characters that are searched one string after the other, which is quickest; whoever asks for more makes an index."""
_KEY = 96
"""Code points by which the places in a text are put in order."""


class Findable:
    """A text in which many strings are looked for; of a part of it that is left out, none are found."""

    def __init__(self, text: str) -> None:
        """Prepare a text; what is looked for may have some dozens of code points."""
        self._text = text
        self._searched = 0
        self._pairs: dict[str, array[int]] = {}
        self._sorted: dict[str, array[int]] = {}
        self._extents: dict[str, tuple[int, int]] = {}

    def places(self, wanted: str) -> Iterator[int]:
        """Yield where a string stands, in order; occurrences may overlap."""
        if self._searched < _SEARCHED or len(wanted) < _SHORTEST:
            self._searched += len(self._text)
            at = self._text.find(wanted)
            while at >= 0:
                yield at
                at = self._text.find(wanted, at + 1)
        else:
            yield from self._indexed_places(wanted)

    def is_outside(self, wanted: str, start: int, end: int) -> bool:
        """Return whether a string stands in the text without `text[start:end]`, before it, behind it or over the cut."""
        seam = self._text[max(0, start - len(wanted) + 1) : start] + self._text[end : end + len(wanted) - 1]
        if wanted in seam:
            return True
        first, last = self._extent(wanted)
        return 0 <= first <= start - len(wanted) or last >= end

    def _extent(self, wanted: str) -> tuple[int, int]:
        """Return where a string stands first and last, -1 where it does not."""
        if wanted not in self._extents:
            if self._searched < _SEARCHED or len(wanted) < _SHORTEST:
                self._searched += len(self._text)
                self._extents[wanted] = self._text.find(wanted), self._text.rfind(wanted)
            else:
                places = self._indexed_places(wanted)
                self._extents[wanted] = (places[0], places[-1]) if places else (-1, -1)
        return self._extents[wanted]

    def _indexed_places(self, wanted: str) -> list[int]:
        places = self._in_order(wanted[:_SHORTEST])
        key = wanted[:_KEY]

        def prefix(place: int) -> str:
            return self._text[place : place + len(key)]

        first, last = bisect_left(places, key, key=prefix), bisect_right(places, key, key=prefix)
        return sorted(place for place in places[first:last] if self._text.startswith(wanted, place))

    def _in_order(self, pair: str) -> "array[int]":
        """Return where two characters stand side by side, in the order of what follows them."""
        if not self._pairs:
            for place in range(len(self._text) - 1):
                self._pairs.setdefault(self._text[place : place + _SHORTEST], array("I")).append(place)
        if pair not in self._sorted:
            same: dict[str, str] = {}  # of a text that repeats itself, each key is kept once
            self._sorted[pair] = array(
                "I",
                sorted(
                    self._pairs.get(pair, ()),
                    key=lambda place: same.setdefault(key := self._text[place : place + _KEY], key),
                ),
            )
        return self._sorted[pair]


_SHORTEST = 2
"""Strings of one character are few, and are found at once where they are."""


class Outside:
    """The bare text of a document without one of its sections: whether a string is in it."""

    def __init__(self, whole: Findable, start: int, end: int) -> None:
        """Leave out the stretch from `start` to `end`."""
        self._whole = whole
        self._start, self._end = start, end

    def __contains__(self, wanted: object) -> bool:
        """Return whether a string is in the text."""
        return isinstance(wanted, str) and self._whole.is_outside(wanted, self._start, self._end)
