"""Every parser, given any bytes and valid files that were changed: a result or an error of the domain, nothing else."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import NamedTuple

import hypothesis
import openpyxl
import pytest
from hypothesis import strategies as st

from glossary.documents.reading import read_document
from glossary.documents.text import decoded
from glossary.errors import GlossaryError
from glossary.extraction.report import read_report
from glossary.formats.bilingual import read_bilingual
from glossary.formats.cedict import read_cedict
from glossary.formats.delimited import read_delimited
from glossary.loading.row_drafts import row_draft
from tests.golden import SMALL_REPORT
from tests.reports.files import FILES
from tests.reports.shapes import Printed

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # what a library warns of is no result of ours

PRINTED = [Printed(line) for line in SMALL_REPORT.splitlines()]
TMX = (
    '<?xml version="1.0"?><tmx version="1.4"><header srclang="zh"/><body><tu tuid="1"><tuv xml:lang="zh"><seg>三变<ph>x</ph></seg>'
    '</tuv><tuv xml:lang="en"><seg>three <bpt i="1"/>reforms</seg></tuv></tu></body></tmx>'
)
XLIFF = (
    '<xliff version="1.2"><file original="a" source-language="zh" target-language="en"><body><trans-unit id="1">'
    "<source>三变</source><target>three reforms</target></trans-unit></body></file></xliff>"
)
XLIFF_2 = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="zh" trgLang="en"><file id="f"><unit id="u">'
    "<segment><source>三变</source><target>three reforms</target></segment></unit></file></xliff>"
)
CEDICT = "#! version=1\n#! date=2026-01-01T00:00:00Z\n三變 三变 [san1 bian4] /three reforms/see 改革[gai3 ge2]/\n旗 旗 [qi2] /banner/\n"
CSV = "headword,traditional,pinyin,english,definition_zh\n旗县,旗縣,qí xiàn,banners and counties,一种。\n三变,,,,\n"


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (("zh", "en"), ("三变", "three reforms"), ("=1+1", "formula")):
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class Parser(NamedTuple):
    """How files of a kind are read to the end, and a valid one."""

    read: Callable[[bytes], object]
    valid: bytes


def _report(name: str) -> Callable[[bytes], object]:
    return lambda data: read_report(read_document(data, name))


def _table(data: bytes) -> object:
    return [row_draft(row) for row in read_delimited(decoded(data, None)).rows if hasattr(row, "headword")]


def _dictionary(data: bytes) -> object:
    return [row_draft(row) for row in read_cedict(decoded(data, None)).rows if hasattr(row, "headword")]


def _bilingual(name: str) -> Callable[[bytes], object]:
    return lambda data: read_bilingual(data, name)


PARSERS = {
    **{f"report .{suffix}": Parser(_report(f"a.{suffix}"), make(Random(1), PRINTED)) for suffix, make in FILES.items()},
    "glossary .csv": Parser(_table, CSV.encode()),
    "CC-CEDICT": Parser(_dictionary, CEDICT.encode()),
    "bilingual .tsv": Parser(_bilingual("a.tsv"), "zh\ten\n三变\tthree reforms\n".encode()),
    "bilingual .csv": Parser(_bilingual("a.csv"), "zh,en\n三变,three reforms\n".encode()),
    "bilingual .xlsx": Parser(_bilingual("a.xlsx"), _workbook()),
    "bilingual .tmx": Parser(_bilingual("a.tmx"), TMX.encode()),
    "XLIFF 1.2": Parser(_bilingual("a.xlf"), XLIFF.encode()),
    "XLIFF 2.0": Parser(_bilingual("a.xlf"), XLIFF_2.encode()),
}

_MARKUP = (b"<![CDATA[", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"<", b">", b"&", b'"', b"]", b"/")
_BYTES = (b"", b"\x00", b"\xff", b"\xfe\xff", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\x1b[31m")
_BITS = st.sampled_from((*_MARKUP, *_BYTES, b",", b"\t", b"\n", b"-1", b"9" * 400, "三“".encode()))


@st.composite
def _changed(draw: st.DrawFn, valid: bytes) -> bytes:
    """Draw a valid file with some bytes put in place of others, or cut off; of an archive also within its parts."""
    if valid.startswith(b"PK") and draw(st.booleans()):
        return _repacked(valid, lambda part: _spoiled(draw, part))
    return _spoiled(draw, valid)


def _spoiled(draw: st.DrawFn, data: bytes) -> bytes:
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from([0, 1, 2, 7, 100, len(data)]))
        data = data[:start] + draw(st.one_of(_BITS, st.binary(max_size=8))) + data[start + length :]
    return data


def _repacked(archive: bytes, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            is_text = name.endswith(("document.xml", "sheet1.xml", "styles.xml", "workbook.xml", "numbering.xml"))
            new.writestr(name, change(old.read(name)) if is_text else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize("kind", PARSERS)
def test_any_bytes_end_in_a_result_or_an_error_of_the_domain(
    kind: str, count: Callable[[str], None], *, full: bool
) -> None:
    parser = PARSERS[kind]
    assert parser.read(parser.valid)
    tally: Counter[str] = Counter()

    @hypothesis.settings(
        max_examples=1000 if full else 40,
        derandomize=True,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(st.one_of(st.binary(max_size=400), _changed(parser.valid), _changed(parser.valid)))
    def read(data: bytes) -> None:
        try:
            parser.read(data)
            tally["read"] += 1
        except GlossaryError as error:
            said = str(error)
            tally["refused in one line" if len(said) < LONGEST and "\n" not in said else f"refused with {said}"] += 1

    read()
    assert set(tally) <= {"read", "refused in one line"}
    shown = ", ".join(f"{times:,} {what}" for what, times in sorted(tally.items()))
    count(f"{kind}: {tally.total():,} files, {shown}")


LONGEST = 1000
"""Characters of a line that says why a file is refused."""

MB = 10_000_000
HUGE = {
    "one letter": b"a" * MB,
    "one character": "三".encode() * (MB // 3),
    "quotation marks": b'"' * MB,
    "opening quotation marks": "“".encode() * (MB // 30),
    "open tags": b"<a>" * (MB // 30),
    "commas": b"," * (MB // 10),
    "line ends": b"\n" * (MB // 10),
    "zeros": bytes(MB),
    "slashes": b"/" * (MB // 10),
    "digits": b"1" * (MB // 10),
}


@pytest.mark.parametrize("what", HUGE)
def test_megabytes_of_one_thing_end(what: str, count: Callable[[str], None]) -> None:
    """Each reader comes to an end; that none is slow is seen by the test coming to one, too."""
    for parser in PARSERS.values():
        with suppress(GlossaryError):
            parser.read(HUGE[what])
    count(f"{len(HUGE[what]):,} bytes of {what}: each of {len(PARSERS)} readers comes to an end")


def test_a_field_size_limit_is_left_behind_by_no_reader() -> None:
    """`csv` has one limit for the whole process: a reader that lowers it would make another refuse what it takes."""
    long = "三" * 200_000
    read_bilingual("zh\ten\n三变\tx\n".encode(), "a.tsv")
    assert csv.field_size_limit() >= len(long)
    assert read_delimited(f"headword,definition_zh\n旗县,{long}\n").rows
