"""The scans that a search is made of: each a few ranges of an index, in the order of the hits, cut off at a limit."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from glossary.matching.rows import rows_of

_LAST = "\U0010ffff"
"""Stands behind every text that begins alike."""
_TAIL = "t.term_id, t.concept_id, t.start, t.inside, t.other, t.strength, t.order_pinyin"


class Tail(NamedTuple):
    """A row of `search_tail` that a scan found."""

    term_id: int
    concept_id: str
    start: int
    inside: int
    other: int
    strength: int
    order_pinyin: str


class Scope(NamedTuple):
    """Where to scan: conditions on the concept `c` with their parameters, and how many rows at most (-1: all)."""

    connection: Connection
    conditions: str
    parameters: dict[str, Any]
    limit: int

    def where(self, alias: str = "t") -> str:
        """Return the conditions as SQL, with AND before them."""
        if not self.conditions:
            return ""
        return f" AND EXISTS (SELECT 1 FROM concept c WHERE c.id = {alias}.concept_id{self.conditions})"  # noqa: S608 - the module's own SQL

    def rows(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a scan."""
        return rows_of(self.connection, sql, {**self.parameters, **parameters, "limit": self.limit})


def with_label(scope: Scope, label: str) -> list[tuple[Tail, str, str, str]]:
    """Return the terms that have a label, each with its language, type and text."""
    found = scope.rows(
        f"""
        SELECT {_TAIL}, m.lang, m.type, m.text FROM search_tail t JOIN term m ON m.id = t.term_id
         WHERE t.other = 0 AND t.inside = 0 AND t.label = :label{scope.where()}
         ORDER BY t.strength, t.order_pinyin, t.concept_id LIMIT :limit
        """,  # noqa: S608 - the module's own SQL
        label=label,
    )
    return [(Tail(*row[:7]), *row[7:]) for row in found]


def with_label_begun(scope: Scope, label: str, *, inside: bool) -> list[Tail]:
    """Return the terms whose label begins with `label`, or has it inside."""
    found = scope.rows(
        f"""
        SELECT {_TAIL} FROM search_tail t
         WHERE t.other = 0 AND t.inside = :inside AND t.label >= :label AND t.label < :last
           AND (t.inside = 1 OR t.label <> :label){scope.where()}
         ORDER BY t.strength, t.order_pinyin, t.concept_id LIMIT :limit
        """,  # noqa: S608 - the module's own SQL
        inside=int(inside),
        label=label,
        last=label + _LAST,
    )
    return [Tail(*row) for row in found]


def with_letters(
    scope: Scope, spellings: Iterable[tuple[str, int]], *, inside: bool
) -> list[tuple[Tail, bool, int, str, str]]:
    """Return the terms whose reading begins with letters, or has them inside.

    `spellings` are the letters in every way they may be meant, with what each counts as a liberty. With each term come
    whether its reading goes on, the liberty, the row's syllables and label. Where nothing is left over comes first.
    """
    wanted = list(spellings)
    values = ", ".join(f"(:lo{place}, :hi{place}, {loose})" for place, (_, loose) in enumerate(wanted))
    found = scope.rows(
        f"""
        WITH w (lo, hi, loose) AS (VALUES {values})
        SELECT {_TAIL}, t.letters <> w.lo AS longer, w.loose, t.syllables, t.label
          FROM w CROSS JOIN search_tail t
         WHERE t.inside = :inside AND t.letters >= w.lo AND t.letters < w.hi{scope.where()}
         ORDER BY {"longer, " if not inside else ""}4 * t.other + w.loose, t.strength, t.order_pinyin, t.concept_id
         LIMIT :limit
        """,  # noqa: S608 - the module's own SQL
        inside=int(inside),
        **{f"lo{place}": letters for place, (letters, _) in enumerate(wanted)},
        **{f"hi{place}": letters + _LAST for place, (letters, _) in enumerate(wanted)},
    )
    return [(Tail(*row[:7]), bool(row[7]), *row[8:]) for row in found]


