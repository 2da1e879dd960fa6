"""Where letters that were typed may be cut into syllables and initials: the patterns that a search scans for."""

from collections.abc import Sequence
from typing import NamedTuple

from glossary.language.normalise import is_han
from glossary.language.syllables import ERHUA, SYLLABLES
from glossary.matching.spelling import Unit, Zone, in_zones

SPELLED = frozenset(syllable.replace("ü", "v") for syllable in SYLLABLES) - {"m", "n", "ng"} | {ERHUA[0]}
_HABITS = {"lu": ("lv", 1), "nu": ("nv", 1), "lue": ("lve", 0), "nue": ("nve", 0)}
"""What is written with u and may be ü, and whether that ranks after."""
_BEGINNINGS = frozenset(syllable[:length] for syllable in SPELLED for length in range(2, len(syllable)))
_LONGEST = max(map(len, SPELLED))
_TWO_LETTERS = frozenset(("zh", "ch", "sh"))
_TONES = frozenset("12345")
_LIKE = {"%": "\\%", "_": "\\_", "\\": "\\\\", "u": "_"}
"""What stands in a LIKE pattern for a sign of its own, and for u, which may be ü."""
_ENOUGH, _AT_MOST = 3, 20
"""A pattern of so many characters is narrow enough to scan for, once there are more patterns than that."""


class Pattern(NamedTuple):
    """One way to cut a query, up to its unit `end`.

    A term has `initials` (where a Han character was typed, that) and `like`, its syllables as a LIKE pattern, piece by
    piece. `full` where each piece is a whole syllable or the last one's beginning, `short` where each is an initial, and
    `single` where each is one letter; `cut` where the last may not be all there; `toned` where a tone is given; `loose`
    as in `Spelling`. The term's reading begins with `letters`, those of its first whole syllables (of all of them, if
    `whole`) and of one piece more, which tell as much as `told` initials.
    """

    initials: str
    like: str
    end: int
    full: bool
    short: bool
    single: bool
    cut: bool
    toned: bool
    loose: int
    letters: str
    told: int
    whole: bool

    @property
    def pieces(self) -> int:
        """How many characters of a term this is."""
        return len(self.initials)

    def spells(self, syllables: str) -> bool:
        """Return whether each piece is what stands in its place in a row: a LIKE lets `%` run over several syllables.

        >>> sanq = patterns_of([Unit("s"), *map(Unit, "qing")])[0]
        >>> sanq.like, sanq.spells("san1 qing1"), sanq.spells("san1 qi2 qing1")
        ('s% qing_', True, False)
        """
        for piece, syllable in zip(self.like.split(" "), syllables.split(" "), strict=False):
            wanted = piece.replace("\\", "") if "\\" in piece else piece
            if "%" in wanted and wanted is piece:
                beginning, _, tone = wanted.partition("%")
                if not (syllable.startswith(beginning) and syllable.endswith(tone)):
                    return False
            elif syllable != wanted and not (wanted[-1] == "_" and syllable[:-1] == wanted[:-1]):
                return False
        return True

    def is_cut_in(self, syllables: str) -> bool:
        """Return whether the last piece is less than the syllable that it is in a row (`san1 qing1 ling2`)."""
        if not self.cut:
            return False
        last = self.pieces - 1
        return syllables.split(" ")[last][:-1] != self.like.split(" ")[last].partition("%")[0].rstrip("_12345")


_Piece = tuple[str, str, int, bool, bool, bool, bool, bool, int, str, int, bool]
"""What one character of a term may take of a query, as a `Pattern`, of a plain tuple: a search makes some hundred."""


def is_of_one_syllable(letters: str) -> bool:
    """Return whether letters are a syllable or the beginning of one.

    >>> is_of_one_syllable("zhon"), is_of_one_syllable("zhongg")
    (True, False)
    """
    return letters in SPELLED or letters in _BEGINNINGS


_NO_ZONES: frozenset[Zone] = frozenset()


