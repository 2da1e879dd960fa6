"""The vocabularies that terms and concepts are described with, in the words of TBX (ISO 30042) and SKOS."""

from enum import StrEnum


class Lang(StrEnum):
    """The BCP 47 tags that terms and texts carry."""

    HANS = "zh-Hans"
    HANT = "zh-Hant"
    HANT_TW = "zh-Hant-TW"
    HANT_HK = "zh-Hant-HK"
    EN = "en"


class SourceKind(StrEnum):
    """What sort of document a source is."""

    REPORT = "report"
    DICTIONARY = "dictionary"
    IMPORT = "import"


class ConceptStatus(StrEnum):
    """The standing of a concept as a whole; only the first three are served."""

    ACTIVE = "active"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class TermType(StrEnum):
    """TBX `termType`."""

    FULL_FORM = "full_form"
    SHORT_FORM = "short_form"
    ABBREVIATION = "abbreviation"
    VARIANT = "variant"
    PHRASE = "phrase"


class TermStatus(StrEnum):
    """TBX `administrativeStatus`, in order of preference."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    PROPOSED = "proposed"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"


ACCEPTED = (TermStatus.PREFERRED, TermStatus.ADMITTED)
"""The statuses of what a translation may use, the better first."""


def is_accepted(status: str, *, forbidden: bool) -> bool:
    """Return whether a translation may use a rendering. A forbidden one is never for use, whatever else it is.

    The one rule for whatever shows, checks or exports English; that a concept has English is `is_gloss`.
    """
    return status in ACCEPTED and not forbidden


def is_gloss(status: str, *, forbidden: bool) -> bool:
    """Return whether a rendering may stand for its concept alone, so that it has English; `ENGLISH` says it in SQL."""
    return status == TermStatus.PREFERRED and is_accepted(status, forbidden=forbidden)


ENGLISH = f"t.lang = 'en' AND t.status = '{TermStatus.PREFERRED}' AND NOT t.forbidden"
"""The condition on a term `t` that its concept has English by it, which is to have a gloss; see `is_gloss`."""


class Equivalence(StrEnum):
    """How far a rendering covers the concept."""

    EXACT = "exact"
    CLOSE = "close"
    BROADER = "broader"
    NARROWER = "narrower"


class Origin(StrEnum):
    """Where a statement comes from: printed in a source, written by a person, made by a program."""

    ATTESTED = "attested"
    CURATED = "curated"
    GENERATED = "generated"


class TextKind(StrEnum):
    """What a text says of its concept."""

    DEFINITION = "definition"
    NOTE = "note"
    GLOSS = "gloss"


class RelationKind(StrEnum):
    """How one concept stands to another."""

    PART_OF = "part_of"
    RELATED = "related"
    SEE = "see"


class Operation(StrEnum):
    """What a change did."""

    ADD = "add"
    UPDATE = "update"
    WITHDRAW = "withdraw"
    MERGE = "merge"


class KeyKind(StrEnum):
    """Which normal form of a term a search key holds; made in `matching.keys`."""

    LABEL = "label"
    PINYIN = "pinyin"
