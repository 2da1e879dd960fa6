"""What was changed: of one concept, and of the whole store for those who keep a copy."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.answers import page, written
from app.dependencies import reading_aside
from app.documentation import documented
from app.parameters import ConceptId, Cursor, Limit
from app.routing import Operation
from app.shapes import ChangeList, HistoryList
from glossary.changes import changes_since
from glossary.history import list_history

router = APIRouter(tags=["history"], route_class=Operation)


@router.get(
    "/v1/concepts/{concept_id}/history",
    operation_id="list_history",
    summary="List what was done to a concept",
    response_model=HistoryList,
    responses=documented("history", HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
async def history(request: Request, concept_id: ConceptId, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """Give what was done to a concept, the newest first, with all that it stated before and after."""
    (found, behind), at = await reading_aside(
        request, lambda connection: list_history(connection, concept_id, limit, cursor)
    )
    return page(request, [written(one) for one in found], behind, at)


@router.get(
    "/v1/changes",
    operation_id="list_changes",
    summary="List the concepts that changed",
    response_model=ChangeList,
    responses=documented("changes", HTTPStatus.UNPROCESSABLE_ENTITY),
)
async def changes(
    request: Request,
    since: Annotated[int, Query(ge=0, le=2**62, description="The `revision` of an earlier answer")] = 0,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """List the concepts that changed after a revision, oldest first: what each is now, or that it is no more.

    Follow `next` to its end, then ask again with `since` as the `revision` of the last page: nothing is missed.
    """
    (found, behind), at = await reading_aside(
        request, lambda connection: changes_since(connection, since, limit, cursor)
    )
    return page(request, [one.json() for one in found], behind, at)
