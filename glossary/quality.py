"""What a curator should look at."""

import json
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Connection, text

from glossary.coinages import Coinages, MetCoinage
from glossary.errors import InvalidQuery
from glossary.language.normalise import label
from glossary.matching.asked import Missing
from glossary.matching.ranking import cursor_after, place_of
from glossary.vocabulary import ENGLISH


class Check(StrEnum):
    """What is asked of each concept; the last one is asked of the texts."""

    NEAR_HOMOGRAPH = "near_homograph"
    COMPETING_RENDERINGS = "competing_renderings"
    NO_ENGLISH = "no_english"
    UNREVIEWED_PINYIN = "unreviewed_pinyin"
    NO_SOURCE = "no_source"
    UNDEFINED_COINAGE = "undefined_coinage"


@dataclass(frozen=True, slots=True)
class Finding:
    """A concept that a check found, and why; `other` is the concept that it may be the same as."""

    check: Check
    concept: str
    headword: str
    detail: str
    other: str | None


@dataclass(frozen=True, slots=True)
class Findings:
    """Some findings, how many there are of each check, and the cursor behind them.

    What the texts of the store coin and it does not define are no findings about a concept, but `candidates` for one.
    """

    items: list[Finding]
    candidates: list[MetCoinage]
    counts: dict[Check, int]
    next: str | None


_DETAILS = {
    Check.NEAR_HOMOGRAPH: "its definition is near to that of another concept of this name: the same, or two?",
    Check.COMPETING_RENDERINGS: "it has more than one preferred rendering",
    Check.NO_ENGLISH: "it has no preferred English rendering that may be used",
    Check.UNREVIEWED_PINYIN: "its pinyin is generated, and nobody has reviewed it",
    Check.NO_SOURCE: "no source attests it",
}


def _lacking(what: Missing) -> str:
    """Return the SELECT of the concepts that lack something, as a list of concepts can be narrowed to them, too."""
    return f"""
        SELECT c.id AS concept, '' AS other
          FROM concept c JOIN entry_view v ON v.concept_id = c.id
         WHERE {what.sql()}
    """  # noqa: S608 - the module's own SQL


_CONCEPTS = {
    Check.NEAR_HOMOGRAPH: """
        SELECT v.concept_id AS concept, r.to_id AS other
          FROM relation r
          JOIN entry_view v ON v.concept_id = r.from_id
          JOIN entry_view o ON o.concept_id = r.to_id
         WHERE r.kind = 'see'
    """,
    Check.COMPETING_RENDERINGS: f"""
        SELECT v.concept_id AS concept, '' AS other
          FROM entry_view v
          JOIN term t ON t.concept_id = v.concept_id AND {ENGLISH}
         GROUP BY v.concept_id
        HAVING count(*) > 1
    """,  # noqa: S608 - the module's own SQL
    Check.NO_ENGLISH: _lacking(Missing.ENGLISH),
    Check.UNREVIEWED_PINYIN: _lacking(Missing.REVIEWED_PINYIN),
    Check.NO_SOURCE: _lacking(Missing.SOURCE),
}
_COUNTS = {check: text(f"SELECT count(*) FROM ({found}) AS found") for check, found in _CONCEPTS.items()}  # noqa: S608 - the module's own SQL
_PAGES = {
    check: text(
        f"SELECT found.concept, found.other, v.brief FROM ({found}) AS found"  # noqa: S608 - the module's own SQL
        " JOIN entry_view v ON v.concept_id = found.concept"
        " WHERE found.concept > :concept OR (found.concept = :concept AND found.other > :other)"
        " ORDER BY found.concept, found.other LIMIT :limit"
    )
    for check, found in _CONCEPTS.items()
}


@dataclass(slots=True)
class _Page:
    """A page that is being filled, one finding longer than wanted: so it is seen whether there is more."""

    limit: int
    items: list[Finding] = field(default_factory=list)
    candidates: list[MetCoinage] = field(default_factory=list)

    @property
    def room(self) -> int:
        """How many findings are still wanted."""
        return self.limit + 1 - len(self.items) - len(self.candidates)


def look_over(
    connection: Connection, check: Check | None, limit: int, cursor: str | None, coinages: Coinages | None = None
) -> Findings:
    """Return a page of what the checks find, check by check; candidates come last, the most often met first.

    `coinages` are kept between two calls by whom asks again and again. Raises InvalidQuery for a bad cursor.
    """
    checks = list(Check)
    place, first, second = place_of(cursor, (int, str, str)) if cursor else (0, "", "")
    met = (coinages or Coinages()).undefined(connection)
    found = _Page(limit)
    for number, one in enumerate(checks):
        if number < int(place) or check not in (None, one) or found.room <= 0:
            continue
        begin = (str(first), str(second)) if number == place else ("", "")
        if one is Check.UNDEFINED_COINAGE:
            found.candidates = _behind(met, *begin)[: found.room]
            continue
        rows = connection.execute(_PAGES[one], {"concept": begin[0], "other": begin[1], "limit": found.room})
        found.items += [
            Finding(one, row.concept, json.loads(row.brief)["headword"], _DETAILS[one], row.other or None)
            for row in rows
        ]
    behind = None
    if found.room <= 0:
        (found.candidates or found.items).pop()
        behind = _cursor(checks, found)
    counts = {one: connection.execute(_COUNTS[one]).scalar_one() for one in _CONCEPTS}
    return Findings(found.items, found.candidates, {**counts, Check.UNDEFINED_COINAGE: len(met)}, behind)


def _cursor(checks: list[Check], page: _Page) -> str:
    """Return the cursor behind the last finding of a page."""
    if page.candidates:
        last = page.candidates[-1]
        return cursor_after((len(checks) - 1, f"{last.count} {last.sources}", label(last.text)))
    about = page.items[-1]
    return cursor_after((checks.index(about.check), about.concept, about.other or ""))


def _behind(met: tuple[MetCoinage, ...], often: str, key: str) -> list[MetCoinage]:
    """Return the coinages behind a place in their order: how often, in how many sources, label. Raises InvalidQuery."""
    if not often:
        return list(met)
    try:
        count, sources = map(int, often.split(" "))
    except ValueError:
        raise InvalidQuery("this is no cursor that an earlier answer gave", "/query/cursor") from None
    return [one for one in met if (-one.count, -one.sources, label(one.text)) > (-count, -sources, key)]
