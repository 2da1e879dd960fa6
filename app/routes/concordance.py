"""Sentences that hold a term or a string."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.answers import page, written
from app.dependencies import reading_aside
from app.documentation import documented
from app.parameters import Cursor, Limit, OfSource, OfYear
from app.routing import Operation
from app.shapes import ConcordanceAnswer
from glossary.concordance import concordance
from glossary.matching.query import LONGEST_QUERY, parse_query

router = APIRouter(prefix="/v1", tags=["search"], route_class=Operation)


@router.get(
    "/concordance",
    operation_id="concordance",
    summary="Find sentences",
    response_model=ConcordanceAnswer,
    responses=documented("concordance", HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY),
)
async def find(
    request: Request,
    q: Annotated[
        str,
        Query(
            max_length=LONGEST_QUERY,
            description="A term in any spelling, or any string",
            examples=["三清零", "营商环境"],
        ),
    ],
    source: OfSource = None,
    year: OfYear = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Find the sentences of all documents that hold a term or a string, the newest documents first."""
    query = parse_query(q)
    (found, behind), at = await reading_aside(
        request,
        lambda connection: concordance(connection, query, source, year, limit, cursor),
    )
    return page(request, [written(one) for one in found], behind, at, head=f'"q":{written(q)},')
