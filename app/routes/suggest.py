"""Completions as you type, in the form that browsers and editors know (OpenSearch 1.1 with its suggestions extension)."""

import json
from html import escape  # that of xml.sax loads an HTTP client: 60 ms of a start
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection
from starlette.responses import JSONResponse, Response

from app.dependencies import reading_aside
from app.documentation import documented
from app.hosts import public_base
from app.routing import Operation
from glossary.language.normalise import label
from glossary.matching.asked import Wanted
from glossary.matching.query import LONGEST_QUERY, parse_query
from glossary.matching.search import search

router = APIRouter(tags=["search"], route_class=Operation)

MEDIA_TYPE = "application/x-suggestions+json"


_TEXTS = {"type": "array", "items": {"type": "string"}}
# Not by `prefixItems`: the contract test's reader makes `items` of it, a list, which 3.1 does not have.
_ARRAY = {"type": "array", "items": {"anyOf": [{"type": "string"}, _TEXTS]}, "minItems": 4, "maxItems": 4}


class SuggestionsResponse(JSONResponse):
    """An OpenSearch array: what was typed, labels, glosses, addresses."""

    media_type = MEDIA_TYPE


class DescriptionResponse(Response):
    """An OpenSearch description document."""

    media_type = "application/opensearchdescription+xml"


@router.get(
    "/v1/suggest",
    operation_id="suggest",
    summary="Complete what is typed",
    response_class=SuggestionsResponse,
    responses=documented("suggest", HTTPStatus.UNPROCESSABLE_ENTITY, media_type=MEDIA_TYPE, schema=_ARRAY),
)
async def suggest(
    request: Request,
    q: Annotated[str, Query(max_length=LONGEST_QUERY, description="What was typed so far", examples=["sanq"])],
    limit: Annotated[int, Query(ge=1, le=50, description="How many at most")] = 10,
) -> Response:
    """Complete what is typed: an OpenSearch array of labels, glosses and addresses; empty where nothing is typed yet."""

    def read(connection: Connection) -> list[dict[str, str]]:
        hits = search(connection, parse_query(q), Wanted(limit=limit)).hits
        return [json.loads(hit.brief) for hit in hits]

    briefs = (await reading_aside(request, read))[0] if label(q) else []
    base = public_base(request)
    answer = [
        q,
        [brief["headword"] for brief in briefs],
        [brief["gloss"] or brief["pinyin"] or "" for brief in briefs],
        [f"{base}v1/concepts/{brief['id']}" for brief in briefs],
    ]
    return SuggestionsResponse(answer)


_DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>Mingci</ShortName>
  <Description>Coined terms of Chinese official documents, by characters, pinyin or English</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Language>zh</Language>
  <Language>en</Language>
  <Url type="application/x-suggestions+json" rel="suggestions" template="{base}v1/suggest?q={{searchTerms}}"/>
  <Url type="application/json" rel="results" template="{base}v1/search?q={{searchTerms}}"/>
</OpenSearchDescription>
"""


@router.get(
    "/opensearch.xml",
    operation_id="describe_search",
    summary="Describe the search to browsers",
    response_class=DescriptionResponse,
    responses=documented("opensearch", media_type=DescriptionResponse.media_type),
)
async def describe(request: Request) -> Response:
    """Describe the search to browsers and other clients."""
    return DescriptionResponse(_DESCRIPTION.format(base=escape(public_base(request))))
