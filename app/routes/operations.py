"""The state of the service and of its store."""

from dataclasses import asdict

from fastapi import APIRouter, Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import Response

from app.answers import json_response, written
from app.dependencies import reading, reading_aside
from app.documentation import documented
from app.shapes import Health, StatsAnswer
from glossary.browsing import stats
from glossary.errors import StoreError
from glossary.store import revision

router = APIRouter(tags=["operations"])


@router.get("/v1/stats", response_model=StatsAnswer, responses=documented("stats"))
async def get_stats(request: Request) -> Response:
    """Count what is in the store."""
    found, at = await reading_aside(request, lambda connection: (stats(connection), revision(connection)))
    return json_response(written({**asdict(found), "revision": at}))


@router.get("/healthz", response_model=Health, responses=documented("healthz"))
async def alive() -> Response:
    """Say that the process answers."""
    return json_response('{"status":"alive"}')


@router.get("/readyz", response_model=Health, responses=documented("readyz"))
async def ready(request: Request) -> Response:
    """Say that the store can be read."""
    try:
        with reading(request):
            return json_response('{"status":"ready"}')
    except SQLAlchemyError as error:
        raise StoreError("the store cannot be read") from error
