"""Which reader reads a file: told by its first bytes, else by its name."""

from pathlib import PurePath

from glossary.documents.blocks import Document
from glossary.documents.text import read_text
from glossary.errors import UnreadableFile

_HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml")
_HTML_BEGINS = (b"<!doctype html", b"<html")
_NOT_READ = {
    ".doc": "an old Word document; save it as .docx",
    ".wps": "a WPS document; save it as .docx",
    ".ofd": "an OFD document; save it as PDF",
    ".rtf": "an RTF document; save it as .docx",
    ".xlsx": "a table of Excel; its glossary goes in with `glossary import`",
    ".zip": "an archive; unpack it",
}


def read_document(data: bytes, name: str, encoding: str | None = None) -> Document:
    """Return the document in the bytes of a file called `name`: text, a web page, a Word document or a PDF.

    `encoding` is for text and web pages. Raises UnreadableFile where it is none of these, or cannot be read.
    """
    suffix = PurePath(name).suffix.lower()
    # Each reader's library is loaded when a file needs it: most commands, and the service, need none.
    if data.startswith(b"%PDF-"):
        from glossary.documents.pdf import read_pdf  # noqa: PLC0415 - see above

        return read_pdf(data)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) and suffix not in _NOT_READ:
        from glossary.documents.docx import read_docx  # noqa: PLC0415 - see above

        return read_docx(data)
    if suffix in _NOT_READ:
        raise UnreadableFile(f"this is {_NOT_READ[suffix]}")
    if suffix in (".pdf", ".docx"):
        raise UnreadableFile(f"the file is no {'PDF' if suffix == '.pdf' else 'Word document'} that can be read")
    if suffix in _HTML_NAMES or data.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower().startswith(_HTML_BEGINS):
        from glossary.documents.html import read_html  # noqa: PLC0415 - see above

        return read_html(data, encoding)
    return read_text(data, encoding)
