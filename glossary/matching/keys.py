"""What a lookup runs over: the normal forms of each term, as labels and as readings."""

from collections.abc import Iterator
from typing import Any

from glossary.language.normalise import label
from glossary.language.syllables import marked, plain
from glossary.model import Reading, Term
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
        yield {**shared, "kind": KeyKind.LABEL, "key": key, "form": term.text}
    if reading and term.lang == Lang.HANS:
        elements = reading.syllables.split(" ")
        for kind, spelled in (
            (KeyKind.PINYIN_TONED, pinyin_toned(elements)),
            (KeyKind.PINYIN_PLAIN, pinyin_plain(elements)),
        ):
            yield {**shared, "kind": kind, "key": spelled, "form": reading.display}
