"""What a glossary file gives, whatever its format: its rows, as stated, and what it says of itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from glossary.vocabulary import SourceKind


@dataclass(frozen=True, slots=True)
class Reference:
    """A headword that a row refers to, as far as it is stated."""

    traditional: str
    simplified: str
    pinyin: str | None


@dataclass(frozen=True, slots=True)
class GlossaryRow:
    """One entry of a glossary file, as stated; `line` counts from 1.

    `senses` are English renderings, those of one sense together, the best first; `sees` are the entries it refers to.
    A row that names a `concept` of the store is about that one, as it was at `revision`, where that is stated.
    """

    line: int
    headword: str
    traditional: str | None = None
    pinyin: str | None = None
    senses: tuple[tuple[str, ...], ...] = ()
    definition_zh: str | None = None
    definition_en: str | None = None
    subject_field: str | None = None
    source: str | None = None
    notes: tuple[str, ...] = ()
    sees: tuple[Reference, ...] = ()
    concept: str | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class GlossaryFile:
    """A glossary file: what it says of itself, and its rows, read one by one.

    `about` is kept as the source's text; `sha256` is that of the text, in whatever encoding it came.
    """

    rows: Iterable[GlossaryRow | BadRow]
    count: int
    about: str
    sha256: str
    title: str | None = None
    url: str | None = None
    licence: str | None = None
    published: date | None = None
    kind: SourceKind = SourceKind.IMPORT
