"""The files that a term list can be, each format's module loaded when it is first asked for."""

from enum import StrEnum

from glossary.formats.listed import TermList


class ListFile(StrEnum):
    """A format of term lists for other tools."""

    CSV = "csv"
    XLSX = "xlsx"
    OMEGAT = "omegat"
    TBX = "tbx"


def written_as(form: ListFile, listed: TermList) -> bytes:
    """Return a term list as a file of that format."""
    # ruff: noqa: PLC0415 - lxml and openpyxl cost a start 0.2 s that only who asks for their files should pay
    match form:
        case ListFile.CSV:
            from glossary.formats.term_table import write_term_table

            return write_term_table(listed)
        case ListFile.XLSX:
            from glossary.formats.term_sheet import write_term_sheet

            return write_term_sheet(listed)
        case ListFile.OMEGAT:
            from glossary.formats.omegat import write_omegat

            return write_omegat(listed)
        case ListFile.TBX:
            from glossary.formats.tbx import write_tbx

            return write_tbx(listed)
