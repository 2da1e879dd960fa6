"""Where letters that were typed may be cut into syllables and initials: the patterns that a search scans for."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from glossary.language.normalise import is_han
from glossary.language.syllables import SYLLABLES
from glossary.matching.spelling import Unit

_SPELLED = frozenset(syllable.replace("ü", "v") for syllable in SYLLABLES) - {"m", "n", "ng"}
_HABITS = {"lu": ("lv", 1), "nu": ("nv", 1), "lue": ("lve", 0), "nue": ("nve", 0)}
"""What is written with u and may be ü, and whether that ranks after."""
_BEGINNINGS = frozenset(syllable[:length] for syllable in _SPELLED for length in range(2, len(syllable)))
_LONGEST = max(map(len, _SPELLED))
_TWO_LETTERS = frozenset(("zh", "ch", "sh"))
_TONES = frozenset("12345")
_ENOUGH, _AT_MOST = 3, 40
"""A pattern of so many characters is narrow enough to scan for, once there are more patterns than that."""


class Pattern(NamedTuple):
    """One way to cut a query, up to its unit `end`.

    A term has `initials` and `like`, its syllables as a LIKE pattern, piece by piece. `full` where each piece is a whole
    syllable or the last one's beginning, `short` where each is an initial, `cut` where the last is not all there;
    `toned` where a tone is given; `loose` as in `Spelling`; `places` are the units at which the pieces begin.
    """

    initials: str
    like: str
    end: int
    full: bool
    short: bool
    cut: bool
    toned: bool
    loose: int
    places: tuple[int, ...]

    def matches(self, syllables: str) -> bool:
        """Return whether a row's syllables (`san1 qing1 ling2`) begin, piece by piece, as this pattern says."""
        pieces = self.like.split(" ")
        return len(pieces) <= syllables.count(" ") + 1 and all(
            _is_like(syllable, piece) for syllable, piece in zip(syllables.split(" "), pieces, strict=False)
        )


def _is_like(syllable: str, piece: str) -> bool:
    if piece[-1] == "%" and piece[-2:] != "\\%":
        return syllable.startswith(piece[:-1])
    if piece[-1] == "_" and piece[-2:] != "\\_":
        return syllable[:-1] == piece[:-1]
    return syllable == piece.replace("\\", "")


def patterns_of(units: Sequence[Unit], *, until: int = 0) -> list[Pattern]:
    """Return the ways to cut units, each to the end or, at least `until`, so long that it is narrow enough.

    A Han character is a piece of its own, of any syllable.

    >>> from glossary.matching.spelling import units_of
    >>> [pattern.like for pattern in patterns_of(units_of("sqling"))]
    ['s% q% ling_', 's% q% lin_ g%', 's% q% li_ n% g%', 's% q% l% i% n% g%']
    """
    done: list[Pattern] = []
    level = [Pattern("", "", 0, full=True, short=True, cut=False, toned=False, loose=0, places=())]
    depth = 0
    while level:
        following = [longer for one in level for longer in _longer(one, units)]
        done += [one for one in following if one.end == len(units)]
        level = [one for one in following if one.end < len(units)]
        depth += 1
        if depth >= _ENOUGH and len(done) + len(level) > _AT_MOST and all(one.end >= until for one in level):
            return done + level
    return done


def _longer(one: Pattern, units: Sequence[Unit]) -> list[Pattern]:
    """Return a pattern with one more piece, in every way: the longest syllable first."""
    at = one.end
    found: list[Pattern] = []
    text, tone, _ = units[at]
    if is_han(text):
        return [_added(one, "_", "%", at + 1, short=True)]
    for end in range(min(at + _LONGEST, len(units)), at, -1):
        found += _syllables(one, units, at, end)
    if tone is None:  # an initial, or a letter, digit or sign of the term itself
        two = text + units[at + 1].text if at + 1 < len(units) else ""
        if two in _TWO_LETTERS and units[at + 1].tone is None:
            found.append(_added(one, text, f"{two}%", at + 2, full=False, short=True, loose=units[at + 1].border))
        is_letter = text.isalpha()
        piece = f"{text}%" if is_letter else re.sub(r"([\\%_])", r"\\\1", text)
        is_last = at + 1 == len(units)
        full = not is_letter or is_last or text in _SPELLED
        found.append(_added(one, text, piece, at + 1, full=full, short=True, cut=is_letter and is_last))
    return found


def _syllables(one: Pattern, units: Sequence[Unit], at: int, end: int) -> list[Pattern]:
    """Return a pattern with the syllable that `units[at:end]` are, with and without the tone digit behind it."""
    letters = "".join([unit.text for unit in units[at:end]])
    is_last = end == len(units)
    if letters not in _SPELLED and not (is_last and letters in _BEGINNINGS) and letters not in _HABITS:
        return []
    tones = {unit.tone for unit in units[at:end]} - {None}
    if len(tones) > 1:
        return []
    tone = str(tones.pop()) if tones else ""
    broken = sum([unit.border for unit in units[at + 1 : end]])
    found = []
    spellings = [(letters, 0)] if letters in _SPELLED else []
    for syllable, loose in [*spellings, *([_HABITS[letters]] if letters in _HABITS else [])]:
        found.append(_added(one, letters[0], f"{syllable}{tone or '_'}", end, toned=bool(tone), loose=broken + loose))
        if not tone and not is_last and units[end].text in _TONES:
            piece = f"{syllable}{units[end].text}"
            found.append(_added(one, letters[0], piece, end + 1, toned=True, loose=broken + loose))
    if is_last and letters in _BEGINNINGS:
        found.append(_added(one, letters[0], f"{letters}%", end, toned=bool(tone), loose=broken, cut=True))
    return found


def _added(
    one: Pattern,
    initial: str,
    piece: str,
    end: int,
    *,
    full: bool = True,
    short: bool = False,
    toned: bool = False,
    loose: int = 0,
    cut: bool = False,
) -> Pattern:
    return Pattern(
        one.initials + initial,
        f"{one.like} {piece}" if one.like else piece,
        end,
        one.full and full,
        one.short and short,
        cut,
        one.toned or toned,
        one.loose + loose,
        (*one.places, one.end),
    )
