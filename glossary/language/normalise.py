"""Normal forms: what is ignored when two labels are compared, and what may be mended in a printed text."""

import re
from typing import NewType

from glossary.language.forms import normal_form
from glossary.language.script import fold

Label = NewType("Label", str)
"""A normalised label: only ever made by `label` and `folded`, only ever compared with another."""

QUOTES = "“”‘’「」『』〝〞«»‹›\"'"
BOOK_TITLE_MARKS = "《》〈〉"
MIDDLE_DOTS = "·•‧∙⋅・"
ZERO_WIDTH = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"

IGNORED = re.compile(rf"[\s{re.escape(QUOTES + BOOK_TITLE_MARKS + MIDDLE_DOTS + ZERO_WIDTH)}]+")
_ZERO_WIDTH = re.compile(f"[{ZERO_WIDTH}]+")
_SPACES = re.compile(r"[^\S\n]+")


def bare(text: str) -> str:
    """Return `text` without what a comparison ignores, in its own script.

    Width and compatibility forms are unified (NFKC); quotation marks of every kind, book-title marks, white space,
    zero-width characters and middle dots are dropped; ASCII and other cased letters are lower-cased.

    >>> bare("「三 清 零」"), bare("Ｓ级奶牛场"), bare("兩個毫不動搖")
    ('三清零', 's级奶牛场', '兩個毫不動搖')
    """
    kept = IGNORED.sub("", normal_form("NFKC", text)).lower()
    return normal_form("NFKC", kept)  # what was dropped may have kept a mark from its letter


def label(text: str) -> Label:
    """Return the normal form in which labels are compared: `bare`, with traditional characters mapped to simplified.

    The mapping is one character to one, so that offsets into the bare text survive it.

    >>> label("“三清零”") == label("『三 清 零』") == "三清零"
    True
    >>> label("兩個毫不動搖"), label("農村「三變」改革")
    ('两个毫不动摇', '农村三变改革')
    """
    return folded(bare(text))


def folded(text: str) -> Label:
    """Return the label of a text that is `bare` already."""
    return Label(fold(text))


def is_other_script(text: str, other: str) -> bool:
    """Return whether one text can be another in other characters: Han for Han, one for one, and all else the same.

    >>> is_other_script("“三变”改革", "「三變」改革"), is_other_script("安全", "安"), is_other_script("5G", "4G")
    (True, False, False)
    """
    one, two = bare(text), bare(other)
    return len(one) == len(two) and all(
        first == second or (is_han(first) and is_han(second)) for first, second in zip(one, two, strict=True)
    )


def mend_spaces(text: str) -> str:
    """Return printed text with its white space mended and nothing else changed.

    Zero-width characters go; runs of any space become one; a space beside a Han character or full-width mark goes too,
    since Chinese is set without (`全市 100 个` is `全市100个`).

    >>> mend_spaces("\u3000指全市 100 个\u200b嘎查村。 ")
    '指全市100个嘎查村。'
    >>> mend_spaces("GEP  核算,Green GDP")
    'GEP核算,Green GDP'
    """
    text = _SPACES.sub(" ", _ZERO_WIDTH.sub("", text)).strip()
    return re.sub(rf"(?<=[{_CJK}]) | (?=[{_CJK}])", "", text)


_CJK = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U000323af“”‘’"


def is_han(character: str) -> bool:
    """Return whether one character is Han (unified ideographs with their extensions, and 〇).

    >>> is_han("旗"), is_han("〇"), is_han("S"), is_han("、")
    (True, True, False, False)
    """
    return (
        "\u4e00" <= character <= "\u9fff"
        or "\u3400" <= character <= "\u4dbf"
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U000323af"
        or character == "〇"
    )
