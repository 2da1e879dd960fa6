"""PDF files: the text of the pages without running heads and page numbers, lines joined to paragraphs."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from glossary.documents.blocks import Block, BlockKind, Document, assembled
from glossary.documents.broken import BROKEN_ARCHIVE, BROKEN_PARTS
from glossary.documents.limits import PAGES, PDF_BYTES, PDF_OPERATIONS, refuse_more
from glossary.errors import UnreadableFile

_PAGE_NUMBER = re.compile(r"[\s\-—–－·第页共/|]*\d{1,4}[\s\-—–－·第页共/|\d]*")
_EDGE_LINES = 2
"""So many lines at the top and the bottom of a page may be running heads and page numbers."""
_REPEATED, _FEWEST_PAGES = 0.5, 2
"""A line at the edge of so many pages, and of this share of them, digits aside, is a running head."""
_FULL = 0.86
"""A line of at least this share of the widest is full: the paragraph goes on in the next."""
_MARGIN = 0.05
"""The margin is the leftmost place where more than this share of the lines begin."""
_INDENT = 0.8
"""A line that begins this share of its type size right of the margin begins a paragraph."""
_INDENTED, _SHORT = 0.1, 0.6
"""Where this share of the lines is indented, paragraphs begin with such, or behind a line of no more than that share."""
_ALIGNED = 0.25
"""The lines of a table cell begin within this share of their type size."""
_GAP = 1.2
"""So many type sizes of white between two pieces of a line part the cells of a table."""
_SAME_HEIGHT = 0.3
"""Pieces whose base lines differ by less than this share of their type size stand in one line."""


@dataclass(slots=True)
class _Line:
    """A line of a page: where it stands, in points from the page's lower left, and its type size.

    Its width is in full-width characters.
    """

    text: str
    left: float
    height: float
    size: float
    page: int
    width: float

    @property
    def right(self) -> float:
        return self.left + self.width * self.size


def _width(text: str) -> float:
    return sum(1.0 if character > "\u2e7f" or character in "“”‘’—…" else 0.5 for character in text)


def read_pdf(data: bytes) -> Document:
    """Return the document in a PDF file.

    Raises UnreadableFile where it is none, asks for a password, or holds pictures of text only, TooLarge where it is
    beyond one of `limits`.
    """
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile("the PDF is protected by a password")
        refuse_more(len(reader.pages), PAGES, "pages")
        work = _Work()
        pages = [_lines(page, number, work) for number, page in enumerate(reader.pages, start=1)]
    except (PyPdfError, *BROKEN_ARCHIVE, *BROKEN_PARTS) as error:
        raise UnreadableFile("the file is no PDF that can be read") from error
    if not any(pages):
        raise UnreadableFile("the PDF holds no text: it is scanned; run a text recognition first")
    return assembled(_blocks([line for page in _without_edges(pages) for line in page]))


class _Work:
    """How much of a PDF was read: bytes of its pages, unpacked, and instructions, each time that they are followed."""

    def __init__(self) -> None:
        self._bytes = self._operations = 0

    def begin(self, page: PageObject) -> None:
        """Refuse a page with which there are too many bytes, before its instructions are parsed."""
        contents = page.get_contents()
        self._bytes += len(contents.get_data()) if contents is not None else 0
        refuse_more(self._bytes, PDF_BYTES, "bytes of instructions on its pages")

    def follow(self, *_: object) -> None:
        """Count one instruction."""
        self._operations += 1
        refuse_more(self._operations, PDF_OPERATIONS, "instructions on its pages")


def _lines(page: PageObject, number: int, work: _Work) -> list[_Line]:
    """Return the lines of a page in the order in which they were set: text from top to bottom, a table by cells."""
    lines: list[_Line] = []
    pieces: list[list[str]] = []
    current: _Line | None = None

    def visit(text: str, matrix: Sequence[float], place: Sequence[float], _font: object, size: float) -> None:
        nonlocal current
        left = float(place[4] * matrix[0] + place[5] * matrix[2] + matrix[4])
        height = float(place[4] * matrix[1] + place[5] * matrix[3] + matrix[5])
        for part in re.split(r"(\n)", text):
            if part == "\n":
                current = None
            elif part and current and (not part.strip() or _continues(current, left, height)):
                pieces[-1].append(part)
                current.width += _width(part)
            elif part.strip():
                current = _Line("", left, height, float(size or 12), number, _width(part))
                lines.append(current)
                pieces.append([part])

    work.begin(page)
    page.extract_text(visitor_operand_before=work.follow, visitor_text=visit)
    for line, parts in zip(lines, pieces, strict=True):
        line.text = _squeezed("".join(parts))
        line.width = _width(line.text)
    return lines


def _continues(line: _Line, left: float, height: float) -> bool:
    """Return whether a piece of text goes on with a line: at its height, not a cell's distance away."""
    return abs(height - line.height) < _SAME_HEIGHT * line.size and left < line.right + _GAP * line.size


