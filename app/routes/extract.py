"""The term list of a document."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from app.answers import json_response, written
from app.dependencies import Lane, indexed, reading_aside
from app.documentation import documented
from app.documents import DOCUMENTS, DocumentFields, documented_body, posted, read_apart
from app.limits import check_text
from app.routing import Operation
from app.shapes import TermListAnswer
from glossary.extraction.outline import outline_file
from glossary.formats.listed import TermList
from glossary.formats.term_files import ListFile, written_as
from glossary.termlists import term_list

router = APIRouter(prefix="/v1", tags=["extract"], route_class=Operation)


_TYPES = {
    ListFile.CSV: ("text/csv; charset=utf-8", "terms.csv"),
    ListFile.XLSX: ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "terms.xlsx"),
    ListFile.OMEGAT: ("text/tab-separated-values; charset=utf-8", "terms.utf8"),
    ListFile.TBX: ("application/x-tbx+xml", "terms.tbx"),
}


@router.post(
    "/extract",
    operation_id="extract",
    summary="List the terms of a document",
    response_model=TermListAnswer,
    responses=documented(
        "extract",
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        file_types=(media_type for media_type, _ in _TYPES.values()),
    ),
    openapi_extra=documented_body(DocumentFields, DOCUMENTS),
)
async def extract(
    request: Request,
    form: Annotated[
        Literal["json"] | ListFile, Query(alias="format", description="JSON, or a file for other tools")
    ] = "json",
) -> Response:
    """List the terms that a document uses, with count and first sentence, and the coinages that the store does not define.

    Pinyin, traditional form and draft gloss of such `candidates` are generated; a draft is there only where all parts of
    the coinage have glosses in the store. Nothing is stored.
    """
    data, name, fields = await posted(request, DocumentFields)
    if fields.text is not None:
        check_text(fields.text)
    document = await read_apart(request, outline_file, data, name, fields.encoding)
    index = await indexed(request)

    def read(connection: Connection) -> Response:
        return _answer(term_list(connection, index, document), form, index.state.revision)

    return (await reading_aside(request, read, Lane.LONG))[0]


def _answer(listed: TermList, form: Literal["json"] | ListFile, revision: int) -> Response:
    if form == "json":
        return json_response(written({**asdict(listed), "revision": revision}))
    media_type, name = _TYPES[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(written_as(form, listed), media_type=media_type, headers=headers)
