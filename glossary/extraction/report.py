"""A whole report, read: what it says of itself, its entries, their members and the sentences that use them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from statistics import median

from glossary.documents.blocks import Block, Document
from glossary.documents.limits import USES, refuse_more
from glossary.documents.reading import read_document
from glossary.errors import NoGlossarySection
from glossary.extraction.contexts import Body, Use
from glossary.extraction.entries import split_entries
from glossary.extraction.finding import Findable, Outside
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
    body = Body(document.text, _without(document.blocks, [section for section, _ in found]))
    printed = list(chain.from_iterable(entries for _, entries in found))
    return Report(
        document=document,
        metadata=read_metadata(document.blocks),
        entries=tuple(_entries((entry for entry in printed if entry.head and entry.definition), body)),
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
    bared = [bare(block.text) for block in blocks]
    starts, places = [block.start for block in blocks], [0, *accumulate(map(len, bared))]
    whole = Findable("".join(bared))
    for sections in (list(find_sections(blocks)), [notes] if notes else []):
        found = []
        for section in sections:
            first, behind = bisect_left(starts, section.start), bisect_left(starts, section.end)
            entries = split_entries(section.blocks, Outside(whole, places[first], places[behind]))
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


def _without(blocks: Sequence[Block], sections: Sequence[Section]) -> list[Block]:
    """Return the blocks that stand in none of some sections, which come in order."""
    kept: list[Block] = []
    behind = 0
    starts = [block.start for block in blocks]
    for section in sections:
        kept += blocks[behind : bisect_left(starts, section.start)]
        behind = max(behind, bisect_left(starts, section.end))
    return [*kept, *blocks[behind:]]


def _entries(printed: Iterable[PrintedEntry], body: Body) -> Iterator[ReportEntry]:
    """Yield entries with what they say and where they are used; an entry that is printed twice is looked for once."""
    known: dict[str, tuple[Use, ...]] = {}
    count = 0
    for entry in printed:
        aliases = aliases_of(entry.head)
        if entry.head not in known:
            known[entry.head] = tuple(body.uses([entry.head, *aliases]))
        count += len(known[entry.head])
        refuse_more(count, USES, "sentences that use its entries")
        yield ReportEntry(
            headword=entry.head,
            aliases=aliases,
            definition=entry.definition,
            members=read_members(entry.head, entry.definition),
            uses=known[entry.head],
            locator=entry.locator,
        )


def _unread(entry: PrintedEntry) -> Unread:
    if entry.head:
        return Unread(entry.head, "it has no definition", entry.locator)
    return Unread(entry.definition[:40], "it has no head", entry.locator)
