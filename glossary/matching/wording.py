"""English wording as it is compared: the stems of its words, each written as one character, so that words are borders."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from glossary.language.english import STOP_WORDS, stem, words

_LATIN = re.compile(r"[A-Za-z0-9À-ʯ]+(?:[-–‑'’][A-Za-z0-9À-ʯ]+)*")
_PARTS = re.compile(r"[.,;:!?()。，；：！？（）]|\n\s*\n")
"""No phrase goes over these, unless it has them itself; over one line break it does."""
_PART = "|"
_FIRST = 0x4E00
"""Where the characters that stand for stems begin: there are 1,094,655 behind it without surrogates."""
_SURROGATES = range(0xD800, 0xE000)
_UNKNOWN = "\0"


class Worded(NamedTuple):
    """A word of a text, or a mark that parts phrases, as it is compared; where it stands, in code points."""

    stem: str
    start: int
    end: int


def worded(text: str) -> list[Worded]:
    """Return the words of the Latin parts of a text without stop words, and the marks that part phrases.

    >>> [one.stem for one in worded("the Hidden Champions, of 县级")]
    ['hidden', 'champion', '|']
    """
    found: list[Worded] = []
    behind = 0
    for latin in _LATIN.finditer(text):
        if mark := _PARTS.search(text, behind, latin.start()):
            found.append(Worded(_PART, mark.start(), mark.end()))
        behind = latin.end()
        for word, start, end in words(latin.group()):
            if word not in STOP_WORDS:
                found.append(Worded(stem(word), latin.start() + start, latin.start() + end))
    if mark := _PARTS.search(text, behind):
        found.append(Worded(_PART, mark.start(), mark.end()))
    return found


class Wording:
    """The stems that terms are made of, each with the character that stands for it."""

    def __init__(self) -> None:
        """Begin without stems."""
        self._characters: dict[str, str] = {}

    def learn(self, text: str) -> str:
        """Return a term with one character a stem; an empty text where it has no word but stop words.

        >>> wording = Wording()
        >>> wording.learn("hidden champions") == wording.spell(worded("Hidden champion"))
        True
        >>> wording.spell(worded("a hidden treasure"))[-1]
        '\\x00'
        """
        found = [one.stem for one in worded(text)]
        while found and found[-1] == _PART:
            found.pop()
        return "".join([self._characters.setdefault(one, _character(len(self._characters))) for one in found])

    def has_any(self, text: str) -> bool:
        """Return whether a text has a word with the stem of one: what has none, as nearly all Chinese, need not be cut up.

        >>> wording = Wording()
        >>> _ = wording.learn("hidden champions")
        >>> wording.has_any("隐形冠军 (a champion)"), wording.has_any("建成5G基站20座")
        (True, False)
        """
        return any(
            stem(word) in self._characters
            for latin in _LATIN.finditer(text)
            if not latin.group().isdigit()
            for word, _, _ in words(latin.group())
        )

    def spell(self, found: Iterable[Worded]) -> str:
        """Return words with one character each; a stem that no term has is none."""
        return "".join([self._characters.get(one.stem, _UNKNOWN) for one in found])


def _character(number: int) -> str:
    point = _FIRST + number
    return chr(point if point < _SURROGATES.start else point + len(_SURROGATES))
