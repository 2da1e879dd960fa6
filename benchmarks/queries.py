"""What is asked of stores and peers: words drawn with a fixed seed, in every way to type them."""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from benchmarks.dictionary import Word, words


class Asked(NamedTuple):
    """A query, and the word that it is typed for."""

    q: str
    wanted: str


def _mixed(draw: random.Random, word: Word) -> str:
    return "".join(draw.choice((letters, letters[0])) for letters in word.letters)


KINDS: dict[str, Callable[[random.Random, Word], str]] = {
    "full pinyin": lambda _, word: "".join(word.letters),
    "initials": lambda _, word: "".join(letters[0] for letters in word.letters),
    "syllables and initials": _mixed,
    "character and letters": lambda draw, word: (
        word.simplified[0] + _mixed(draw, word._replace(syllables=word.syllables[1:]))
    ),
    "from the second character": lambda _, word: "".join(word.letters[1:]),
    "two characters": lambda draw, word: draw.choice((word.simplified[:2], word.simplified[-2:])),
}
"""sanqingling, sql, sqling or sanql, 三ql or 三qingling, qingling, 三清 or 清零."""


def drawn(kind: str, count: int, seed: int = 1, known: Sequence[Word] | None = None) -> list[Asked]:
    """Return `count` queries of a kind, each for another word."""
    draw = random.Random(f"{kind} {seed}")
    chosen = draw.sample(known or words(), count)
    return [Asked(KINDS[kind](draw, word), word.simplified) for word in chosen]
