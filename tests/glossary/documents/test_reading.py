"""Which reader reads a file."""

from random import Random

import pytest

from glossary.documents.reading import read_document
from glossary.errors import UnreadableFile
from tests.reports.files import FILES
from tests.reports.shapes import Printed

PRINTED = [Printed("政府工作报告"), Printed("六同：同水源。")]


@pytest.mark.parametrize("suffix", FILES)
@pytest.mark.parametrize("name", ["report{}", "REPORT{}", "report", "报告 (1){}"])
def test_every_kind_is_known_by_its_bytes_or_its_name(suffix: str, name: str) -> None:
    data = FILES[suffix](Random(1), PRINTED)
    document = read_document(data, name.format(f".{suffix}"))
    assert "政府工作报告" in [block.text for block in document.blocks]
    assert "六同：同水源。" in document.text


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("report.doc", b"\xd0\xcf\x11\xe0", "an old Word document; save it as .docx"),
        ("report.wps", b"\xd0\xcf\x11\xe0", "a WPS document"),
        ("report.ofd", b"PK\x03\x04", "an OFD document"),
        ("report.docx", b"plain text", "no Word document that can be read"),
        ("report.pdf", b"plain text", "no PDF that can be read"),
        ("report.txt", b"", "the file is empty"),
        ("report.txt", b"\x00\x01\x02\x03" * 50, "no text"),
        ("report.html", b"", "the file is empty"),
    ],
)
def test_what_is_not_read(name: str, data: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        read_document(data, name)
