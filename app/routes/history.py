"""What was changed: of one concept, and of the whole store for those who keep a copy."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from app.answers import page, written
from app.dependencies import reading_aside
from app.documentation import documented
from app.parameters import ConceptId, Cursor, Limit
from app.routing import Operation
from app.shapes import ChangeList, HistoryList
from glossary.changes import Changed, changes_since
from glossary.history import list_history
from glossary.state import State, revision_known, state

router = APIRouter(tags=["history"], route_class=Operation)


@router.get(
    "/v1/concepts/{concept_id}/history",
    operation_id="list_history",
    summary="List what was done to a concept",
    response_model=HistoryList,
    responses=documented("history", HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY),
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
    responses=documented("changes", HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY),
)
async def changes(
    request: Request,
    since: Annotated[
        str,
        Query(
            pattern=r"^([0-9a-f]{12}\.)?[0-9]{1,18}(\.[0-9a-f]{12})?$",
            description="`since` of an earlier answer, or its `revision`, or 0: everything",
            examples=["0"],
        ),
    ] = "0",
    epoch: Annotated[
        str | None, Query(max_length=64, description="`epoch` of an earlier answer, where `since` is a revision")
    ] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """List the concepts that changed after a revision, oldest first: what each is now, or that it is no more.

    Follow `next` to its end, then ask again with `since` as the last page has it: nothing is missed. Where the store was
    restored meanwhile, or has not come so far, the answer is 410: take a new copy, from `since=0`.
    """

    def read(connection: Connection) -> tuple[list[Changed], str | None, State]:
        now = state(connection)
        revision = revision_known(connection, now, since, epoch)
        return *changes_since(connection, revision, limit, cursor), now

    (found, behind, now), at = await reading_aside(request, read)
    head = f'"epoch":"{now.epoch}","since":"{now.resume}",'
    return page(request, [one.json() for one in found], behind, at, head=head)
