"""Whether characters that spell a term mean it: 四办 in 推行四办服务 does, in 第四办公室 it does not.

Three things speak: quotation marks around it, that no reading of the text around it in which a word goes over its border
is as good, and, where one nearly is, words near by that the term's own definition and contexts have. The figures were
chosen on the labelled sentences of the tests, which say how often this is right.
"""

import re
from collections.abc import Collection, Iterable
from enum import Enum

from glossary.language.running import Running
from glossary.language.words import LONGEST, counted_words, word_costs, word_pairs
from glossary.matching.lattice import NUMERALS, is_compound, may_cross, readings

LONGEST_IN_DOUBT = 5
"""Labels of more characters always mean themselves."""

_REACH = 5
"""Characters on either side of a term that are read with it."""
_SURE, _SURE_WHEN_LONG, _LONG = 0.25, 4.5, 4
"""By so many nats the reading with the term must be better; by more where the term is so long that its parts are words
themselves, so that two readings are near each other by chance only seldom."""
_DOUBTFUL = -2.0
"""By so much it may be worse where the words near by are those of the term."""
_NEAR, _TELLING = 40, 8.0
"""How many characters are near by; words that cost less stand everywhere and tell nothing."""
_FUNCTION_WORDS = frozenset("于和与在的是了将等")


class Verdict(Enum):
    """What speaks: the term is meant, it is not, or what is near by must tell."""

    MEANT = 1
    NOT_MEANT = 2
    DOUBTFUL = 3


def is_ordinary(label: str) -> bool:
    """Return whether a label is a common word, which stands in a text for itself as its neighbours do.

    What begins with a numeral is none: 三公 counts things more often than it names them.
    """
    return label in counted_words() and label[0] not in NUMERALS


def weigh(text: Running, start: int, end: int, *, ordinary: bool) -> Verdict:
    """Return what speaks for `text.kept[start:end]`, which spells a term, to mean it; `ordinary` as in `is_ordinary`.

    >>> from glossary.language.running import running
    >>> [weigh(running(one), one.index("四"), one.index("四") + 2, ordinary=False).name for one in ("推行四办服务", "第四办公室")]
    ['MEANT', 'NOT_MEANT']
    """
    if ordinary and _stands_free(text, start, end):
        return Verdict.MEANT
    if not (_is_border(text, start) and _is_border(text, end)) or _splits_quotes(text, start, end):
        return Verdict.NOT_MEANT
    is_quoted = start in text.opened and end in text.closed
    if is_quoted or end - start > LONGEST_IN_DOUBT or not (_is_crossable(text, start) or _is_crossable(text, end)):
        return Verdict.MEANT
    better = _advantage(text, start, end, ordinary=ordinary)
    if better >= (_SURE_WHEN_LONG if end - start >= _LONG else _SURE):
        return Verdict.MEANT
    return Verdict.DOUBTFUL if better >= _DOUBTFUL else Verdict.NOT_MEANT


def _stands_free(text: Running, start: int, end: int) -> bool:
    """Return whether no common word goes over a border of a common word that is longer, or commoner than it.

    So 环评 is looked at in 循环评分, and not in 环评工作: words of its own length may begin in any word.
    """
    return not (_is_crossed(text, start, end, start) or _is_crossed(text, start, end, end))


def _is_crossed(text: Running, start: int, end: int, place: int) -> bool:
    """Return whether a common word that is longer or commoner than `text.kept[start:end]` goes over one of its borders."""
    kept, costs = text.kept, word_costs()
    pair = kept[place - 1 : place + 1]
    if pair not in word_pairs() or place in text.parted:
        return False
    length, cost = end - start, costs[kept[start:end]]
    if costs.get(pair, cost) < cost:
        return True
    if pair not in word_pairs(3):
        return False
    for begin, stop in _OVER:
        if place + begin >= 0 and (other := costs.get(kept[place + begin : place + stop])) is not None:
            is_stronger = stop - begin > length or other < cost
            if is_stronger and not is_compound(kept, place + begin, start, end, place + stop):
                return True
    return False


