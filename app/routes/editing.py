"""Concepts changed by hand: created, patched, withdrawn, merged."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.answers import json_response, written
from app.conditions import IfMatch, tag_of_version, versions_matched
from app.dependencies import reading_aside, versioned, writing_aside
from app.documentation import documented
from app.parameters import ConceptId
from app.routing import Operation
from app.security import holding
from app.shapes import DraftAnswer
from glossary.browsing import Version, version_of, versioned_entry
from glossary.editing.changing import add_stated, change_concept, concept_draft, withdraw_concept
from glossary.editing.edits import StatedConcept
from glossary.editing.merging import merge_concepts
from glossary.entries import Entry
from glossary.tokens import Holder, Scope
from glossary.writing import Writing, settle

router = APIRouter(prefix="/v1/concepts", tags=["editing"], route_class=Operation)

Editor = Annotated[Holder, Depends(holding(Scope.EDIT))]

_MERGE_PATCH = "application/merge-patch+json"
_PATCHES = frozenset({_MERGE_PATCH, "application/json"})
_OF_WRITERS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)
_OF_EDITORS = (
    *_OF_WRITERS,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.GONE,
    HTTPStatus.PRECONDITION_FAILED,
    HTTPStatus.PRECONDITION_REQUIRED,
)


@router.post(
    "",
    operation_id="create_concept",
    summary="Create a concept",
    status_code=HTTPStatus.CREATED,
    response_model=Entry,
    responses=documented("concept", *_OF_WRITERS, status=HTTPStatus.CREATED),
)
async def create(request: Request, holder: Editor, stated: Annotated[StatedConcept, Body()]) -> Response:
    """Create a concept; readings and traditional forms that are not stated are generated, and marked so."""

    def run(write: Writing) -> Response:
        concept = add_stated(write, stated)
        response = _answer(write, concept, HTTPStatus.CREATED)
        response.headers["Location"] = f"{request.scope.get('root_path', '')}/v1/concepts/{concept}"
        return response

    return (await writing_aside(request, holder, run))[0]


@router.get(
    "/{concept_id}/draft",
    operation_id="get_draft",
    summary="Get a concept as it is edited",
    response_model=DraftAnswer,
    responses=documented(
        "draft", HTTPStatus.PERMANENT_REDIRECT, HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY
    ),
)
async def get_draft(request: Request, concept_id: ConceptId) -> Response:
    """Give a concept as it is edited: terms, texts, members and relations by their ids, which a patch names."""

    def read(connection: Connection) -> tuple[dict[str, Any], Version]:
        return concept_draft(connection, concept_id), version_of(connection, concept_id)

    (draft, version), _ = await reading_aside(request, read)
    versioned(request, tag_of_version(concept_id, version))
    return json_response(written(draft))


def _merge_patched(request: Request) -> None:
    """Raise HTTPException where a body is not said to be a merge patch, or at least JSON (RFC 5789, 2.2)."""
    stated = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if stated not in _PATCHES:
        told = f"a patch is sent as {_MERGE_PATCH}"
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, told, headers={"Accept-Patch": _MERGE_PATCH})


@router.patch(
    "/{concept_id}",
    operation_id="change_concept",
    summary="Change a concept",
    response_model=Entry,
    dependencies=[Depends(_merge_patched)],
    responses=documented("concept", *_OF_EDITORS, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/ConceptPatch"}},
                _MERGE_PATCH: {
                    "schema": {"$ref": "#/components/schemas/ConceptPatch"},
                    "example": {
                        "terms": {"17": {"status": "deprecated"}, "new": {"lang": "en", "text": "three zeros"}}
                    },
                },
            },
        }
    },
)
async def change(
    request: Request, holder: Editor, concept_id: ConceptId, patch: Annotated[Any, Body()], if_match: IfMatch = None
) -> Response:
    """Change a concept by a JSON merge patch (RFC 7396) of its draft: a member named is changed, null takes away.

    A term, text, member or relation is named by its id; any other name is a new one.
    """
    versions = versions_matched(concept_id, if_match)

    def run(write: Writing) -> Response:
        change_concept(write, concept_id, patch, versions)
        return _answer(write, concept_id, HTTPStatus.OK)

    return (await writing_aside(request, holder, run))[0]


@router.delete(
    "/{concept_id}",
    operation_id="withdraw_concept",
    summary="Withdraw a concept",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    responses=documented(None, *_OF_EDITORS, status=HTTPStatus.NO_CONTENT),
)
async def withdraw(request: Request, holder: Editor, concept_id: ConceptId, if_match: IfMatch = None) -> Response:
    """Withdraw a concept: its id answers 410 from now on and is never given again; its history stays."""
    versions = versions_matched(concept_id, if_match)
    await writing_aside(request, holder, lambda write: withdraw_concept(write, concept_id, versions))
    return Response(status_code=HTTPStatus.NO_CONTENT)


class Into(BaseModel):
    """Which concept another one is to be merged into."""

    model_config = ConfigDict(extra="forbid")

    into: str = Field(max_length=32, description="The id of the concept that stays")


@router.post(
    "/{concept_id}/merge",
    operation_id="merge_concept",
    summary="Merge a concept into another",
    response_model=Entry,
    responses=documented("concept", *_OF_EDITORS),
)
async def merge(
    request: Request, holder: Editor, concept_id: ConceptId, body: Annotated[Into, Body()], if_match: IfMatch = None
) -> Response:
    """Merge a concept into another one, whose entry is the answer; the old id redirects from now on."""
    versions = versions_matched(concept_id, if_match)

    def run(write: Writing) -> Response:
        merge_concepts(write, concept_id, body.into, versions)
        return _answer(write, body.into, HTTPStatus.OK)

    return (await writing_aside(request, holder, run))[0]


def _answer(write: Writing, concept: str, status: HTTPStatus) -> Response:
    """Return the entry of a concept as this write leaves it; it is sent when that is committed."""
    settle(write, sorted(write.before))
    found = versioned_entry(write.session.connection(), concept)
    response = json_response(found.entry)
    response.status_code = status
    response.headers["ETag"] = f'"{tag_of_version(concept, found.version)}"'
    return response
