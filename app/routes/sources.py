"""Sources: what is loaded, the text that offsets count in, and loading one more."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from pydantic import Field
from sqlalchemy import Connection
from starlette.responses import PlainTextResponse, Response

from app.answers import json_response, page, planned, written
from app.dependencies import aside, reading_aside, writing_aside
from app.documentation import documented
from app.documents import DOCUMENTS, DocumentFields, documented_body, posted, read_apart
from app.parameters import Cursor, DryRun, Limit
from app.routing import Operation
from app.security import holding
from app.shapes import PlanAnswer, SourceAnswer, SourceList
from glossary.browsing import list_sources, source_text, source_view
from glossary.coverage import stored_coverage
from glossary.extraction.report import read_report_file
from glossary.loading.plans import ReportPlan
from glossary.loading.report_drafts import Stated
from glossary.loading.reports import load_report
from glossary.loading.shipped import curation_of
from glossary.tokens import Holder, Scope
from glossary.writing import Writing

router = APIRouter(prefix="/v1/sources", tags=["sources"], route_class=Operation)

SourceSlug = Annotated[str, Path(max_length=64, description="A source's slug", examples=["dalad-2024"])]
_MISSING = (HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)


@router.get(
    "",
    operation_id="list_sources",
    summary="List sources",
    response_model=SourceList,
    responses=documented("sources", HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY),
)
async def browse(request: Request, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """List the documents that are loaded, in the order in which they were."""
    (found, behind), at = await reading_aside(request, lambda connection: list_sources(connection, limit, cursor))
    return page(request, [written(one) for one in found], behind, at)


@router.get(
    "/{slug}",
    operation_id="get_source",
    summary="Get one source",
    response_model=SourceAnswer,
    responses=documented("source", *_MISSING),
)
async def get_source(request: Request, slug: SourceSlug) -> Response:
    """Give what is known of one document, and which of its coinages the store defines."""
    found, at = await reading_aside(request, lambda connection: _source(connection, slug))
    return json_response(written({**found, "revision": at}))


def _source(connection: Connection, slug: str) -> dict[str, object]:
    view = asdict(source_view(connection, slug))
    covered = stored_coverage(connection, source_text(connection, slug))
    return {**view, "coverage": asdict(covered)}


@router.get(
    "/{slug}/text",
    operation_id="get_source_text",
    summary="Get the text of a source",
    response_class=PlainTextResponse,
    responses=documented("source_text", *_MISSING),
)
async def get_text(request: Request, slug: SourceSlug) -> Response:
    """Give the text of one document, exactly as stored: what the offsets of contexts count in."""
    found, _ = await reading_aside(request, lambda connection: source_text(connection, slug))
    return PlainTextResponse(found)


class ReportFields(DocumentFields):
    """A report that is to be loaded, and what is stated of it; that goes before what it says of itself."""

    slug: str | None = Field(
        default=None,
        max_length=64,
        description="Its short name; by default from place and year",
        examples=["dalad-2024"],
    )
    title: str | None = Field(default=None, max_length=400, description="What it is called")
    url: str | None = Field(default=None, max_length=400, description="Where it was published")
    year: int | None = Field(default=None, ge=1900, le=2200, description="The year that it is about")
    contexts: bool = Field(default=False, description="Also record where it uses the concepts that it does not define")


@router.post(
    "",
    operation_id="load_source",
    summary="Load a report",
    response_model=PlanAnswer,
    responses=documented(
        "load",
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    openapi_extra=documented_body(ReportFields, DOCUMENTS),
)
async def load(
    request: Request,
    holder: Annotated[Holder, Depends(holding(Scope.IMPORT))],
    dry_run: DryRun = False,
) -> Response:
    """Load a report in one transaction; answer with what each of its entries does to the store."""
    data, name, fields = await posted(request, ReportFields)
    stated = Stated(fields.slug, fields.title, fields.url, fields.year, name or None)
    report = await read_apart(request, read_report_file, data, name, fields.encoding, fields.contexts)
    curation = await aside(request, lambda: curation_of(report.document.sha256))

    def run(write: Writing) -> ReportPlan:
        return load_report(write, report, curation, stated, with_uses=fields.contexts)

    plan, at = await writing_aside(request, holder, run, dry_run=dry_run)
    return await aside(request, lambda: planned(plan, at, dry_run=dry_run))
