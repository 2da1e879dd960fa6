"""The cells of a table that goes to a spreadsheet and comes back: what is written into them is what is read out of them."""

import re
from collections.abc import Iterable

from glossary.formats.term_table import FORMULA_BEGINS

_FORMULA = re.compile(f"'*[{re.escape(''.join(FORMULA_BEGINS))}]")
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but for the tab and the line break, and halves of surrogate pairs (Unicode's Cc and Cs)."""
_SPACES = re.compile("[\x0b\x0c\x1c-\x1f\x85]")
"""Those of them that are white space."""
_BETWEEN = re.compile(r"(?<!\\)(?P<marks>\\*)(?P<sign>[;；])")
"""Backslashes are looked at from the first of them on alone: from each, a long run of them would take quadratic time."""


def printable(text: str) -> str:
    r"""Return a text without control characters, which no file that is read may have, and with one sort of line break.

    Those that are white space become spaces.

    >>> printable("three\x1b zeros\r\n(2024)")
    'three zeros\n(2024)'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NO_TEXT.sub("", _SPACES.sub(" ", lines))


def shown(text: str) -> str:
    r"""Return a text on one line, as a cell shows it; two texts that are shown alike are the same to who fills a table.

    >>> shown("three\x1b  zeros\r\n(2024)")
    'three zeros (2024)'
    """
    return " ".join(printable(text).split())


def guarded_cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs as a formula, and that `restored_cell` turns into the same text.

    An apostrophe is put before what would begin a formula, and before what looks as if that had been done.

    >>> guarded_cell("=1+1"), guarded_cell("'=1+1"), guarded_cell("'tis"), guarded_cell("三清零")
    ("'=1+1", "''=1+1", "'tis", '三清零')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def restored_cell(cell: str) -> str:
    """Return the text that `guarded_cell` made a cell of.

    >>> restored_cell("'=1+1"), restored_cell("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def joined(renderings: Iterable[str]) -> str:
    r"""Return some renderings as one cell, with semicolons between; one inside of a rendering has a backslash before it.

    >>> joined(["reform", "three changes; transformations"])
    'reform; three changes\\; transformations'
    """
    *before, last = [_BETWEEN.sub(r"\g<marks>\g<marks>\\\g<sign>", one) for one in renderings] or [""]
    return "; ".join([*(one + _backslashes_at_end(one) for one in before), last])


def parted(cell: str) -> tuple[str, ...]:
    r"""Return the renderings in a cell, each once; they are parted by semicolons without a backslash before them.

    >>> parted("reform；three changes\\; transformations; ")
    ('reform', 'three changes; transformations')
    """
    found: list[list[str]] = [[]]
    behind = 0
    for mark in _BETWEEN.finditer(cell):
        backslashes, is_sign = divmod(len(mark["marks"]), 2)
        found[-1] += [cell[behind : mark.start()], "\\" * backslashes, mark["sign"] if is_sign else ""]
        behind = mark.end()
        if not is_sign:
            found.append([])
    found[-1].append(cell[behind:])
    return tuple(dict.fromkeys(filter(None, ("".join(parts).strip() for parts in found))))


def _backslashes_at_end(text: str) -> str:
    return text[len(text.rstrip("\\")) :]
