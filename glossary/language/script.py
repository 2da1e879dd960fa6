"""Simplified and traditional: the regional forms of a term, and the folding by which labels are compared.

The only importer of OpenCC.
"""

from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

from glossary.language.overrides import Overrides, read_overrides

_FOLDED_RANGES = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))


@dataclass(frozen=True, slots=True)
class Traditional:
    """The traditional forms of a text: OpenCC's general standard, Taiwan's, Hong Kong's."""

    general: str
    taiwan: str
    hong_kong: str


def traditional(text: str) -> Traditional:
    """Return the traditional forms of a simplified `text`, the curated overrides first.

    Characters are converted, words are not replaced by regional ones (`s2tw`, not `s2twp`): a term stays that term.

    >>> traditional("两个毫不动摇").general
    '兩個毫不動搖'
    >>> traditional("黄河几字湾").taiwan   # the bend has the shape of 几, not of 幾
    '黃河几字灣'
    """
    pieces = _overrides().split(text)
    return Traditional(
        *(
            "".join(form or _converter(name).convert(piece) for piece, form in pieces)
            for name in ("s2t", "s2tw", "s2hk")
        )
    )


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
def _overrides() -> Overrides:
    return read_overrides("traditional.toml")
