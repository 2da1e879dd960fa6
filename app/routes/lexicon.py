"""The store as a whole, for clients that annotate by themselves."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from app.answers import json_response
from app.dependencies import Lane, aside, reading_aside
from app.documentation import documented
from app.parameters import OfSource
from app.routing import Operation
from app.shapes import LexiconAnswer, RulesAnswer
from glossary.lexicon import lexicon, rules
from glossary.matching.named import Detail
from glossary.state import State, state

router = APIRouter(prefix="/v1/lexicon", tags=["annotate"], route_class=Operation)


@router.get(
    "",
    operation_id="get_lexicon",
    summary="Get the whole store in compact arrays",
    response_model=LexiconAnswer,
    responses=documented("lexicon", HTTPStatus.UNPROCESSABLE_ENTITY),
)
async def whole(
    request: Request,
    detail: Annotated[Detail, Query(description="Briefs of the concepts, or whole entries")] = Detail.BRIEF,
    source: OfSource = None,
) -> Response:
    """Give every label with the concepts that it names, in compact arrays: normal forms of Chinese terms.

    `named` has for each of `labels` the places of its concepts in `concepts`, the best first; `telling` has for each
    concept the words near by that tell its short terms. How terms are found by it: `/v1/lexicon/rules`. `since` is what
    `/v1/changes` takes.
    """

    def read(connection: Connection) -> tuple[str, State]:
        return lexicon(connection, detail, source), state(connection)

    (body, now), at = await reading_aside(request, read, Lane.WHOLE)
    return json_response(f'{{{body},"revision":{at},"epoch":"{now.epoch}","since":"{now.resume}"}}')


@router.get(
    "/rules",
    operation_id="get_lexicon_rules",
    summary="Get the rules for annotating offline",
    response_model=RulesAnswer,
    responses=documented("rules"),
)
async def how(request: Request) -> Response:
    """Give what finding terms in running text goes by beside a lexicon; it changes with the version of Mingci alone."""
    return await aside(request, lambda: json_response(rules()))
