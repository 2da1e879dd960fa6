"""How much is derived of a concept's terms for a search, told from their texts, before any of it is made."""

from collections.abc import Iterable, Iterator

from glossary.language.english import stems
from glossary.language.normalise import bare, label
from glossary.matching.tails import LONGEST_MISREAD, MISREAD_REACH, REACH, WHOLE_REACH, polyphones
from glossary.model import LONGEST_TERM
from glossary.vocabulary import Lang

MOST_DERIVED = 150_000
"""Characters of all rows by which the terms of a concept are searched: half a second's work, some 15 MB of the store.
Ten names of 400 characters have so many; a thousand of ten characters have a third."""
_WORD = 20
"""What a word counts for: its row is short, and has as many indexes."""
_TOLD = 40
_SMALL = 60
"""Characters: terms of fewer, all together, have never so many rows, whatever they are read like."""


def refuse_large(terms: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield what is wrong with terms, given as language and text, of which too much would be derived; nothing else.

    >>> [why[:39] for why in refuse_large([("zh-Hans", "改" * 380 + f"{number}") for number in range(11)])]
    ['a search would find the terms of this c']
    >>> list(refuse_large([("zh-Hans", "三清零"), ("en", "closing the three R&D gaps")]))
    []
    """
    stated = list(terms)
    if sum(len(text) for _, text in stated) <= _SMALL:
        return
    for text in (text for _, text in stated if len(text) > _SMALL and len(bare(text)) > LONGEST_TERM):
        yield f"written out, {text[:_TOLD]} has more than {LONGEST_TERM} characters, which is the most that a term has"
        return
    size = derived_size(stated)
    if size > MOST_DERIVED:
        yield (
            f"a search would find the terms of this concept, those that are generated with them, by {size:,} characters; "
            f"a concept has {MOST_DERIVED:,} at most: it takes fewer or shorter names"
        )


def derived_size(terms: Iterable[tuple[str, str]]) -> int:
    """Return how many characters the rows have that terms, given as language and text, are searched by.

    Rows of a term that is read otherwise than it is written, or has signs that nobody reads, are not counted twice.
    """
    return sum(_sizes(list(terms)))


def _sizes(terms: list[tuple[str, str]]) -> Iterator[int]:
    hans = frozenset(label(text) for lang, text in terms if lang == Lang.HANS)
    for lang, text in terms:
        if lang == Lang.EN:
            yield _WORD * len(stems(text))
        elif lang == Lang.HANS or label(text) not in hans:  # what has the same label is found by that
            yield _tails(len(text)) + _misread_tails(text)


def _tails(length: int) -> int:
    """Return how many characters the rows have of a term of so many."""
    short = min(length - 1, REACH)
    return min(length, WHOLE_REACH) + (length - 1 - short) * REACH + short * (short + 1) // 2


def _misread_tails(text: str) -> int:
    """Return how many characters the rows of a term have in which one character is read otherwise."""
    length = len(text)
    if length > LONGEST_MISREAD:
        return 0
    others = polyphones()
    return sum(
        (len(others[one]) - 1) * (length + min(place, MISREAD_REACH) * min(REACH, length))
        for place, one in enumerate(text)
        if one in others
    )
