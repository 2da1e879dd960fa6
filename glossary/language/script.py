"""Simplified and traditional: the regional forms of a term, and the folding by which labels are compared.

The only importer of OpenCC.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

from glossary.language.known import NOTHING, Known, Tables, cut, parts_of, pattern_of, read_tables

_FOLDED_RANGES = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))


@dataclass(frozen=True, slots=True)
class Traditional:
    """The traditional forms of a text: OpenCC's general standard, Taiwan's, Hong Kong's."""

    general: str
    taiwan: str
    hong_kong: str


def traditional(text: str, known: Known = NOTHING) -> Traditional:
    """Return the traditional forms of a simplified `text`, curated corrections and what is `known` first.

    Characters are converted, words are not replaced by regional ones (`s2tw`, not `s2twp`): a term stays that term.
    The general form is Taiwan's with the usual characters where the Ministry's list has others (污, not 汙).

    >>> traditional("两个毫不动摇").general
    '兩個毫不動搖'
    >>> traditional("黄河几字湾").taiwan   # the bend has the shape of 几, not of 幾
    '黃河几字灣'
    """
    words = known.traditional(parts_of(text))
    corrections = _tables()["words"]
    taiwan, hong_kong = _converted("s2tw", text), _converted("s2hk", text)
    general = "".join(
        _tables()["characters"].get(before + after, after) for before, after in zip(text, taiwan, strict=True)
    )
    return Traditional(
        general=_corrected(_corrected(general, cut(text, words), words), _pieces(text), corrections),
        taiwan=_corrected(taiwan, _pieces(text), corrections),
        hong_kong=_corrected(hong_kong, _pieces(text), corrections),
    )


def _converted(name: str, text: str) -> str:
    """Return a text in other characters, one for one."""
    converted: str = _converter(name).convert(text)
    return converted if len(converted) == len(text) else "".join(map(_converter(name).convert, text))


def _pieces(text: str) -> list[str]:
    """Cut a text where curated corrections stand, the longest at each place."""
    return [piece for piece in re.split(f"({_pattern().pattern})", text) if piece]


def _corrected(converted: str, pieces: Sequence[str], forms: Mapping[str, str]) -> str:
    """Return a converted text with the pieces of it that have forms in those forms.

    >>> _corrected("中俄關系", ["中", "俄关系"], {"俄关系": "俄關係"})
    '中俄關係'
    """
    out, at = [], 0
    for piece in pieces:
        out.append(forms.get(piece) or converted[at : at + len(piece)])
        at += len(piece)
    return "".join(out)


def simplified(text: str) -> str:
    """Return the simplified form of a text, which is the text itself where it is simplified already.

    >>> simplified("兩個毫不動搖"), simplified("乾坤")
    ('两个毫不动摇', '乾坤')
    """
    converted: str = _converter("t2s").convert(text)
    return converted


def fold(text: str) -> str:
    """Return `text` with every traditional or variant character mapped to its simplified one, one to one.

    >>> fold("兩個毫不動搖"), fold("裡裏"), fold("三清零")
    ('两个毫不动摇', '里里', '三清零')
    """
    return text.translate(_folding())


def folded_characters() -> tuple[str, str]:
    """Return the characters that `fold` changes, and what each becomes, in the same order.

    >>> before, after = folded_characters()
    >>> after[before.index("兩")]
    '两'
    """
    return "".join(map(chr, _folding())), "".join(_folding().values())


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


@cache
def _folding() -> dict[int, str]:
    """Return the map behind `fold`: all Han characters, converted singly, so that no phrase rule can apply."""
    characters = [chr(code) for low, high in _FOLDED_RANGES for code in range(low, high)]
    converted = _converter("t2s").convert("\n".join(characters)).split("\n")
    return {
        ord(before): after
        for before, after in zip(characters, converted, strict=True)
        if before != after and len(after) == 1
    }


@cache
def _tables() -> Tables:
    return read_tables("traditional.toml")


@cache
def _pattern() -> re.Pattern[str]:
    return pattern_of(_tables()["words"])
