"""The OpenAPI document: an example for every operation, every error it can give as a problem."""

import json
from collections.abc import Iterable
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any

from fastapi import FastAPI

from app.problems import MEDIA_TYPE, Problem

DESCRIPTION = """
A bilingual Chinese→English glossary of the coined terms in Chinese official documents.

Three verbs: **lookup** is exact, **search** is ranked, **annotate** marks running text. Every error is
`application/problem+json` (RFC 9457). Every answer to a GET carries a strong `ETag`; `If-None-Match` gives 304.
Lists take `limit` and the opaque `cursor` of an earlier answer's `next`.
"""

_WHY = {
    HTTPStatus.BAD_REQUEST: "The body is no JSON that can be read",
    HTTPStatus.UNAUTHORIZED: "There is no token, or none that is known",
    HTTPStatus.FORBIDDEN: "The token does not have the scope",
    HTTPStatus.NOT_FOUND: "Nothing has that name",
    HTTPStatus.CONFLICT: "It contradicts what is there",
    HTTPStatus.GONE: "It was withdrawn",
    HTTPStatus.PRECONDITION_FAILED: "It was changed since it was read",
    HTTPStatus.PRECONDITION_REQUIRED: "`If-Match` is missing",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is over the limit",
    HTTPStatus.UNPROCESSABLE_ENTITY: "The request is not what the operation takes",
    HTTPStatus.SERVICE_UNAVAILABLE: "The store cannot be read now, or another write is under way",
    HTTPStatus.INSUFFICIENT_STORAGE: "The disk is full; nothing of the write is stored",
}


def documented(
    operation: str | None,
    *errors: HTTPStatus,
    media_type: str | None = None,
    schema: dict[str, Any] | None = None,
    files: Iterable[str] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of an operation: a real answer as its example, None: no content; and the problems it can give.

    An answer is JSON or plain text where no media type is named; `schema` is its shape where the route does not say it,
    `files` are the media types of files that it may be instead.
    """
    always = [HTTPStatus.SERVICE_UNAVAILABLE]
    if HTTPStatus.UNAUTHORIZED in errors:  # it writes
        always.append(HTTPStatus.INSUFFICIENT_STORAGE)
    problems: dict[int | str, dict[str, Any]] = {int(status): _problem(status) for status in (*errors, *always)}
    if operation is None:
        return {int(status): {"description": "Done"}, **problems}
    example = examples()[operation]
    known = media_type or ("text/plain" if isinstance(example, str) else "application/json")
    content = {known: {"example": example, **({"schema": schema} if schema else {})}}
    also = {one.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for one in files}
    return {int(status): {"content": {**content, **also}}, **problems}


def _problem(status: HTTPStatus) -> dict[str, Any]:
    return {
        "description": _WHY[status],
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": {
                    "type": "about:blank",
                    "title": status.phrase,
                    "status": int(status),
                    "detail": _WHY[status],
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


def install(app: FastAPI) -> None:
    """Put the problem's schema where the operations refer to it, in place of FastAPI's own error shape."""
    original = app.openapi

    def openapi() -> dict[str, Any]:
        document = original()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(problem.pop("$defs"))
        schemas["Problem"] = problem
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # the way FastAPI documents for extending the document
