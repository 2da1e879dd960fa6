"""What a lookup runs over: the normal forms of each term, as labels and as readings."""

import re
from collections.abc import Iterator
from typing import Any

from glossary.language.normalise import is_han, label
from glossary.matching.spelling import ways_of
from glossary.model import Reading, Term
from glossary.vocabulary import KeyKind, Lang


def pinyin_key(letters: str) -> str:
    """Return the key of a spelling in letters: with ü as u, and without the digits behind a letter that may be tones.

    Many write u for ü, and the 4 of `a4zhi3` (A4纸) could be a tone. What is meant is told by the syllables of a reading.

    >>> pinyin_key("lüse"), pinyin_key("lvse"), pinyin_key("hong20"), pinyin_key("hong120")
    ('luse', 'luse', 'hong0', 'hong0')
    """
    return _MAYBE_TONES.sub("", letters.replace("ü", "u").replace("v", "u"))


_MAYBE_TONES = re.compile("(?<=[a-z])[1-5]+")


def letters_of(syllables: str) -> str:
    """Return what syllables are written in without tones.

    >>> letters_of("lv4 se4"), letters_of("a 4 zhi3")
    ('lvse', 'a4zhi')
    """
    return _TONES_AND_BORDERS.sub("", syllables)


_TONES_AND_BORDERS = re.compile("(?<=[a-z])[1-5]| ")


def keys_of(term: Term, reading: Reading | None, view: int, strength: int) -> Iterator[dict[str, Any]]:
    """Yield the rows under which a lookup finds a term; `view` is the entry of its concept.

    A term that normalises to nothing (`“”`) has none.
    """
    shared = {
        "term_id": term.id,
        "view_id": view,
        "lang": term.lang,
        "type": term.type,
        "strength": strength,
    }
    if key := label(term.text):
        yield {**shared, "kind": KeyKind.LABEL, "key": key, "form": term.text, "syllables": None}
    if reading and term.lang == Lang.HANS:
        for spelled, syllables in _spellings(term.text, reading.syllables).items():
            yield {**shared, "kind": KeyKind.PINYIN, "key": spelled, "form": reading.display, "syllables": syllables}


def _spellings(text: str, syllables: str) -> dict[str, str]:
    """Return the keys by which a term is spelled, each with its syllables: two where it is not read as it is written."""
    return {
        pinyin_key("".join(one.letters for one in way)): " ".join(one.syllable or one.text for one in way)
        for way in ways_of(text, syllables)
        if way and all(one.syllable or not is_han(one.text) for one in way)
    }
