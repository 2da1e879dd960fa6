"""How a query may spell a term, character by character: the rule that everything else in `matching` serves.

Each character of a term takes one element of the query: itself, its syllable with or without its tone, its initial, or,
where the query ends, a beginning of its syllable. Letters and digits in a term are spelled as themselves.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from glossary.language.elements import Element, elements
from glossary.language.forms import normal_form
from glossary.language.normalise import is_han, label

_TONE_MARKS = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}
_BORDERS = frozenset(" '’‘ʼ`-·\u00a0\u3000")
_TONES = frozenset("12345")
_TWO_LETTERS = ("zh", "ch", "sh")


class Zone(StrEnum):
    """Sounds that many speakers do not tell apart; each is taken as one only where asked."""

    ZH = "zh"
    CH = "ch"
    SH = "sh"
    NL = "nl"
    ING = "ing"
    ENG = "eng"
    ANG = "ang"


_FOLDS = {
    Zone.ZH: ("zh", "z"),
    Zone.CH: ("ch", "c"),
    Zone.SH: ("sh", "s"),
    Zone.NL: ("l", "n"),
    Zone.ING: ("ing", "in"),
    Zone.ENG: ("eng", "en"),
    Zone.ANG: ("ang", "an"),
}


class Unit(NamedTuple):
    """One character of a query: Han, a letter (ü as v) with the tone marked on it, a digit or a sign."""

    text: str
    tone: int | None = None
    border: bool = False


@dataclass(frozen=True, slots=True)
class Character:
    """One character of a term: itself, folded; its syllable (`qing1`, ü as v) if it is Han; its place in the text.

    `text` is `UNWRITTEN` where the syllable is what a letter, a digit or a longer stretch of the text is read as.
    """

    text: str
    syllable: str | None
    start: int
    end: int

    @property
    def letters(self) -> str:
        """The letters that spell it: those of its syllable, or itself."""
        return self.syllable[:-1] if self.syllable else self.text


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a query spelled characters of a term, up to `end`.

    `full` where each took its whole syllable (the last perhaps its beginning), `initials` where each took its initial,
    `cut` where the last syllable is not all there; `loose` counts what ranks it down: borders inside a syllable, lu for
    lü; `fuzzy` where it needed a zone.
    """

    end: int
    full: bool
    initials: bool
    cut: bool
    toned: bool
    loose: int
    fuzzy: bool

    @property
    def order(self) -> tuple[bool, bool, bool, int, bool, int]:
        """What is best first: without zones, in full syllables or in initials, with few liberties, of few characters."""
        return (self.fuzzy, not self.full, not self.initials, self.loose, self.cut, self.end)


def units_of(text: str) -> tuple[Unit, ...]:
    """Return the characters of a query with their tones and the borders between syllables.

    >>> [unit.text + str(unit.tone or "") for unit in units_of("Lǜ sè三")]
    ['l', 'v4', 's', 'e4', '三']
    """
    if text.isascii() and text.isalpha():
        return tuple(_without_habits([Unit(character) for character in text.lower()]))
    units: list[Unit] = []
    border = False
    for character in unicodedata.normalize("NFD", normal_form("NFKC", text).lower()):
        if character in _BORDERS or character.isspace():
            border = True
        elif character in _TONE_MARKS and units:
            units[-1] = Unit(units[-1].text, _TONE_MARKS[character], units[-1].border)
        elif character in "\u0308:" and units and units[-1].text == "u":
            units[-1] = Unit("v", units[-1].tone, units[-1].border)
        elif folded := character if character.isascii() and character.isalnum() else label(character):
            units += [Unit(one, border=border) for one in folded]
            border = False
    return tuple(_without_habits(units))


def _without_habits(units: Sequence[Unit]) -> list[Unit]:
    """Write ju for jv, and the like: after j, q, x and y the letter v is u."""
    return [
        Unit("u", unit.tone, unit.border) if unit.text == "v" and place and units[place - 1].text in "jqxy" else unit
        for place, unit in enumerate(units)
    ]


UNWRITTEN = "\ufffc"
"""Stands for the character of a syllable that has none of its own: 21 is read èr shí yī."""


