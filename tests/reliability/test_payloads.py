"""Small hostile inputs, and every reader on nested, wide and long input: each ends soon, in a result or a refusal."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from time import process_time

import openpyxl
import pytest

from glossary.documents.reading import read_document
from glossary.documents.text import decoded, read_text
from glossary.errors import GlossaryError
from glossary.extraction.candidates import find_coinages
from glossary.extraction.report import read_report_or_body
from glossary.formats.bilingual import read_bilingual
from glossary.formats.cedict import read_cedict
from glossary.formats.delimited import read_delimited
from glossary.loading.row_drafts import row_draft
from tests.reliability.payloads import FILES, Payload, docx, pdf

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # what a library warns of is no result of ours

SOON = 8.0
"""Seconds of this process's own time: generous on a busy machine, where each took minutes or hours."""


def _read(payload: Payload) -> None:
    document = read_document(payload.data, payload.name) if payload.name else read_text(payload.data)
    find_coinages(read_report_or_body(document).body)


@pytest.mark.parametrize("name", FILES)
def test_a_payload_ends_soon(name: str) -> None:
    begun = process_time()
    with suppress(GlossaryError):
        _read(FILES[name])
    assert process_time() - begun < SOON


def _sheet(rows: str) -> bytes:
    """Return a workbook whose only sheet has these rows as XML."""
    made, out = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
            sheet = f"<worksheet {main}><sheetData>{rows}</sheetData></worksheet>".encode()
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
    return out.getvalue()


def _report(name: str) -> Callable[[bytes], object]:
    return lambda data: _read(Payload(data, name))


