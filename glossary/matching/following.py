"""How a query goes along the syllables of a reading whose letters it has: whether its tones and its borders are theirs."""

from collections.abc import Sequence
from typing import NamedTuple

from glossary.matching.spelling import Unit

_TONES = frozenset("12345")


class Followed(NamedTuple):
    """How a query goes along a row: how many characters it takes, whether it says a tone, and its liberties.

    `loose` counts borders inside a syllable, `umlauts` where it has lu for lü.
    """

    taken: int
    toned: bool
    loose: int
    umlauts: int


def follow(units: Sequence[Unit], syllables: Sequence[str], *, literal: bool) -> Followed | None:
    """Go along a row that begins with the letters of a query; None where a tone is another one.

    The row says where syllables end, so there is nothing to be tried. With `literal` digits are those of the term, not
    tones.

    >>> from glossary.matching.spelling import units_of
    >>> follow(units_of("san1qing"), ["san1", "qing1", "ling2"], literal=False)
    Followed(taken=2, toned=True, loose=0, umlauts=0)
    >>> follow(units_of("sān'qīng"), ["san1", "qing3"], literal=False) is None
    True
    """
    at = loose = umlauts = 0
    toned = False
    for taken, syllable in enumerate(syllables, start=1):
        letters, tone = (syllable[:-1], int(syllable[-1])) if len(syllable) > 1 else (syllable, 0)
        marked = False  # two marks are never one syllable
        for place, letter in enumerate(letters):
            unit = units[at]
            if unit.text != letter:
                if not tone or (unit.text, letter) != ("u", "v"):
                    return None
                umlauts += letters[-1] == "v"  # lue for lüe is no liberty
            if unit.tone:
                if marked or unit.tone != tone:
                    return None
                toned = marked = True
            loose += unit.border and place > 0
            at += 1
            if at == len(units):
                return Followed(taken, toned, loose, umlauts)
        if tone and not literal and not marked and units[at].text in _TONES:
            if units[at].text != syllable[-1]:
                return None
            toned = True
            at += 1
            if at == len(units):
                return Followed(taken, toned=True, loose=loose, umlauts=umlauts)
    return None
