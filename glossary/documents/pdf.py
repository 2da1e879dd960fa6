"""PDF files: the text of the pages without running heads and page numbers, lines joined to paragraphs."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from glossary.documents.blocks import Block, BlockKind, Document, assembled
from glossary.errors import UnreadableFile

_PAGE_NUMBER = re.compile(r"[\s\-—–－·第页共/|]*\d{1,4}[\s\-—–－·第页共/|\d]*")
_EDGE_LINES = 2
"""So many lines at the top and the bottom of a page may be running heads and page numbers."""
_REPEATED = 0.5
"""A line at the edge of more than this share of the pages, digits aside, is a running head."""
_FEWEST_PAGES = 3
_FULL = 0.86
"""A line of at least this share of the widest is full: the paragraph goes on in the next."""
_INDENT = 0.8
"""A line that begins this share of its type size right of the margin begins a paragraph."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page: where it begins, in points, and how many full-width characters it is wide."""

    text: str
    left: float
    size: float
    page: int

    @property
    def width(self) -> float:
        """The width in full-width characters."""
        return sum(1.0 if character > "\u2e7f" or character in "“”‘’—…" else 0.5 for character in self.text)


def read_pdf(data: bytes) -> Document:
    """Return the document in a PDF file.

    Raises UnreadableFile where it is none, asks for a password, or holds pictures of text only.
    """
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile("the PDF is protected by a password")
        pages = [_lines(page, number) for number, page in enumerate(reader.pages, start=1)]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        # pypdf meets a broken file with whatever its parsing ran into; each of these means just that.
        raise UnreadableFile("the file is no PDF that can be read") from error
    if not any(pages):
        raise UnreadableFile("the PDF holds no text: it is scanned; run a text recognition first")
    return assembled(_paragraphs([line for page in _without_edges(pages) for line in page]))


def _lines(page: PageObject, number: int) -> list[_Line]:
    """Return the lines of a page, top to bottom."""
    pieces: list[tuple[str, float, float]] = []

    def visit(text: str, _matrix: object, place: Sequence[float], _font: object, size: float) -> None:
        if text:
            pieces.append((text, float(place[4]), float(size or 12)))

    page.extract_text(visitor_text=visit)
    lines: list[_Line] = []
    text, left, size = "", 0.0, 12.0
    for piece, x, piece_size in pieces:
        for part in re.split(r"(\n)", piece):
            if part == "\n":
                if text.strip():
                    lines.append(_Line(_squeezed(text), left, size, number))
                text = ""
            elif part:
                if not text.strip():
                    left, size = x, piece_size
                text += part
    if text.strip():
        lines.append(_Line(_squeezed(text), left, size, number))
    return lines


def _squeezed(text: str) -> str:
    """Return a line without the spaces that typesetting put between Han characters."""
    return re.sub(r"(?<=[\u2e80-\u9fff\uff00-\uffef]) +(?=[\u2e80-\u9fff\uff00-\uffef])", "", text.strip())


def _without_edges(pages: Sequence[Sequence[_Line]]) -> list[list[_Line]]:
    """Return the pages without what stands at the edge of many of them, digits aside, and without page numbers."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_digitless(line.text) for line in (*page[:_EDGE_LINES], *page[-_EDGE_LINES:])})
    enough = max(_FEWEST_PAGES, _REPEATED * len(pages))
    kept = []
    for page in pages:
        edge = {*range(_EDGE_LINES), *range(len(page) - _EDGE_LINES, len(page))}
        kept.append(
            [
                line
                for place, line in enumerate(page)
                if not (place in edge and (_PAGE_NUMBER.fullmatch(line.text) or seen[_digitless(line.text)] >= enough))
            ]
        )
    return kept


def _digitless(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _paragraphs(lines: Sequence[_Line]) -> Iterator[Block]:
    """Join lines to paragraphs: one goes on while its lines are full and the next is not indented."""
    widest = max((line.width for line in lines), default=0)
    margin = Counter(round(line.left) for line in lines).most_common(1)[0][0] if lines else 0
    text, page, previous = "", 0, None
    for line in lines:
        begins = previous is None or previous.width < _FULL * widest or line.left - margin > _INDENT * line.size
        if begins and text:
            yield Block(text, 0, BlockKind.PARAGRAPH, 0, page=page)
            text = ""
        if not text:
            page = line.page
        text += line.text
        previous = line
    if text:
        yield Block(text, 0, BlockKind.PARAGRAPH, 0, page=page)
