"""The state of the service and of its store."""

from dataclasses import asdict
from http import HTTPStatus
from time import time_ns
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from app.answers import json_response, page, written
from app.curating import Curating
from app.dependencies import Lanes, full_for, reading_aside
from app.documentation import documented
from app.metrics import MEDIA_TYPE, Metrics
from app.parameters import Cursor, Limit
from app.routing import Operation
from app.shapes import Health, QualityAnswer, StatsAnswer
from glossary.browsing import count_served, stats
from glossary.errors import Busy, StoreError
from glossary.quality import Check, Findings, look_over
from glossary.store.opening import Store
from glossary.store.refusals import DATABASE_ERRORS

router = APIRouter(tags=["operations"], route_class=Operation)


@router.get(
    "/v1/stats",
    operation_id="get_stats",
    summary="Count what is in the store",
    response_model=StatsAnswer,
    responses=documented("stats"),
)
async def get_stats(request: Request) -> Response:
    """Count what is in the store."""
    found, at = await reading_aside(request, stats)
    return json_response(written({**asdict(found), "revision": at}))


@router.get(
    "/v1/quality",
    operation_id="list_findings",
    summary="List what a curator should look at",
    response_model=QualityAnswer,
    responses=documented("quality", HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY),
)
async def get_quality(
    request: Request,
    check: Annotated[Check | None, Query(description="Only what this check finds")] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """List what a curator should look at, check by check; at the end what the texts coin and the store does not define.

    These `candidates` are no concepts, and stand in a list of their own, the most often met first.
    """
    curating: Curating = request.app.state.curating

    def read(connection: Connection) -> Findings:
        return look_over(connection, check, limit, cursor, curating.coinages)

    async with curating.turn:  # the others wait here, without a thread
        found, at = await reading_aside(request, read)
    head = f'"counts":{written(found.counts)},"candidates":{written(found.candidates)},'
    return page(request, [written(one) for one in found.items], found.next, at, head=head)


@router.get(
    "/healthz",
    operation_id="is_alive",
    summary="Say whether the service runs",
    response_model=Health,
    responses=documented("healthz"),
)
async def alive() -> Response:
    """Say that the process answers."""
    return json_response('{"status":"alive"}')


@router.get(
    "/readyz",
    operation_id="is_ready",
    summary="Say whether the service can answer",
    response_model=Health,
    responses=documented("readyz"),
)
async def ready(request: Request) -> Response:
    """Say that the store can be read, with the schema that this version reads, and that there is room for slow requests.

    503 where the file of the store is gone or another one, and where all places for slow requests have been taken for long.
    """
    _check_ready(request)
    lanes: Lanes = request.app.state.lanes
    if (seconds := full_for(lanes)) > request.app.state.full_seconds:
        raise Busy(f"no place for a slow request has been free for {seconds:.0f} seconds")
    return json_response('{"status":"ready"}')


def _check_ready(request: Request) -> None:
    """Raise StoreError where the store cannot answer, or an answer has met with damage in it."""
    if request.app.state.damage:
        raise request.app.state.damage
    store: Store = request.app.state.store
    store.check_ready()


class MetricsResponse(Response):
    """Prometheus' text format."""

    media_type = MEDIA_TYPE


@router.get(
    "/metrics",
    operation_id="get_metrics",
    summary="Get the service's numbers",
    response_class=MetricsResponse,
    responses=documented("metrics", media_type=MEDIA_TYPE),
)
async def get_metrics(request: Request) -> Response:
    """Give the numbers of this process and of its store in Prometheus' text format."""
    metrics: Metrics = request.app.state.metrics
    store: Store = request.app.state.store

    def read(connection: Connection) -> tuple[int, int]:
        return count_served(connection), store.size()

    try:
        _check_ready(request)
        (concepts, size), at = await reading_aside(request, read)
    except (StoreError, *DATABASE_ERRORS):
        metrics.ready.set(0)
    else:
        metrics.ready.set(1)
        metrics.concepts.set(concepts)
        metrics.bytes.set(size)
        metrics.revision.set(at)
    request.state.read_at = time_ns()  # No two of these answers are the same, nor their tags.
    return MetricsResponse(metrics.written())
