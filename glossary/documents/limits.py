"""What a document may hold: more than any that people write and read, and no more than ends soon and fits in memory.

A report of 300 pages has some 450,000 characters, 10,000 blocks and 200,000 elements.
"""

from glossary.errors import TooLarge

TEXT = 2_000_000
"""Code points of a document's text."""
BLOCKS = 200_000
ELEMENTS = 300_000
"""Elements of a web page, or of all the XML in a Word file or a workbook; each takes some 200 bytes of memory."""
SEGMENT_ELEMENTS = 2_000_000
"""Elements of a translation memory or an XLIFF file; a unit has five."""
PARTS = 2_000
"""Files in the archive that a Word file or a workbook is; pictures are such."""
UNPACKED, UNPACKED_XML = 200 * 2**20, 48 * 2**20
"""Bytes that all of them, and those of XML, unpack to; the XML of a report of a hundred pages has some 2 MiB."""
PAGES = 2_000
PDF_BYTES, PDF_OPERATIONS = 32 * 2**20, 1_000_000
"""Bytes of the instructions on all pages of a PDF, unpacked, and instructions that are followed, those of a form each time
that it is set; a page of text has some 10,000 bytes and 1,000 instructions.
"""
USES = 200_000
"""Sentences that use the entries of a glossary section, counted for each entry."""


def refuse_more(count: int, limit: int, what: str) -> None:
    """Raise TooLarge where a document has more than `limit` of something.

    >>> refuse_more(2_000, PAGES, "pages")
    """
    if count > limit:
        raise TooLarge(f"the document has more than {limit:,} {what}, which is the limit")
