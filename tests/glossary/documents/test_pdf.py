"""PDF files: paragraphs out of lines, tables by their cells, running heads and page numbers left out."""

import io
from random import Random

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from glossary.documents.blocks import BlockKind
from glossary.documents.pdf import read_pdf
from glossary.errors import UnreadableFile
from tests.reports.files import as_pdf
from tests.reports.shapes import Printed

PARAGRAPH = "推动规上工业企业无研发投入、无研发机构、无发明专利清零，" * 12


def test_lines_are_joined_to_paragraphs_across_pages_without_heads_and_numbers() -> None:
    paragraphs = [f"第{number}段。{PARAGRAPH}完。" for number in range(1, 12)]
    document = read_pdf(as_pdf(Random(1), [Printed(text) for text in paragraphs]))
    assert [block.text for block in document.blocks] == paragraphs
    pages = [block.page for block in document.blocks]
    assert pages[0] == 1
    assert pages[-1] == 3
    assert document.blocks[-1].locator == "page 3"
    assert [document.text[block.start : block.end] for block in document.blocks] == paragraphs


def test_a_table_is_read_by_its_cells() -> None:
    rows = [("1", "三清零", PARAGRAPH), ("2", "“两个毫不动摇”基本经济制度建设", "毫不动摇。"), ("3", "六同", PARAGRAPH)]
    blocks = read_pdf(as_pdf(Random(1), [Printed("", cells=row) for row in rows])).blocks
    assert [block.cells for block in blocks if block.kind is BlockKind.TABLE_ROW] == rows


def _scanned() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _locked() -> bytes:
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(as_pdf(Random(1), [Printed("六同：同水源。")]))).pages:
        writer.add_page(page)
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (_scanned(), "holds no text: it is scanned; run a text recognition first"),
        (_locked(), "protected by a password"),
        (b"%PDF-1.7 nothing behind", "no PDF that can be read"),
        (as_pdf(Random(1), [Printed(PARAGRAPH)])[:900], r"no PDF that can be read|holds no text"),
    ],
    ids=["scanned", "locked", "empty", "cut off"],
)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        read_pdf(data)
