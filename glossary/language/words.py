"""Common words of Chinese, and what each costs to read, the negative logarithm of its frequency: what is a word in a text."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LONGEST = 4
"""Characters of a word at most."""


_NEWER_COST = 12.25
"""Of a word that was not counted: that of 变压器 and 打折."""


@cache
def counted_words() -> Mapping[str, float]:
    """Return the words that were counted in texts, with the cost of each in nats (`data/words.txt`).

    >>> counted_words()["办公室"] < counted_words()["办公"] < counted_words()["三农"]
    True
    """
    costs: dict[str, float] = {}
    for line in _lines("words.txt"):
        cost, _, words = line.partition("\t")
        costs.update(dict.fromkeys(words.split(" "), float(cost)))
    return costs


@cache
def word_costs() -> Mapping[str, float]:
    """Return the cost of each common word, those of newer prose with them (`data/newer_words.txt`).

    Loading takes some 70 ms and 40 MB, so it is done when first asked for.

    >>> "充电桩" in counted_words(), "充电桩" in word_costs()
    (False, True)
    """
    newer = (word for word in _lines("newer_words.txt") if len(word) <= LONGEST)
    return {**dict.fromkeys(newer, _NEWER_COST), **counted_words()}


def _lines(name: str) -> list[str]:
    text = files("glossary").joinpath("data").joinpath(name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def word_pairs(shortest: int = 2) -> frozenset[str]:
    """Return the pairs of characters that stand side by side in some common word of `shortest` characters and more.

    >>> "办公" in word_pairs(), "办公" in word_pairs(3), "两会" in word_pairs(3), "四办" in word_pairs()
    (True, True, False, False)
    """
    return frozenset(word[at : at + 2] for word in word_costs() if len(word) >= shortest for at in range(len(word) - 1))
