"""A term list of a document as a glossary for OmegaT: `source⇥target⇥comment` in UTF-8 (`.utf8`, `.txt`)."""

from collections.abc import Iterator

from glossary.formats.listed import Candidate, ListedTerm, TermList
from glossary.formats.term_table import accepted, xml_text

_LONGEST_DEFINITION = 120
_SENTENCE_ENDS = "。.;；!?！？"


def write_omegat(listed: TermList) -> bytes:
    """Return a term list with one line an accepted rendering, the preferred first, then the drafts of candidates.

    What has neither is left out: OmegaT skips lines without a target.
    """
    lines = [line for term in listed.terms for line in _of_term(term)]
    lines += [line for candidate in listed.candidates for line in _of_candidate(candidate)]
    return "".join(f"{line}\n" for line in lines).encode()


def _of_term(term: ListedTerm) -> Iterator[str]:
    definition = _shortened(_field(term.definition_zh or term.definition_en or ""))
    for rendering in accepted(term.renderings):
        yield from _line(term.headword, rendering.text, term.pinyin, definition, term.source)


def _of_candidate(candidate: Candidate) -> Iterator[str]:
    if candidate.draft:
        yield from _line(candidate.text, candidate.draft.text, "DRAFT, not reviewed", candidate.pinyin)


def _line(source: str, target: str, *comments: str | None) -> Iterator[str]:
    """Yield a line, if there is something on both of its sides; one that begins with `#` would be a comment to OmegaT."""
    source, target = _field(source), _field(target)
    if source and target:
        comment = " | ".join(filter(None, (_field(one or "") for one in comments)))
        yield "\t".join((f" {source}" if source.startswith("#") else source, target, comment))


def _field(text: str) -> str:
    """Return a text that can stand in a field: tabs, line breaks and other white space are single spaces.

    >>> _field("three\\tgaps\\r\\nclosed ")
    'three gaps closed'
    """
    return " ".join(xml_text(text).split())


def _shortened(definition: str) -> str:
    """Return a definition in short: its first sentences, as many as fit in 120 characters."""
    if len(definition) <= _LONGEST_DEFINITION:
        return definition
    start = definition[:_LONGEST_DEFINITION]
    end = max(start.rfind(mark) for mark in _SENTENCE_ENDS) + 1
    return f"{start[: end or _LONGEST_DEFINITION - 1]}…"
