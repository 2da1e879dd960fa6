"""What may have been meant by a label that nothing has: the nearest concepts, for “did you mean”."""

from collections.abc import Callable, Iterable

from pydantic_core import from_json
from sqlalchemy import Connection

from glossary.driver import rows_of
from glossary.language.english import stems
from glossary.language.normalise import is_han
from glossary.language.pinyin import generated
from glossary.language.syllables import SYLLABLES
from glossary.matching.asked import Match, Wanted
from glossary.matching.keys import letters_of
from glossary.matching.query import Query, parse_query
from glossary.matching.scans import Form, Scanned, Scope, begun, with_words
from glossary.matching.search import search
from glossary.matching.spelling import Zone

_SCANNED = 200
"""Rows of each scan for a mistyped character; the shortest terms come first, which is what a label is near to."""
_LONGEST = 60
"""Code points of a label in which slips are looked for: each of its characters may be where a scan begins."""
_SHORTEST = 3
"""Characters: where one of two is another, too little is left to suggest anything by; one may be missing between them."""
_WORDS = 8
"""English words of a label in which slips are looked for, each by a scan."""


def suggestions(connection: Connection, query: Query, limit: int = 3) -> list[str]:
    """Return at most `limit` concepts that a label may have been meant for, best first, each as its brief in JSON.

    First what a search finds, sounds that many take as one (`Zone`) included; then, for a label in characters, what is
    read alike, since most slips of an input method are homophones; then what differs by one mistyped, missing,
    additional or transposed character, letter or English word; last, the names that a label begins or ends with. Each way
    is tried only while there are too few.
    """
    found: dict[str, str] = {}
    for way in _WAYS:
        for concept, brief in way(connection, query, limit):
            found.setdefault(concept, brief)
            if len(found) == limit:
                return list(found.values())
    return list(found.values())


_Near = Iterable[tuple[str, str]]
"""Concepts by their ids, each with its brief."""


def _by_search(connection: Connection, query: Query, limit: int, match: Match = Match.AUTO) -> _Near:
    page = search(connection, query, Wanted(match, zones=frozenset(Zone), limit=limit))
    return [(from_json(hit.brief)["id"], hit.brief) for hit in page.hits]


def _homophones(connection: Connection, query: Query, limit: int) -> _Near:
    """Return what is read as the characters of a label probably are."""
    if not any(map(is_han, query.label)) or len(query.label) > _LONGEST:
        return []
    letters = letters_of(" ".join(generated(query.label).elements))
    return _by_search(connection, parse_query(letters), limit, Match.PINYIN)


def _by_slip(connection: Connection, query: Query, _limit: int) -> _Near:
    """Yield the terms whose label, or the letters of whose reading, differ from the query by one slip.

    A slip lies in one half of what was typed, so that the other half is there to the letter: what begins with the first
    half is scanned, and what has the second one inside.
    """
    scope = Scope(connection, "", {}, _SCANNED)
    label = query.label
    if 1 < len(label) <= _LONGEST:
        half = len(label) // 2
        tails = begun(scope, Form.LABEL, label[:half], None, inside=False)
        if any(map(is_han, label)):
            tails += begun(scope, Form.LABEL, label[half:], None, inside=True)
        yield from _near(tails, lambda tail: len(tail.label) >= _SHORTEST and is_one_slip(tail.label, label))
    letters = query.pinyin
    if letters and _SHORTEST < len(letters) <= _LONGEST:
        half = len(letters) // 2
        # The same letters are another reading only by a tone.
        tails = _read_alike(scope, letters, half)
        yield from _near(tails, lambda tail: _letters(tail) == letters or is_one_slip(_letters(tail), letters))


def _read_alike(scope: Scope, letters: str, half: int) -> list[Scanned]:
    """Return what is spelled with the first half of `letters` at its beginning, or from a syllable of the second half on."""
    tails = begun(scope, Form.LETTERS, letters[:half], None, inside=False)
    for start in range(half, min(half + _LONGEST_SYLLABLE, len(letters) - 1)):
        tails += begun(scope, Form.LETTERS, letters[start:], None, inside=True)
    return tails


_LONGEST_SYLLABLE = max(map(len, SYLLABLES))


def _letters(tail: Scanned) -> str:
    return letters_of(tail.reading or "").replace("v", "u")


def _by_english_slip(connection: Connection, query: Query, _limit: int) -> _Near:
    """Yield the English terms that have all words of a label but one, and one that differs from it by a slip.

    Where only the first half of a word is right, the other words have to find its term.
    """
    words = stems(query.text) if query.text.isascii() or query.plain else []
    if not words or len(words) > _WORDS:
        return
    scope = Scope(connection, "", {}, _SCANNED)
    for place, word in enumerate(words):
        others = words[:place] + words[place + 1 :]
        if len(word) < _SHORTEST:
            continue
        rows = with_words(scope, others, word[: (len(word) + 1) // 2])
        if others:
            rows += with_words(scope, others[:-1], others[-1])
        yield from ((row.concept_id, row.brief) for row in rows if _has_slip(row.text, word))


def _has_slip(text: str, word: str) -> bool:
    return any(is_one_slip(one, word) for one in stems(text))


def _near(rows: Iterable[Scanned], is_near: Callable[[Scanned], bool]) -> _Near:
    return ((row.concept_id, row.brief) for row in rows if is_near(row))


def _named_inside(connection: Connection, query: Query, _limit: int) -> _Near:
    """Return the concepts whose names a label begins or ends with, the longest first."""
    label = query.label
    if not any(map(is_han, label)) or not _SHORTEST <= len(label) <= _LONGEST:
        return []
    parts = [part for length in range(len(label) - 1, 1, -1) for part in (label[:length], label[-length:])]
    names = {f"part{place}": part for place, part in enumerate(parts)}
    marks = ", ".join(f":{name}" for name in names)
    rows = rows_of(connection, _OF_PARTS.format(marks), names)
    return [(concept, brief) for _, concept, brief in sorted(rows, key=lambda row: -len(row[0]))]


_OF_PARTS = """
    SELECT k.key, v.concept_id, v.brief FROM search_key k JOIN entry_view v ON v.id = k.view_id
     WHERE k.kind = 'label' AND k.key IN ({}) ORDER BY k.strength, v.concept_id
"""

_WAYS: tuple[Callable[[Connection, Query, int], _Near], ...] = (
    _by_search,
    _homophones,
    _by_slip,
    _by_english_slip,
    _named_inside,
)


def is_one_slip(written: str, meant: str) -> bool:
    """Return whether two texts differ by one character: another one, one too many or too few, or two that changed places.

    >>> is_one_slip("三清零", "三青零"), is_one_slip("sanqingling", "sanqigling"), is_one_slip("form", "from")
    (True, True, True)
    >>> is_one_slip("三清零", "三清零"), is_one_slip("三清零", "两青零")
    (False, False)
    """
    shorter = min(len(written), len(meant))
    start = next((place for place in range(shorter) if written[place] != meant[place]), shorter)
    end = next((place for place in range(shorter - start) if written[-1 - place] != meant[-1 - place]), shorter - start)
    one, other = written[start : len(written) - end], meant[start : len(meant) - end]
    if max(len(one), len(other)) == 1:
        return True
    return len(one) == len(other) == 2 and one == other[::-1]  # noqa: PLR2004 - two characters that changed places
