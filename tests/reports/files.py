"""The files in which reports come: text, web page, Word document, PDF."""

import html
import io
from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Any

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from tests.reports.shapes import Printed


def as_text(random: Random, printed: Sequence[Printed]) -> bytes:
    encoding = random.choice(["utf-8", "utf-8-sig", "utf-16", "gb18030"])
    end, between = random.choice(["\n", "\r\n"]), random.choice([1, 2])
    indent = random.choice(["", "\u3000\u3000", "    "])
    text = (end * between).join(("" if one.cells else indent) + one.text for one in printed)
    return text.encode(encoding)


def as_html(random: Random, printed: Sequence[Printed]) -> bytes:
    charset = random.choice(["utf-8", "gbk"])
    out = [
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>政府工作报告</title><style>p{{color:red}}</style></head>',
        '<body><div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/m">名词解释</a></li></ul></div><div id="zoom">',
    ]
    rows: list[Printed] = []
    items = False
    for one in [*printed, Printed("")]:
        if rows and not one.cells:
            body = "".join(
                "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row.cells) + "</tr>" for row in rows
            )
            out.append(f"<table><tbody>{body}</tbody></table>")
            rows = []
        if one.cells:
            rows.append(one)
            continue
        if one.item != items:
            out.append("<ol>" if one.item else "</ol>")
            items = one.item
        text = _inline(random, one)
        out.append(
            f"<li>{text}</li>" if one.item else f"<p>{text}</p>" if random.random() < 0.9 else f"<div>{text}</div>"
        )
    out.append(
        '</div><div class="share">分享到：<a href="#">微信</a></div><footer>主办：某市人民政府</footer></body></html>'
    )
    return "\n".join(out).encode("gb18030" if charset == "gbk" else charset)


def _inline(random: Random, one: Printed) -> str:
    """Return the text as HTML, its bold beginning marked, a link and a span somewhere in it."""
    if one.bold:
        return f"<strong>{html.escape(one.text[: one.bold])}</strong>{html.escape(one.text[one.bold :])}"
    if len(one.text) > 20 and random.random() < 0.3:
        at = random.randint(1, len(one.text) - 5)
        middle = html.escape(one.text[at : at + 4])
        return f'{html.escape(one.text[:at])}<a href="#">{middle}</a>{html.escape(one.text[at + 4 :])}'
    return html.escape(one.text)


def as_docx(random: Random, printed: Sequence[Printed]) -> bytes:
    document = docx.Document()
    grid: Any = None
    for one in printed:
        if one.cells:
            if grid is None:
                grid = document.add_table(rows=0, cols=len(one.cells))
            for cell, text in zip(grid.add_row().cells, one.cells, strict=True):
                cell.text = text
            continue
        grid = None
        paragraph = document.add_paragraph(style="List Number" if one.item else "Heading 1" if one.heading else None)
        if one.bold:
            paragraph.add_run(one.text[: one.bold]).bold = True
        rest = one.text[one.bold :]
        at = random.randint(0, len(rest))
        paragraph.add_run(rest[:at])
        paragraph.add_run(rest[at:]).italic = random.random() < 0.3
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@cache
def _font() -> str:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


def as_pdf(random: Random, printed: Sequence[Printed]) -> bytes:
    style = ParagraphStyle("body", fontName=_font(), fontSize=12, leading=18, wordWrap="CJK", firstLineIndent=24)
    cell = ParagraphStyle("cell", parent=style, firstLineIndent=0)
    flow: list[Any] = []
    rows: list[list[Paragraph]] = []
    for one in [*printed, Printed("")]:
        if rows and not one.cells:
            widths = [450 / len(rows[0])] * len(rows[0]) if len(rows[0]) > 3 else [40, 110, 300][-len(rows[0]) :]
            flow.append(Table(rows, colWidths=widths))
            rows = []
        if one.cells:
            rows.append([Paragraph(html.escape(text), cell) for text in one.cells])
        elif one.text:
            flow.append(Paragraph(html.escape(one.text), style))
    file = io.BytesIO()

    def edges(canvas: Any, template: Any) -> None:
        canvas.setFont(_font(), 9)
        canvas.drawString(60, 810, "2024年某市政府工作报告")
        canvas.drawString(280, 30, f"— {canvas.getPageNumber()} —")

    SimpleDocTemplate(file, pagesize=A4).build(flow, onFirstPage=edges, onLaterPages=edges)
    return file.getvalue()


FILES = {"txt": as_text, "html": as_html, "docx": as_docx, "pdf": as_pdf}
