"""Bilingual files of every kind by one call: which reader, which columns, which encoding; what is refused."""

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from glossary.errors import UnreadableFile
from glossary.formats.bilingual import read_bilingual
from glossary.formats.segments import Segment

CORPUS = sorted((Path(__file__).parents[4] / "shared" / "corpora" / "gwr-tmx").glob("*.tmx"))
PAIRS = [
    ("三变改革", "the three reforms"),
    ("“四高”，四个“高”", 'the "four highs"; four'),
    ("一\n二", "one, two\nthree"),
]
TMX = '<?xml version="1.0"?><tmx version="1.4"><body><tu><tuv xml:lang="zh"><seg>三变</seg></tuv><tuv xml:lang="en"><seg>x</seg></tuv></tu></body></tmx>'
XLIFF = (
    '<xliff version="1.2"><file original="a" source-language="zh" target-language="en"><body><trans-unit id="1">'
    "<source>三变</source><target>x</target></trans-unit></body></file></xliff>"
)


def _pairs(text: str | bytes, name: str = "pairs.tsv", encoding: str | None = None) -> list[tuple[str, str]]:
    data = text.encode() if isinstance(text, str) else text
    return [(one.source, one.target) for one in read_bilingual(data, name, encoding)]


def _written(delimiter: str, *rows: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def _workbook(*rows: tuple[object, ...]) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


@pytest.mark.parametrize("header", [(), ("原文", "译文")])
@pytest.mark.parametrize("is_turned", [False, True])
def test_the_same_pairs_in_every_kind_of_table(header: tuple[str, str] | tuple[()], *, is_turned: bool) -> None:
    rows = [row[:: -1 if is_turned else 1] for row in [*([header] if header else []), *PAIRS]]
    for name, delimiter in (("a.tsv", "\t"), ("a.TXT", "\t"), ("a.csv", ","), ("a.csv", ";"), ("a.csv", "\t")):
        assert _pairs(_written(delimiter, *rows), name) == PAIRS
    for name in ("a.xlsx", "A.XLSX", "upload"):
        assert _pairs(_workbook(*rows), name) == PAIRS


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("source\ttarget", "三变\tx"),
        ("Target\tSource", "x\t三变"),
        ("source\ttarget", "x\t三变"),  # English into Chinese: the Chinese column is the one that holds it
        ("zh\ten", "三变\tx"),
        ("en-US\tzh-CN", "x\t三变"),
        ("EN_GB\tZH_Hant", "x\t三变"),
        ("中文\t英文", "三变\tx"),
        ("中文\tEnglish", "三变\tx"),
        ("原文\t译文", "三变\tx"),
        ("ID\t译文\t原文", "7\tx\t三变"),
        ("id\tnote\tChinese (Simplified)\tEnglish (US)", "7\tn\t三变\tx"),
        ("Source text\tTarget segment\tComment", "三变\tx\t三三三三"),
        ("简体中文\tTranslation", "三变\tx"),
        ("汉语\t英语", "三变\tx"),
        ("源语言\t目标语言", "三变\tx"),
        ("\ufeffsource \t target", "三变\tx"),
        ("\n\nzh\ten", "三变\tx"),
    ],
)
def test_headers(header: str, row: str) -> None:
    assert _pairs(f"{header}\n{row}\n") == [("三变", "x")]
    rows = [tuple(line.split("\t")) for line in f"{header}\n{row}".removeprefix("\ufeff").split("\n")]
    assert _pairs(_workbook(*rows), "a.xlsx") == [("三变", "x")]


@pytest.mark.parametrize(
    "first",
    [("三变", "three reforms"), ("Source of income", "收入来源"), ("英语", "English"), ("中文", "Chinese"), ("中文教育", "English")],
)  # fmt: skip
def test_a_first_row_that_is_no_header(first: tuple[str, str]) -> None:
    expected = first if first[0] != "Source of income" else first[::-1]
    rows = [expected, ("四高", "four highs")]
    assert _pairs(_written("\t", *rows)) == rows


def test_which_rows_count_and_where_they_stand() -> None:
    text = '# a comment\n一\tone\n\n二\n三\t\n\tfour\n"五\n五"\tfive\t五\n六\tsix'
    expected = [Segment("一", "one", "line 2"), Segment("五\n五", "five", "line 7"), Segment("六", "six", "line 9")]
    assert read_bilingual(text.encode(), "a.txt") == expected
    assert read_bilingual(text.replace("\n", "\r\n").encode(), "a.tsv")[2].locator == "line 9"
    assert read_bilingual(_workbook(("zh", "en"), (), ("一", "one")), "a.xlsx") == [Segment("一", "one", "row 3")]


@pytest.mark.parametrize(
    "row",
    ['“四高”\tthe "four highs"', '"四高"说\tfour highs', '"四高\tfour highs', '四"高\t"four" highs', "四\u2028高\tfour\x0bhighs"],
)  # fmt: skip
def test_tables_parted_by_tabs_may_be_written_without_quoting(row: str) -> None:
    source, target = row.split("\t")
    assert _pairs(f"{row}\n五\tfive\n") == [(source, target), ("五", "five")]


