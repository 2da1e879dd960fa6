"""A whole report, read: what it says of itself, its entries, their members and the sentences that use them."""

from dataclasses import dataclass

from glossary.documents.blocks import Document
from glossary.extraction.contexts import Use, find_uses
from glossary.extraction.entries import read_entry, split_entries
from glossary.extraction.members import PrintedMember, read_members
from glossary.extraction.metadata import ReportMetadata, read_metadata
from glossary.extraction.section import find_section


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
class Report:
    """A document with a glossary section, taken apart."""

    document: Document
    metadata: ReportMetadata
    entries: tuple[ReportEntry, ...]


def read_report(document: Document) -> Report:
    """Take a report apart. Raises NoGlossarySection where it has no glossary section."""
    section = find_section(document.blocks)
    body = [block for block in document.blocks if block.start < section.start]
    entries = []
    for raw in split_entries(section.blocks):
        printed = read_entry(raw)
        entries.append(
            ReportEntry(
                headword=printed.headword,
                aliases=printed.aliases,
                definition=printed.definition,
                members=read_members(printed.headword, printed.definition),
                uses=tuple(find_uses(body, [printed.headword, *printed.aliases])),
                locator=printed.locator,
            )
        )
    return Report(document, read_metadata(document.blocks), tuple(entries))
