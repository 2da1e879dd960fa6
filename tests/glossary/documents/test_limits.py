"""What is beyond a limit is refused with the limit's name and figure."""

import pytest

from glossary.documents.limits import BLOCKS, ELEMENTS, PAGES, TEXT
from glossary.documents.reading import read_document
from glossary.errors import TooLarge
from tests.reliability.payloads import docx, pdf

_CELL = "<w:tbl><w:tr><w:tc>"


@pytest.mark.parametrize(
    ("name", "data", "refusal"),
    [
        ("a.txt", "三".encode() * (TEXT + 1), "more than 2,000,000 characters of text"),
        ("a.txt", b"a\n" * (BLOCKS + 1), "more than 200,000 lines"),
        ("a.html", b"<p>a" + b"<i></i>" * ELEMENTS, "more than 300,000 elements"),
        ("a.html", b"a<br>" * (BLOCKS + 1), "more than 200,000 paragraphs"),
        ("a.docx", docx("<w:p/>" * ELEMENTS), "more than 300,000 elements"),
        ("a.docx", docx(" " * (50 * 2**20)), "would unpack to XML of 50 MiB; the limit is 48 MiB"),
        (
            "a.docx",
            docx(_CELL * 60 + f"<w:p><w:r><w:t>{'三' * 40_000}</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * 60),
            "characters of text, that of a nested table counted in each around it",
        ),
        ("a.pdf", pdf([b""] * (PAGES + 1)), "more than 2,000 pages"),
        ("a.pdf", pdf([b" " * (33 * 2**20)]), "more than 33,554,432 bytes of instructions on its pages"),
    ],
)
def test_what_is_too_large(name: str, data: bytes, refusal: str) -> None:
    with pytest.raises(TooLarge, match=refusal):
        read_document(data, name)
