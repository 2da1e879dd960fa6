"""Unicode's normal forms in time that is linear in the text, and not many times as long.

`unicodedata` puts combining marks in order by insertion: a run of n of them takes n² steps, during which no other thread
runs. No text has long runs; UAX #15 (13, Stream-Safe Text Format) allows 30.

Two characters are whole phrases of Arabic, which would make a text eight or eighteen times as long as it was sent; they stay as
they are. No other one is written with more than six.
"""

import re
import unicodedata
from functools import cache
from typing import Literal

_SHORT = 256
"""A text of so few characters is never slow, and is not looked through first."""
_PHRASES = re.compile("([\ufdfa\ufdfb])")
"""The blessing and the praise that stand in Unicode as one character each."""
_BEYOND = 0x1F000
"""No character from here on combines."""


def normal_form(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """Return a text in a normal form; a run of more than 30 combining marks is put in order piece by piece.

    >>> normal_form("NFC", "lü" + "e\\u0300") == "lüè"
    True
    """
    if text.isascii():
        return text
    if form in ("NFKC", "NFKD") and _PHRASES.search(text):
        return "".join([one if _PHRASES.match(one) else normal_form(form, one) for one in _PHRASES.split(text)])
    if len(text) <= _SHORT:
        return unicodedata.normalize(form, text)
    ends = [found.end() for found in _long_run().finditer(text)]
    if not ends:
        return unicodedata.normalize(form, text)
    pieces = zip([0, *ends], [*ends, len(text)], strict=True)
    return "".join(unicodedata.normalize(form, text[start:end]) for start, end in pieces)


@cache
def _long_run() -> re.Pattern[str]:
    return re.compile(f"[{_marks()}]{{30}}")


def _marks() -> str:
    """Return the characters that combine with the one before them, as a class of a pattern has them."""
    ranges: list[list[int]] = []
    for code in filter(_combines, range(0x300, _BEYOND)):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


def _combines(code: int) -> bool:
    return unicodedata.combining(unicodedata.normalize("NFKD", chr(code))[0]) > 0
