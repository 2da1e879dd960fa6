"""Exact lookup of one label or of many."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from app.answers import json_response, quoted
from app.dependencies import reading, reading_aside
from app.documentation import documented
from app.shapes import Batch, BatchAnswer, LookupAnswer
from glossary.errors import NotFound
from glossary.matching.lookup import LookupLang, lookup
from glossary.matching.query import LONGEST_QUERY, parse_query
from glossary.store import revision

router = APIRouter(prefix="/v1", tags=["lookup"])


@router.get(
    "/lookup",
    response_model=LookupAnswer,
    responses=documented("lookup", HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
async def look_up(
    request: Request,
    q: Annotated[
        str,
        Query(max_length=LONGEST_QUERY, description="One label, in any spelling", examples=["三清零", "兩個毫不動搖"]),
    ],
    lang: Annotated[LookupLang | None, Query(description="Only labels in Chinese, pinyin or English")] = None,
) -> Response:
    """Find the concepts that have exactly this label: Chinese in either script, pinyin, or English."""
    query = parse_query(q)
    with reading(request) as connection:
        found = lookup(connection, query, lang)
        at = revision(connection)
    if not found:
        raise NotFound(f"nothing has the label {q}")
    items = ",".join(one.json() for one in found)
    return json_response(f'{{"q":{quoted(q)},"items":[{items}],"revision":{at}}}')


@router.post(
    "/lookup",
    response_model=BatchAnswer,
    responses=documented(
        "lookup_many", HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY
    ),
)
async def look_up_many(request: Request, batch: Batch) -> Response:
    """Find the concepts for up to 1,000 labels, in their order; where nothing has a label its `items` are empty."""
    queries = [parse_query(q, f"/body/q/{place}") for place, q in enumerate(batch.q)]

    def read(connection: Connection) -> str:
        results = ",".join(
            f'{{"q":{quoted(query.text)},"items":[{",".join(one.json() for one in lookup(connection, query, batch.lang))}]}}'
            for query in queries
        )
        return f'{{"results":[{results}],"revision":{revision(connection)}}}'

    return json_response(await reading_aside(request, read))