def _rows(read: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: [row_draft(row) for row in read(decoded(data, None)).rows if hasattr(row, "headword")]  # type: ignore[attr-defined]  # both give a file


def _bilingual(name: str) -> Callable[[bytes], object]:
    return lambda data: read_bilingual(data, name)


_TMX, _TMX_END = '<tmx version="1.4"><header/><body>', "</body></tmx>"
_UNIT = '<tu><tuv xml:lang="zh"><seg>三</seg></tuv><tuv xml:lang="en"><seg>a</seg></tuv></tu>'
_XLIFF = '<xliff version="1.2"><file source-language="zh" target-language="en"><body>'
_XLIFF_END = "</body></file></xliff>"
_TRANS = "<trans-unit><source>三</source><target>a</target></trans-unit>"
_XLIFF_2 = '<xliff version="2.0" srcLang="zh" trgLang="en"><file id="f">'
_XLIFF_2_END = "</file></xliff>"
_SET = b"BT /F1 12 Tf 72 700 Td (abc) Tj ET\n"
_RUN = "<w:r><w:t>甲</w:t></w:r>"

SHAPES: dict[str, tuple[Callable[[bytes], object], Callable[[int], str | bytes]]] = {
    # Nested, wide and long, for every reader; `n` is 1,000 to 4,000.
    "text, wide": (_report("a.txt"), lambda n: "名词解释\n" + "六同：同水源，" * n * 5),
    "text, long": (_report("a.txt"), lambda n: "名词解释\n" + "六同：同水源。\n" * n),
    "text, nested": (_report("a.txt"), lambda n: "名词解释\n1.甲：" + "“（《" * n * 5 + "》）”" * n * 5),
    "text, titles": (_report("a.txt"), lambda n: "名词解释\n1.甲：乙。\n" * n),
    "text, notes": (_report("a.txt"), lambda n: "甲［1］。\n" * n + "［1］乙：丙。\n" * n),
    "text, numbers in a line": (_report("a.txt"), lambda n: "名词解释\n" + "".join(f"（{i}）甲：乙。" for i in range(n))),
    "page, nested": (_report("a.html"), lambda n: "<div>" * n + "三" + "</div>" * n),
    "page, nested tables": (_report("a.html"), lambda n: "<table><tr><td>甲<td>" * n),
    "page, wide": (_report("a.html"), lambda n: "<table><tr>" + "<td>甲" * n * 5 + "</table>"),
    "page, long": (_report("a.html"), lambda n: "<p>甲<br>\n" * n * 5),
    "page, attributes": (_report("a.html"), lambda n: "<p " + "".join(f"a{i}=b " for i in range(n)) + ">甲"),
    "Word, nested": (_report("a.docx"), lambda n: docx("<w:tbl><w:tr><w:tc>" * 80 + f"<w:p>{_RUN * n}</w:p>")),
    "Word, nested tables": (
        _report("a.docx"),
        lambda n: docx("<w:tbl><w:tr><w:tc>" * 78 + f"<w:p>{_RUN}</w:p>" * n + "</w:tc></w:tr></w:tbl>" * 78),
    ),
    "Word, wide": (_report("a.docx"), lambda n: docx(f"<w:p>{_RUN * n}</w:p>")),
    "Word, long": (_report("a.docx"), lambda n: docx(f"<w:p>{_RUN}</w:p>" * n)),
    "PDF, nested": (_report("a.pdf"), lambda n: pdf([b"q " * n + _SET + b"Q " * n])),
    "PDF, wide": (_report("a.pdf"), lambda n: pdf([_SET * n])),
    "PDF, long": (_report("a.pdf"), lambda n: pdf([_SET * 2] * (n // 8))),
    "PDF, lines": (_report("a.pdf"), lambda n: pdf([b"BT /F1 9 Tf 72 700 Td " + b"(ab) Tj 0 -9 Td " * n + b"ET"])),
    "PDF, cells": (_report("a.pdf"), lambda n: pdf([b"BT /F1 9 Tf 72 700 Td " + b"(ab) Tj 40 0 Td " * n + b"ET"])),
    "CSV, wide": (_rows(read_delimited), lambda n: "headword,english\n旗," + "a; " * n * 5),
    "CSV, long": (_rows(read_delimited), lambda n: "headword,english\n" + "旗,a\n" * n),
    "CSV, many columns": (_rows(read_delimited), lambda n: "headword" + "," * n * 5 + "\n旗" + "," * n * 5),
    "CC-CEDICT, wide": (_rows(read_cedict), lambda n: "旗 旗 [qi2] /" + "a; (b/see 旗|旗[qi2]/" * n + "\n"),
    "CC-CEDICT, long": (_rows(read_cedict), lambda n: "旗 旗 [qi2] /banner/\n" * n),
    "CC-CEDICT, nested": (_rows(read_cedict), lambda n: "旗 旗 [qi2] /" + "(" * n * 5 + ")" * n * 5 + "/\n"),
    "TSV, wide": (_bilingual("a.tsv"), lambda n: "三\ta" + "\t" * n * 50),
    "TSV, long": (_bilingual("a.tsv"), lambda n: "三\ta\n" * n * 10),
    "TSV, quoted": (_bilingual("a.tsv"), lambda n: '三\t"a""' * n),
    "workbook, wide": (_bilingual("a.xlsx"), lambda n: _sheet("<row>" + "<c><v>1</v></c>" * n + "</row>")),
    "workbook, long": (_bilingual("a.xlsx"), lambda n: _sheet("<row><c><v>1</v></c></row>" * n)),
    "workbook, nested": (_bilingual("a.xlsx"), lambda n: _sheet("<row>" * n + "</row>" * n)),
    "TMX, wide": (_bilingual("a.tmx"), lambda n: _TMX + _UNIT.replace("三", "三<ph>x</ph>" * n) + _TMX_END),
    "TMX, long": (_bilingual("a.tmx"), lambda n: _TMX + _UNIT * n + _TMX_END),
    "TMX, nested": (_bilingual("a.tmx"), lambda n: _TMX + _UNIT.replace("三", "<sub>三" * n + "</sub>" * n) + _TMX_END),
    "TMX, other elements": (_bilingual("a.tmx"), lambda n: _TMX + _UNIT + "<x/>" * n * 5 + _UNIT * n + _TMX_END),
    "XLIFF 1.2, wide": (_bilingual("a.xlf"), lambda n: _XLIFF + _TRANS.replace("三", "三<x/>" * n) + _XLIFF_END),
    "XLIFF 1.2, long": (_bilingual("a.xlf"), lambda n: _XLIFF + _TRANS * n + _XLIFF_END),
    "XLIFF 1.2, nested": (_bilingual("a.xlf"), lambda n: _XLIFF + "<group>" * 200 + _TRANS * n + "</group>" * 200 + _XLIFF_END),
    "XLIFF 2, long": (
        _bilingual("a.xlf"),
        lambda n: _XLIFF_2 + "<unit><segment><source>三</source><target>a</target></segment></unit>" * n + _XLIFF_2_END,
    ),
    "XLIFF 2, wide": (
        _bilingual("a.xlf"),
        lambda n: (
            _XLIFF_2
            + "<unit>"
            + "<segment><source>三</source><target>a</target></segment>" * n
            + "</unit>"
            + _XLIFF_2_END
        ),
    ),
}  # fmt: skip

QUICK, GROWTH = 0.25, 12
"""Seconds below which growth is not looked at; how much longer four times as much may take: 4 is linear, 16 quadratic."""


@pytest.mark.parametrize("name", SHAPES)
def test_a_reader_is_linear(name: str) -> None:
    read, make = SHAPES[name]

    def seconds(size: int) -> float:
        made = make(size)
        data = made.encode() if isinstance(made, str) else made
        begun = process_time()
        with suppress(GlossaryError):
            read(data)
        return process_time() - begun

    seconds(10)  # loads what it needs
    large = seconds(4_000)
    assert large < SOON
    if large > QUICK:
        large = min(large, seconds(4_000))
        assert large < GROWTH * max(min(seconds(1_000), seconds(1_000)), QUICK / 16)
