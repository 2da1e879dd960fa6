"""Word documents: paragraphs, lists, tables and footnotes in reading order; deleted text is left out."""

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from glossary.documents.archives import check_archive
from glossary.documents.blocks import Block, BlockKind, Document, assembled
from glossary.documents.broken import BROKEN_ARCHIVE, BROKEN_PARTS
from glossary.documents.limits import TEXT, refuse_more
from glossary.errors import UnreadableFile

_WRAPPERS = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:smartTag", "w:customXml")))
_PARAGRAPH, _RUN, _ROW, _CELL = map(qn, ("w:p", "w:r", "w:tr", "w:tc"))
_HIDDEN = frozenset(map(qn, ("w:del", "w:moveFrom", "w:txbxContent")))
"""What was deleted or moved away, and text boxes."""
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read_docx(data: bytes) -> Document:
    """Return the document in a Word file; insertions that were tracked are read, deletions are not.

    Raises UnreadableFile where it is none or has no text, TooLarge where it is beyond one of `limits`.
    """
    _check(data)
    try:
        word = docx.Document(io.BytesIO(data))
        document = assembled(_blocks(word))
    except (PackageNotFoundError, etree.LxmlError, *BROKEN_ARCHIVE, *BROKEN_PARTS) as error:
        raise UnreadableFile("the file is no Word document that can be read") from error
    if not document.blocks:
        raise UnreadableFile("the document has no text")
    return document


def _check(data: bytes) -> None:
    """Refuse what is no archive, or would unpack to too much, before anything is unpacked."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile("the document is protected by a password, or of the old .doc kind; save it as .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_archive(archive)
    except BROKEN_ARCHIVE as error:
        raise UnreadableFile("the file is no Word document that can be read") from error


def _blocks(word: WordDocument) -> Iterator[Block]:
    """Yield the blocks of the body, then the footnotes, each behind its number."""
    listed = _listed_styles(word)
    for element in word.element.body.iterchildren():
        yield from _element(element, listed)
    for part in word.part.package.iter_parts():
        if str(part.partname).endswith("/footnotes.xml"):
            root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
            for note in root.iterchildren(qn("w:footnote")):
                if note.get(qn("w:type")) is None:
                    text = "".join(_text(paragraph) for paragraph in note.iterchildren(qn("w:p"))).strip()
                    yield Block(f"［{note.get(qn('w:id'))}］{text}".replace("\n", " "), 0, BlockKind.PARAGRAPH, 0)


def _listed_styles(word: WordDocument) -> dict[str, bool]:
    """Return the styles whose paragraphs are numbered or have a bullet, with whether that is of the first level."""
    found = {}
    for style in word.styles.element.iter(qn("w:style")):
        numbered = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if numbered is not None:
            name = style.find(qn("w:name"))
            deeper = re.search(r" [2-9]$", name.get(qn("w:val"), "") if name is not None else "")
            found[style.get(qn("w:styleId"), "")] = _level(numbered) == 0 and not deeper
    return found


def _level(numbered: etree._Element) -> int:
    level = numbered.find(qn("w:ilvl"))
    return int(level.get(qn("w:val"), "0")) if level is not None else 0


def _element(element: etree._Element, listed: dict[str, bool]) -> Iterator[Block]:
    """Yield the blocks of one child of the body: a paragraph, a table's rows, or what a wrapper holds."""
    if element.tag == qn("w:p"):
        yield from _paragraph(element, listed)
    elif element.tag == qn("w:tbl"):
        for cells in _rows(element):
            if len(cells) > 1:
                yield Block("\t".join(cells), 0, BlockKind.TABLE_ROW, 0, cells=cells)
            else:
                yield Block("".join(cells), 0, BlockKind.PARAGRAPH, 0)
    elif element.tag in _WRAPPERS:
        for child in element.iterchildren():
            yield from _element(child, listed)