def patterns_of(units: Sequence[Unit], zones: frozenset[Zone] = _NO_ZONES) -> list[Pattern]:
    """Return the ways to cut units, each to the end or so long that it is narrow enough.

    With `zones` also those that sound so where some sounds are taken as one.

    >>> from glossary.matching.spelling import units_of
    >>> [pattern.like for pattern in patterns_of(units_of("sqling"))]
    ['s% q% ling_', 's% q% lin_ g%', 's% q% li_ n% g%', 's% q% l% i% n% g%']
    """
    pieces: dict[int, list[_Piece]] = {}
    done: list[_Piece] = []
    level: list[_Piece] = [("", "", 0, True, True, True, False, False, 0, "", 0, True)]
    depth, size = 0, len(units)
    while level:
        following: list[_Piece] = []
        for initials, like, at, full, short, single, _, toned, loose, letters, told, whole in level:
            if at not in pieces:
                pieces[at] = [*_pieces(units, at), *_alike(units, at, zones)] if zones else _pieces(units, at)
            for initial, piece, end, *flags, is_toned, more, own, tells, is_whole in pieces[at]:
                (done if end == size else following).append(
                    (
                        initials + initial,
                        f"{like} {piece}" if like else piece,
                        end,
                        full and flags[0],
                        short and flags[1],
                        single and flags[2],
                        flags[3],
                        toned or is_toned,
                        loose + more,
                        letters + own if whole else letters,
                        told + tells if whole else told,
                        whole and is_whole,
                    )
                )
        level = following
        depth += 1
        if depth >= _ENOUGH and len(done) + len(level) > _AT_MOST:
            return list(map(Pattern._make, (*done, *_widened(level, units, _FREE if zones else ""))))
    return list(map(Pattern._make, done))


def _widened(level: Sequence[_Piece], units: Sequence[Unit], free: str) -> list[_Piece]:
    """Return patterns that do not go to the end of a query with no more than the initial of their last piece, each once.

    What was typed behind that must come in the same order, however it is cut; `free` letters may be left out.
    """
    wide: dict[str, _Piece] = {}
    for one in level:
        initials, like, end, full = one[:4]
        is_letter = initials[-1].isalpha() and not is_han(initials[-1])
        wider = f"{like.rpartition(' ')[0]} {initials[-1]}%" if is_letter else like
        if wider in wide:
            end, full = max(end, wide[wider][2]), full or wide[wider][3]
        flags = (False, False, False, one[7], one[8])
        wide[wider] = (initials, wider, end, full, *flags, "", 0, False)
    return [(one[0], one[1] + _in_order(units[one[2] :], free), *one[2:]) for one in wide.values()]


def _in_order(units: Sequence[Unit], free: str = "") -> str:
    """Return a LIKE pattern of what syllables hold that units are spelled in: a u may be an ü, a character is any.

    >>> from glossary.matching.spelling import units_of
    >>> _in_order(units_of("xibao")), _in_order(units_of("lu三1"))
    ('%x%i%b%a%o', '%l%_%1')
    """
    kept = [unit.text for unit in units if not is_han(unit.text) and unit.text not in free]
    return "".join([f"%{_LIKE.get(text, text)}" for text in kept])


_FREE = "hgnl"
"""What is dropped, added or changed where sounds are taken as one."""


def cuts_before(units: Sequence[Unit], end: int, zones: frozenset[Zone] = _NO_ZONES) -> set[tuple[int, str]]:
    """Return how many characters the units before `end` may stand for, with the initial of the last of them."""
    counts: dict[int, set[tuple[int, str]]] = {0: {(0, "")}}
    for at in range(end):
        for piece in (*_pieces(units, at), *_alike(units, at, zones)) if at in counts else ():
            counts.setdefault(piece[2], set()).update((count + 1, piece[0]) for count, _ in counts[at])
    return counts.get(end, set())


def initials_alike(units: Sequence[Unit], zones: frozenset[Zone]) -> list[str]:
    """Return the letters with which what units begin with may begin where some sounds are taken as one."""
    return sorted({units[0].text, *(piece[0] for piece in _alike(units, 0, zones))})


