"""Which reader reads a glossary file: that of the format it is said to be in."""

from collections.abc import Callable
from enum import StrEnum

from glossary.documents.text import decoded
from glossary.formats.cedict import read_cedict
from glossary.formats.delimited import read_delimited
from glossary.formats.rows import GlossaryFile


class ImportForm(StrEnum):
    """The formats that can be imported."""

    CEDICT = "cedict"
    CSV = "csv"


_READERS: dict[ImportForm, Callable[[str], GlossaryFile]] = {
    ImportForm.CEDICT: read_cedict,
    ImportForm.CSV: read_delimited,
}


def read_glossary(data: bytes, form: ImportForm, encoding: str | None = None) -> GlossaryFile:
    """Return what the bytes of a glossary file say, its rows to be read one by one.

    Raises UnreadableFile where they are no text in that encoding, or none in that format.
    """
    return _READERS[form](decoded(data, encoding))
