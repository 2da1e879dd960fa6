"""Sources: what is loaded, and the text that offsets count in."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import PlainTextResponse, Response

from app.answers import json_response, page, written
from app.dependencies import reading, reading_aside
from app.documentation import documented
from app.parameters import Cursor, Limit
from app.shapes import SourceAnswer, SourceList
from glossary.browsing import list_sources, source_text, source_view
from glossary.store import revision

router = APIRouter(prefix="/v1/sources", tags=["sources"])

Slug = Annotated[str, Path(max_length=64, description="A source's slug", examples=["dalad-2024"])]
_MISSING = (HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)


@router.get("", response_model=SourceList, responses=documented("sources", HTTPStatus.UNPROCESSABLE_ENTITY))
async def browse(request: Request, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """List the documents that are loaded, in the order in which they were."""
    (found, behind), at = await reading_aside(
        request, lambda connection: (list_sources(connection, limit, cursor), revision(connection))
    )
    return page(request, [written(one) for one in found], behind, at)


@router.get("/{slug}", response_model=SourceAnswer, responses=documented("source", *_MISSING))
async def get_source(request: Request, slug: Slug) -> Response:
    """Give what is known of one document."""
    with reading(request) as connection:
        return json_response(written({**asdict(source_view(connection, slug)), "revision": revision(connection)}))


@router.get("/{slug}/text", response_class=PlainTextResponse, responses=documented("source_text", *_MISSING))
async def get_text(request: Request, slug: Slug) -> Response:
    """Give the text of one document, exactly as stored: what the offsets of contexts count in."""
    return PlainTextResponse(await reading_aside(request, lambda connection: source_text(connection, slug)))
