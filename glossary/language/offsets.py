"""Places in a text, in code points and in UTF-16 units, and what a normal form keeps of them."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from glossary.language.normalise import label


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, counted in code points and, as JavaScript does, in UTF-16 units."""

    start: int
    end: int
    start_utf16: int
    end_utf16: int


def span(text: str, start: int, end: int) -> Span:
    """Return the span of `text[start:end]`, offsets given in code points.

    >>> span("𠮷三变", 1, 3)
    Span(start=1, end=3, start_utf16=2, end_utf16=4)
    """
    if utf16_length(text) == len(text):  # nearly always: nothing beyond the Basic Multilingual Plane
        return Span(start, end, start, end)
    before = utf16_length(text[:start])
    return Span(start, end, before, before + utf16_length(text[start:end]))


def utf16_places(text: str) -> Sequence[int]:
    """Return for each place between the code points of a text, its ends included, how many UTF-16 units stand before it.

    >>> list(utf16_places("𠮷三变")), utf16_places("三变")
    ([0, 2, 3, 4], range(0, 3))
    """
    if utf16_length(text) == len(text):
        return range(len(text) + 1)
    places = array("I", [0])
    places.extend(accumulate(1 + (character > "\uffff") for character in text))
    return places


class Utf16Count:
    """How many UTF-16 units stand before places of a long text, counted from the last place that was asked for.

    Places that are asked for in order, a page of them from somewhere in the text, cost one pass over it together.

    >>> count = Utf16Count("𠮷三变𠮷")
    >>> [count.before(place) for place in (1, 3, 4, 2)]
    [2, 4, 6, 3]
    """

    def __init__(self, text: str) -> None:
        """Begin before the text."""
        self._text = text
        self._place = self._units = 0

    def before(self, place: int) -> int:
        """Return how many units stand before `text[place]`."""
        if place < self._place:
            self._units -= utf16_length(self._text[place : self._place])
        else:
            self._units += utf16_length(self._text[self._place : place])
        self._place = place
        return self._units


def utf16_length(text: str) -> int:
    """Return the length of a text in UTF-16 units.

    >>> utf16_length("三变"), utf16_length("𠮷")
    (2, 2)
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def find_label(text: str, wanted: str) -> Span | None:
    """Return where the normalised `wanted` first stands in `text`, from its first to its last printed character.

    >>> find_label("农村“三变”改革", "三变改")
    Span(start=3, end=7, start_utf16=3, end_utf16=7)
    """
    places = [place for place, character in enumerate(text) for _ in label(character)]
    normal = "".join(label(character) for character in text)
    at = normal.find(wanted)
    if at < 0 or not wanted:
        return None
    return span(text, places[at], places[at + len(wanted) - 1] + 1)
