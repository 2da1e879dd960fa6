"""Ranked search."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.answers import page, written
from app.dependencies import reading_aside
from app.documentation import documented
from app.parameters import Cursor, Limit, filters
from app.routing import Operation
from app.shapes import SearchAnswer
from glossary.matching.asked import Filters, Match, Wanted, places_of, zones_of
from glossary.matching.query import LONGEST_QUERY, parse_query
from glossary.matching.search import search
from glossary.matching.spelling import Zone

router = APIRouter(prefix="/v1", tags=["search"], route_class=Operation)


@router.get(
    "/search",
    operation_id="search",
    summary="Search concepts",
    response_model=SearchAnswer,
    responses=documented("search", HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY),
)
async def find(
    request: Request,
    q: Annotated[
        str, Query(max_length=LONGEST_QUERY, description="What was typed", examples=["sanqing", "sql", "清零"])
    ],
    narrowed: Annotated[Filters, Depends(filters)],
    match: Annotated[Match, Query(description="Which kinds of hits")] = Match.AUTO,
    places: Annotated[
        str, Query(alias="in", description="Where to look: `terms`, `definitions`, `contexts`, with commas between")
    ] = "terms",
    fuzzy: Annotated[
        str | None,
        Query(description=f"Sounds to take as one, with commas between: {', '.join(Zone)}", examples=["zh,ch,sh"]),
    ] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Find the concepts that a query may mean, best first, each with the reason; an empty list where there is none."""
    query = parse_query(q)
    wanted = Wanted(
        match, places_of(places.split(",")), narrowed, zones_of(fuzzy.split(",") if fuzzy else ()), limit, cursor
    )
    found, at = await reading_aside(request, lambda connection: search(connection, query, wanted))
    return page(request, [hit.json() for hit in found.hits], found.next, at, head=f'"q":{written(q)},')
