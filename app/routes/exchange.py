"""Files for other tools, and for those who fill in what the store lacks."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated

import anyio
from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response, StreamingResponse

from app.dependencies import Lane, reading_aside
from app.documentation import documented
from app.parameters import listing_filters
from app.routing import Operation
from glossary.exports import ExportForm, exported
from glossary.matching.asked import Filters

router = APIRouter(prefix="/v1", tags=["exchange"], route_class=Operation)

_TYPES = {
    ExportForm.CSV: ("text/csv; charset=utf-8", "concepts.csv"),
    ExportForm.JSONL: ("application/jsonl", "concepts.jsonl"),
}
_IN_MEMORY, _AT_ONCE = 1 << 20, 1 << 16
"""Bytes: what is larger goes through a temporary file, so much of it at a time."""


class FileResponse(StreamingResponse):
    """A file of concepts."""

    media_type = "text/csv"


@router.get(
    "/export",
    operation_id="export",
    summary="Export concepts as a file",
    response_class=FileResponse,
    responses=documented(
        "export",
        HTTPStatus.UNPROCESSABLE_ENTITY,
        media_type=FileResponse.media_type,
        file_types=[_TYPES[ExportForm.JSONL][0]],
    ),
)
async def export(
    request: Request,
    narrowed: Annotated[Filters, Depends(listing_filters)],
    form: Annotated[ExportForm, Query(alias="format", description="A table to be filled in, or whole entries")],
    bom: Annotated[bool, Query(description="Begin a table with a byte order mark, by which Excel knows UTF-8")] = False,
) -> Response:
    """Give the concepts as a file, by pinyin: a table that can be filled in and imported, or an entry a line (JSON).

    Of a concept without English the table has proposals from the store, in a column of their own; they are read by nobody
    but who fills it in.
    """
    # Written whole before it is sent: it is of one revision, and no slow client holds a connection to the store.
    file, _ = await reading_aside(request, lambda connection: _written(connection, form, narrowed, bom=bom), Lane.WHOLE)
    media_type, name = _TYPES[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return FileResponse(_sent(file), media_type=media_type, headers=headers)


def _written(connection: Connection, form: ExportForm, narrowed: Filters, *, bom: bool) -> IO[bytes]:
    file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by who sends it
    try:
        file.writelines(exported(connection, form, narrowed, bom=bom))
    except BaseException:  # whatever it is: nobody else closes the file
        file.close()
        raise
    file.seek(0)
    return file


async def _sent(file: IO[bytes]) -> AsyncIterator[bytes]:
    """Yield a file piece by piece, and close it."""
    with file:
        while piece := await anyio.to_thread.run_sync(file.read, _AT_ONCE):
            yield piece
