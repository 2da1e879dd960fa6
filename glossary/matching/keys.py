"""What a lookup runs over: the normal forms of each term, as labels and as readings."""

from collections.abc import Iterator

from glossary.language.normalise import label
from glossary.language.syllables import marked, plain
from glossary.model import Term
from glossary.vocabulary import KeyKind, Lang


def pinyin_toned(elements: list[str]) -> str:
    """Return the key of a reading with its tones.

    >>> pinyin_toned(["san1", "qing1", "ling2"])
    'sānqīnglíng'
    """
    return "".join(map(marked, elements)).lower()


def pinyin_plain(elements: list[str]) -> str:
    """Return the key of a reading without its tones.

    >>> pinyin_plain(["S", "ji2", "nai3", "niu2", "chang3"])
    'sjinainiuchang'
    """
    return "".join(map(plain, elements)).lower()


def keys_of(term: Term, syllables: str | None) -> Iterator[tuple[KeyKind, str]]:
    """Yield the keys of a term with their kinds; `syllables` is its reading, elements parted by spaces.

    A term that normalises to nothing (`“”`) has no key.
    """
    if key := label(term.text):
        yield KeyKind.LABEL, key
    if syllables and term.lang == Lang.HANS:
        elements = syllables.split(" ")
        yield KeyKind.PINYIN_TONED, pinyin_toned(elements)
        yield KeyKind.PINYIN_PLAIN, pinyin_plain(elements)
