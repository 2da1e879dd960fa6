"""Importing a glossary file."""

from http import HTTPStatus
from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.answers import planned
from app.dependencies import aside, writing_aside
from app.documentation import documented
from app.documents import DocumentFields, documented_body, missing, posted, read_apart
from app.parameters import DryRun
from app.routing import Operation
from app.security import holding
from app.shapes import ImportAnswer
from glossary.formats.packed import pack_glossary
from glossary.formats.reading import ImportForm
from glossary.loading.imports import import_glossary
from glossary.loading.plans import Plan
from glossary.tokens import Holder, Scope
from glossary.writing import Writing

router = APIRouter(prefix="/v1", tags=["exchange"], route_class=Operation)


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
    operation_id="import_glossary",
    summary="Import a glossary file",
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
    file = await read_apart(request, pack_glossary, data, form, fields.encoding)

    def run(write: Writing) -> Plan:
        return import_glossary(write, file, title, skip_bad=skip_bad or dry_run)

    plan, at = await writing_aside(request, holder, run, dry_run=dry_run)
    return await aside(request, lambda: planned(plan, at, dry_run=dry_run))
