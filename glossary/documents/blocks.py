"""The one normal form of a document: its text, and the blocks that the text consists of."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from glossary.documents.limits import BLOCKS, TEXT, refuse_more


class BlockKind(StrEnum):
    """What a block is in its document, as far as the file says so; a `line` may be a part of a paragraph."""

    LINE = "line"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document's text without line breaks: `text` is `document.text[start:end]` (code points).

    `paragraph` counts the document's blocks from 1, `page` its pages where it has any: what a locator shows. A table
    row is its `cells` with a tab between; `bold` is how many code points at the beginning are set in bold.
    """

    text: str
    start: int
    kind: BlockKind
    paragraph: int
    page: int | None = None
    cells: tuple[str, ...] = ()
    bold: int = 0

    @property
    def end(self) -> int:
        """The offset behind the block's last code point."""
        return self.start + len(self.text)

    @property
    def locator(self) -> str:
        """Where a person finds the block."""
        return f"page {self.page}" if self.page else f"paragraph {self.paragraph}"


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is stored: every offset in it counts code points of `text`."""

    text: str
    blocks: tuple[Block, ...]

    @property
    def sha256(self) -> str:
        """The digest of the text in UTF-8: two documents are the same where this is."""
        return sha256(self.text.encode()).hexdigest()


def assembled(blocks: Iterable[Block]) -> Document:
    """Return the document that consists of `blocks`, one a line; their `start` and `paragraph` are set here.

    Blocks of nothing but white space are left out, as is the white space around the others. Raises TooLarge where
    there are too many, or too much text is in them.
    """
    kept: list[Block] = []
    start = 0
    for block in blocks:
        text = block.text.strip()
        if not text:
            continue
        refuse_more(start + len(text), TEXT, "characters of text")
        refuse_more(len(kept) + 1, BLOCKS, "paragraphs")
        before = len(block.text) - len(block.text.lstrip())
        bold = max(0, min(block.bold - before, len(text)))
        kept.append(replace(block, text=text, start=start, paragraph=len(kept) + 1, bold=bold))
        start += len(text) + 1
    return Document("\n".join(block.text for block in kept), tuple(kept))
