"""Text files: which encodings are read, which bytes are refused, and that offsets hold."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.documents.text import document_of, read_text
from glossary.errors import UnreadableFile

TEXT = "《政府工作报告》名词解释\n六同:同水源、同水质。\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("gb18030"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "utf-8 with BOM", "utf-16 little", "utf-16 big", "gb18030", "CRLF", "CR"],
)
def test_every_encoding_gives_the_same_document(data: bytes) -> None:
    assert read_text(data).text == TEXT


def test_a_stated_encoding_is_taken_at_its_word() -> None:
    assert read_text(TEXT.encode("big5", "replace"), "big5").text != TEXT
    with pytest.raises(UnreadableFile, match="no encoding named klingon"):
        read_text(TEXT.encode(), "klingon")
    with pytest.raises(UnreadableFile, match="no text in utf-16"):
        read_text(b"\x00\xd8\x00", "utf-16")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \n\t \n", "empty"),
        ("\u3000\n".encode(), "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "no text"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00\x01", "no text"),
        (b"PK\x03\x04\x14\x00\x06\x00", "no text"),
        (b"\x81\x82\x83\x84" * 20, "no text"),
    ],
    ids=["nothing", "spaces", "an ideographic space", "PNG", "PDF", "ZIP", "rare characters only"],
)
def test_what_is_no_text_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        read_text(data)


@pytest.mark.parametrize("encoding", [None, "utf-8", "utf-16"])
@pytest.mark.parametrize("control", ["\x00", "\x01", "\x1b", "\x7f", "\x9f"])
@pytest.mark.parametrize("more", ["", "a"], ids=["even", "odd"])
def test_a_control_character_is_named_with_its_line(control: str, encoding: str | None, more: str) -> None:
    text = f"headword,english\r\n三变,x{more}\n六同,y{control}z\n四高,{control}\n"
    with pytest.raises(
        UnreadableFile, match=rf"^line 3 has the control character U\+{ord(control):04X}, which is in no"
    ):
        read_text(text.encode(encoding or "utf-8"), encoding)


BIG5_ROWS = ["中央政府", "兩個毫不動搖", "交易所", "的成", "三清零"]
GB_ROWS = ["名词解释", "两个毫不动摇", "三清零", "三变", "六同,同水源、同水质"]


@pytest.mark.parametrize("row", BIG5_ROWS)
def test_big5_is_never_taken_for_gb18030(row: str) -> None:
    data = f"headword,english\n{row},x\n".encode("big5")
    with pytest.raises(UnreadableFile, match=r"GB18030.*; name its encoding \(--encoding big5, gb18030, …\)$"):
        read_text(data)
    assert read_text(data, "big5").text.splitlines()[1] == f"{row},x"


@pytest.mark.parametrize("row", GB_ROWS)
def test_a_short_table_in_gb18030_is_read(row: str) -> None:
    assert read_text(f"headword,english\n{row},x\n".encode("gb18030")).text.splitlines()[1] == f"{row},x"


@given(st.text(alphabet="三清零:a \u3000\n\t", min_size=1))
def test_blocks_are_cut_out_of_the_text(text: str) -> None:
    document = document_of(text)
    for block in document.blocks:
        assert text[block.start : block.end] == block.text == block.text.strip() != ""
    assert [block.paragraph for block in document.blocks] == list(range(1, len(document.blocks) + 1))
    assert "".join(text.split()) == "".join("".join(block.text for block in document.blocks).split())
