"""What is known of words before anything is guessed: curated tables, and what a store says."""

import re
import tomllib
from collections.abc import Collection, Mapping
from importlib.resources import files
from typing import Protocol

from glossary.errors import Fault, InvalidDraft

Tables = Mapping[str, Mapping[str, str]]
_SHORTEST = 2


class Known(Protocol):
    """Words whose forms somebody has stated; each method returns the forms of those among `words`."""

    def readings(self, words: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """Return the elements of readings."""

    def traditional(self, words: Collection[str]) -> Mapping[str, str]:
        """Return traditional forms, of as many characters."""


class Nothing:
    """Where there is no store to ask."""

    def readings(self, _words: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """Return none."""
        return {}

    def traditional(self, _words: Collection[str]) -> Mapping[str, str]:
        """Return none."""
        return {}


NOTHING: Known = Nothing()


_LONGEST = 20
"""Characters of a word inside of a longer text: proverbs have sixteen. A text of 400 has 80,000 parts, and 8,000 so long."""


def parts_of(text: str) -> set[str]:
    """Return every part of a text that may be a word, and the text itself.

    >>> sorted(parts_of("三清零"))
    ['三清', '三清零', '清零']
    """
    parts = {
        text[start:end] for end in range(len(text) + 1) for start in range(max(0, end - _LONGEST), end - _SHORTEST + 1)
    }
    return parts | {text} if len(text) > _LONGEST else parts


def cut(text: str, words: Collection[str]) -> list[str]:
    """Cut a text into `words`, the longest first, the leftmost of the longest, and what is between them.

    >>> cut("大台中国关系", {"台中", "关系", "中国关系"})
    ['大台', '中国关系']
    """
    found = [word for word in words if word and word in text]
    if not found:
        return [text] if text else []
    longest = max(found, key=lambda word: (len(word), -text.index(word)))
    start = text.index(longest)
    return [*cut(text[:start], found), longest, *cut(text[start + len(longest) :], found)]


def pattern_of(words: Collection[str]) -> re.Pattern[str]:
    """Return what finds the longest of `words` at each place of a text."""
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)")


def read_tables(name: str) -> Tables:
    """Read the shipped data file `name`: TOML tables of words with their forms.

    Raises InvalidDraft, naming the file, where it is none.
    """
    try:
        found: Tables = tomllib.loads(files("glossary").joinpath("data", name).read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InvalidDraft(f"{name} is no table of forms", (Fault(str(error), name),)) from error
    return found
