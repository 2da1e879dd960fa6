"""English words as they are compared: case and accents folded, plurals cut, stop words free."""

import re
import unicodedata

from glossary.language.forms import normal_form

STOP_WORDS = frozenset("a an the of to in on for and or with by at from as s".split())
HYPHENS = "-\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
"""What joins the parts of a word: as typed, as set, unbroken at a line's end, of a figure's or an en dash's width, a minus."""
_WORD = re.compile(rf"[^\W_]+(?:[{re.escape(HYPHENS)}'’][^\W_]+)*")
_ALIKE = str.maketrans(dict.fromkeys(HYPHENS, "-") | {"’": "'"})
_POSSESSIVE = re.compile(r"['’]s?$")


def words(text: str) -> list[tuple[str, int, int]]:
    """Return the words of an English text, folded, with where each stands; a hyphen is inside a word.

    >>> [word for word, _, _ in words("Naïve “hidden champions” add-ons, the county's")]
    ['naive', 'hidden', 'champions', 'add-ons', 'the', "county's"]
    """
    return [(_folded(found.group()), *found.span()) for found in _WORD.finditer(text)]


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    kept = "".join(one for one in normal_form("NFKD", word.lower()) if not unicodedata.combining(one))
    return kept.translate(_ALIKE)


def stem(word: str) -> str:
    """Return a word without its plural or possessive (D. Harman, “How effective is suffixing?”, 1991: the S stemmer).

    Parts before a hyphen have their own: some write adds-on for more than one add-on.

    >>> [stem(word) for word in ("champions", "companies", "process", "boxes", "county's", "gas", "bus")]
    ['champion', 'company', 'process', 'box', 'county', 'gas', 'bus']
    >>> stem("add-ons"), stem("passers-by"), stem("self-reliance")
    ('add-on', 'passer-by', 'self-reliance')
    """
    *before, last = _singular(_POSSESSIVE.sub("", word)).split("-")
    return "-".join([*map(_singular, before), last])


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > _SHORT and word[-4] not in "ae":
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    if word.endswith("s") and len(word) > _SHORT - 1 and word[-2] not in "suia":
        return word[:-1]
    return word


_SHORT = 4
"""Letters: `ties` and shorter words keep their s, `gas` too."""


def begins(word: str, beginning: str) -> bool:
    """Return whether a word begins so; a hyphen or an apostrophe is no border, so that what stands before it is no word.

    >>> begins("reliance", "rel"), begins("add-on", "add"), begins("add-on", "add-")
    (True, False, True)
    """
    return word.startswith(beginning) and word[len(beginning) : len(beginning) + 1] not in ("-", "'")


def stems(text: str) -> list[str]:
    """Return the stems of a text's words without stop words; with them where there is nothing else.

    >>> stems("the Hidden Champions of Germany"), stems("to the")
    (['hidden', 'champion', 'germany'], ['to', 'the'])
    """
    found = [word for word, _, _ in words(text)]
    return [stem(word) for word in found if word not in STOP_WORDS] or [stem(word) for word in found]


def uninflected(word: str) -> str:
    """Return what a word has in common with its other inflections, not with what is derived of it.

    Plurals, past tenses, participles: the first step of M. Porter, “An algorithm for suffix stripping”, 1980, behind `stem`,
    and without a last e, which comes and goes: close, closed, closing.

    >>> [uninflected(word) for word in ("deepening", "planned", "closes", "close", "carried", "carry", "sing", "red")]
    ['deepen', 'plan', 'clos', 'clos', 'carri', 'carri', 'sing', 'red']
    >>> uninflected("developer") == uninflected("development")
    False
    """
    word = stem(word)
    for suffix in ("ing", "ed"):
        base = word.removesuffix(suffix)
        if base != word and len(base) >= _SHORTEST_BASE and _VOWEL.search(base):
            is_doubled = base[-1] == base[-2] and base[-1] not in "lsz"
            word = base[:-1] if is_doubled else base
            break
    if len(word) > _SHORTEST_BASE:
        word = word.removesuffix("e")
    return word[:-1] + "i" if word.endswith("y") and _VOWEL.search(word[:-1]) else word


_VOWEL = re.compile("[aeiouy]")
_SHORTEST_BASE = 3
