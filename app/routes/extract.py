"""The term list of a document."""

from dataclasses import asdict
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from app.answers import json_response, written
from app.dependencies import aside, indexed, reading_aside
from app.documentation import documented
from app.documents import DocumentFields, documented_body, posted, read_posted
from app.shapes import TermListAnswer
from glossary.formats.listed import TermList
from glossary.formats.omegat import write_omegat
from glossary.formats.tbx import write_tbx
from glossary.formats.term_sheet import write_term_sheet
from glossary.formats.term_table import write_term_table
from glossary.termlists import term_list

router = APIRouter(prefix="/v1", tags=["extract"])


class ListFormat(StrEnum):
    """In which format a term list is wanted."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    OMEGAT = "omegat"
    TBX = "tbx"


_FILES = {
    ListFormat.CSV: (write_term_table, "text/csv; charset=utf-8", "terms.csv"),
    ListFormat.XLSX: (
        write_term_sheet,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "terms.xlsx",
    ),
    ListFormat.OMEGAT: (write_omegat, "text/tab-separated-values; charset=utf-8", "terms.utf8"),
    ListFormat.TBX: (write_tbx, "application/x-tbx+xml", "terms.tbx"),
}


@router.post(
    "/extract",
    response_model=TermListAnswer,
    responses=documented(
        "extract", HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY
    ),
    openapi_extra=documented_body(DocumentFields),
)
async def extract(
    request: Request,
    form: Annotated[ListFormat, Query(alias="format", description="JSON, or a file for other tools")] = ListFormat.JSON,
) -> Response:
    """List the terms that a document uses, with count and first sentence, and the coinages that the store does not define.

    Pinyin, traditional form and draft gloss of such `candidates` are generated; a draft is there only where all parts of
    the coinage have glosses in the store. Nothing is stored.
    """
    data, name, fields = await posted(request, DocumentFields)
    document = await aside(request, lambda: read_posted(data, name, fields.encoding))
    index = await indexed(request)

    def read(connection: Connection) -> Response:
        return _answer(term_list(connection, index, document), form, index.state.revision)

    return (await reading_aside(request, read))[0]


def _answer(listed: TermList, form: ListFormat, revision: int) -> Response:
    if form is ListFormat.JSON:
        return json_response(written({**asdict(listed), "revision": revision}))
    write, media_type, name = _FILES[form]
    return Response(
        write(listed), media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
