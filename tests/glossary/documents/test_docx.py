"""Word documents: lists, tables, footnotes, tracked changes; bombs and broken files."""

import io
import re
import zipfile
from collections.abc import Callable

import docx
import pytest

from glossary.documents.blocks import BlockKind
from glossary.documents.docx import read_docx
from glossary.errors import TooLarge, UnreadableFile


def _saved(build: Callable[[docx.document.Document], None]) -> bytes:
    document = docx.Document()
    build(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _changed(data: bytes, change: Callable[[str], str], added: dict[str, str] | None = None) -> bytes:
    """Return a Word file with its body's XML changed, and files added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()) if name == "word/document.xml" else content)
        for name, text in (added or {}).items():
            new.writestr(name, text)
    return file.getvalue()


def test_structure_is_kept() -> None:
    def build(document: docx.document.Document) -> None:
        document.add_heading("名词解释", 1)
        document.add_paragraph("甲：指甲。", style="List Number")
        document.add_paragraph("甲的部分。", style="List Number 2")
        paragraph = document.add_paragraph()
        paragraph.add_run("丙").bold = True
        paragraph.add_run("指丙。")
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "乙", "指乙。"
        document.add_paragraph("一行\n又一行")

    blocks = read_docx(_saved(build)).blocks
    assert [block.text for block in blocks] == [
        "名词解释", "甲：指甲。", "甲的部分。", "丙指丙。", "乙\t指乙。", "一行", "又一行",
    ]  # fmt: skip
    assert [block.kind for block in blocks[:2]] == [BlockKind.HEADING, BlockKind.LIST_ITEM]
    assert blocks[3].bold == 1
    assert blocks[4].cells == ("乙", "指乙。")


def test_tracked_changes_are_read_as_accepted() -> None:
    data = _changed(
        _saved(lambda document: document.add_paragraph("推进改革。") and None),
        lambda xml: re.sub(
            r"<w:r>(<w:t>推进改革。</w:t>)</w:r>",
            r"<w:r><w:t>推进</w:t></w:r><w:ins><w:r><w:t>三变</w:t></w:r></w:ins>"
            r"<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:t>改革。</w:t></w:r>",
            xml,
        ),
    )
    assert [block.text for block in read_docx(data).blocks] == ["推进三变改革。"]


def test_footnotes_come_last_with_their_marks() -> None:
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<w:footnotes {namespace}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        '<w:footnote w:id="1"><w:p><w:r><w:t>双环公路：环岛公路。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    data = _saved(lambda document: document.add_paragraph("建设双环公路。") and None)
    data = _changed(
        data, lambda xml: xml.replace("</w:t></w:r>", '</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r>')
    )
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode() if name.endswith((".xml", ".rels")) else old.read(name)
            if name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                content = str(content).replace(
                    "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
                )
            if name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                content = str(content).replace(
                    "</Relationships>",
                    f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>',
                )
            new.writestr(name, content)
        new.writestr("word/footnotes.xml", notes)
    assert [block.text for block in read_docx(file.getvalue()).blocks] == [
        "建设双环公路。［1］",
        "［1］双环公路：环岛公路。",
    ]


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 300 * 2**20)
    return file.getvalue()


def test_a_zip_bomb_is_refused_unpacked() -> None:
    with pytest.raises(TooLarge, match="would unpack to 300 MiB; the limit is 200 MiB"):
        read_docx(_bomb())


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04 broken", "no Word document"),
        (b"", "no Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected by a password, or of the old .doc kind"),
        (_saved(lambda _: None), "the document has no text"),
        (_changed(_saved(lambda _: None), lambda xml: xml[:200]), "no Word document"),
        (
            _changed(
                _saved(lambda document: document.add_paragraph("甲") and None),
                lambda xml: xml.replace("<w:document", '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><w:document', 1).replace("甲", "&b;"),
            ),
            "no Word document",
        ),
    ],
    ids=["cut off", "empty", "encrypted", "no text", "cut XML", "entities"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        read_docx(data)
