"""How characters and phrases are read: pypinyin's data under the curated tables. The only importer of pypinyin.

pypinyin and its phrases cost 0.2 s and some 60 MB, which only a loader should pay: they are imported when first used.

pypinyin-dict's larger phrases are not used: `large_pinyin` is for the most part CC-CEDICT itself, whose licence (BY-SA)
this package cannot take on and against which nothing could be measured any more (`docs/decisions/0003-readings.md`).
"""

import re
from collections.abc import Collection, Iterator
from functools import cache

from glossary.language.known import pattern_of, read_tables
from glossary.language.syllables import unmarked

Reading = tuple[str, ...]

_LONGEST = 12


def readings_of(character: str) -> Reading:
    """Return the readings of a character, the usual one first; none where it has none.

    >>> readings_of("长"), readings_of("〤")
    (('chang2', 'zhang3'), ())
    """
    usual = _tables()["characters"].get(character)
    known = (
        tuple(map(_numbered, _characters().get(ord(character), "").split(",")))
        if ord(character) in _characters()
        else ()
    )
    return (usual, *(one for one in known if one != usual)) if usual else known


def phrases_in(text: str, known: Collection[str] = ()) -> list[str]:
    """Cut a text of Han characters into the longest phrases and `known` words, from its end, and single characters.

    Heads of Chinese compounds stand last.

    >>> phrases_in("银行行长"), phrases_in("银行行长", {"行行长"})
    (['银行', '行长'], ['银', '行行长'])
    """
    found: list[str] = []
    end = len(text)
    while end:
        start = next(
            (at for at in range(max(0, end - _LONGEST), end - 1) if text[at:end] in known or _is_phrase(text[at:end])),
            end - 1,
        )
        found.append(text[start:end])
        end = start
    return found[::-1]


def reading_of(phrase: str) -> Reading:
    """Return the reading of what `phrases_in` gives; a character that has none stands for itself.

    >>> reading_of("便宜"), reading_of("便宜行事")
    (('pian2', 'yi5'), ('bian4', 'yi2', 'xing2', 'shi4'))
    """
    if stated := _stated().get(phrase):
        return stated
    if len(phrase) == 1:
        return (readings_of(phrase) or (phrase,))[:1]
    out = [_mended(*pair) for pair in zip(phrase, (_numbered(one[0]) for one in _phrases()[phrase]), strict=True)]
    for place, form in _stated_in(phrase):
        letters = [one[:-1] for one in out[place : place + len(form)]]
        # One that only takes a tone away says nothing where the longer phrase is read otherwise: 便宜行事.
        if form[-1][-1] != "5" or [one[:-1] for one in form] == letters:
            out[place : place + len(form)] = form
    return tuple(out)


def _is_phrase(text: str) -> bool:
    return text in _stated() or len(_phrases().get(text, ())) == len(text)


def _stated_in(phrase: str) -> Iterator[tuple[int, Reading]]:
    for found in _pattern().finditer(phrase):
        yield found.start(), _stated()[found.group()]


def _mended(character: str, syllable: str) -> str:
    """Return a syllable of a phrase as the character is cited: what third-tone sandhi or a slip made of it is undone."""
    known = readings_of(character)
    if not known or syllable in known or syllable.endswith("5") or character in "一不":
        return syllable
    same = [one for one in known if one[:-1] == syllable[:-1]]
    return same[0] if len(same) == 1 else known[0]


@cache
def _numbered(marked: str) -> str:
    """Return a marked syllable with its tone as a digit, 5 for the neutral one."""
    letters, tone = unmarked(marked.lower())
    return f"{letters}{tone or 5}"


@cache
def _tables() -> dict[str, dict[str, str]]:
    return {name: dict(table) for name, table in read_tables("readings.toml").items()}


@cache
def _stated() -> dict[str, Reading]:
    """Return the curated readings of words."""
    return {word: tuple(form.split()) for name in ("words", "neutral") for word, form in _tables()[name].items()}


@cache
def _pattern() -> re.Pattern[str]:
    return pattern_of(_stated())


@cache
def _phrases() -> dict[str, list[list[str]]]:
    from pypinyin.constants import PHRASES_DICT  # noqa: PLC0415 - see the module's docstring

    return PHRASES_DICT


@cache
def _characters() -> dict[int, str]:
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - see the module's docstring

    return PINYIN_DICT
