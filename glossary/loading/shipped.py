"""The report that ships with Mingci and what this project wrote for it: English, readings, subject fields."""

import tomllib
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from glossary.documents.text import read_text
from glossary.drafts import Body, Draft, Line, MemberDraft, Slug
from glossary.errors import Fault, InvalidDraft
from glossary.extraction.report import Report, read_report
from glossary.language.normalise import label
from glossary.vocabulary import Equivalence

REPORTS = ("dalad-2024",)
"""The shipped reports: `data/NAME.toml` holds what was written for the one that its `file` names."""

_LONGEST_RENDERING = 10


class Admitted(Draft):
    """A rendering beside the preferred one; a plain string in the file means an exact one."""

    text: Line
    equivalence: Equivalence = Equivalence.EXACT


class CuratedConcept(Draft):
    """What this project wrote for one entry of a shipped report."""

    headword: Line
    pinyin: Line
    subject_field: Line
    english: Line
    definition: Body
    note: Body
    admitted: tuple[Admitted, ...] = ()
    literal: Line | None = None
    members: tuple[MemberDraft, ...] = ()

    @field_validator("admitted", mode="before")
    @classmethod
    def _take_strings(cls, value: Any) -> Any:
        return [{"text": one} if isinstance(one, str) else one for one in value] if isinstance(value, list) else value

    @field_validator("english")
    @classmethod
    def _keep_short(cls, value: str) -> str:
        if len(value.split()) > _LONGEST_RENDERING:
            raise ValueError(f"a rendering has {_LONGEST_RENDERING} words at most")
        return value


class CuratedSource(Draft):
    """What a report does not say of itself."""

    slug: Slug
    file: Line
    url: Line | None = None
    licence: Line | None = None


class Curation(BaseModel):
    """A data file: what was written for one report, in the order of its entries."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: CuratedSource
    concepts: tuple[CuratedConcept, ...] = Field(alias="concept")

    def of(self, headword: str) -> CuratedConcept | None:
        """Return what was written for a headword, None where nothing was."""
        return next((concept for concept in self.concepts if label(concept.headword) == label(headword)), None)


def subject_fields() -> dict[str, tuple[str, str]]:
    """Return the subject fields: id to Chinese and English name."""
    table = tomllib.loads(_data("subject_fields.toml"))["subject_fields"]
    return {name: (zh, en) for name, (zh, en) in table.items()}


def shipped_reports() -> list[tuple[Report, Curation]]:
    """Return every shipped report with what was written for it. Raises InvalidDraft, naming file and line."""
    return [_shipped(name) for name in REPORTS]


def curation_of(sha256: str) -> Curation | None:
    """Return what was written for the document with that digest, None for any other document."""
    return next((curation for report, curation in shipped_reports() if report.document.sha256 == sha256), None)


def _shipped(name: str) -> tuple[Report, Curation]:
    curation = read_curation(_data(f"{name}.toml"), f"{name}.toml")
    report = read_report(read_text(files("glossary").joinpath("data", curation.source.file).read_bytes()))
    return report, curation


def read_curation(text: str, name: str) -> Curation:
    """Return the data file `text`, called `name`. Raises InvalidDraft with a fault per mistake, as `name:line`.

    >>> read_curation('[source]\\nslug = "A"\\nfile = "a.txt"', "a.toml")
    Traceback (most recent call last):
    ...
    glossary.errors.InvalidDraft: a.toml:1: source.slug: String should match pattern '^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$' (and 1 more)
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidDraft(f"{name}: {error}", (Fault(str(error), name),)) from error
    try:
        return Curation.model_validate(values)
    except ValidationError as error:
        faults = tuple(
            Fault(f"{'.'.join(map(str, one['loc']))}: {one['msg']}", f"{name}:{_line(text, one['loc'])}")
            for one in error.errors()
        )
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise InvalidDraft(f"{faults[0].pointer}: {faults[0].detail}{more}", faults) from error


def _line(text: str, place: tuple[int | str, ...]) -> int:
    """Return the line on which the table begins that a mistake is in: the n-th `[[concept]]`, else the top."""
    tables = [number for number, line in enumerate(text.splitlines(), start=1) if line.startswith("[[concept]]")]
    index = place[1] if len(place) > 1 and place[0] == "concept" else None
    return tables[index] if isinstance(index, int) and index < len(tables) else 1


def _data(name: str) -> str:
    return files("glossary").joinpath("data", name).read_text("utf-8")
