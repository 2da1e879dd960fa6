"""Exact lookup of one label or of many."""

from http import HTTPStatus
from typing import Annotated, cast, get_args
from urllib.parse import parse_qsl, unquote_to_bytes

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import Connection
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.answers import json_response, written
from app.dependencies import glancing, noted, reading_aside
from app.documentation import documented
from app.routing import Operation
from app.shapes import BatchAnswer, LookupAnswer
from glossary.deadline import within_deadline
from glossary.errors import NotFound
from glossary.matching.lookup import LookupLang, lookup
from glossary.matching.nearest import suggestions
from glossary.matching.query import LONGEST_QUERY, parse_query


class PlainLookup(Operation):
    """A lookup whose parameters are plainly right goes past the framework's solving of them, two fifths of its time.

    Any other request is left to the framework, and with it everything that is to be said about what is wrong.
    """

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["method"] == "GET":
            asked = _asked(scope["query_string"])
            q, lang = asked.get("q"), asked.get("lang")
            if q is not None and len(q) <= LONGEST_QUERY and lang in _LANGS:
                response = await look_up(Request(scope), q, cast("LookupLang | None", lang))
                await response(scope, receive, send)
                return
        await super().handle(scope, receive, send)


def _asked(query: bytes) -> dict[str, str]:
    """Return the parameters of a query, none where one is twice there or has another name.

    Those of a label alone without taking the query apart first, which costs as much again.
    """
    if query.startswith(b"q=") and b"&" not in query:
        return {"q": unquote_to_bytes(query[2:].replace(b"+", b" ")).decode(errors="replace")}
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    asked = dict(pairs)
    return asked if len(asked) == len(pairs) and asked.keys() <= _PARAMETERS else {}


_PARAMETERS = frozenset({"q", "lang"})
_LANGS = frozenset((None, *get_args(LookupLang)))

router = APIRouter(prefix="/v1", tags=["lookup"], route_class=PlainLookup)


@router.get(
    "/lookup",
    operation_id="lookup",
    summary="Look up one label",
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
    """Find the concepts that have exactly this label: Chinese in either script, pinyin, or English.

    Where nothing has it, the problem's `suggestions` are the nearest concepts, at most three.
    """
    query = parse_query(q)
    looked = lookup(glancing(request), query, lang)
    at = noted(request, looked.state)
    if not looked.found:
        near, _ = await reading_aside(request, lambda connection: suggestions(connection, query))
        raise NotFound(f"nothing has the label {q}", tuple(near))
    items = ",".join(one.json() for one in looked.found)
    return json_response(f'{{"q":{written(q)},"items":[{items}],"revision":{at}}}')


class Batch(BaseModel):
    """Labels to look up at once."""

    model_config = ConfigDict(extra="forbid")

    q: list[Annotated[str, StringConstraints(max_length=LONGEST_QUERY)]] = Field(
        max_length=1000, examples=[["三清零", "sanqingling"]]
    )
    lang: LookupLang | None = None


@router.post(
    "/lookup",
    operation_id="lookup_many",
    summary="Look up many labels at once",
    response_model=BatchAnswer,
    responses=documented(
        "lookup_many", HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY
    ),
)
async def look_up_many(request: Request, batch: Batch) -> Response:
    """Find the concepts for up to 1,000 labels, in their order; where nothing has a label its `items` are empty."""

    def read(connection: Connection) -> str:
        # Here, and not before: to read a thousand takes half a second where their characters are rare ones.
        queries = [parse_query(q, f"/body/q/{place}") for place, q in within_deadline(enumerate(batch.q))]
        return ",".join(
            f'{{"q":{written(query.text)},"items":[{",".join(one.json() for one in lookup(connection, query, batch.lang).found)}]}}'
            for query in within_deadline(queries)
        )

    results, at = await reading_aside(request, read)
    return json_response(f'{{"results":[{results}],"revision":{at}}}')
