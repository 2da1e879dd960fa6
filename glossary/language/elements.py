"""What a reading has elements for: each Han character, and each run of letters, digits and symbols, of a text."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from glossary.language.forms import normal_form
from glossary.language.normalise import is_han


@dataclass(frozen=True, slots=True)
class Element:
    """A stretch of a text that is read as one: `start` and `end` count code points of the text."""

    text: str
    start: int
    end: int


def elements(text: str) -> list[Element]:
    """Return the elements of a text in order; punctuation and spaces belong to none.

    >>> [element.text for element in elements("“1+M”体系、S级")]
    ['1+M', '体', '系', 'S', '级']
    """
    return list(_elements(text))


def _elements(text: str) -> Iterator[Element]:
    for kind, run in groupby(enumerate(text), key=lambda place: _kind(place[1])):
        places = list(run)
        if kind == "han":
            for place, character in places:
                yield Element(character, place, place + 1)
        elif kind == "word":
            word = normal_form("NFKC", "".join(character for _, character in places))
            yield Element(word, places[0][0], places[-1][0] + 1)


def is_read(character: str) -> bool:
    """Return whether one character is in an element: Han, a letter, a digit, or one of a few signs."""
    return _kind(character) != "mark"


def _kind(character: str) -> str:
    if is_han(character):
        return "han"
    return "word" if unicodedata.category(character)[0] in "LN" or character in "+%&＋％＆" else "mark"
