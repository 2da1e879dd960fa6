"""The scans that a search is made of: each a range of one index, read in the order of the hits, cut off at a limit."""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection

from glossary.deadline import check
from glossary.driver import rows_of
from glossary.language.normalise import is_han
from glossary.matching.segments import is_of_one_syllable
from glossary.matching.spelling import UNWRITTEN, Character, ways_of
from glossary.matching.tails import REACH

_LAST = "\U0010ffff"
"""Stands behind every text that begins alike."""
_TERM = "m.concept_id, m.order_pinyin, m.lang, m.text, m.brief, m.type, m.label, m.display, m.syllables"
_TAIL = "t.shelfmark, t.start, t.other, t.strength, t.syllables"
"""Nothing that is not in every index of `search_tail`."""
_FOUND = f"{_TERM}, f.start, f.other, f.strength, f.syllables"
_IN_ORDER = "t.other, t.strength"


class Scanned(NamedTuple):
    """What a scan found, with all that ranks and shows it: a term from its character `start` on, or a concept's text.

    `brief` is the concept's. A term has a normal form, `label`, and may have a reading: `display`, and `reading`, one an
    element. `syllables` are those that it was found by, from `start` on; `other` is 1 where they are not all its reading's.
    """

    concept_id: str
    order_pinyin: str
    lang: str
    text: str
    brief: str
    type: str = ""
    label: str = ""
    display: str | None = None
    reading: str | None = None
    start: int = 0
    other: int = 0
    strength: int = 0
    syllables: str = ""

    def way(self) -> tuple[Character, ...]:
        """Return all characters of the term as the row has them: as they are written, or as they are read."""
        written, *read = ways_of(self.text, self.reading)
        elements = self.syllables.split(" ")
        end = self.start + len(elements)
        if way := next((way for way in read if len(way) == end), None):
            return way
        if not read or len(written) <= end:
            return written
        # A row that does not go to the end of its term: of the way that is like it, but for a character read otherwise.
        return max((written, *read), key=lambda way: _count_alike(way[self.start : end], elements))

    def texts(self) -> str:
        """Return the characters of the row, one for each of its syllables; the marks of a label are none of them."""
        if len(self.label) == self.start + self.syllables.count(" ") + 1:
            return self.label[self.start :]
        return "".join([one.text for one in self.way()[self.start : self.start + self.syllables.count(" ") + 1]])

    def characters(self) -> list[Character]:
        """Return the characters of the row, for the rule of `spelling` to be asked."""
        return [
            Character(text, None, 0, 0)
            if len(syllable) == 1
            else Character(text if is_han(text) else UNWRITTEN, syllable, 0, 0)
            for text, syllable in zip(self.texts(), self.syllables.split(" "), strict=False)
        ]


def _count_alike(characters: Sequence[Character], elements: Sequence[str]) -> int:
    """Return how many elements of a row are those of characters."""
    return sum((one.syllable or one.text) == element for one, element in zip(characters, elements, strict=False))


class Form(StrEnum):
    """In which of its forms a tail is scanned, as SQL; each has an index."""

    LABEL = "t.label"
    LETTERS = "t.letters"
    INITIALS = "t.initials"
    THREE = "substr(t.initials, 1, 3) || t.letters"
    MIXED = "substr(t.label, 1, 1) || substr(t.initials, 2)"


_ANYWHERE = (Form.INITIALS, Form.THREE)
"""Forms whose index has what is inside of terms beside whole terms."""
_BUCKETS: dict[Form, tuple[int, ...]] = {Form.LABEL: (1,), Form.LETTERS: (1, 3), Form.INITIALS: (1, 2, 3)}
"""So many first characters of a form have an index of their own, in the order of the hits: under them lie so many rows
that reading them all to sort them would take long."""


