"""A term list of a document as CSV: a row a term, then a row a candidate (RFC 4180)."""

import csv
import re
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Protocol, TypeVar

from glossary.formats.listed import Candidate, ListedTerm, TermList
from glossary.vocabulary import ACCEPTED, TermStatus, is_accepted

COLUMNS = (
    "kind",
    "headword",
    "traditional",
    "pinyin",
    "english",
    "status",
    "definition_zh",
    "definition_en",
    "subject_field",
    "source",
    "count",
    "sentence",
    "draft",
    "concept",
)
FORMULA_BEGINS = tuple("=+-@\t\r\n＝＋－＠")
"""What makes a spreadsheet take a cell for a formula (OWASP, CSV Injection); the full-width signs do in Chinese Excel."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_term_table(listed: TermList, bom: bool = False) -> bytes:
    """Return a term list as CSV in UTF-8; Excel takes it for UTF-8 only where it begins with a byte order mark."""
    file = StringIO(newline="")
    table = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    for cells in (*map(term_cells, listed.terms), *map(candidate_cells, listed.candidates)):
        table.writerow({column: guarded(cell) for column, cell in cells.items()})
    return file.getvalue().encode("utf-8-sig" if bom else "utf-8")


def term_cells(term: ListedTerm) -> Mapping[str, str]:
    """Return what stands in the row of a term; `status` regards the renderings in `english` one by one."""
    renderings = accepted(term.renderings)
    return _clean(
        kind="term",
        headword=term.headword,
        traditional=term.traditional,
        pinyin=term.pinyin,
        english="; ".join(one.text for one in renderings),
        status="; ".join(one.status for one in renderings),
        definition_zh=term.definition_zh,
        definition_en=term.definition_en,
        subject_field=term.subject_field,
        source=term.source,
        count=str(term.count),
        sentence=term.sentence,
        concept=term.concept,
    )


def candidate_cells(candidate: Candidate) -> Mapping[str, str]:
    """Return what stands in the row of a candidate; its draft is no rendering and is marked as a draft."""
    return _clean(
        kind="candidate",
        headword=candidate.text,
        traditional=candidate.traditional,
        pinyin=candidate.pinyin,
        count=str(candidate.count),
        sentence=candidate.sentence,
        draft=f"draft: {candidate.draft.text}" if candidate.draft else None,
    )


class _Judged(Protocol):
    """A rendering, as far as its standing goes."""

    @property
    def status(self) -> TermStatus: ...
    @property
    def forbidden(self) -> bool: ...


_Rendering = TypeVar("_Rendering", bound=_Judged)


def accepted(renderings: Iterable[_Rendering]) -> list[_Rendering]:
    """Return those renderings that a translation may use, the preferred first."""
    fit = [one for one in renderings if is_accepted(one.status, forbidden=one.forbidden)]
    return sorted(fit, key=lambda one: ACCEPTED.index(one.status))


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet runs as a formula: an apostrophe is put before what would begin one.

    >>> guarded('=HYPERLINK("http://x.example","三清零")')
    '\\'=HYPERLINK("http://x.example","三清零")'
    >>> guarded("三清零")
    '三清零'
    """
    return f"'{cell}" if cell.startswith(FORMULA_BEGINS) else cell


def xml_text(text: str) -> str:
    """Return a text without the characters that no XML document can hold (XML 1.0, production 2).

    >>> xml_text("三\\x00清\\x1b零\\ufffe𠮷")
    '三清零𠮷'
    """
    return _NOT_XML.sub("", text)


def _clean(**cells: str | None) -> dict[str, str]:
    return {column: xml_text(cell or "") for column, cell in cells.items()}
