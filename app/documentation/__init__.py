"""What a route says of itself in the OpenAPI document: an example for every operation, every error it can give as a problem."""

import json
from collections.abc import Iterable
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any

from app.problems import MEDIA_TYPE
from glossary.matching.query import LONGEST_QUERY

DESCRIPTION = """
A bilingual Chinese→English glossary of the coined terms in Chinese official documents.

Three verbs: **lookup** is exact, **search** is ranked, **annotate** marks running text. Every error is
`application/problem+json` (RFC 9457). Every answer to a GET carries a strong `ETag`; `If-None-Match` gives 304.
Lists take `limit` and the opaque `cursor` of an earlier answer's `next`. Every answer carries the `X-Request-ID` that
was sent, or one of its own; the service's log has it, too.
"""

_WHY = {
    HTTPStatus.PERMANENT_REDIRECT: "It was merged",
    HTTPStatus.BAD_REQUEST: "The body is no JSON or form that can be read",
    HTTPStatus.UNAUTHORIZED: "There is no token, or none that is known",
    HTTPStatus.FORBIDDEN: "The token does not have the scope",
    HTTPStatus.NOT_FOUND: "Nothing has that name",
    HTTPStatus.CONFLICT: "It contradicts what is there",
    HTTPStatus.GONE: "It was withdrawn; or the cursor or revision is of a store that was restored since",
    HTTPStatus.PRECONDITION_FAILED: "It was changed since it was read",
    HTTPStatus.PRECONDITION_REQUIRED: "`If-Match` is missing",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is over the limit",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is not said to be a merge patch",
    HTTPStatus.UNPROCESSABLE_ENTITY: (
        f"The request is not what the operation takes; a query has {LONGEST_QUERY} characters at most, a batch 1,000 labels "
        "or segments, a page 200 items"
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: "The store cannot be read now, or another write is under way",
    HTTPStatus.INSUFFICIENT_STORAGE: "The disk is full; nothing of the write is stored",
}


def documented(
    operation: str | None,
    *errors: HTTPStatus,
    media_type: str | None = None,
    schema: dict[str, Any] | None = None,
    file_types: Iterable[str] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of an operation: a real answer as its example, None: no content; and the problems it can give.

    An answer is JSON or plain text where no media type is named; `schema` is its shape where the route does not say it,
    `file_types` are the media types of files that it may be instead.
    """
    always = [HTTPStatus.SERVICE_UNAVAILABLE]
    if HTTPStatus.UNAUTHORIZED in errors:  # it writes
        always.append(HTTPStatus.INSUFFICIENT_STORAGE)
    problems: dict[int | str, dict[str, Any]] = {int(status): problem(status) for status in (*errors, *always)}
    if HTTPStatus.PERMANENT_REDIRECT in errors:
        moved = "It was merged into another concept; the same of that one is there"
        problems[int(HTTPStatus.PERMANENT_REDIRECT)] = {"description": moved}
    if operation is None:
        return {int(status): {"description": "Done"}, **problems}
    example = examples()[operation]
    known = media_type or ("text/plain" if isinstance(example, str) else "application/json")
    content = {known: {"example": _NAMED + operation, **({"schema": schema} if schema else {})}}
    also = {one.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for one in file_types}
    return {int(status): {"content": {**content, **also}}, **problems}


_NAMED = "examples.json: "


def example_named(placeholder: object) -> Any:
    """Return the example that `documented` named, since FastAPI would take the nulls out of it; None where it named none."""
    if isinstance(placeholder, str) and placeholder.startswith(_NAMED):
        return examples()[placeholder.removeprefix(_NAMED)]
    return None


def problem(status: HTTPStatus, why: str | None = None) -> dict[str, Any]:
    """Return an answer that is a problem, with an example of it; `why` it is given, else what its status stands for."""
    why = why or _WHY[status]
    return {
        "description": why,
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": {
                    "type": "about:blank",
                    "title": status.phrase,
                    "status": int(status),
                    "detail": why,
                    "instance": "/v1/…",
                },
            }
        },
    }


@cache
def examples() -> dict[str, Any]:
    """Return the answers that stand as examples: real ones, kept true by a test."""
    examples: dict[str, Any] = json.loads(files("app").joinpath("examples.json").read_text("utf-8"))
    return examples