class Scope(NamedTuple):
    """Where to scan: conditions on the concept `c` with their parameters, and how many rows at most."""

    connection: Connection
    conditions: str
    parameters: dict[str, Any]
    limit: int

    def where(self) -> str:
        """Return the conditions as SQL, with AND before them."""
        if not self.conditions:
            return ""
        return f" AND EXISTS (SELECT 1 FROM concept c WHERE c.id = t.concept_id{self.conditions})"  # noqa: S608 - the module's own SQL

    def rows(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a scan. Raises TookTooLong where the time for the whole search is up."""
        check()
        return rows_of(self.connection, sql, {**self.parameters, **parameters, "limit": self.limit})

    def tails(self, condition: str, order: str, **parameters: Any) -> list[Scanned]:
        """Return the first tails under a condition; only those that are wanted are read beside the index."""
        sql = f"""
            SELECT {_FOUND} FROM
              (SELECT {_TAIL} FROM search_tail t WHERE {condition}{self.where()} ORDER BY {order} LIMIT :limit) f
              JOIN search_term m ON m.shelfmark = f.shelfmark
            """  # noqa: S608 - the module's own SQL
        return [Scanned._make(row) for row in self.rows(sql, **parameters)]


def with_label(scope: Scope, label: str) -> list[Scanned]:
    """Return the terms that have a label."""
    return scope.tails("t.inside = 0 AND t.label = :label AND t.other = 0", "t.strength", label=label)


def with_letters(scope: Scope, letters: str, like: str | None, *, best: bool) -> list[Scanned]:
    """Return the terms whose reading is spelled by exactly these letters, its syllables being like `like`.

    There may be a hundred, so that strength does not tell them apart: they come by their concepts' ids behind it. With
    `best` a term comes by another reading only where its own one is not spelled so.
    """
    condition = f"t.inside = 0 AND t.letters = :letters{_LIKE if like else ''}{_BEST if best else ''}"
    return scope.tails(condition, f"{_IN_ORDER}, t.concept_id", letters=letters, like=like, length=len(letters))


def begun(
    scope: Scope, form: Form, beginning: str, like: str | None, *, inside: bool, best: bool = False
) -> list[Scanned]:
    """Return the tails of which a form begins with `beginning`, the syllables being like `like`.

    Without `inside` only whole terms, with it only what begins further on. `best`, for letters, as in `with_letters`.
    """
    also = (_LIKE if like else "") + (" AND t.other = 0" if form is Form.LABEL else _BEST if best else "")
    length = _bucket(form, beginning)
    if inside or length is None:
        place = "+t.inside" if form in _ANYWHERE else "t.inside"  # with a sign no index of another form is taken for it
        condition = f"{place} = {int(inside)} AND {form} >= :first AND {form} < :last{also}"
        ends = {"first": beginning, "last": beginning + _LAST, "length": len(beginning)}
        return scope.tails(condition, _IN_ORDER, **ends, like=like)
    condition = f"t.inside = 0 AND substr({form}, 1, {length}) = :bucket{also}"
    if length < len(beginning):
        condition += f" AND {form} LIKE :rest"
    begins = {"bucket": beginning[:length], "rest": f"{beginning}%", "length": len(beginning)}
    return scope.tails(condition, _IN_ORDER, **begins, like=like)


_LIKE = " AND t.syllables LIKE :like ESCAPE '\\'"
_BEST = " AND t.same < :length"


def _bucket(form: Form, beginning: str) -> int | None:
    """Return how many first characters to scan under, None where all that begins so is little enough to be sorted.

    Letters that spell one syllable or its beginning have the longest list behind them, whatever their number.
    """
    lengths = _BUCKETS.get(form, ())
    if len(beginning) in lengths:
        return len(beginning)
    if form is Form.LETTERS and is_of_one_syllable(beginning):
        return max(length for length in lengths if length <= len(beginning))
    return None


def with_patterns(
    scope: Scope, form: Form, wanted: Sequence[tuple[str, str]], besides: str | None
) -> list[tuple[Scanned, int]]:
    """Return the tails of which a form begins, and whose syllables are like, one of `wanted`; with the place of that.

    Whole terms come before what begins inside of one. Those whose letters begin with `besides` are left out.
    """
    parameters: dict[str, Any] = {"last": _LAST, "besides": besides}
    for place, (beginning, like) in enumerate(wanted):
        parameters[f"first{place}"] = beginning
        parameters[f"like{place}"] = like
    found = scope.rows(_patterns_sql(form, len(wanted), scope.where(), besides is not None), **parameters)
    return [(Scanned._make(row[:-1]), row[-1]) for row in found]


@lru_cache(maxsize=512)
def _patterns_sql(form: Form, count: int, where: str, has_besides: bool) -> str:
    others = " AND (t.letters < :besides OR t.letters >= :besides || :last)" if has_besides else ""
    values = ", ".join([f"({place}, :first{place}, :like{place})" for place in range(count)])
    return f"""
        WITH w (place, first, pattern) AS (VALUES {values}),
             f AS (SELECT {_TAIL}, w.place FROM w CROSS JOIN search_tail t
                    WHERE {"" if form in _ANYWHERE else "t.inside IN (0, 1) AND "}{form} >= w.first AND {form} < w.first || :last
                      AND t.syllables LIKE w.pattern || '%' ESCAPE '\\'{others}{where}
                    ORDER BY t.inside, {_IN_ORDER} LIMIT :limit)
        SELECT {_FOUND}, f.place FROM f JOIN search_term m ON m.shelfmark = f.shelfmark
        """  # noqa: S608 - the module's own SQL


def around_label(scope: Scope, label: str, first: str, wanted: Sequence[tuple[str, int]]) -> list[Scanned]:
    """Return the tails that begin with the letter `first` and have `label` behind that, as one of `wanted` says.

    That is the initial of the character before the label, and how many characters stand before it.
    """
    label = label[:REACH]  # the rule, which decides of what is found, has the rest
    parameters: dict[str, Any] = {"label": label, "last": label + _LAST, "first": f"{first}%"}
    for place, (before, count) in enumerate(wanted):
        parameters |= {f"before{place}": before, f"count{place}": count}
    values = ", ".join(f"(:before{place}, :count{place})" for place in range(len(wanted)))
    found = scope.rows(
        f"""
        WITH w (before, count) AS (VALUES {values}),
             f AS (SELECT DISTINCT {_TAIL}
                     FROM w CROSS JOIN search_tail a
                     JOIN search_tail t ON t.shelfmark = a.shelfmark AND t.start = a.start - w.count
                    WHERE a.before = w.before AND a.label >= :label AND a.label < :last
                      AND t.letters LIKE :first ESCAPE '\\'{scope.where()}
                    ORDER BY t.inside, {_IN_ORDER} LIMIT :limit)
        SELECT {_FOUND} FROM f JOIN search_term m ON m.shelfmark = f.shelfmark
        """,  # noqa: S608 - the module's own SQL
        **parameters,
    )
    return [Scanned._make(row) for row in found]


def with_words(scope: Scope, words: Sequence[str], beginning: str) -> list[Scanned]:
    """Return the English terms that have all of `words` and one that begins with `beginning`.

    A hyphen is no border: `add` does not begin `add-on`.
    """
    # Which word is the rarest is not known, but common words are short: the longest leads, the others are asked for.
    ordered = sorted(words, key=len, reverse=True)
    if ordered:
        condition = f"t.word = :word0 AND {_HAS} AND o.word >= :beginning AND o.word < :last{_NO_BORDER.format('o')})"
    elif len(beginning) in _WORD_BUCKETS:
        condition = f"substr(t.word, 1, {len(beginning)}) = :beginning{_NO_BORDER.format('t')}"
    else:
        condition = f"t.word >= :beginning AND t.word < :last{_NO_BORDER.format('t')}"
    others = "".join(f" AND {_HAS} AND o.word = :word{place})" for place in range(1, len(ordered)))
    found = scope.rows(
        f"""
        SELECT {_TERM}, 0, 0, f.strength, :none FROM
          (SELECT t.shelfmark, t.strength FROM search_word t
            WHERE {condition}{others}{scope.where()} ORDER BY t.strength LIMIT :limit) f
          JOIN search_term m ON m.shelfmark = f.shelfmark
        """,  # noqa: S608 - the module's own SQL
        beginning=beginning,
        last=beginning + _LAST,
        next=len(beginning) + 1,
        hyphen="-",
        apostrophe="'",
        none="",
        **{f"word{place}": word for place, word in enumerate(ordered)},
    )
    return [Scanned._make(row) for row in found]


_HAS = "EXISTS (SELECT 1 FROM search_word o WHERE o.shelfmark = t.shelfmark"
_NO_BORDER = " AND substr({}.word, :next, 1) NOT IN (:hyphen, :apostrophe)"
_WORD_BUCKETS = (1, 2, 3)
