"""Where words may begin and end in a few characters of Chinese: every word that may stand there, and what it costs to read."""

import re
from functools import lru_cache
from typing import NamedTuple

from glossary.language.normalise import is_han
from glossary.language.words import LONGEST, word_costs, word_pairs

_DIGITS, _POWERS = "一二三四五六七八九两", "十百千万亿"
NUMERALS = frozenset(_DIGITS + _POWERS + "几数双")
_NUMBER = re.compile(rf"(?:[{_DIGITS}几数上]?[{_POWERS}])+[多余来]?[{_DIGITS}]?[{_POWERS}]?")
"""十三, 二十五, 三千万, 十几, 上千万: not 五三, so that 十四五三农 is not cut there."""
_FIGURES = re.compile("[〇零一二三四五六七八九]{3,}")
"""二零四零."""
_ORDINAL = re.compile(rf"第(?:{_NUMBER.pattern}|[{_DIGITS}])")
_DAY = re.compile("(?:[周初老]|星期|礼拜)[一二三四五六七八九十日]")
_RANK = re.compile(f"[前后][{_DIGITS}十]")
"""前六, 后三."""
_COUNTED = re.compile(rf"(?:{_NUMBER.pattern}|[这那每哪各成{_DIGITS}几十百千万])[双个]")
"""双 and 个 as measure words: 这双, 三十双, 十二个."""
_PERSON = re.compile("[王李张刘陈杨赵黄吴][二三四五六七八九]")
"""The most common surnames with a place among brothers, as nobody in particular is called: 张三, 李四."""
_FORMED = (
    (_NUMBER, 6.0),
    (_FIGURES, 6.0),
    (_ORDINAL, 6.0),
    (_DAY, 6.0),
    (_RANK, 9.0),
    (_COUNTED, 8.0),
    (_PERSON, 11.0),
)
"""Words that no list has, and their costs: those of common words."""
_SUFFIXES = frozenset("品房泵机物器")
"""Nouns that make one of any word of `_SUFFIXED` characters: 必须品, 提升泵."""
_SUFFIX_COST, _OTHER_COST, _UNKNOWN_COST = 2.0, 5.0, 18.0
"""Of a suffix behind its word; of a letter or digit; of a Han character that is in no list."""
_NEVER = float("inf")


class Readings(NamedTuple):
    """What the best reading costs in which a stretch begins and ends with words, and the best in which a word crosses."""

    within: float
    across: float


def readings(text: str, start: int, end: int, *, ordinary: bool) -> Readings:
    """Return the costs of the best readings of `text` with `text[start:end]` on its own, and with a word over its border.

    One pass over all ways to cut the text (Viterbi), each place with the best way to it of either kind. Unless it is
    `ordinary`, `text[start:end]` is itself no word that speaks for it.

    >>> found = readings("推行四办服务", 2, 4, ordinary=False)
    >>> found.within < found.across
    True
    >>> found = readings("第四办公室", 1, 3, ordinary=False)
    >>> found.within < found.across
    False
    """
    within = [_NEVER] * (len(text) + 1)
    across = within.copy()
    within[0] = 0.0
    for begin in range(len(text)):
        here, crossed = within[begin], across[begin]
        if here == crossed == _NEVER:
            continue
        for length, cost in _words(text[begin : begin + _FARTHEST]):
            stop = begin + length
            if (begin < start < stop or begin < end < stop) and not is_compound(text, begin, start, end, stop):
                across[stop] = min(across[stop], min(here, crossed) + cost)
            elif ordinary or begin != start or stop != end:
                within[stop] = min(within[stop], here + cost)
                across[stop] = min(across[stop], crossed + cost)
    return Readings(within[-1], across[-1])


def is_compound(text: str, begin: int, start: int, end: int, stop: int) -> bool:
    """Return whether the word `text[begin:stop]` is made of `text[start:end]` and one word more: 服务项目 of 服务.

    >>> is_compound("服务项目", 0, 0, 2, 4), is_compound("办公室", 0, 0, 2, 3)
    (True, False)
    """
    other = text[end:stop] if begin == start else text[begin:start] if stop == end else ""
    return len(other) > 1 and other in word_costs()


_FARTHEST = 8
"""Characters of a word at most: 二千三百五十六万."""


@lru_cache(maxsize=1 << 15)
def _words(text: str) -> tuple[tuple[int, float], ...]:
    """Return how long a word may be that some characters begin with, and its cost; the same length perhaps twice."""
    costs = word_costs()
    first = text[0]
    if not is_han(first):
        return ((1, _OTHER_COST),)
    found = [(1, costs.get(first, _UNKNOWN_COST))]
    for length in range(2, min(LONGEST, len(text)) + 1):
        if (cost := costs.get(text[:length])) is not None:
            found.append((length, cost))
            if length == _SUFFIXED and text[length : length + 1] in _SUFFIXES:
                found.append((length + 1, cost + _SUFFIX_COST))
    if first in _BEGINNINGS:
        found += [(formed.end(), cost) for pattern, cost in _FORMED if (formed := pattern.match(text))]
    return tuple(found)


_SUFFIXED = 2
_BEGINNINGS = frozenset("〇零" + _DIGITS + _POWERS + "几数上第周初老星礼前后这那每哪各成王李张刘陈杨赵黄吴")
_CONTINUED = frozenset("〇零" + _DIGITS + _POWERS + "多余来期拜日双个")
_BEFORE = _BEGINNINGS | frozenset("多余来期拜")


def may_cross(pair: str) -> bool:
    """Return whether some word may go over the border between two characters: cheap, and never wrongly False.

    >>> may_cross("办公"), may_cross("第四"), may_cross("行四")
    (True, True, False)
    """
    return pair in word_pairs() or pair[1] in _SUFFIXES or (pair[1] in _CONTINUED and pair[0] in _BEFORE)


def figures() -> dict[str, object]:
    """Return the constants of this module by name, for clients that read as it does."""
    return {
        "formed": [{"pattern": pattern.pattern, "cost": cost} for pattern, cost in _FORMED],
        "suffixes": "".join(sorted(_SUFFIXES)),
        "suffix_cost": _SUFFIX_COST,
        "other_cost": _OTHER_COST,
        "unknown_cost": _UNKNOWN_COST,
        "longest_word": LONGEST,
        "farthest": _FARTHEST,
    }