@pytest.mark.parametrize(
    ("encoding", "given"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", None),
        ("utf-16-le", None),
        ("gb18030", None),
        ("gbk", "gbk"),
        ("big5", "big5"),
    ],
)
def test_encodings(encoding: str, given: str | None) -> None:
    assert _pairs("三中全會\tthird plenum\r\n".encode(encoding), "a.tsv", given) == [("三中全會", "third plenum")]


@pytest.mark.parametrize("text", [TMX, XLIFF])
@pytest.mark.parametrize("name", ["a.tmx", "a.xlf", "a.XLIFF", "a.sdlxliff", "a.xml", "a.txt", "a.tsv", "upload", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_xml_is_told_by_its_content(text: str, name: str, encoding: str) -> None:
    data = text.replace('version="1.0"', f'version="1.0" encoding="{encoding.removesuffix("-sig")}"').encode(encoding)
    assert _pairs(data, name) == [("三变", "x")]
    assert _pairs(b"  \n" + text.replace('<?xml version="1.0"?>', "").encode(), name) == [("三变", "x")]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_a_real_memory_is_the_same_in_every_kind_of_file(path: Path) -> None:
    pairs = _pairs(path.read_bytes(), path.name)
    rows = [("zh-CN", "en-US"), *pairs]
    assert _pairs(_written("\t", *rows)) == pairs
    assert _pairs(_written(",", *rows).encode("gb18030"), "a.csv") == pairs
    assert _pairs(_workbook(*rows), "a.xlsx") == pairs


def _long_cell() -> bytes:
    """Return a workbook with a cell as openpyxl, like Excel, does not write it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_workbook(("三", "xyz")))) as read,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for part in read.namelist():
            written.writestr(part, read.read(part).replace(b"xyz", b"x" * 2_000_000))
    return out.getvalue()


HOSTILE: dict[str, tuple[bytes | str, str, str]] = {
    "empty": ("", "a.tsv", "the file is empty"),
    "empty, of another kind": ("", "a.docx", "the file is empty"),
    "blank": (" \n\t\n", "a.tsv", "no segment"),
    "only a header": ("source\ttarget\n", "a.tsv", "no segment"),
    "one column": ("三变\n四高\n", "a.txt", "no segment"),
    "a column that is not there": ("zh\tnote\ten\n三变\tn\n", "a.tsv", "no segment"),
    "no Chinese": ("one\ttwo\n", "a.tsv", "no Chinese in its two columns"),
    "a text": ("三变指三项改革。" * 1000, "a.txt", "no segment"),
    "quotation marks that do not close": ('三变,"x\n', "a.csv", "cannot be read: unexpected end of data"),
    "10 MB of one letter": ("a" * 10_000_000, "a.txt", "larger than field limit"),
    "10 MB of one letter, CSV": ("a" * 10_000_000, "a.csv", "larger than field limit"),
    "10 MB of tabs": ("\t" * 10_000_000, "a.tsv", "no segment"),
    "10 MB of quotation marks": ('"' * 10_000_000, "a.tsv", "larger than field limit"),
    "10 MB of line ends": ("\n" * 10_000_000, "a.tsv", "no segment"),
    "10 MB of one letter, TMX": ("a" * 10_000_000, "a.tmx", "no XML that can be read"),
    "2 MB in one text, TMX": (TMX.replace("三变", "三" * 2_000_000), "a.tmx", "tu 1 is longer than 1048576 characters"),
    "2 MB in one cell": (_long_cell(), "a.xlsx", "row 1 is longer"),
    "NUL": ("三\0变\tx", "a.tsv", "no text in|in no text"),
    "unknown bytes": (bytes(range(128, 256)) * 10, "a.tsv", "no text in|in no text"),
    "unknown name": ("三变\tx", "a.md", r"read are tables \(.tsv"),
    "no name": ("三变\tx", "", "read are tables"),
    "PDF": ("%PDF-1.7", "a.pdf", "read are tables"),
    "Word": (b"PK\x03\x04", "a.docx", "read are tables"),
    "an archive as TSV": (b"PK\x03\x04", "a.tsv", "read are tables"),
    "a broken workbook": (b"PK\x03\x04", "a.xlsx", "no Excel table"),
    "a text as a workbook": ("三变\tx", "a.xlsx", "no Excel table"),
    "an old workbook": (b"\xd0\xcf\x11\xe0", "a.xls", "save it as .xlsx"),
    "a workbook without rows": (_workbook(), "a.xlsx", "no segment"),
    "HTML": ("<html><body>三变</body></html>", "a.html", "read are tables"),
    "XHTML": ('<?xml version="1.0"?><html/>', "a.xhtml", "is XML, but html, neither TMX nor XLIFF"),
    "TMX without a unit": ("<tmx/>", "a.tmx", "no segment"),
    "truncated": (TMX[:-9], "a.tmx", "no XML that can be read"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "name", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes | str, name: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason) as refused:
        _pairs(data, name)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300


def test_an_encoding_that_is_unknown() -> None:
    with pytest.raises(UnreadableFile, match="no encoding named x-none"):
        read_bilingual("三变\tx".encode(), "a.tsv", "x-none")
