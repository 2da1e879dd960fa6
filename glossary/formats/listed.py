"""A term list of a document as it is written to files: its known terms, and the coinages that nobody has defined."""

from dataclasses import dataclass

from glossary.vocabulary import TermStatus, is_gloss


@dataclass(frozen=True, slots=True)
class ListedRendering:
    """An English rendering of a listed term, and how it is regarded."""

    text: str
    status: TermStatus
    forbidden: bool


@dataclass(frozen=True, slots=True)
class ListedTerm:
    """A term that the document uses and the store defines: how often, and the first sentence that uses it."""

    concept: str
    headword: str
    traditional: str
    pinyin: str | None
    renderings: tuple[ListedRendering, ...]
    definition_zh: str | None
    definition_en: str | None
    subject_field: str | None
    source: str | None
    count: int
    sentence: str

    @property
    def gloss(self) -> str | None:
        """The preferred rendering."""
        return next((one.text for one in self.renderings if is_gloss(one.status, forbidden=one.forbidden)), None)


@dataclass(frozen=True, slots=True)
class Draft:
    """A gloss put together from the glosses of the parts of a coinage; nobody has looked at it."""

    text: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A coinage of the document that the store does not define; pinyin and traditional form are generated."""

    text: str
    traditional: str
    pinyin: str
    count: int
    sentence: str
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class TermList:
    """The terms of a document, in the order of their first use, and its candidates.

    `more_candidates` is how many coinages the store does not define either, and which are too many to be listed.
    """

    title: str
    terms: tuple[ListedTerm, ...]
    candidates: tuple[Candidate, ...]
    more_candidates: int = 0
