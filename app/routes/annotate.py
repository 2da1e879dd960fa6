"""Where terms stand in a running text."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Body, Request
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import from_json, to_json
from sqlalchemy import Connection
from starlette.responses import Response

from app.answers import json_response, written
from app.dependencies import Lane, indexed, reading_aside
from app.documentation import documented
from app.limits import check_text
from app.parameters import EncodableText
from app.routing import Operation
from app.shapes import AnnotateAnswer
from glossary.language.offsets import utf16_places
from glossary.matching.annotate import Occurrence, Overlap, annotate
from glossary.matching.index import TermIndex
from glossary.matching.named import Served, entries_of_source

router = APIRouter(prefix="/v1", tags=["annotate"], route_class=Operation)


class BriefField(StrEnum):
    """What a brief has beside its id."""

    HEADWORD = "headword"
    TRADITIONAL = "traditional"
    PINYIN = "pinyin"
    GLOSS = "gloss"
    SOURCE = "source"


class RunningText(BaseModel):
    """A text in which terms are looked for."""

    model_config = ConfigDict(extra="forbid")

    text: EncodableText = Field(examples=["推动“三清零”企业扩面，深化農村「三變」改革。"])
    overlap: Overlap = Field(
        default=Overlap.LONGEST, description="The leftmost-longest, none over another, or every one with those inside"
    )
    source: EncodableText | None = Field(
        default=None, max_length=64, description="Only concepts that this source defines"
    )
    fields: list[BriefField] | None = Field(default=None, description="What is wanted of each concept; all by default")


@router.post(
    "/annotate",
    operation_id="annotate",
    summary="Mark the terms in a text",
    response_model=AnnotateAnswer,
    responses=documented(
        "annotate", HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY
    ),
)
async def mark(request: Request, asked: Annotated[RunningText, Body()]) -> Response:
    """Find the terms in a text: in either script and width, through quotation marks and a line break inside a term.

    A span covers the text as printed, from its first to its last matched character. `concepts` are best first.
    """
    check_text(asked.text)
    index = await indexed(request)

    def read(connection: Connection) -> Response:
        only = entries_of_source(connection, asked.source, "/body/source") if asked.source is not None else None
        found = annotate(index, asked.text, asked.overlap, only)
        named = index.briefs_of(connection, [entry for one in found for entry in one.entries])
        return json_response(_written(asked, index, found, named))

    return (await reading_aside(request, read, Lane.LONG))[0]


def _written(asked: RunningText, index: TermIndex, found: Iterable[Occurrence], named: Mapping[int, Served]) -> str:
    spans = ",".join(_spans(asked.text, found, named))
    concepts = ",".join([f'"{one.concept}":{_cut(one.json, asked.fields)}' for one in named.values()])
    return f'{{"spans":[{spans}],"concepts":{{{concepts}}},"revision":{index.state.revision}}}'


def _spans(text: str, found: Iterable[Occurrence], named: Mapping[int, Served]) -> Iterable[str]:
    """Yield the spans as JSON; without concepts that are no more since the index was built."""
    utf16 = utf16_places(text)
    tails: dict[tuple[str, tuple[int, ...]], str | None] = {}
    for start, end, entries in found:
        what = text[start:end], entries
        tail = tails.get(what, _UNKNOWN)
        if tail is _UNKNOWN:
            tail = tails[what] = _tail(*what, named)
        if tail:
            yield f'{{"start":{start},"end":{end},"start_utf16":{utf16[start]},"end_utf16":{utf16[end]},{tail}'


_UNKNOWN = ""


def _tail(printed: str, entries: Iterable[int], named: Mapping[int, Served]) -> str | None:
    """Return what is the same of each span of a term, None where nothing that it names is left."""
    concepts = ",".join([f'"{named[entry].concept}"' for entry in entries if entry in named])
    return f'"text":{written(printed)},"concepts":[{concepts}]}}' if concepts else None


def _cut(brief: str, fields: list[BriefField] | None) -> str:
    if fields is None:
        return brief
    whole = from_json(brief)
    return to_json({name: whole[name] for name in ("id", *dict.fromkeys(fields))}).decode()
