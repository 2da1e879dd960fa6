"""The one normal form of a document: its text, and the blocks that the text consists of."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class BlockKind(StrEnum):
    """What a block is in its document, as far as the file says so."""

    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document's text without line breaks: `text` is `document.text[start:end]` (code points).

    `paragraph` counts the document's blocks from 1: what a locator shows.
    """

    text: str
    start: int
    kind: BlockKind
    paragraph: int

    @property
    def end(self) -> int:
        """The offset behind the block's last code point."""
        return self.start + len(self.text)

    @property
    def locator(self) -> str:
        """Where a person finds the block."""
        return f"paragraph {self.paragraph}"


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is stored: every offset in it counts code points of `text`."""

    text: str
    blocks: tuple[Block, ...]

    @property
    def sha256(self) -> str:
        """The digest of the text in UTF-8: two documents are the same where this is."""
        return sha256(self.text.encode()).hexdigest()