def ways_of(text: str, syllables: str | None) -> list[tuple[Character, ...]]:
    """Return the characters of a term that a query can spell: as it is written and, where that is not all, as it is read.

    `syllables` is its reading, one an element.

    >>> [[one.letters for one in way] for way in ways_of("S级奶牛场", "S ji2 nai3 niu2 chang3")]
    [['s', 'ji', 'nai', 'niu', 'chang']]

    A letter or digit may be read as a syllable of its own; it is typed as itself as well.

    >>> [[one.letters for one in way] for way in ways_of("T恤", "ti4 xu4")]
    [['t', 'xu'], ['ti', 'xu']]

    A reading may have another number of syllables than its term has characters. Then the Han characters at both ends
    have one each, and what stands between is read as a whole.

    >>> for way in ways_of("21三体", "er4 shi2 yi1 san1 ti3"):
    ...     print(*(one.letters for one in way))
    2 1 san ti
    er shi yi san ti
    """
    parts = elements(text)
    readings = syllables.split(" ") if syllables else []
    if not readings:
        return [_written(parts, [()] * len(parts))]
    if len(readings) == len(parts):
        return _as_written_and_read(_written(parts, [[reading] for reading in readings]))
    if len(readings) == sum(len(part.text) for part in parts):  # er4 ling2 in 20
        rest = iter(readings)
        return _as_written_and_read(_written(parts, [[next(rest) for _ in part.text] for part in parts]))
    first, last = _han_at_ends(parts)
    if first + last >= len(readings):
        first = last = 0
    between = parts[first : len(parts) - last]
    own = [[one] for one in readings]
    written = _written(parts, [*own[:first], *[()] * len(between), *own[len(own) - last :]])
    start, end = (between[0].start, between[-1].end) if between else (0, len(text))
    unwritten = _read(readings[first : len(readings) - last], start, end)
    return [written, (*written[:first], *unwritten, *written[len(written) - last :])]


def _written(parts: Sequence[Element], readings: Sequence[Sequence[str]]) -> tuple[Character, ...]:
    """Return the characters of elements; a word may be read as one, or each of its characters, or not at all."""
    found: list[Character] = []
    for element, own in zip(parts, readings, strict=True):
        word = label(element.text)
        width = element.end - element.start
        for offset, character in enumerate(word):
            start = element.start + min(offset, width - 1)
            reading = own[offset] if offset < len(own) else ""
            if _SYLLABLE.fullmatch(reading) and reading != word:
                found.append(Character(character, reading.replace("ü", "v"), start, start + 1))
            else:
                found.append(Character(character, None, start, start + 1))
    return tuple(found)


_SYLLABLE = re.compile("[a-zü]+[1-5]")


def _as_written_and_read(way: tuple[Character, ...]) -> list[tuple[Character, ...]]:
    signs = [one.syllable is not None and not is_han(one.text) for one in way]
    if not any(signs):
        return [way]
    written = [replace(one, syllable=None) if is_sign else one for one, is_sign in zip(way, signs, strict=True)]
    read = [replace(one, text=UNWRITTEN) if is_sign else one for one, is_sign in zip(way, signs, strict=True)]
    return [tuple(written), tuple(read)]


def _han_at_ends(parts: Sequence[Element]) -> tuple[int, int]:
    """Return how many Han characters stand before and behind all else; none where there is nothing else.

    Of 瓩 and its like nobody knows which is read with two syllables.
    """
    others = [place for place, part in enumerate(parts) if not is_han(part.text)]
    return (others[0], len(parts) - others[-1] - 1) if others else (0, 0)


def _read(readings: Sequence[str], start: int, end: int) -> Iterator[Character]:
    """Yield what a stretch of a term is read as: syllables without a character, letters that are themselves."""
    for reading in readings:
        if _SYLLABLE.fullmatch(reading):
            yield Character(UNWRITTEN, reading.replace("ü", "v"), start, end)
        else:
            yield from (Character(letter, None, start, end) for letter in label(reading))


def spell(
    units: Sequence[Unit], characters: Sequence[Character], start: int, zones: frozenset[Zone] = frozenset()
) -> Spelling | None:
    """Return the best way in which `units` spell the term from its character `start`, None where they do not."""
    return min(spellings(units, characters, start, zones), key=lambda way: way.order, default=None)


def spellings(
    units: Sequence[Unit], characters: Sequence[Character], start: int, zones: frozenset[Zone] = frozenset()
) -> list[Spelling]:
    """Return the best way of each kind in which `units` spell the term from its character `start`.

    Kinds are told apart by whether all characters are spelled in full, and whether all are by their initials.
    """
    known: dict[tuple[int, int], list[Spelling]] = {}

    def rest(at: int, place: int) -> list[Spelling]:
        """Return the best way of each kind to spell with the units from `at` on, from the character `place` on."""
        if at == len(units):
            return [Spelling(place, full=True, initials=True, cut=False, toned=False, loose=0, fuzzy=False)]
        if place == len(characters):
            return []
        if (at, place) not in known:
            best: dict[tuple[bool, bool], Spelling] = {}
            for step in _steps(units, at, characters[place], zones):
                for behind in rest(step.end, place + 1):
                    way = _joined(step, behind)
                    kind = way.full, way.initials
                    if kind not in best or way.order < best[kind].order:
                        best[kind] = way
            known[at, place] = list(best.values())
        return known[at, place]

    return rest(0, start)


def _joined(step: Spelling, behind: Spelling) -> Spelling:
    return Spelling(
        behind.end,
        full=step.full and behind.full,
        initials=step.initials and behind.initials,
        cut=step.cut or behind.cut,
        toned=step.toned or behind.toned,
        loose=step.loose + behind.loose,
        fuzzy=step.fuzzy or behind.fuzzy,
    )