def _pieces(units: Sequence[Unit], at: int) -> list[_Piece]:
    """Return what the next character of a term may take, the longest syllable first."""
    text, tone, _ = units[at]
    if is_han(text):
        return [(text, "%", at + 1, True, False, False, False, False, 0, "", 0, False)]
    found: list[_Piece] = []
    letters = "".join([unit.text for unit in units[at : at + _LONGEST]])
    for length in range(len(letters), 0, -1):
        taken = letters[:length]
        if taken in SPELLED or taken in _HABITS or (at + length == len(units) and taken in _BEGINNINGS):
            found += _syllables(units, at, at + length, taken)
    if tone is None:  # an initial, or a letter, digit or sign of the term itself
        two = letters[:2]
        if two in _TWO_LETTERS and units[at + 1].tone is None:
            broken = int(units[at + 1].border)
            found.append((text, f"{two}%", at + 2, False, True, False, False, False, broken, two, 1, False))
        is_letter, is_last = text.isalpha(), at + 1 == len(units)
        piece = f"{text}%" if is_letter else _LIKE.get(text, text)
        full, cut = not is_letter or is_last, is_letter and is_last
        found.append((text, piece, at + 1, full, True, True, cut, False, 0, text, 1, not is_letter))
    return found


def _alike(units: Sequence[Unit], at: int, zones: frozenset[Zone]) -> list[_Piece]:
    """Return what the next character of a term may take because it sounds like what was typed."""
    if not zones or is_han(units[at].text):
        return []
    found: list[_Piece] = []
    letters = "".join([unit.text for unit in units[at : at + _LONGEST]])
    for length in range(len(letters), 0, -1):
        end = at + length
        for other, is_alike in in_zones(letters[:length], zones):
            if is_alike and (other in SPELLED or other in _HABITS or (end == len(units) and other in _BEGINNINGS)):
                found += _syllables(units, at, end, other)
    for initial in {letters[0], letters[:2]} & {*_TWO_LETTERS, letters[0]}:
        end = at + len(initial)
        if not any(unit.tone for unit in units[at:end]):
            broken = sum(unit.border for unit in units[at + 1 : end])
            found += [
                (other, f"{other}%", end, False, True, True, False, False, broken, other, 1, False)
                for other, is_alike in in_zones(initial, zones)
                if is_alike and len(other) == 1  # zh for z begins with it
            ]
    return found


def _syllables(units: Sequence[Unit], at: int, end: int, letters: str) -> list[_Piece]:
    """Return the syllable that `units[at:end]` are, with and without the tone digit behind it, or its beginning."""
    tone, broken, is_last = "", 0, end == len(units)
    for place in range(at, end):
        _, marked, border = units[place]
        broken += border and place > at
        if marked:
            if tone:  # two marks are never one syllable
                return []
            tone = str(marked)
    found: list[_Piece] = []
    spellings = [(letters, 0)] if letters in SPELLED else []
    told = 1 + (len(letters) >= _LONG)
    for syllable, loose in [*spellings, *([_HABITS[letters]] if letters in _HABITS else [])]:
        like, flags = f"{syllable}{tone or '_'}", (True, False, False, False)
        behind = (broken + loose, syllable, told, True)
        # What also begins longer syllables is found as that: `a` as an initial, `he` at the end as the beginning of hen.
        if tone or not (len(syllable) == 1 or (is_last and syllable == letters and syllable in _BEGINNINGS)):
            found.append((letters[0], like, end, *flags, bool(tone), *behind))
        if not tone and not is_last and units[end].text in _TONES:
            found.append((letters[0], f"{syllable}{units[end].text}", end + 1, *flags, True, *behind))
    if is_last and (
        letters in _BEGINNINGS or (tone and len(letters) == 1)
    ):  # `è` begins èr; without a tone it is an initial
        cut = (True, False, False, True, bool(tone), broken)
        found.append((letters[0], f"{letters}%{tone}", end, *cut, letters, told, False))
        if letters in ("lu", "nu"):  # lue is a habit for lüe, of which this is the beginning
            found.append((letters[0], f"{letters[0]}ve{tone or '_'}", end, *cut, f"{letters[0]}v", told, False))
    return found


_LONG = 3
"""One syllable of so many letters tells as much as two initials; two shorter ones are often the letters of another."""
