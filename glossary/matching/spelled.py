"""What a query may spell: whole syllables in every way to write them, and the cuts that are more than that."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from glossary.language.normalise import is_han
from glossary.matching.ranking import Kind
from glossary.matching.segments import SPELLED, Pattern, patterns_of
from glossary.matching.spelling import Unit

_U = re.compile("[ln]u(?=(?P<e>e)?)")
"""Where a u may mean ü; before e that is no liberty."""
_VARIANTS = 8


class Way(NamedTuple):
    """Letters that a term's reading may begin with, and what its syllables are then like where all tones were given.

    `loose` as in `Spelling`; `literal` where digits are taken as digits of the term, not as tones.
    """

    letters: str
    like: str | None
    loose: int
    literal: bool


@dataclass(frozen=True)
class Spelled:
    """A query as what it may spell: whole syllables (`ways`), and `rest`, the cuts that are more than that.

    `toned` where it may say tones; `plain` where it says neither tones nor borders, so that its letters are all there is
    to compare.
    """

    units: tuple[Unit, ...]
    ways: tuple[Way, ...]
    toned: bool
    plain: bool
    is_mixed: bool

    @property
    def may_be_full(self) -> bool:
        """Whether what the rest finds may be spelled in full: letters without tones and borders are found as letters."""
        return not self.plain and not self.is_mixed

    @property
    def best(self) -> Kind:
        """The best kind of hit that the rest may find."""
        return Kind.PINYIN_TONED if self.may_be_full and any(one.full for one in self.rest) else Kind.INITIALS

    @cached_property
    def rest(self) -> tuple[Pattern, ...]:
        """The cuts, made when they are first asked for: a search may have enough without."""
        if not self.ways and not self.is_mixed:
            return ()
        patterns = patterns_of(self.units)
        if self.is_mixed or _TONE_AMONG_DIGITS.search("".join([unit.text for unit in self.units])):
            return tuple(patterns)
        # In full syllables it is a range of letters, unless one digit is a tone and another one is the term's.
        return tuple(
            one
            for one in patterns
            if not one.full or one.short or one.end < len(self.units) or (one.toned and _DIGIT.search(one.initials))
        )


def spelled(units: tuple[Unit, ...]) -> Spelled:
    """Return what a query may spell; nothing where no letter was typed."""
    is_mixed = any(is_han(unit.text) for unit in units)
    if not any(unit.text.isalpha() and not is_han(unit.text) for unit in units):
        return Spelled(units, (), toned=False, plain=False, is_mixed=False)
    if is_mixed:
        return Spelled(units, (), toned=False, plain=False, is_mixed=True)
    toned = any(unit.tone or unit.text in _TONES for unit in units)
    plain = not toned and not any(unit.border for unit in units)
    text = "".join([unit.text for unit in units])
    ways = [Way(letters, None, loose, literal=True) for letters, loose in _meant(text)]
    if _TONED.search(text):
        letters = _TONED.sub(r"\1", text)
        likes = _all_toned(text)
        for way, loose in _meant(letters):
            ways += [Way(way, like, loose, literal=False) for like in (likes if way == letters and likes else [None])]
    return Spelled(units, tuple(ways), toned, plain, is_mixed=False)


def _all_toned(text: str) -> list[str]:
    """Return what syllables are like where each stretch of letters was typed with a tone; none where that is not so.

    The tone is that of its last syllable: xian1 is also xi and an1. Before it may also stand a letter that has none (AA制).

    >>> _all_toned("san1qing1"), _all_toned("xian1"), _all_toned("sanqing1x")
    (['san1 qing1'], ['xian1', 'xi% an1'], [])
    """
    stretches = _TONED.findall(text)
    if "".join(letters + tone for letters, tone in stretches) != text:
        return []
    likes = [""]
    for letters, tone in stretches:
        ends = ["% ".join(cut) + tone for cut in _cuts(letters)]
        likes = [f"{like} {end}" if like else end for like in likes for end in ends]
        if len(likes) > _VARIANTS:
            return []
    return likes


def _cuts(letters: str) -> list[list[str]]:
    """Return the ways to cut letters into whole syllables, the longest first: of many one more than a query may have.

    There are twice as many for each `xian` more, so that they are counted from the end, and never more of them kept.

    >>> _cuts("xian"), _cuts("xi"), _cuts("xix"), len(_cuts("xian" * 50))
    ([['xian'], ['xi', 'an']], [['xi']], [], 9)
    """
    behind: list[list[list[str]]] = [[] for _ in letters] + [[[]]]
    for start in range(len(letters) - 1, -1, -1):
        ends = range(min(len(letters), start + _LONGEST), start, -1)
        ways = ([letters[start:end], *rest] for end in ends if letters[start:end] in SPELLED for rest in behind[end])
        behind[start] = list(islice(ways, _VARIANTS + 1))
    return behind[0]


_LONGEST = max(map(len, SPELLED))
_TONES = frozenset("12345")
_TONED = re.compile(r"(?<![a-z])([a-z]+)([1-5])(?![0-9])")
_DIGIT = re.compile("[0-9]")
_TONE_AMONG_DIGITS = re.compile("[a-z][1-5][0-9]")


def _meant(letters: str) -> list[tuple[str, int]]:
    """Return letters in every way that their u may mean ü, with what each counts as a liberty.

    >>> _meant("lvse"), _meant("luse"), _meant("nulue")
    ([('lvse', 0)], [('luse', 0), ('lvse', 1)], [('nulue', 0), ('nvlue', 1), ('nulve', 0), ('nvlve', 1)])
    """
    ways = {letters: 0}
    for found in _U.finditer(letters):
        at = found.end() - 1
        for way, so_far in list(ways.items())[: _VARIANTS - len(ways)]:
            ways[f"{way[:at]}v{way[at + 1 :]}"] = so_far + (not found["e"])
    return list(ways.items())
