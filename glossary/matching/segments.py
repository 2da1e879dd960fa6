"""Where letters that were typed may be cut into syllables and initials: the patterns that a search scans for."""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from glossary.language.normalise import is_han
from glossary.language.syllables import ERHUA, SYLLABLES
from glossary.matching.spelling import Unit, Zone, in_zones

SPELLED = frozenset(syllable.replace("ü", "v") for syllable in SYLLABLES) - {"m", "n", "ng"} | {ERHUA[0]}
_HABITS = {"lu": ("lv", 1), "nu": ("nv", 1), "lue": ("lve", 0), "nue": ("nve", 0)}
"""What is written with u and may be ü, and whether that ranks after."""
_BEGINNINGS = frozenset(syllable[:length] for syllable in SPELLED for length in range(2, len(syllable)))
_SPELLINGS = SPELLED | _HABITS.keys() | _BEGINNINGS
_LONGEST = max(map(len, SPELLED))
_TWO_LETTERS = frozenset(("zh", "ch", "sh"))
_TONES = frozenset("12345")
_LIKE = {"%": "\\%", "_": "\\_", "\\": "\\\\", "u": "_"}
"""What stands in a LIKE pattern for a sign of its own, and for u, which may be ü."""
_ENOUGH, _AT_MOST = 3, 12
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
    depth, size, text = 0, len(units), _plain(units)
    while level:
        following: list[_Piece] = []
        for initials, like, at, full, short, single, _, toned, loose, letters, told, whole in level:
            if at not in pieces:
                exact = _plain_pieces(text, at) if text else _pieces(units, at)
                pieces[at] = exact + _alike(units, at, zones) if zones else exact
            for first, piece, taken, is_full, is_short, is_single, cut, has_tone, more, own, tells, is_whole in pieces[
                at
            ]:
                (done if at + taken == size else following).append(
                    (
                        initials + first,
                        f"{like} {piece}" if like else piece,
                        at + taken,
                        full and is_full,
                        short and is_short,
                        single and is_single,
                        cut,
                        toned or has_tone,
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


def _plain(units: Sequence[Unit]) -> str:
    """Return units as letters where those say all of what they may be: without tones, borders and other signs."""
    text = "".join([unit.text for unit in units])
    is_plain = text.isascii() and text.isalpha() and not any(unit.tone or unit.border for unit in units)
    return text if is_plain else ""


def _widened(level: Sequence[_Piece], units: Sequence[Unit], free: str) -> list[_Piece]:
    """Return patterns that do not go to the end of a query with no more than the initial of their last piece, each once.

    What was typed behind that must come in the same order, however it is cut; `free` letters may be left out.
    """
    wide: dict[str, _Piece] = {}
    for one in level:
        initials, like, end, full = one[:4]
        wider, letters, told = like, one[9], one[10]
        if initials[-1].isascii() and initials[-1].isalpha():
            before, _, last = like.rpartition(" ")
            wider = f"{before} {initials[-1]}%"
            if "%" not in before:  # so far whole: the last piece is among the letters
                own = len(last) - 1
                letters = letters[: len(letters) - own] + initials[-1]
                told -= last[-1] != "%" and own >= _LONG
            elif "\\" in before:
                letters, told = "", 0
        if wider in wide:
            end, full = max(end, wide[wider][2]), full or wide[wider][3]
        flags = (False, False, False, one[7], one[8])
        wide[wider] = (initials, wider, end, full, *flags, letters, told, False)
    behind = {end: _in_order(units[end:], free) for end in {one[2] for one in wide.values()}}
    return [(one[0], one[1] + behind[one[2]], *one[2:]) for one in wide.values()]


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
            counts.setdefault(at + piece[2], set()).update((count + 1, piece[0]) for count, _ in counts[at])
    return counts.get(end, set())


def initials_alike(units: Sequence[Unit], zones: frozenset[Zone]) -> list[str]:
    """Return the letters with which what units begin with may begin where some sounds are taken as one."""
    return sorted({units[0].text, *(piece[0] for piece in _alike(units, 0, zones))})


def _plain_pieces(text: str, at: int) -> list[_Piece]:
    """Return what `_pieces` does where the query is letters alone, without tones and borders."""
    found: list[_Piece] = []
    left = len(text) - at
    for length in range(min(left, _LONGEST), 0, -1):
        if (taken := text[at : at + length]) in _SPELLINGS:
            found += _syllable(taken, "", 0, length == left)
    found += _initials(text[at : at + 2], 0, left == 1)
    return found


def _pieces(units: Sequence[Unit], at: int) -> list[_Piece]:
    """Return what the next character of a term may take, the longest syllable first; their ends count from `at`."""
    text, tone, _ = units[at]
    if is_han(text):
        return [(text, "%", 1, True, False, False, False, False, 0, "", 0, False)]
    found: list[_Piece] = []
    letters = "".join([unit.text for unit in units[at : at + _LONGEST]])
    for length in range(len(letters), 0, -1):
        taken = letters[:length]
        if taken in _SPELLINGS:
            found += _syllables(units, at, at + length, taken)
    if tone is None:
        two = letters[:2] if len(letters) > 1 and units[at + 1].tone is None else text
        found += _initials(two, int(len(two) > 1 and units[at + 1].border), at + 1 == len(units))
    return found


@lru_cache(maxsize=4096)
def _initials(two: str, broken: int, is_last: bool) -> tuple[_Piece, ...]:
    """Return an initial, or a letter, digit or sign of the term itself, that `two` units begin with."""
    text, is_letter = two[0], two[0].isalpha()
    piece = f"{text}%" if is_letter else _LIKE.get(text, text)
    full, cut = not is_letter or is_last, is_letter and is_last
    single = (text, piece, 1, full, True, True, cut, False, 0, text, 1, not is_letter)
    if two not in _TWO_LETTERS:
        return (single,)
    return (text, f"{two}%", 2, False, True, False, False, False, broken, two, 1, False), single


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
                (other, f"{other}%", len(initial), False, True, True, False, False, broken, other, 1, False)
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
    found = [(*one[:2], end - at, *one[3:]) for one in _syllable(letters, tone, broken, is_last)]
    if not tone and not is_last and units[end].text in _TONES:
        digit = units[end].text
        found += [(*one[:2], end + 1 - at, *one[3:]) for one in _syllable(letters, digit, broken, is_last=False)]
    return found


@cache
def _syllable(letters: str, tone: str, broken: int, is_last: bool) -> tuple[_Piece, ...]:
    """Return the pieces that are a syllable with these letters or, at the end of a query, its beginning.

    There are some hundred syllables, so that these are made once. Of ü habits `letters` may be spelled otherwise.
    """
    found: list[_Piece] = []
    size = len(letters)
    spellings = [(letters, 0)] if letters in SPELLED else []
    told = 1 + (size >= _LONG)
    flags = (True, False, False, False)
    for syllable, loose in [*spellings, *([_HABITS[letters]] if letters in _HABITS else [])]:
        # What also begins longer syllables is found as that: `a` as an initial, `he` at the end as the beginning of hen.
        if tone or not (len(syllable) == 1 or (is_last and syllable == letters and syllable in _BEGINNINGS)):
            like = f"{syllable}{tone or '_'}"
            found.append((letters[0], like, size, *flags, bool(tone), broken + loose, syllable, told, True))
    # `è` begins èr; without a tone it is an initial
    if is_last and (letters in _BEGINNINGS or (tone and size == 1)):
        cut = (True, letters in _TWO_LETTERS and not tone, False, True, bool(tone), broken)
        found.append((letters[0], f"{letters}%{tone}", size, *cut, letters, told, False))
        if letters in ("lu", "nu"):  # lue is a habit for lüe, of which this is the beginning
            found.append((letters[0], f"{letters[0]}ve{tone or '_'}", size, *cut, f"{letters[0]}v", told, False))
    return tuple(found)


_LONG = 3
"""One syllable of so many letters tells as much as two initials; two shorter ones are often the letters of another."""
