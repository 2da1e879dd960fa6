"""A whole report, read: what it says of itself, its entries, their members and the sentences that use them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import median

from glossary.documents.blocks import Block, Document
from glossary.documents.reading import read_document
from glossary.errors import NoGlossarySection
from glossary.extraction.contexts import Body, Use
from glossary.extraction.entries import split_entries
from glossary.extraction.members import PrintedMember, read_members
from glossary.extraction.metadata import ReportMetadata, read_metadata
from glossary.extraction.names import aliases_of
from glossary.extraction.printed import PrintedEntry
from glossary.extraction.section import Section, find_notes, find_sections
from glossary.language.normalise import bare

_OPENING = 8
"""In one of so many of a section's first blocks its first entry stands."""
_LONG_DEFINITION = 600
"""Code points: where half of the definitions are longer, what was read is a report and no glossary."""


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """An entry of a glossary section with all that the document says of it."""

    headword: str
    aliases: tuple[str, ...]
    definition: str
    members: tuple[PrintedMember, ...]
    uses: tuple[Use, ...]
    locator: str


@dataclass(frozen=True, slots=True)
class Unread:
    """What stands where an entry should and is none, and why."""

    text: str
    reason: str
    locator: str


@dataclass(frozen=True, slots=True)
class Report:
    """A document, taken apart: what its glossary sections define, and its `body`, which is what stands outside them."""

    document: Document
    metadata: ReportMetadata
    entries: tuple[ReportEntry, ...]
    unread: tuple[Unread, ...]
    body: Body


def read_report(document: Document) -> Report:
    """Take a report apart. Raises NoGlossarySection where it has no glossary section."""
    found = _glossaries(document.blocks)
    if not found:
        raise NoGlossarySection("no glossary section found")
    body = Body(
        document.text, [block for block in document.blocks if not any(s.start <= block.start < s.end for s, _ in found)]
    )
    printed = list(chain.from_iterable(entries for _, entries in found))
    return Report(
        document=document,
        metadata=read_metadata(document.blocks),
        entries=tuple(_read(entry, body) for entry in printed if entry.head and entry.definition),
        unread=tuple(_unread(entry) for entry in printed if not (entry.head and entry.definition)),
        body=body,
    )


def read_body(document: Document) -> Report:
    """Read a document for its sentences alone, whether it has a glossary section or not."""
    return Report(document, read_metadata(document.blocks), (), (), Body(document.text, document.blocks))


def read_report_or_body(document: Document) -> Report:
    """Take a report apart; read a document without a glossary section for its sentences alone."""
    try:
        return read_report(document)
    except NoGlossarySection:
        return read_body(document)


def read_report_file(data: bytes, name: str, encoding: str | None, or_body: bool) -> Report:
    """Take the report in a file called `name` apart; with `or_body` one without a glossary section, too.

    Raises as `read_document` does, and NoGlossarySection.
    """
    document = read_document(data, name, encoding)
    return read_report_or_body(document) if or_body else read_report(document)


def _glossaries(blocks: Sequence[Block]) -> list[tuple[Section, list[PrintedEntry]]]:
    """Return the sections that are glossaries, with their entries: their first entry stands where they begin."""
    notes = find_notes(blocks)
    for sections in (list(find_sections(blocks)), [notes] if notes else []):
        found = []
        for section in sections:
            outside = bare("".join(block.text for block in blocks if not section.start <= block.start < section.end))
            entries = split_entries(section.blocks, outside)
            if _is_glossary(section, entries):
                found.append((section, entries))
        if found:
            return found
    return []


def _is_glossary(section: Section, entries: Sequence[PrintedEntry]) -> bool:
    whole = [entry for entry in entries if entry.head and entry.definition]
    if not whole or median(len(entry.definition) for entry in whole) > _LONG_DEFINITION:
        return False
    return whole[0].locator in {block.locator for block in section.blocks[:_OPENING]}


def _read(entry: PrintedEntry, body: Body) -> ReportEntry:
    aliases = aliases_of(entry.head)
    return ReportEntry(
        headword=entry.head,
        aliases=aliases,
        definition=entry.definition,
        members=read_members(entry.head, entry.definition),
        uses=tuple(body.uses([entry.head, *aliases])),
        locator=entry.locator,
    )


def _unread(entry: PrintedEntry) -> Unread:
    if entry.head:
        return Unread(entry.head, "it has no definition", entry.locator)
    return Unread(entry.definition[:40], "it has no head", entry.locator)
