"""Concepts: a list to browse, one entry, its sentences."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from app.answers import json_response, page, written
from app.conditions import tag_of_version
from app.dependencies import glancing, noted, reading_aside, versioned
from app.documentation import documented
from app.parameters import ConceptId, Cursor, Limit, listing_filters
from app.routing import Operation
from app.shapes import ConceptList, ContextList, ProposalList
from glossary.browsing import Order, entry_json, list_concepts, list_contexts, versioned_entry
from glossary.entries import Entry
from glossary.matching.asked import Filters
from glossary.proposals import Proposal, Proposing

router = APIRouter(prefix="/v1/concepts", tags=["concepts"], route_class=Operation)

_MISSING = (HTTPStatus.PERMANENT_REDIRECT, HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY)


@router.get(
    "",
    operation_id="list_concepts",
    summary="List concepts",
    response_model=ConceptList,
    responses=documented("concepts", HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY),
)
async def browse(
    request: Request,
    narrowed: Annotated[Filters, Depends(listing_filters)],
    order: Annotated[Order, Query(description="By pinyin, or the most recently changed first")] = Order.PINYIN,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """List the concepts, one line each."""
    listed, at = await reading_aside(
        request, lambda connection: list_concepts(connection, narrowed, order, limit, cursor)
    )
    return page(request, listed.items, listed.next, at)


@router.get(
    "/{concept_id}",
    operation_id="get_concept",
    summary="Get one concept",
    response_model=Entry,
    responses=documented("concept", *_MISSING),
)
async def get_concept(request: Request, concept_id: ConceptId) -> Response:
    """Give one entry; a concept that was merged redirects (308), one that was withdrawn is gone (410)."""
    found = versioned_entry(glancing(request), concept_id)
    noted(request, found.state)
    versioned(request, tag_of_version(concept_id, found.version))
    return json_response(found.entry)


@router.get(
    "/{concept_id}/proposals",
    operation_id="list_proposals",
    summary="List proposals for the English of a concept",
    response_model=ProposalList,
    responses=documented("proposals", *_MISSING),
)
async def proposals(request: Request, concept_id: ConceptId) -> Response:
    """Give what the store has for the English of a concept: others of its name, its parts, its members; never stored."""

    def read(connection: Connection) -> list[Proposal]:
        entry = Entry.model_validate_json(entry_json(connection, concept_id))
        return Proposing(connection).proposals([entry])[0]

    found, at = await reading_aside(request, read)
    return json_response(written({"items": found, "revision": at}))


@router.get(
    "/{concept_id}/contexts",
    operation_id="list_contexts",
    summary="List the sentences that use a concept",
    response_model=ContextList,
    responses=documented("contexts", *_MISSING),
)
async def contexts(request: Request, concept_id: ConceptId, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """Give the sentences that use a concept, with the exact place of the term in the source's text."""
    (found, behind), at = await reading_aside(
        request, lambda connection: list_contexts(connection, concept_id, limit, cursor)
    )
    return page(request, [written(one) for one in found], behind, at)
