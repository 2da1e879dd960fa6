"""Web pages: what a reader reads, without menus, buttons and footers; tables and lists keep their structure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from glossary.documents.blocks import Block, BlockKind, Document, assembled
from glossary.documents.limits import ELEMENTS, refuse_more
from glossary.documents.text import decoded
from glossary.errors import UnreadableFile

_DROPPED = frozenset(
    "script style noscript template nav footer aside form button select option svg iframe head object canvas".split()
)
_BLOCKS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "caption", "dt"), BlockKind.HEADING),
    "li": BlockKind.LIST_ITEM,
    **dict.fromkeys(
        "p div section article main header body html ul ol dl dd blockquote pre figure figcaption table thead tbody "
        "tfoot center address details summary fieldset hr".split(),
        BlockKind.PARAGRAPH,
    ),
}
_BOLD = frozenset(("b", "strong"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_QUOTES = frozenset("“”‘’")
_SPACE = re.compile(r"\s+")
_LINKED = 0.8
"""A short block of which so much is links is a menu."""
_SHORT_LINKS = 40
_DEEPEST = 200


@dataclass(slots=True)
class _Open:
    """The block that is being read: its text so far; how many characters, spaces aside, are bold from the beginning,
    how many are links, how many there are.
    """

    kind: BlockKind = BlockKind.PARAGRAPH
    text: list[str] = field(default_factory=list)
    count: int = 0
    bold: int = 0
    linked: int = 0

    def add(self, text: str, *, bold: bool, linked: bool) -> None:
        count = sum(not character.isspace() for character in text)
        if bold and self.bold == self.count:
            self.bold += count
        self.text.append(text)
        self.count += count
        self.linked += count if linked else 0


def read_html(data: bytes, encoding: str | None = None) -> Document:
    """Return the document in a web page: `encoding`, or what the page declares, or UTF-8 or GB18030.

    Inline tags do not break a sentence; `<br>` and block tags do. Raises UnreadableFile where nothing is left to read,
    TooLarge where there are too many elements or too much text.
    """
    text = _decoded(data, encoding)
    refuse_more(text.count("<") - text.count("</"), ELEMENTS, "elements")
    parser = lxml_html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile("the page has no text") from error
    body = root.find("body")
    document = assembled(_blocks(root if body is None else body))
    if not document.blocks:
        raise UnreadableFile("the page has no text")
    return document


def _decoded(data: bytes, encoding: str | None) -> str:
    declared = _CHARSET.search(data[:4096])
    named = encoding or (declared[1].decode().lower() if declared else None)
    if named in ("gb2312", "gbk"):
        named = "gb18030"  # a superset, and what such pages really hold
    text = decoded(data, named)
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


def _blocks(body: etree._Element) -> Iterator[Block]:
    """Yield the blocks of a page in reading order."""
    current = _Open()
    for event in _walk(body):
        if isinstance(event, Block):
            yield from _closed(current)
            current = _Open()
            yield event
        elif isinstance(event, BlockKind):
            yield from _closed(current)
            current = _Open(kind=event)
        else:
            text, bold, linked = event
            current.add(text, bold=bold, linked=linked)
    yield from _closed(current)


@dataclass(frozen=True, slots=True)
class _Ahead:
    """An element that is still to be walked through: how deep it stands, whether inside of bold, of a link."""

    element: etree._Element
    depth: int
    bold: bool
    linked: bool


_Event = Block | BlockKind | tuple[str, bool, bool]


def _walk(top: etree._Element) -> Iterator[_Event]:
    """Yield what stands in an element: pieces of text, the beginnings of blocks, whole table rows.

    What is deeper than 200 levels is left out, as browsers do.
    """
    ahead: list[_Ahead | _Event] = [_Ahead(top, 0, bold=False, linked=False)]  # the last comes first
    while ahead:
        one = ahead.pop()
        if not isinstance(one, _Ahead):
            yield one
            continue
        element = one.element
        name = element.tag if isinstance(element.tag, str) else ""
        if name in _DROPPED or not name or one.depth > _DEEPEST or _is_hidden(element):
            continue
        if name == "tr":
            inside = [cell for cell in element if cell.tag in ("td", "th")]
            if len(inside) > 1:
                cells = tuple(map(_flat, inside))
                yield Block("\t".join(cells), 0, BlockKind.TABLE_ROW, 0, cells=cells)
                continue
        kind = _BLOCKS.get(name)
        if kind or name in ("br", "tr", "td", "th"):
            yield kind or BlockKind.PARAGRAPH
        bold, linked = one.bold or name in _BOLD, one.linked or name == "a"
        yield element.text or "", bold, linked
        if kind:
            ahead.append(BlockKind.PARAGRAPH)
        for child in element.iterchildren(reversed=True):
            ahead += (child.tail or "", bold, linked), _Ahead(child, one.depth + 1, bold=bold, linked=linked)


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _collapsed(text: str) -> str:
    """Return a text as a browser shows it: line ends beside Han characters vanish, runs of space are one.

    >>> _collapsed("三清零 \\n  工作 \\n of \\n a  county")
    '三清零工作of a county'
    """
    kept: list[str] = []
    behind = 0
    for space in _SPACE.finditer(text):
        start, end = space.span()
        kept += text[behind:start], _space_between(text[start - 1 : start], space[0], text[end : end + 1])
        behind = end
    kept.append(text[behind:])
    return re.sub(r"[ \t\r\n\f]+", " ", "".join(kept)).strip()


def _space_between(before: str, space: str, after: str) -> str:
    """Return the white space between two characters without its line ends, and the spaces at them, beside Han.

    A full-width space counts as a Han character does.
    """
    line_end = space.find("\n")
    if line_end < 0:
        return space
    start = len(space[:line_end].rstrip(" \t\r\f"))
    if _is_set_solid(space[start - 1] if start else before) or _is_set_solid(after):
        return space[:start]
    last = space.rfind("\u3000", line_end)
    return space if last < 0 else space[:start] + "\u3000" + _space_between("\u3000", space[last + 1 :], after)


def _is_set_solid(character: str) -> bool:
    """Return whether no space stands beside a character: one that is Han, full-width, or a Chinese quotation mark."""
    return "\u2e80" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef" or character in _QUOTES


def _flat(cell: etree._Element) -> str:
    """Return the text of a table cell on one line."""
    pieces = (event[0] if isinstance(event, tuple) else "\n" for event in _walk(cell))
    return _collapsed("".join(pieces))


def _closed(block: _Open) -> Iterator[Block]:
    text = _collapsed("".join(block.text))
    if block.count and not (block.count <= _SHORT_LINKS and block.linked >= _LINKED * block.count):
        yield Block(text, 0, block.kind, 0, bold=_length(text, block.bold))


def _length(text: str, count: int) -> int:
    """Return how long the beginning of a text is that has `count` characters, spaces aside."""
    for length, character in enumerate(text):
        if not count:
            return length
        count -= not character.isspace()
    return len(text)
