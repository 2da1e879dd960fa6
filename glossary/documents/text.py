"""Plain text: from bytes in some encoding to a document whose lines are its blocks."""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from glossary.documents.blocks import Block, BlockKind, Document
from glossary.documents.limits import BLOCKS, TEXT, refuse_more
from glossary.errors import UnreadableFile

_NUL_SHARE = 0.2  # of the bytes on one side, where UTF-16 holds line ends, digits and Latin letters
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ENOUGH_HAN = 0.5
"""What share of a GB18030 text's characters beyond ASCII must be in GB 2312."""


def read_text(data: bytes, encoding: str | None = None) -> Document:
    """Return the document in `data`: in `encoding`, or else UTF-8, UTF-16 (by its byte-order mark) or GB18030.

    Line ends become `\\n`. Raises UnreadableFile where the bytes are empty or no text in any of these, TooLarge
    where there is too much of it.

    >>> [block.text for block in read_text("名词解释\\r\\n\\r\\n六同:同水源。".encode("gb18030")).blocks]
    ['名词解释', '六同:同水源。']
    """
    text = decoded(data, encoding).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise UnreadableFile("the file is empty")
    refuse_more(len(text), TEXT, "characters of text")
    refuse_more(text.count("\n"), BLOCKS, "lines")
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
    """Return the text in bytes, as `read_text` finds it.

    Raises UnreadableFile: where the bytes are UTF-8, or what is stated, but for a control character, with its line; and
    where they may as well be GB18030 as Big5, since nothing is guessed that a reader could not see.
    """
    if not data:
        raise UnreadableFile("the file is empty")
    known = encoding or next((name for bom, name in _BOMS if data.startswith(bom)), None) or _unmarked_utf_16(data)
    text = _decoded(data, known or "utf-8")
    if text is not None:
        _refuse_controls(text)
        return text
    if known:
        raise UnreadableFile(f"the file is no text in {known}")
    return _in_gb18030(data)


def _decoded(data: bytes, encoding: str) -> str | None:
    """Return bytes as a text in an encoding, None where they are none."""
    unknown = UnreadableFile(f"there is no encoding named {encoding}")
    if encoding.lower().replace("_", "-") in _NO_ENCODINGS:
        raise unknown
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
    except (LookupError, ValueError):  # the latter for a name with NUL
        raise unknown from None


_NO_ENCODINGS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
"""What Python counts among encodings, and no document is in."""


def _refuse_controls(text: str) -> None:
    """Refuse a text with a character that no text has; name the first and its line."""
    wrong = _controls_in(text)
    if wrong:
        place = min(map(text.index, wrong))
        line = len(_LINE_END.findall(text, 0, place)) + 1
        raise UnreadableFile(f"line {line} has the control character U+{ord(text[place]):04X}, which is in no text")


def _controls_in(text: str) -> list[str]:
    # Of a set: a list of all characters would take forty times the text's memory.
    return [one for one in set(text) if unicodedata.category(one) in ("Cc", "Cs") and one not in "\t\n\r\f\v\x85"]


_LINE_END = re.compile(r"\r\n|\n|\r")


def _in_gb18030(data: bytes) -> str:
    """Return the text in bytes that are no UTF-8, where they are Chinese in GB18030 and could not be Big5."""
    text = _decoded(data, "gb18030")
    if text is None or _controls_in(text) or _share(text, "gb2312", _GB_2312) < _ENOUGH_HAN:
        raise UnreadableFile(f"the file is no text in UTF-8, UTF-16 with a byte-order mark, or GB18030; {_NAME_IT}")
    other = _decoded(data, "big5")
    if other is not None and _share(other, "big5", _USUAL_IN_BIG5) >= _share(text, "gb2312", _USUAL_IN_GB_2312):
        raise UnreadableFile(f"the file may be a text in GB18030 or in Big5; {_NAME_IT}")
    return text


_NAME_IT = "name its encoding (--encoding big5, gb18030, …)"


def _share(text: str, encoding: str, usual: Sequence[tuple[int, int]]) -> float:
    """Return what share of a text's characters beyond ASCII is in some ranges of a two-byte encoding."""
    times = {character: count for character, count in Counter(text).items() if character > "\x7f"}
    found = sum(count for one, count in times.items() if _is_among(one, encoding, usual))
    return found / sum(times.values())


def _is_among(character: str, encoding: str, ranges: Sequence[tuple[int, int]]) -> bool:
    code = int.from_bytes(character.encode(encoding, "ignore"), "big")
    return any(first <= code <= last for first, last in ranges)


_GB_2312 = ((0xA1A1, 0xF7FE),)
"""Nearly everything in a Chinese document; most other bytes decode to rarities."""
_USUAL_IN_GB_2312, _USUAL_IN_BIG5 = ((0xA1A1, 0xA3FE), (0xB0A1, 0xD7F9)), ((0xA140, 0xA3BF), (0xA440, 0xC67E))
"""Signs, and the characters of the first level, which are those in use.

Of the traditional words of CC-CEDICT, two a file, 46 % pass in Big5 as GB18030 too, and 0.4 % where the shares are compared;
for that, 7 % of files with two simplified words are not told, of those with five 0.1 %.
"""


def _unmarked_utf_16(data: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark, told by where its NULs stand; None where it is not that."""
    if len(data) % 2 or b"\x00" not in data:
        return None
    half = len(data) // 2
    high, low = data[1::2].count(0) / half, data[0::2].count(0) / half
    if min(high, low) > 0 or max(high, low) > 1 - _NUL_SHARE / 2:
        return None
    if max(high, low) < _NUL_SHARE and _decoded(data, "utf-8") is not None:  # a NUL in a text, not half of its letters
        return None
    return "utf-16-le" if high else "utf-16-be"
