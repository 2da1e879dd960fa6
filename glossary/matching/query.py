"""What was typed: a query, read as a label and, where it is spelled in Latin letters, as pinyin."""

import re
import unicodedata
from dataclasses import dataclass

from glossary.errors import InvalidQuery
from glossary.language.forms import normal_form
from glossary.language.normalise import Label, bare, folded, is_han
from glossary.language.storable import unstorable
from glossary.language.syllables import ERHUA, SYLLABLES, marked
from glossary.matching.keys import pinyin_key

LONGEST_QUERY = 200
"""In code points."""

_SEPARATORS = re.compile(r"[\s'’‘ʼ`\-·]+")
_NUMBERED = re.compile(r"(?<![a-zü])([a-zü]+)([1-5])")
_TONE_MARKS = re.compile("[\u0300\u0301\u0304\u030c]")


@dataclass(frozen=True, slots=True)
class Query:
    """A query in the normal forms that keys have; `plain` and `toned` are None where it cannot be pinyin.

    Of the two it has `toned` where it says a tone, `plain` where it says none. `bare` is the label before folding: it
    tells a form in one script from the same in another.
    """

    text: str
    label: Label
    bare: str
    plain: str | None
    toned: str | None

    @property
    def pinyin(self) -> str | None:
        """The key of the readings that it may spell (see `keys`)."""
        letters = self.plain or self.toned
        return letters and pinyin_key(_unmarked(letters))


def parse_query(text: str, pointer: str = "/query/q") -> Query:
    """Read what was typed.

    Raises InvalidQuery where it is longer than `LONGEST_QUERY`, holds what no database takes (see `unstorable`), or
    nothing is left of it to compare.

    >>> parse_query("Sān qīnglíng").toned, parse_query("san1 qing1 ling2").toned, parse_query("xi'an").plain
    ('sānqīnglíng', 'sānqīnglíng', 'xian')
    >>> parse_query("三清零").plain is None
    True
    """
    if len(text) > LONGEST_QUERY:
        raise InvalidQuery(f"a query has {LONGEST_QUERY} characters at most, this one has {len(text):,}", pointer)
    if found := unstorable(text):
        raise InvalidQuery(f"a query cannot contain {found}", pointer)
    unfolded = bare(text)
    key = folded(unfolded)
    if not key:
        raise InvalidQuery("there is nothing in the query to look for", pointer)
    plain, toned = _as_pinyin(text)
    return Query(text=text, label=key, bare=unfolded, plain=plain, toned=toned)


def _as_pinyin(text: str) -> tuple[str | None, str | None]:
    """Return the plain and the toned key of a query in Latin letters; of the two, what it states."""
    if any(map(is_han, text)) or not re.search("[A-Za-z]", normal_form("NFKD", text)):
        return None, None
    letters = _SEPARATORS.sub("", normal_form("NFKC", text).lower().replace("u:", "ü").replace("v", "ü"))
    letters = re.sub("(?<=[jqxy])ü", "u", re.sub("(?<=[ln])ue", "üe", letters))
    toned = _NUMBERED.sub(_with_mark, letters)
    if toned != letters or _TONE_MARKS.search(unicodedata.normalize("NFD", toned)):
        return None, toned
    return letters, None


def _unmarked(letters: str) -> str:
    """Return letters without tone marks; that of ü is none."""
    if letters.isascii():
        return letters
    return unicodedata.normalize("NFC", _TONE_MARKS.sub("", unicodedata.normalize("NFD", letters)))


def _with_mark(found: re.Match[str]) -> str:
    """Return letters and a digit with the digit as the tone mark of the last syllable; as they are where there is none."""
    letters, tone = found.groups()
    for start in range(len(letters)):
        if letters[start:] in SYLLABLES or letters[start:] == ERHUA[0]:
            return letters[:start] + marked(letters[start:] + tone)
    return found.group()
