"""What a search runs over: each term from each of its characters to its end, as a query may spell it."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from glossary.language.english import stems
from glossary.language.normalise import label
from glossary.language.syllables import ERHUA
from glossary.matching.query import LONGEST_QUERY
from glossary.matching.spelling import Character, ways_of
from glossary.model import Term

REACH = 40
"""Characters that a row has which begins inside of a term. So a term of 400 has 16,000 of them in its rows, not 80,000:
a longer query is found from the term's beginning, and by its characters inside of it (see `gathering`)."""
WHOLE_REACH = LONGEST_QUERY + 1
"""Characters that the row has which begins with the term: one more than a query, so that no query is the whole of it."""
LONGEST_MISREAD, MISREAD_REACH = 60, 16
"""Characters of a term that is also found by other readings of one; and how far before that one a row may begin, unless
it is the whole term: of 400 characters they would make 50,000 rows, 140 MB."""


def tails_of(term: Term, shelfmark: int, syllables: str | None, strength: int) -> Iterator[dict[str, Any]]:
    """Yield the rows under which a Chinese term is searched: one for each of its characters, and for other readings.

    A row holds the rest of the term from there on, as far as it reaches, as a label, as joined letters, as initials, as
    syllables, and with what the character before it begins. Where there are signs that nobody reads, its label is without
    them, and another row has the label with them, and no reading. What is read otherwise than it is written has rows for
    both.
    """
    ways = ways_of(term.text, syllables)
    characters = ways[0]
    shared = {"shelfmark": shelfmark, "concept_id": term.concept_id, "strength": strength}
    for way in ways:
        for start in range(len(way)):
            yield {**shared, **_tail(way, start), "other": 0, "same": 0}
    for start in range(max(1, len(characters))):
        if (marked := _marked_rest(term.text, characters, start)) is not None:
            place = {"start": start, "inside": int(start > 0), "label": marked, "other": 0, "same": 0}
            yield {**shared, **_tail((), 0), **place}
    for way in ways:
        yield from ({**shared, **tail, "other": 1} for tail in _misread_tails(way))


def _marked_rest(text: str, characters: tuple[Character, ...], start: int) -> str | None:
    """Return the label of the rest of a term, as far as a row reaches, where it has signs that no character is; else None."""
    reach = REACH if start else WHOLE_REACH
    rest = text[characters[start].start :] if start else text
    if start and len(rest) > 2 * reach:  # the rest of the rest is in no row
        marked = label(rest[: 2 * reach])[:reach]
        return marked if marked != _label(characters[start : start + reach]) else None
    whole = label(rest)
    return whole[:reach] if len(whole) != len(characters) - start else None


def _misread_tails(characters: tuple[Character, ...]) -> Iterator[dict[str, Any]]:
    for changed, at in misread(characters) if len(characters) <= LONGEST_MISREAD else ():
        # What stands behind the character is not read otherwise, but what it begins with counts (`before`).
        behind = at + 1 < len(changed) and changed[at].letters[0] != characters[at].letters[0]
        last = at + behind
        for start in (*range(1), *range(max(1, last - MISREAD_REACH), last + 1)):
            tail = _tail(changed, start)
            reach = REACH if start else WHOLE_REACH
            yield {**tail, "same": letters_shared(tail["letters"], _letters(characters[start : start + reach]))}


def _tail(characters: tuple[Character, ...], start: int) -> dict[str, Any]:
    rest = characters[start : start + (REACH if start else WHOLE_REACH)]
    return {
        "start": start,
        "inside": int(start > 0),
        "before": characters[start - 1].letters[0] if start else "",
        "label": _label(rest),
        "letters": _letters(rest),
        "initials": "".join(one.letters[0] for one in rest),
        "syllables": " ".join(one.syllable or one.text for one in rest),
    }


def _label(characters: tuple[Character, ...]) -> str:
    return "".join(one.text for one in characters)


def _letters(characters: tuple[Character, ...]) -> str:
    return "".join(one.letters for one in characters)


def letters_shared(other: str, own: str) -> int:
    """Return how many letters a query may have that finds a term by its own reading just as well as by another one.

    Where the other reading ends there, a query that is the whole of it finds it better than the longer one.

    >>> letters_shared("chongzhi", "zhongzhi"), letters_shared("changdu", "changdu"), letters_shared("xi", "xian")
    (0, 7, 1)
    """
    if other == own:
        return len(own)
    same = next((place for place, (a, b) in enumerate(zip(other, own, strict=False)) if a != b), len(own))
    return min(same, len(other) - 1)


def misread(characters: tuple[Character, ...]) -> Iterator[tuple[tuple[Character, ...], int]]:
    """Yield the term with one of its characters in another of that one's common readings, and which."""
    for place, one in enumerate(characters):
        for reading in polyphones().get(one.text, ()) if one.syllable else ():
            if reading != one.syllable and (place or reading != ERHUA):
                other = Character(one.text, reading, one.start, one.end)
                yield (*characters[:place], other, *characters[place + 1 :]), place


@cache
def polyphones() -> dict[str, tuple[str, ...]]:
    """Return the characters that have several common readings, with those."""
    found = tomllib.loads(files("glossary").joinpath("data", "polyphones.toml").read_text("utf-8"))["readings"]
    return {character: tuple(readings.replace("ü", "v").split()) for character, readings in found.items()}


def words_of(term: Term, shelfmark: int, strength: int) -> Iterator[dict[str, Any]]:
    """Yield the rows under which an English term is searched: its words, each once."""
    for word in dict.fromkeys(stems(term.text)):
        yield {"shelfmark": shelfmark, "concept_id": term.concept_id, "word": word, "strength": strength}
