"""Which of a document's coinages the store defines."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from glossary.documents.blocks import Document
from glossary.documents.text import document_of
from glossary.extraction.candidates import Coinage, find_coinages
from glossary.extraction.report import read_report_or_body
from glossary.language.normalise import Label

_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class DefinedCoinage:
    """A coinage that the store defines, with the concepts that have it as a name."""

    text: str
    count: int
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UndefinedCoinage:
    """A coinage that the store does not define, with the first sentence that uses it."""

    text: str
    count: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a document coins, in the order of first use: what the store defines, what it does not."""

    defined: tuple[DefinedCoinage, ...]
    undefined: tuple[UndefinedCoinage, ...]


def coverage(connection: Connection, document: Document) -> Coverage:
    """Return which quoted or numbered coinages of a document the store defines; a glossary section does not count."""
    coinages = coined(document)
    known = concepts_named(connection, [one.label for one in coinages])
    return Coverage(
        defined=tuple(DefinedCoinage(one.text, one.count, known[one.label]) for one in coinages if one.label in known),
        undefined=tuple(
            UndefinedCoinage(one.text, one.count, one.first.sentence) for one in coinages if one.label not in known
        ),
    )


def coined(document: Document) -> list[Coinage]:
    """Return what a document coins outside of its glossary section, in the order of first use."""
    return find_coinages(read_report_or_body(document).body)


def stored_coverage(connection: Connection, source_text: str) -> Coverage:
    """Return the coverage of a source from its stored text, in which every line is a block."""
    return coverage(connection, document_of(source_text))


def concepts_named(connection: Connection, labels: Sequence[Label]) -> dict[str, tuple[str, ...]]:
    """Return the concepts that have a label as a Chinese name; labels that none has are left out."""
    found: dict[str, list[str]] = {}
    for start in range(0, len(labels), _AT_ONCE):
        for key, concept in connection.execute(_BY_LABEL, {"labels": labels[start : start + _AT_ONCE]}):
            found.setdefault(key, []).append(concept)
    return {key: tuple(concepts) for key, concepts in found.items()}


_BY_LABEL = text(
    """
    SELECT DISTINCT k.key, v.concept_id
      FROM search_key k JOIN entry_view v ON v.id = k.view_id
     WHERE k.kind = 'label' AND k.lang <> 'en' AND k.key IN :labels
     ORDER BY k.key, v.concept_id
    """
).bindparams(bindparam("labels", expanding=True))
