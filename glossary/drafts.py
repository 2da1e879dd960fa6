"""What may be stated of a concept and its source, validated: the one form in which anything enters the store."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from glossary.language.storable import unstorable
from glossary.model import LONGEST_TERM
from glossary.vocabulary import Equivalence, Lang, Origin, SourceKind, TermStatus, TermType, TextKind


def storable(text: str) -> str:
    """Return what a database takes. Raises ValueError where it holds what none takes (see `unstorable`)."""
    if found := unstorable(text):
        raise ValueError(f"must not contain {found}")
    return text


def one_line(text: str) -> str:
    """Return what may stand on one line. Raises ValueError where it has control characters, line breaks among them.

    >>> one_line("三变")
    '三变'
    """
    if any(character < " " or "\x7f" <= character <= "\x9f" or character in "\u2028\u2029" for character in text):
        raise ValueError("must not contain control characters or line breaks")
    return text


Storable = Annotated[str, AfterValidator(storable)]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TERM),
    AfterValidator(storable),
    AfterValidator(one_line),
]
SubjectField = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=32),
    AfterValidator(storable),
    AfterValidator(one_line),
]
_LONGEST_SYLLABLE = len("zhuang1 ")
Spelled = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TERM * _LONGEST_SYLLABLE),
    AfterValidator(storable),
]
"""What spells a term, character by character: of the longest term, the longest syllables fit."""
Body = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000), AfterValidator(storable)
]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")]


class Draft(BaseModel):
    """The base of all drafts: frozen, and nothing that is not asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ReadingDraft(Draft):
    """How a term is read."""

    syllables: Spelled
    display: Spelled
    reviewed: bool
    origin: Origin


class TermDraft(Draft):
    """One name of a concept; terms that are one name in several scripts share their `position`."""

    lang: Lang
    text: Line
    type: TermType
    status: TermStatus
    origin: Origin
    position: int
    equivalence: Equivalence | None = None
    forbidden: bool = False
    reading: ReadingDraft | None = None


class TextDraft(Draft):
    """A definition, note or gloss."""

    lang: Lang
    kind: TextKind
    body: Body
    origin: Origin


class MemberDraft(Draft):
    """A part that a headword counts up."""

    zh: Line
    en: Line | None = None
    members: tuple["MemberDraft", ...] = ()


class ContextDraft(Draft):
    """A sentence in which the concept is used; offsets count code points of the source's text."""

    sentence: Storable
    sentence_start: int
    start: int
    end: int
    locator: Line | None = None


class ConceptDraft(Draft):
    """A concept as a source defines it; the first Chinese term is the headword as printed.

    `definition` is the Chinese one; a dictionary has none.
    """

    headword: Line
    definition: Body | None
    terms: tuple[TermDraft, ...] = Field(min_length=1)
    texts: tuple[TextDraft, ...] = ()
    members: tuple[MemberDraft, ...] = ()
    contexts: tuple[ContextDraft, ...] = ()
    subject_field: SubjectField | None = None
    note: Body | None = None
    locator: Line | None = None


class SourceDraft(Draft):
    """A document that is to be stored."""

    slug: Slug
    kind: SourceKind
    title: Line
    issuer: Line | None = None
    place: Line | None = None
    speaker: Line | None = None
    delivered: date | None = None
    published: date | None = None
    year: int | None = Field(default=None, ge=1900, le=2200)
    url: Line | None = None
    licence: Line | None = None
    sha256: str
    text: Storable
