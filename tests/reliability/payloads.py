"""Small inputs that would keep a service busy, each of a kind that once did: `name -> (path, content type, body)`.

Every one must end soon, in an answer or a clear refusal. `FILES` has the same as they are given to the readers.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Sequence
from typing import NamedTuple

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


class Payload(NamedTuple):
    """A file that is posted, or a text where it has no name."""

    data: bytes
    name: str = ""

    @property
    def request(self) -> tuple[str, str, bytes]:
        """The path it is posted to, the type of the body, and the body."""
        if self.name:
            head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{self.name}"\r\n\r\n'.encode()
            return "/v1/extract", "multipart/form-data; boundary=x", head + self.data + b"\r\n--x--\r\n"
        return "/v1/extract", "application/json", json.dumps({"text": self.data.decode()}).encode()


def docx(inner: str, **parts: str) -> bytes:
    """Return a Word document whose body has this content, with further parts of the folder `word`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr(
            "word/document.xml", f'<?xml version="1.0"?><w:document {_WORD}><w:body>{inner}</w:body></w:document>'
        )
        for name, part in parts.items():
            archive.writestr(f"word/{name}.xml", part)
    return out.getvalue()


def pdf(pages: Sequence[bytes]) -> bytes:
    """Return a PDF whose pages have these instructions; the font of all is `/F1`."""
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for place, instructions in enumerate(pages):
        packed = zlib.compress(instructions)
        resources = "/Resources<</Font<</F1 3 0 R>>>>"
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]{resources}/Contents {5 + 2 * place} 0 R>>"
        objects.append(page.encode())
        objects.append(f"<</Length {len(packed)}/Filter/FlateDecode>>stream\n".encode() + packed + b"\nendstream")
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    )
    return bytes(out) + end.encode()


def _text(text: str) -> Payload:
    return Payload(text.encode())


def _page(inner: str) -> Payload:
    return Payload(inner.encode(), "a.html")


def _word(inner: str, **parts: str) -> Payload:
    return Payload(docx(inner, **parts), "a.docx")


def _pdf(*pages: bytes) -> Payload:
    return Payload(pdf(pages), "a.pdf")


_P = "<w:p><w:r><w:t>甲乙丙</w:t></w:r></w:p>"
_IN, _OUT = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
_SET = b"BT /F1 12 Tf 72 700 Td (abc) Tj ET\n"
_TITLE = "2024年某某市政府工作报告\n"