def with_patterns(
    scope: Scope, patterns: Sequence[tuple[str, str]], *, inside: bool
) -> list[tuple[Tail, int, str, str]]:
    """Return the terms whose initials begin with, and whose syllables are like, one of `patterns`.

    With each come the place of the pattern, and the row's syllables and label, for the rest to be checked.
    """
    values = ", ".join(f"({place}, :lo{place}, :hi{place}, :like{place})" for place in range(len(patterns)))
    parameters: dict[str, Any] = {}
    for place, (initials, like) in enumerate(patterns):
        parameters |= {f"lo{place}": initials, f"hi{place}": initials + _LAST, f"like{place}": f"{like}%"}
    found = scope.rows(
        f"""
        WITH w (place, lo, hi, pattern) AS (VALUES {values})
        SELECT {_TAIL}, w.place, t.syllables, t.label
          FROM w CROSS JOIN search_tail t
         WHERE t.inside = :inside AND t.initials >= w.lo AND t.initials < w.hi
           AND t.syllables LIKE w.pattern ESCAPE '\\'{scope.where()}
         ORDER BY t.other, t.strength, t.order_pinyin, t.concept_id LIMIT :limit
        """,  # noqa: S608 - the module's own SQL
        inside=int(inside),
        **parameters,
    )
    return [(Tail(*row[:7]), *row[7:]) for row in found]


def around_label(scope: Scope, label: str, patterns: Sequence[tuple[int, str]]) -> list[tuple[Tail, str, str]]:
    """Return the terms that have `label`, with initials around it as one of `patterns` says.

    A pattern is how many characters stand before the label, and the initials of the whole as LIKE. With each term come
    the row's syllables and label, for the rest to be checked.
    """
    values = ", ".join(f"(:before{place}, :initials{place})" for place in range(len(patterns)))
    parameters: dict[str, Any] = {}
    for place, (before, initials) in enumerate(patterns):
        parameters |= {f"before{place}": before, f"initials{place}": f"{initials}%"}
    found = scope.rows(
        f"""
        WITH w (before, initials) AS (VALUES {values}),
             a AS (SELECT term_id, start FROM search_tail
                    WHERE other = 0 AND inside IN (0, 1) AND label >= :label AND label < :last)
        SELECT DISTINCT {_TAIL}, t.syllables, t.label
          FROM a CROSS JOIN w JOIN search_tail t ON t.term_id = a.term_id AND t.start = a.start - w.before
         WHERE t.initials LIKE w.initials{scope.where()}
         ORDER BY t.inside, t.other, t.strength, t.order_pinyin, t.concept_id LIMIT :limit
        """,  # noqa: S608 - the module's own SQL
        label=label,
        last=label + _LAST,
        **parameters,
    )
    return [(Tail(*row[:7]), *row[7:]) for row in found]


def with_words(scope: Scope, words: Sequence[str], beginning: str) -> list[tuple[int, str, int, str, str]]:
    """Return the English terms that have all of `words` and one that begins with `beginning`.

    Each comes as its term, concept, strength, pinyin and text. A hyphen is no border: `add` does not begin `add-on`.
    """
    has_word = "SELECT 1 FROM search_word o WHERE o.term_id = t.term_id AND o.word = :word"
    others = "".join(f" AND EXISTS ({has_word}{place})" for place in range(len(words)))
    found = scope.rows(
        f"""
        SELECT DISTINCT t.term_id, t.concept_id, t.strength, t.order_pinyin, m.text
          FROM search_word t JOIN term m ON m.id = t.term_id
         WHERE t.word >= :beginning AND t.word < :last
           AND substr(t.word, length(:beginning) + 1, 1) NOT IN (:hyphen, :apostrophe){others}{scope.where()}
         ORDER BY t.strength, t.order_pinyin, t.concept_id LIMIT :limit
        """,  # noqa: S608 - the module's own SQL
        beginning=beginning,
        last=beginning + _LAST,
        hyphen="-",
        apostrophe="'",
        **{f"word{place}": word for place, word in enumerate(words)},
    )
    return [(term, concept, strength, pinyin, text) for term, concept, strength, pinyin, text in found]
