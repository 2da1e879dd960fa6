"""Archives in which office documents come: how much is in them, before a library builds anything of it."""

import zipfile

from glossary.documents.limits import ELEMENTS, PARTS, UNPACKED, UNPACKED_XML, refuse_more
from glossary.errors import TooLarge

_CHUNK = 1 << 16
_XML = (".xml", ".rels", ".vml")


def check_archive(
    archive: zipfile.ZipFile, *, elements_at_most: int = ELEMENTS, xml_at_most: int = UNPACKED_XML
) -> None:
    """Refuse an archive whose parts would unpack to too much, or whose XML has too many elements.

    Elements are counted by their brackets, without a tree; sizes are those the archive states, beyond which `zipfile`
    unpacks nothing. Raises TooLarge, and what `zipfile` raises where the archive is broken.
    """
    parts = archive.infolist()
    refuse_more(len(parts), PARTS, "files in its archive")
    _refuse_size(sum(part.file_size for part in parts), UNPACKED, "would unpack to")
    texts = [part for part in parts if part.filename.lower().endswith(_XML)]
    _refuse_size(sum(part.file_size for part in texts), xml_at_most, "would unpack to XML of")
    elements = 0
    for part in texts:
        with archive.open(part) as file:
            while chunk := file.read(_CHUNK):
                elements += chunk.count(b"<") - chunk.count(b"</")
                refuse_more(elements, elements_at_most, "elements")


def _refuse_size(size: int, limit: int, what: str) -> None:
    if size > limit:
        raise TooLarge(f"the document {what} {size // 2**20} MiB; the limit is {limit // 2**20} MiB")