def _squeezed(text: str) -> str:
    """Return a line without the spaces that typesetting put between Han characters."""
    return re.sub(r"(?<=[\u2e80-\u9fff\uff00-\uffef]) +(?=[\u2e80-\u9fff\uff00-\uffef])", "", text.strip())


def _without_edges(pages: Sequence[Sequence[_Line]]) -> list[list[_Line]]:
    """Return the pages without running heads and page numbers.

    They are the outermost lines of a page; running heads are, digits aside, those of half of the pages, and hardly
    stand anywhere else.
    """
    seen = Counter(text for page in pages for text in {_digitless(line.text) for line in _outermost(page)})
    times = Counter(_digitless(line.text) for page in pages for line in page)
    enough = max(_FEWEST_PAGES, _REPEATED * len(pages))
    running = {text for text, edges in seen.items() if edges >= enough and times[text] <= 2 * edges + 1}

    def is_edge(page: Sequence[_Line], line: _Line) -> bool:
        return _is_page_number(line, page) or _digitless(line.text) in running

    kept = []
    for page in pages:
        upward = sorted(page, key=lambda line: line.height)
        edges = [
            line
            for lines in (upward[:_EDGE_LINES], upward[: -_EDGE_LINES - 1 : -1])
            for line in takewhile(partial(is_edge, page), lines)
        ]
        kept.append([line for line in page if line not in edges])
    return kept


def _is_page_number(line: _Line, page: Sequence[_Line]) -> bool:
    """Return whether a line is a number with nothing beside it, as a cell of a table has."""
    beside = [other for other in page if abs(other.height - line.height) < line.size]
    return len(beside) == 1 and _PAGE_NUMBER.fullmatch(line.text) is not None


def _outermost(page: Sequence[_Line]) -> list[_Line]:
    """Return the highest and the lowest lines of a page."""
    by_height = sorted(page, key=lambda line: line.height)
    return [*by_height[:_EDGE_LINES], *by_height[-_EDGE_LINES:]]


def _digitless(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _blocks(lines: Sequence[_Line]) -> Iterator[Block]:
    """Yield paragraphs, and the rows of tables: where text goes on right of what was set, and not below, is a cell."""
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and not _is_beside(lines[end], lines[end - 1]):
            end += 1
        if end == len(lines):
            yield from _paragraphs(lines[start:])
            return
        begins = _cell_start(lines, start, end)
        yield from _paragraphs(lines[start:begins])
        start, cells = _row(lines, begins)
        text = "\t".join(cells)
        yield Block(text, 0, BlockKind.TABLE_ROW, 0, page=lines[begins].page, cells=tuple(cells))


def _is_beside(line: _Line, before: _Line) -> bool:
    """Return whether a line stands right of the one before it and not below: in the next cell of a row."""
    return (
        line.page == before.page and line.height > before.height - _SAME_HEIGHT * line.size and line.left > before.right
    )


def _cell_start(lines: Sequence[_Line], start: int, beside: int) -> int:
    """Return the index of the first line of the cell left of `beside`: narrow lines, one below the other."""
    first = beside - 1
    while first > start:
        above, line = lines[first - 1], lines[first]
        near = above.page == line.page and 0 < above.height - line.height < 2 * line.size
        if not near or abs(line.left - above.left) > _ALIGNED * line.size or above.right > lines[beside].left:
            break
        first -= 1
    return first


def _row(lines: Sequence[_Line], start: int) -> tuple[int, list[str]]:
    """Return the index behind a table row that begins at `start`, and its cells.

    A cell goes on below its line, and on the next page, as long as no line begins left of it.
    """
    cells, left = [[lines[start].text]], lines[start].left
    for index in range(start + 1, len(lines)):
        line, before = lines[index], lines[index - 1]
        if _is_beside(line, before):
            cells.append([line.text])
            left = line.left
        elif line.left > left - line.size and (len(cells) == 1 or line.left > lines[start].right):
            cells[-1].append(line.text)
        else:
            return index, list(map("".join, cells))
    return len(lines), list(map("".join, cells))


def _paragraphs(lines: Sequence[_Line]) -> Iterator[Block]:
    """Join lines to paragraphs: one goes on while its lines are full and the next is not indented."""
    widest = max((line.width for line in lines), default=0)
    lefts = Counter(round(line.left) for line in lines)
    margin = min((left for left, times in lefts.items() if times >= _MARGIN * len(lines)), default=0)
    indented = sum(line.left - margin > _INDENT * line.size for line in lines) > _INDENTED * len(lines)
    full = (_SHORT if indented else _FULL) * widest
    text, page, previous = "", 0, None
    for line in lines:
        begins = previous is None or previous.width < full or line.left - margin > _INDENT * line.size
        if begins and text:
            yield Block(text, 0, BlockKind.PARAGRAPH, 0, page=page)
            text = ""
        if not text:
            page = line.page
        text += line.text
        previous = line
    if text:
        yield Block(text, 0, BlockKind.PARAGRAPH, 0, page=page)