_OVER = tuple((stop - size, stop) for size in range(3, LONGEST + 1) for stop in range(1, size))
"""Where longer words that go over a place begin and end, counted from it."""


def _is_border(text: Running, place: int) -> bool:
    """Return whether no Latin word or number goes over a place: 5G is in neither 15G nor 1.5G."""
    kept = text.kept
    if not 0 < place < len(kept) or text.places[place] != text.places[place - 1] + 1:
        return True
    before, after = kept[max(0, place - 2) : place], kept[place : place + 2]
    return not (_LATIN.fullmatch(before[-1] + after[0]) or _DECIMAL.search(before + after))


_LATIN = re.compile("[a-z0-9]{2}")
_DECIMAL = re.compile("^[0-9][.][0-9]|[0-9][.][0-9]$")


def _splits_quotes(text: Running, start: int, end: int) -> bool:
    """Return whether the quotation marks inside, and those at the borders, are no pairs: not “第四”办公室, but “四上”企业.

    Nor may what stands behind a quoted part be a mere function word: “两高”于.
    """
    if all(place not in text.opened and place not in text.closed for place in range(start + 1, end)):
        return False
    opened = [place for place in range(start, end) if place in text.opened]
    closed = [place for place in range(start + 1, end + 1) if place in text.closed]
    return len(opened) != len(closed) or (closed[-1] == end - 1 and text.kept[end - 1] in _FUNCTION_WORDS)


def _is_crossable(text: Running, place: int) -> bool:
    """Return whether any word at all may go over a place."""
    return 0 < place < len(text.kept) and place not in text.parted and may_cross(text.kept[place - 1 : place + 1])


def _advantage(text: Running, start: int, end: int, *, ordinary: bool) -> float:
    """Return by how much the best reading with the term is better than the best with a word over its border."""
    first = start
    while first > max(0, start - _REACH) and first not in text.parted and text.kept[first - 1].isalnum():
        first -= 1
    last = end
    while last < min(len(text.kept), end + _REACH) and last not in text.parted and text.kept[last].isalnum():
        last += 1
    found = readings(text.kept[first:last], start - first, end - first, ordinary=ordinary)
    return found.across - found.within


def telling_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of two characters, wherever in some folded texts they may be read, that do not stand everywhere.

    >>> sorted(telling_words(["公务接待", "我们的工作"]))
    ['公务', '接待']
    """
    costs = word_costs()
    pairs = {text[at : at + 2] for text in texts for at in range(len(text) - 1)}
    return frozenset(pair for pair in pairs if costs.get(pair, 0) >= _TELLING)


def tells(text: Running, start: int, end: int, telling: Collection[str]) -> bool:
    """Return whether one of the words that tell a term is near by.

    >>> from glossary.language.running import running
    >>> words = telling_words(["指公务接待等经费"])
    >>> tells(running("从严控制三公经费"), 4, 6, words), tells(running("三公主习武"), 0, 2, words)
    (True, False)
    """
    if not telling:
        return False
    near = text.kept[max(0, start - _NEAR) : start], text.kept[end : end + _NEAR]
    return any(part[at : at + 2] in telling for part in near for at in range(len(part) - 1))


def figures() -> dict[str, object]:
    """Return the constants of this module by name, for clients that weigh as it does."""
    return {
        "longest_in_doubt": LONGEST_IN_DOUBT,
        "reach": _REACH,
        "sure": _SURE,
        "sure_when_long": _SURE_WHEN_LONG,
        "long": _LONG,
        "doubtful": _DOUBTFUL,
        "near": _NEAR,
        "telling": _TELLING,
        "numerals": "".join(sorted(NUMERALS)),
        "function_words": "".join(sorted(_FUNCTION_WORDS)),
    }