def _steps(units: Sequence[Unit], at: int, character: Character, zones: frozenset[Zone]) -> list[Spelling]:
    """Return the ways in which one character takes units from `at` on; `end` is where each ends in the query."""
    steps = []
    unit = units[at]
    if unit.text == character.text and unit.tone is None:
        is_letter = character.syllable is None
        steps.append(_step(at + 1, full=True, initials=is_letter))
    if character.syllable is None or not unit.text.isalpha() or is_han(unit.text):
        return steps
    steps += _by_initial(units, at, character.letters, zones)
    for letters, loose in _spellings(character.letters):
        steps += _by_letters(units, at, letters, character.syllable[-1], loose, zones)
    return steps


def _step(
    end: int, *, full: bool, initials: bool, cut: bool = False, toned: bool = False, loose: int = 0, fuzzy: bool = False
) -> Spelling:
    return Spelling(end, full, initials, cut, toned, loose, fuzzy)


def _spellings(letters: str) -> list[tuple[str, int]]:
    """Return how a syllable may be written, with what each counts as a liberty: lüe as lue, lü as lu."""
    if letters in ("lve", "nve"):
        return [(letters, 0), (letters.replace("v", "u"), 0)]
    if letters in ("lv", "nv"):
        return [(letters, 0), (letters.replace("v", "u"), 1)]
    return [(letters, 0)]


def _by_initial(units: Sequence[Unit], at: int, letters: str, zones: frozenset[Zone]) -> list[Spelling]:
    steps: dict[str, Spelling] = {}
    for wanted, fuzzy in in_zones(letters, zones):
        for length in (1, 2) if wanted.startswith(_TWO_LETTERS) else (1,):
            initial, taken, end = wanted[:length], units[at : at + length], at + length
            if initial in steps or "".join(unit.text for unit in taken) != initial or any(unit.tone for unit in taken):
                continue
            full, loose = length == len(wanted), _broken(units, at, end)
            steps[initial] = _step(end, full=full, initials=True, loose=loose, fuzzy=fuzzy)
    return list(steps.values())


def _by_letters(
    units: Sequence[Unit], at: int, letters: str, tone: str, loose: int, zones: frozenset[Zone]
) -> list[Spelling]:
    """Return the ways to take a syllable's letters whole, with its tone or without, or, at the end, a part of them."""
    steps = []
    for wanted, fuzzy in in_zones(letters, zones):
        taken = units[at : at + len(wanted)]
        spelled = "".join(unit.text for unit in taken)
        end = at + len(taken)
        if not wanted.startswith(spelled) or not _is_toned_so(taken, int(tone)):
            continue
        cut = len(taken) < len(wanted)
        if cut and end < len(units):
            continue
        toned = any(unit.tone for unit in taken)
        step = _step(
            end, full=True, initials=False, cut=cut, toned=toned, loose=loose + _broken(units, at, end), fuzzy=fuzzy
        )
        steps.append(step)
        if not cut and not toned and end < len(units) and units[end].text == tone:
            steps.append(_step(end + 1, full=True, initials=False, toned=True, loose=step.loose, fuzzy=fuzzy))
    return steps


def _is_toned_so(taken: Sequence[Unit], tone: int) -> bool:
    """Return whether units say no tone but this one, and that once: two marks are never one syllable (`xīān` is 西安)."""
    said = [unit.tone for unit in taken if unit.tone]
    return not said or said == [tone]


def _broken(units: Sequence[Unit], at: int, end: int) -> int:
    """Return how many borders of the query fall inside what one syllable takes."""
    return sum(unit.border for unit in units[at + 1 : end])


def in_zones(letters: str, zones: frozenset[Zone]) -> list[tuple[str, bool]]:
    """Return what a syllable or an initial may sound like where some sounds are taken as one, itself first.

    >>> in_zones("zhang", frozenset({Zone.ZH, Zone.ANG}))
    [('zhang', False), ('zhan', True), ('zang', True), ('zan', True)]
    """
    found = {letters: False}
    for zone in sorted(zones):
        one, other = _FOLDS[zone]
        for way in list(found):
            swapped = _swapped(way, zone, one, other) or _swapped(way, zone, other, one)
            if swapped:
                found.setdefault(swapped, True)
    return list(found.items())


_AT_THE_BEGINNING = frozenset((Zone.ZH, Zone.CH, Zone.SH, Zone.NL))


def _swapped(letters: str, zone: Zone, before: str, after: str) -> str | None:
    """Return a syllable with one sound in the place of another, None where it does not have the first."""
    if zone in _AT_THE_BEGINNING:
        return after + letters[len(before) :] if letters.startswith(before) else None
    return letters[: -len(before)] + after if letters.endswith(before) else None
