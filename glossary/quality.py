"""What a curator should look at."""

import json
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, text

from glossary.matching.ranking import cursor_after, place_of


class Check(StrEnum):
    """What is asked of each concept."""

    NEAR_HOMOGRAPH = "near_homograph"
    COMPETING_RENDERINGS = "competing_renderings"
    NO_ENGLISH = "no_english"
    UNREVIEWED_PINYIN = "unreviewed_pinyin"
    NO_SOURCE = "no_source"


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
    """Some findings, how many there are of each check, and the cursor behind them."""

    items: list[Finding]
    counts: dict[Check, int]
    next: str | None


_DETAILS = {
    Check.NEAR_HOMOGRAPH: "its definition is near to that of another concept of this name: the same, or two?",
    Check.COMPETING_RENDERINGS: "it has more than one preferred rendering",
    Check.NO_ENGLISH: "it has no English rendering",
    Check.UNREVIEWED_PINYIN: "its pinyin is generated, and nobody has reviewed it",
    Check.NO_SOURCE: "no source attests it",
}
_CONCEPTS = {
    Check.NEAR_HOMOGRAPH: """
        SELECT v.concept_id AS concept, r.to_id AS other
          FROM relation r
          JOIN entry_view v ON v.concept_id = r.from_id
          JOIN entry_view o ON o.concept_id = r.to_id
         WHERE r.kind = 'see'
    """,
    Check.COMPETING_RENDERINGS: """
        SELECT v.concept_id AS concept, '' AS other
          FROM entry_view v
          JOIN term t ON t.concept_id = v.concept_id AND t.lang = 'en' AND t.status = 'preferred'
         GROUP BY v.concept_id
        HAVING count(*) > 1
    """,
    Check.NO_ENGLISH: """
        SELECT v.concept_id AS concept, '' AS other
          FROM entry_view v
         WHERE NOT EXISTS (SELECT 1 FROM term t WHERE t.concept_id = v.concept_id AND t.lang = 'en')
    """,
    Check.UNREVIEWED_PINYIN: """
        SELECT v.concept_id AS concept, '' AS other
          FROM entry_view v
         WHERE NOT EXISTS (SELECT 1 FROM term t JOIN reading r ON r.term_id = t.id
                            WHERE t.concept_id = v.concept_id AND t.position = 0
                              AND (r.reviewed OR r.origin = 'attested'))
    """,
    Check.NO_SOURCE: """
        SELECT v.concept_id AS concept, '' AS other
          FROM entry_view v
         WHERE NOT EXISTS (SELECT 1 FROM attestation a WHERE a.concept_id = v.concept_id)
    """,
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


def look_over(connection: Connection, check: Check | None, limit: int, cursor: str | None) -> Findings:
    """Return a page of what the checks find, check by check. Raises InvalidQuery for a bad cursor."""
    checks = list(Check)
    place, concept, other = place_of(cursor, (int, str, str)) if cursor else (0, "", "")
    found: list[Finding] = []
    for number, one in enumerate(checks):
        if number < int(place) or check not in (None, one) or len(found) > limit:
            continue
        begin = (concept, other) if number == place else ("", "")
        rows = connection.execute(
            _PAGES[one], {"concept": begin[0], "other": begin[1], "limit": limit + 1 - len(found)}
        )
        found += [
            Finding(one, row.concept, json.loads(row.brief)["headword"], _DETAILS[one], row.other or None)
            for row in rows
        ]
    behind = None
    if len(found) > limit:
        last = found[limit - 1]
        behind = cursor_after((checks.index(last.check), last.concept, last.other or ""))
    counts = {one: connection.execute(_COUNTS[one]).scalar_one() for one in checks}
    return Findings(found[:limit], counts, behind)
