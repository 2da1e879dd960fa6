"""The entries of a glossary section, whatever shape it is printed in."""

from collections.abc import Container, Sequence

from glossary.documents.blocks import Block
from glossary.extraction.lines import lines_of
from glossary.extraction.numbered import numbered_entries
from glossary.extraction.printed import PrintedEntry
from glossary.extraction.tabular import field_entries, table_entries
from glossary.extraction.unnumbered import unnumbered_entries

_AT_LEAST = 0.5
"""A run of numbers is that of the entries where it has so much of the entries that could be found without it."""


def split_entries(blocks: Sequence[Block], body: Container[str] = "") -> list[PrintedEntry]:
    """Return the entries of a section's blocks, in order; one that lacks its head or its definition has it empty.

    `body` is the bare text of the document outside the section: a name that is used there is likely a head. The
    section may be a table, labelled fields, a numbered list, or lines that each begin with a head.
    """
    lines = lines_of(blocks)
    if found := table_entries(lines) or field_entries(lines):
        return found
    numbered, unnumbered = numbered_entries(lines, body), unnumbered_entries(lines, body)
    return numbered if len(_whole(numbered)) >= _AT_LEAST * len(_whole(unnumbered)) else unnumbered


def _whole(entries: Sequence[PrintedEntry]) -> list[PrintedEntry]:
    return [entry for entry in entries if entry.head and entry.definition]
