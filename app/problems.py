"""Errors as the client sees them: problem details (RFC 9457), every one of them, and the table from error to status."""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from json import JSONDecodeError

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from pydantic_core import from_json
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.json_bodies import explain
from glossary.entries import Brief
from glossary.errors import (
    Busy,
    Conflict,
    DamagedStore,
    GlossaryError,
    InvalidDraft,
    InvalidQuery,
    Merged,
    NoGlossarySection,
    NoSpace,
    NotFound,
    OtherEpoch,
    Revoked,
    Stale,
    StoreError,
    TookTooLong,
    TooLarge,
    UnreadableFile,
    Withdrawn,
    escaped,
    plain_words,
)
from glossary.store.refusals import DATABASE_ERRORS, refusal

MEDIA_TYPE = "application/problem+json"

STATUS: dict[type[GlossaryError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    Withdrawn: HTTPStatus.GONE,
    Merged: HTTPStatus.PERMANENT_REDIRECT,
    OtherEpoch: HTTPStatus.GONE,
    Revoked: HTTPStatus.UNAUTHORIZED,
    Conflict: HTTPStatus.CONFLICT,
    Stale: HTTPStatus.PRECONDITION_FAILED,
    InvalidQuery: HTTPStatus.UNPROCESSABLE_ENTITY,
    InvalidDraft: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnreadableFile: HTTPStatus.UNPROCESSABLE_ENTITY,
    NoGlossarySection: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    TookTooLong: HTTPStatus.SERVICE_UNAVAILABLE,
    StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
    Busy: HTTPStatus.SERVICE_UNAVAILABLE,
    DamagedStore: HTTPStatus.SERVICE_UNAVAILABLE,
    NoSpace: HTTPStatus.INSUFFICIENT_STORAGE,
}


class ProblemDetail(BaseModel):
    """One thing that is wrong with a request; `pointer` says where (`/query/limit`, `/body/q/0`; `line 4` of a file)."""

    detail: str
    pointer: str


class Problem(BaseModel):
    """An error of the service (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[ProblemDetail] | None = None
    suggestions: list[Brief] | None = Field(
        default=None, description="Of a lookup that finds nothing: the nearest concepts, best first, at most three"
    )


def install(app: FastAPI) -> None:
    """Make every error of `app` a problem."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(GlossaryError, _on_glossary)
    for kind in DATABASE_ERRORS:
        app.add_exception_handler(kind, _on_database)
    app.add_exception_handler(Exception, on_bug)


async def _on_http(request: Request, error: Exception) -> Response:
    """Answer what the framework refuses: no such path, no such method, a body too large or not JSON."""
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    detail = (
        error.detail if error.detail and error.detail != status.phrase else _DETAILS.get(status, status.description)
    )
    return answer(request, status, "about:blank", detail, headers=error.headers)


_DETAILS = {
    HTTPStatus.NOT_FOUND: "there is nothing at this path",
    HTTPStatus.METHOD_NOT_ALLOWED: "this path does not take that method",
}


async def _on_invalid(request: Request, error: Exception) -> Response:
    """Answer a request whose parts are not what the operation takes."""
    if not isinstance(error, RequestValidationError):
        raise error
    if isinstance(error.__cause__, JSONDecodeError):  # which the framework says without its place
        faults = [ProblemDetail(detail=explain(error.__cause__), pointer="/body")]
    elif isinstance(error.body, bytes):  # which it reads only where it is said to be JSON
        stated = request.headers.get("content-type") or "nothing"
        told = f"the body is read as JSON where its Content-Type is application/json; this one says {stated}"
        faults = [ProblemDetail(detail=told, pointer="/body")]
    else:
        faults = [
            ProblemDetail(
                detail=plain_words(one["msg"]),
                pointer="".join(f"/{escaped(part)}" for part in one["loc"]),
            )
            for one in error.errors()[:_TOLD]
        ]
    detail = "; ".join(f"{fault.pointer}: {fault.detail}" for fault in faults[:3])
    return answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, "urn:mingci:problem:invalid-request", detail, faults)


_TOLD, _LONGEST, _LONGEST_DETAIL = 100, 400, 2000
"""So many faults of a request are told, each in so many characters: an answer must not be as long as what it refuses."""


def _short(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"


async def _on_glossary(request: Request, error: Exception) -> Response:
    """Answer an error of the domain by the table."""
    if not isinstance(error, GlossaryError):
        raise error
    if isinstance(error, DamagedStore):
        request.app.state.damage = error
    status = next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)
    if isinstance(error, Merged):
        # Not to be kept without asking, as a 308 may be: `glossary undo` can take a merger back.
        return RedirectResponse(_moved(request, error.into), status, headers={"Cache-Control": "no-cache"})
    faults: list[ProblemDetail] = []
    if isinstance(error, InvalidQuery):
        faults = [ProblemDetail(detail=str(error), pointer=error.pointer)]
    elif isinstance(error, InvalidDraft):
        faults = [ProblemDetail(detail=fault.detail, pointer=fault.pointer) for fault in error.faults]
    kind = re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()
    headers = next((_HEADERS[cls] for cls in type(error).__mro__ if cls in _HEADERS), {})
    also = {}
    if isinstance(error, NotFound) and error.suggestions is not None:
        also["suggestions"] = [from_json(brief) for brief in error.suggestions]
    return answer(request, status, f"urn:mingci:problem:{kind}", str(error), faults, headers, also)


_HEADERS = {Busy: {"Retry-After": "5"}, TookTooLong: {"Retry-After": "5"}, Revoked: {"WWW-Authenticate": "Bearer"}}
"""Seconds to wait; how to say who one is (RFC 9110, 11.6.1)."""


async def _on_database(request: Request, error: Exception) -> Response:
    """Answer what the database refuses as an error of the domain, where it is not a mistake of this program."""
    refused = refusal(error)
    if refused is None:
        raise error
    return await _on_glossary(request, refused)


def _moved(request: Request, into: str) -> str:
    """Return where what was asked for of a merged concept is now: the same path and query, of the other concept."""
    old = f"/concepts/{request.path_params['concept_id']}"
    path = request.url.path.replace(old, f"/concepts/{into}", 1)
    return f"{path}?{request.url.query}" if request.url.query else path


async def on_bug(request: Request, _error: Exception) -> Response:
    """Answer what should not have happened, without showing what it was; the server's log has it."""
    detail = "the service failed to answer; the cause is in its log"
    return answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, "about:blank", detail)


async def on_stopping(request: Request) -> Response:
    """Answer what is cut off because the service was told to stop."""
    return await _on_glossary(
        request, Busy("the service was told to stop before this was done; ask again when it is back")
    )


def answer(
    request: Request,
    status: HTTPStatus,
    kind: str,
    detail: str,
    faults: Sequence[ProblemDetail] = (),
    headers: Mapping[str, str] | None = None,
    also: Mapping[str, object] | None = None,
) -> Response:
    """Return a problem as an answer to `request`; `also` are members of this kind of problem alone (RFC 9457, 3.2)."""
    problem = Problem(
        type=kind,
        title=status.phrase,
        status=status,
        detail=_short(detail, _LONGEST_DETAIL),
        instance=request.url.path,
        errors=[ProblemDetail(detail=_short(one.detail), pointer=_short(one.pointer)) for one in faults[:_TOLD]]
        or None,
    )
    return JSONResponse(
        {**problem.model_dump(exclude_none=True), **(also or {})},
        status,
        headers={"Cache-Control": "no-store", **(headers or {})},
        media_type=MEDIA_TYPE,
    )
