"""Plain text: from bytes in some encoding to a document whose lines are its blocks."""

import codecs
import unicodedata
from collections import Counter

from glossary.documents.blocks import Block, BlockKind, Document
from glossary.errors import UnreadableFile

_NUL_SHARE = 0.2  # of the bytes on one side, where UTF-16 holds line ends, digits and Latin letters
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ENOUGH_HAN = 0.5
"""What share of a GB18030 text's non-ASCII characters must be common Chinese: most other bytes decode to rarities."""


def read_text(data: bytes, encoding: str | None = None) -> Document:
    """Return the document in `data`: in `encoding`, or else UTF-8, UTF-16 (by its byte-order mark) or GB18030.

    Line ends become `\\n`. Raises UnreadableFile where the bytes are empty or no text in any of these.

    >>> [block.text for block in read_text("名词解释\\r\\n\\r\\n六同:同水源。".encode("gb18030")).blocks]
    ['名词解释', '六同:同水源。']
    """
    text = decoded(data, encoding).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise UnreadableFile("the file is empty")
    return document_of(text)


def document_of(text: str) -> Document:
    """Return the document that a text is: each line that is not blank is a block, without the spaces around it."""
    blocks: list[Block] = []
    start = 0
    for line in text.split("\n"):
        if stripped := line.strip():
            offset = start + len(line) - len(line.lstrip())
            blocks.append(Block(stripped, offset, BlockKind.LINE, len(blocks) + 1))
        start += len(line) + 1
    return Document(text, tuple(blocks))


def decoded(data: bytes, encoding: str | None) -> str:
    """Return the text in bytes, as `read_text` finds it. Raises UnreadableFile."""
    if not data:
        raise UnreadableFile("the file is empty")
    known = encoding or next((name for bom, name in _BOMS if data.startswith(bom)), None) or _unmarked_utf_16(data)
    for name in [known] if known else ["utf-8", "gb18030"]:
        try:
            text = data.decode(name)
        except LookupError:
            raise UnreadableFile(f"there is no encoding named {name}") from None
        except UnicodeDecodeError:
            continue
        if _is_text(text, name):
            return text
    tried = known or "UTF-8, UTF-16 with a byte-order mark, or GB18030"
    raise UnreadableFile(f"the file is no text in {tried}")


def _unmarked_utf_16(data: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark, told by where its NULs stand; None where it is not that."""
    if len(data) % 2 or b"\x00" not in data:
        return None
    half = len(data) // 2
    high, low = data[1::2].count(0) / half, data[0::2].count(0) / half
    if min(high, low) > 0 or max(high, low) > 1 - _NUL_SHARE / 2:
        return None
    return "utf-16-le" if high else "utf-16-be"


def _is_text(text: str, encoding: str) -> bool:
    """Return whether decoded characters look like a text: no NUL or other controls, and common Chinese in GB18030."""
    times = Counter(text)  # not a list of characters, which would take forty times the text's memory
    if any(unicodedata.category(one) in ("Cc", "Cs") and one not in "\t\n\r\f\v\x85" for one in times):
        return False
    beyond_ascii = {character: count for character, count in times.items() if character > "\x7f"}
    if encoding != "gb18030" or not beyond_ascii:
        return True
    common = sum(count for character, count in beyond_ascii.items() if _is_common(character))
    return common >= _ENOUGH_HAN * sum(beyond_ascii.values())


def _is_common(character: str) -> bool:
    """Return whether a character is in GB 2312, as nearly everything in a Chinese document is."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
