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
    `toned` where a tone is given; `loose` as in `Spelling`.
    """

    initials: str
    like: str
    end: int
    full: bool
    short: bool
    cut: bool
    toned: bool
    loose: int

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


_Piece = tuple[str, str, int, bool, bool, bool, bool, int]
"""What one character of a term may take of a query: its initial, its syllable as LIKE, where the rest begins; then
`full`, `short`, `cut`, `toned` and `loose` as in `Pattern`. Plain tuples: a search makes some hundred of them."""


def patterns_of(units: Sequence[Unit]) -> list[Pattern]:
    """Return the ways to cut units without Han characters, each to the end or so long that it is narrow enough.

    >>> from glossary.matching.spelling import units_of
    >>> [pattern.like for pattern in patterns_of(units_of("sqling"))]
    ['s% q% ling_', 's% q% lin_ g%', 's% q% li_ n% g%', 's% q% l% i% n% g%']
    """
    pieces: dict[int, list[_Piece]] = {}
    done: list[_Piece] = []
    level: list[_Piece] = [("", "", 0, True, True, False, False, 0)]
    depth, size = 0, len(units)
    while level:
        following: list[_Piece] = []
        for initials, like, at, full, short, _, toned, loose in level:
            if at not in pieces:
                pieces[at] = _pieces(units, at)
            for initial, piece, end, is_full, is_short, is_cut, is_toned, more in pieces[at]:
                (done if end == size else following).append(
                    (
                        initials + initial,
                        f"{like} {piece}" if like else piece,
                        end,
                        full and is_full,
                        short and is_short,
                        is_cut,
                        toned or is_toned,
                        loose + more,
                    )
                )
        level = following
        depth += 1
        if depth >= _ENOUGH and len(done) + len(level) > _AT_MOST:
            return [Pattern(*way) for way in done + level]
    return [Pattern(*way) for way in done]


def pieces_before(units: Sequence[Unit], end: int) -> set[int]:
    """Return how many characters of a term the units before `end` may stand for."""
    counts: dict[int, set[int]] = {0: {0}}
    for at in range(end):
        for piece in _pieces(units, at) if at in counts else ():
            counts.setdefault(piece[2], set()).update(count + 1 for count in counts[at])
    return counts.get(end, set())


def _pieces(units: Sequence[Unit], at: int) -> list[_Piece]:
    """Return what the next character of a term may take, the longest syllable first."""
    text, tone, _ = units[at]
    if is_han(text):
        return [("_", "%", at + 1, True, True, False, False, 0)]
    found: list[_Piece] = []
    letters = "".join([unit.text for unit in units[at : at + _LONGEST]])
    for length in range(len(letters), 0, -1):
        taken = letters[:length]
        if taken in _SPELLED or taken in _HABITS or (at + length == len(units) and taken in _BEGINNINGS):
            found += _syllables(units, at, at + length, taken)
    if tone is None:  # an initial, or a letter, digit or sign of the term itself
        two = letters[:2]
        if two in _TWO_LETTERS and units[at + 1].tone is None:
            found.append((text, f"{two}%", at + 2, False, True, False, False, int(units[at + 1].border)))
        is_letter, is_last = text.isalpha(), at + 1 == len(units)
        piece = f"{text}%" if is_letter else re.sub(r"([\\%_])", r"\\\1", text)
        full = not is_letter or is_last or text in _SPELLED
        found.append((text, piece, at + 1, full, True, is_letter and is_last, False, 0))
    return found


def _syllables(units: Sequence[Unit], at: int, end: int, letters: str) -> list[_Piece]:
    """Return the syllable that `units[at:end]` are, with and without the tone digit behind it, or its beginning."""
    tone, broken, is_last = "", 0, end == len(units)
    for place in range(at, end):
        _, marked, border = units[place]
        broken += border and place > at
        if marked:
            if tone not in ("", str(marked)):
                return []
            tone = str(marked)
    found: list[_Piece] = []
    spellings = [(letters, 0)] if letters in _SPELLED else []
    for syllable, loose in [*spellings, *([_HABITS[letters]] if letters in _HABITS else [])]:
        found.append((letters[0], f"{syllable}{tone or '_'}", end, True, False, False, bool(tone), broken + loose))
        if not tone and not is_last and units[end].text in _TONES:
            toned = f"{syllable}{units[end].text}"
            found.append((letters[0], toned, end + 1, True, False, False, True, broken + loose))
    if is_last and letters in _BEGINNINGS:
        found.append((letters[0], f"{letters}%", end, True, False, True, bool(tone), broken))
    return found