def _rows(table: etree._Element) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each row of a table, and of the tables in its cells, in the order in which the rows begin.

    A cell has the text of all that is in it. Each element is looked at once, however deep the tables are nested.
    """
    read = _Table()
    hidden = 0
    for event, element in etree.iterwalk(table, ("start", "end"), (_RUN, _PARAGRAPH, _ROW, _CELL, *_HIDDEN)):
        if element.tag in _HIDDEN:
            hidden += 1 if event == "start" else -1
        elif element.tag != _RUN:
            (read.begin if event == "start" else read.end)(element)
        elif event == "start" and not hidden:
            read.paragraphs[-1].extend(_pieces(element))
    yield from map(tuple, read.rows)


class _Table:
    """The rows of a table and of those nested in it, as far as they were read."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.paragraphs: list[list[str]] = [[]]  # those that are open, as pieces of text; the first is none
        self._open_rows: list[list[str]] = []
        self._open_cells: list[list[list[str]]] = [[]]  # of each its paragraphs
        self._size = 0

    def begin(self, element: etree._Element) -> None:
        """Open a row, a cell or a paragraph."""
        if element.tag == _PARAGRAPH:
            self.paragraphs.append([])
            self._open_cells[-1].append(self.paragraphs[-1])
        elif element.tag == _ROW:
            self._open_rows.append([])
            self.rows.append(self._open_rows[-1])
        else:
            self._open_cells.append([])

    def end(self, element: etree._Element) -> None:
        """Close it; what a cell holds belongs to the cell around it, too."""
        if element.tag == _PARAGRAPH:
            self.paragraphs.pop()
        elif element.tag == _ROW:
            self._open_rows.pop()
        else:
            inside = self._open_cells.pop()
            text = " ".join("".join(pieces) for pieces in inside)
            if inside:
                self._open_cells[-1].append([text])
            parent = element.getparent()
            if parent is not None and parent.tag == _ROW:
                self._open_rows[-1].append(text.strip())
                self._size += len(text)
                refuse_more(self._size, TEXT, "characters of text, that of a nested table counted in each around it")


def _paragraph(paragraph: etree._Element, listed: dict[str, bool]) -> Iterator[Block]:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    name = style.get(qn("w:val"), "") if style is not None else ""
    numbered = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if name.lower().startswith(("heading", "title")):
        kind = BlockKind.HEADING
    elif (_level(numbered) == 0) if numbered is not None else listed.get(name, False):
        kind = BlockKind.LIST_ITEM
    else:
        kind = BlockKind.PARAGRAPH
    for text, bold in _lines(paragraph):
        yield Block(text, 0, kind, 0, bold=bold)


def _lines(paragraph: etree._Element) -> Iterator[tuple[str, int]]:
    """Yield the lines of a paragraph, parted by manual breaks, each with the length of its bold beginning."""
    line, bold = "", 0
    for run in _runs(paragraph):
        is_bold = _is_bold(run)
        for piece in _pieces(run):
            if piece == "\n":
                yield line, bold
                line, bold = "", 0
                continue
            if is_bold and bold == len(line):
                bold += len(piece)
            line += piece
    yield line, bold


def _runs(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the runs of a paragraph in order, those inside links and insertions too, not those that were deleted."""
    hidden = 0
    for event, element in etree.iterwalk(paragraph, ("start", "end"), (_RUN, *_HIDDEN)):
        if element.tag in _HIDDEN:
            hidden += 1 if event == "start" else -1
        elif event == "start" and not hidden:
            yield element


def _is_bold(run: etree._Element) -> bool:
    found = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    return found is not None and found.get(qn("w:val")) not in ("0", "false", "off")


def _pieces(run: etree._Element) -> Iterator[str]:
    for child in run.iterchildren():
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:footnoteReference"):
            yield f"［{child.get(qn('w:id'))}］"
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]


def _text(paragraph: etree._Element) -> str:
    return "".join(piece for run in _runs(paragraph) for piece in _pieces(run))