FILES = {
    # What the attack of 2026-11-30 sent.
    "a million hyphens": _text("-" * 1_000_000),
    "40,000 spaces in an entry": _text("名词解释\n1" + " " * 40_000 + "x"),
    "8,000 digits in an entry": _text(f"{_TITLE}名词解释\n1.甲乙：" + "1" * 8_000),
    "5,000 section titles": _text("名词解释\n" * 5_000),
    "100,000 line ends in a paragraph": _page("<p>甲" + "\n" * 100_000 + "乙</p>"),
    "40 nested tables of one cell": _page("<table><tr><td>" * 40 + "三清零" + "</td></tr></table>" * 40),
    "78 nested tables in a Word file": _word(_IN * 78 + _P * 2_000 + _OUT * 78),
    "20 MiB of empty paragraphs in a Word file": _word(_P + "<w:p/>" * (20 * 2**20 // 6)),
    "4,000 text objects in one line of a PDF": _pdf(_SET * 4_000),
    "1,600 entries in one line": _text("名词解释\n" + "".join(f"{n}.甲乙{n}：指丙。" for n in range(1, 1_600))),
    # More of the same kinds: expressions.
    "300,000 dashes": _text("—" * 300_000),
    "300,000 brackets": _text("（" * 300_000),
    "300,000 title marks": _text("正文“甲”" + "《“甲”" * 60_000),
    "300,000 spaces in a date": _text("2024" + " " * 300_000 + "年"),
    "100,000 verbs before a label": _text("名词解释\n1.双倍增、双提升：" + "实现" * 50_000 + "。\n2.甲：乙。"),
    "100,000 listed things in a definition": _text("名词解释\n1.六同：" + "甲、" * 100_000 + "。\n2.甲：乙。"),
    "50,000 counts and a line end": _text("名词解释\n1.六同：" + "三个" * 50_000 + "：\n甲。\n2.甲：乙。"),
    "300,000 combining marks": _text("正文a" + "\u0315\u0300" * 150_000),
    "1,000,000 colons": _text("名词解释\n" + ":" * 1_000_000),
    "100,000 full-width spaces and line ends": _page("<p>a" + "\u3000\n" * 100_000 + "b</p>"),
    "300,000 spaces in a style": _page('<p style="display' + " " * 300_000 + '">甲</p>'),
    "100,000 commas in quotation marks": _text("“" + "三个，" * 100_000 + "”"),
    # Walks.
    "5,000 sections with an entry": _text("名词解释\n六同：同水源。\n" * 5_000),
    "8,000 entries, each used in the body": _text(
        "".join(f"要推行“甲{n:x}乙”。\n" for n in range(8_000)) + "名词解释\n" + "".join(f"甲{n:x}乙：丙。\n" for n in range(8_000))
    ),
    "4,000 entries used in 2,000 like sentences": _text(
        ("".join(map(chr, range(0x4E00, 0x4E50))) + "。\n") * 2_000
        + "名词解释\n"
        + "".join(f"{chr(0x4E00 + n % 70)}{chr(0x4E01 + n % 70)}{chr(0x4E02 + n % 70)}{chr(0x4E03 + n % 70)}：丙{n}。\n" for n in range(4_000))
    ),
    "30,000 sub-headings": _text("名词解释\n六同：同水源。\n" + "小标题\n" * 30_000),
    "a table of one wide row and many": _page(
        "<p>名词解释</p><table><tr>" + "<td>甲" * 5_000 + "</tr>" + "<tr><td>甲<td>乙</tr>" * 5_000 + "</table>"
    ),
    "a table whose rows have no head": _page(
        "<p>名词解释</p><table><tr><td>六同<td>甲。</tr>" + "<tr><td><td>乙丙丁戊。</tr>" * 10_000 + "</table>"
    ),
    "150 nested blocks around 20,000 words": _page("<div>" * 150 + "<b>三</b>" * 20_000 + "</div>" * 150),
    "80 nested tables of two cells": _page("<table><tr><td>甲<td>" * 80 + "三清零" + "</td></tr></table>" * 80),
    "200,000 open tags": _page("<b>" * 200_000),
    "400,000 empty elements": _page("<p>甲</p>" + "<i></i>" * 400_000),
    "200 deletions around 10,000 runs": _word(
        "<w:p>" + "<w:ins>" * 200 + "<w:r><w:t>甲</w:t></w:r>" * 10_000 + "</w:ins>" * 200 + "</w:p>"
    ),
    "60 nested rows of two cells in a Word file": _word(
        "<w:tbl><w:tr><w:tc/><w:tc>" * 60 + _P * 2_000 + _OUT * 60
    ),
    "90,000 tabs in a Word file": _word("<w:p><w:r>" + "<w:tab/>" * 90_000 + "<w:t>甲</w:t></w:r></w:p>"),
    "a Word file of 60 MiB of spaces": _word(_P + " " * (60 * 2**20)),
    "4,000 pieces on a line of a PDF": _pdf(b"BT /F1 12 Tf 72 700 Td " + b"(abc) Tj " * 4_000 + b"ET"),
    "3,000 pages of a PDF": _pdf(*[_SET] * 3_000),
    "a page of 40 MiB in a PDF": _pdf(b"% a comment\n" * (40 * 2**20 // 12)),
    "a PDF with 5,000 nested arrays": _pdf(b"[" * 5_000 + b"]" * 5_000 + _SET),
}  # fmt: skip

PAYLOADS = {name: payload.request for name, payload in FILES.items()}
