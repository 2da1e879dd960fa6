"""Whether translations render terms as the store wants it."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Body, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection
from starlette.responses import Response

from app.answers import json_response, written
from app.dependencies import Lane, indexed, reading_aside
from app.documentation import documented
from app.limits import check_text
from app.parameters import EncodableText
from app.routing import Operation
from app.shapes import CheckAnswer
from glossary.checking import check
from glossary.formats.segments import Segment

router = APIRouter(prefix="/v1", tags=["check"], route_class=Operation)


class PostedSegment(BaseModel):
    """A stretch of a Chinese text and its English translation."""

    model_config = ConfigDict(extra="forbid")

    source: EncodableText = Field(examples=["培育隐形冠军企业。"])
    target: EncodableText = Field(examples=["Cultivate hidden-champion enterprises."])


class Translation(BaseModel):
    """Segments to check at once."""

    model_config = ConfigDict(extra="forbid")

    segments: list[PostedSegment] = Field(max_length=1000)


@router.post(
    "/check",
    operation_id="check",
    summary="Check a translation",
    response_model=CheckAnswer,
    responses=documented(
        "check", HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY
    ),
)
async def look_over(request: Request, asked: Annotated[Translation, Body()]) -> Response:
    """Say for each term in each source how it is rendered: `ok`, `missing`, `deprecated` or `forbidden`.

    Any accepted rendering of the concept will do; inflection, hyphens, capitals and articles make no difference.
    """
    check_text(*(text for one in asked.segments for text in (one.source, one.target)))
    segments = [Segment(one.source, one.target) for one in asked.segments]
    index = await indexed(request)

    def read(connection: Connection) -> Response:
        checked = check(connection, index, segments)
        briefs = ",".join([f'"{concept}":{brief}' for concept, brief in checked.briefs.items()])
        found = written([asdict(one) for one in checked.segments])
        counts = written(checked.counts)
        return json_response(
            f'{{"segments":{found},"counts":{counts},"concepts":{{{briefs}}},"revision":{index.state.revision}}}'
        )

    return (await reading_aside(request, read, Lane.LONG))[0]
