"""Files for other tools, and for those who fill in what the store lacks; and files of both kinds in."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from pathlib import PurePath
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated

import anyio
from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from sqlalchemy import Connection
from starlette.responses import Response, StreamingResponse

from app.answers import planned
from app.dependencies import aside, reading_aside, writing_aside
from app.documentation import documented
from app.documents import DocumentFields, documented_body, missing, posted
from app.parameters import DryRun, listing_filters
from app.security import holding
from app.shapes import ImportAnswer
from glossary.exports import ExportForm, exported
from glossary.formats.reading import ImportForm, read_glossary
from glossary.loading.imports import import_glossary
from glossary.loading.plans import Plan
from glossary.matching.asked import Filters
from glossary.tokens import Holder, Scope
from glossary.writing import Writing

router = APIRouter(prefix="/v1", tags=["exchange"])

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
    response_class=FileResponse,
    responses=documented(
        "export",
        HTTPStatus.UNPROCESSABLE_ENTITY,
        media_type=FileResponse.media_type,
        files=[_TYPES[ExportForm.JSONL][0]],
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
    async with request.app.state.exporters:  # the others wait here, without a thread: a search needs one
        file, _ = await reading_aside(request, lambda connection: _written(connection, form, narrowed, bom=bom))
    media_type, name = _TYPES[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_sent(file), media_type=media_type, headers=headers)


def _written(connection: Connection, form: ExportForm, narrowed: Filters, *, bom: bool) -> IO[bytes]:
    file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by who sends it
    try:
        file.writelines(exported(connection, form, narrowed, bom=bom))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


async def _sent(file: IO[bytes]) -> AsyncIterator[bytes]:
    """Yield a file piece by piece, and close it."""
    with file:
        while piece := await anyio.to_thread.run_sync(file.read, _AT_ONCE):
            yield piece


class GlossaryFields(DocumentFields):
    """A glossary file that is to be imported, and what is stated of it."""

    title: str | None = Field(
        default=None,
        max_length=400,
        description="What it is called, where it does not say so itself; by default as its file is",
        examples=["Water supply terms"],
    )


@router.post(
    "/import",
    response_model=ImportAnswer,
    responses=documented(
        "import",
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    openapi_extra=documented_body(GlossaryFields, "a table (csv), or a dictionary in the form of CC-CEDICT"),
)
async def import_file(
    request: Request,
    holder: Annotated[Holder, Depends(holding(Scope.IMPORT))],
    form: Annotated[ImportForm, Query(alias="format", description="What the file is")],
    dry_run: DryRun = False,
    skip_bad: Annotated[bool, Query(description="Leave out the rows that cannot be stored")] = False,
) -> Response:
    """Import a glossary file in one transaction, all of it or nothing; answer with what each of its rows does to the store.

    A file of the same title again is a newer edition: what the older one stated is brought up to date, what editors set
    stays. A row with the id of a concept fills that in. With `dry_run` or `skip_bad` the rows that cannot be stored are
    in the answer, each with its line and the reason; else they are the problem's `errors`.
    """
    data, name, fields = await posted(request, GlossaryFields)
    title = fields.title or ("" if fields.text is not None else PurePath(name).name)
    if not title:
        raise missing("title", "what the glossary is called is missing")
    file = await aside(request, lambda: read_glossary(data, form, fields.encoding))

    def run(write: Writing) -> Plan:
        return import_glossary(write, file, data, title, lambda *_: None, skip_bad=skip_bad or dry_run)

    plan, at = await writing_aside(request, holder.name, run, dry_run=dry_run)
    return await aside(request, lambda: planned(plan, at, dry_run=dry_run))
