"""A document in the body of a request: a file in a form, or a text in JSON."""

import asyncio
from collections.abc import Callable
from json import JSONDecodeError
from typing import Any, TypeVar

import anyio
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect

from app.dependencies import Lane, Lanes, Tidying
from app.json_bodies import UnreadableJson, explain, parse_json
from app.limits import FORM, is_form
from app.rates import client_of
from glossary.processes import ProcessWork

DOCUMENTS = "txt, html, docx or pdf"
"""The kinds of files that are documents, in words."""
_FIELDS_AT_MOST, _FIELD_LONGEST = 20, 4096


class DocumentFields(BaseModel):
    """What a request states of its document beside the document itself; `text` is the document where no file is."""

    model_config = ConfigDict(extra="forbid")

    text: str | None = Field(default=None, description="The document, where it is not a file", examples=["…"])
    encoding: str | None = Field(default=None, max_length=32, description="The encoding of a text or web page")


Fields = TypeVar("Fields", bound=DocumentFields)
Answer = TypeVar("Answer")


async def posted(request: Request, fields: type[Fields]) -> tuple[bytes, str, Fields]:
    """Return the bytes of the posted document, the name of its file, and what is stated of it.

    The body is a form with a `file`, or JSON with a `text`. Raises RequestValidationError where it is neither.
    """
    if is_form(request.headers.get("content-type", "")):
        return await _from_form(request, fields)
    try:
        stated = parse_json(await request.body())
    except (JSONDecodeError, UnreadableJson) as error:
        told = explain(error) if isinstance(error, JSONDecodeError) else str(error)
        raise _invalid("json_invalid", ("body",), f"the body is neither a form with a file nor JSON: {told}") from None
    found = _validated(fields, stated)
    if found.text is None:
        raise missing("text", "a text is missing")
    # It is a text already, whatever encoding it once had.
    return found.text.encode("utf-8", "surrogatepass"), "text.txt", found.model_copy(update={"encoding": "utf-8"})


async def _from_form(request: Request, fields: type[Fields]) -> tuple[bytes, str, Fields]:
    async with request.form(max_files=1, max_fields=_FIELDS_AT_MOST, max_part_size=_FIELD_LONGEST) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise missing("file", "a file is missing")
        given = [name for name, _ in form.multi_items()]
        if repeated := sorted({name for name in given if given.count(name) > 1}):
            raise _invalid("repeated", ("body", repeated[0]), "a field of a form has one value")
        stated = {name: value for name, value in form.items() if name != "file"}
        if "text" in stated:
            raise _invalid("extra_forbidden", ("body", "text"), "a form has a file, and no text beside it")
        return await file.read(), file.filename or "", _validated(fields, stated)


def _validated(fields: type[Fields], stated: Any) -> Fields:
    try:
        return fields.model_validate(stated)
    except ValidationError as error:
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in error.errors()]) from error


def missing(name: str, message: str) -> RequestValidationError:
    """Return the error of a body in which something is missing."""
    return _invalid("missing", ("body", name), message)


def _invalid(kind: str, place: tuple[str, ...], message: str) -> RequestValidationError:
    return RequestValidationError([{"type": kind, "loc": place, "msg": message}])


async def read_apart(request: Request, read: Callable[..., Answer], *arguments: object) -> Answer:
    """Return what `read` makes of a document, in a process of its own, which is ended when the client leaves.

    Raises what `read` does, and what `ProcessWork.run` does; ClientDisconnect where nobody waits for the answer any more.
    """
    lanes: Lanes = request.app.state.lanes
    work = ProcessWork(request.app.state.document_limits, read, *arguments)

    async def run() -> Answer:
        async with lanes[Lane.DOCUMENTS].held_by(client_of(request.scope)):
            return await anyio.to_thread.run_sync(work.run, abandon_on_cancel=True)

    reading, leaving = asyncio.create_task(run()), asyncio.create_task(_wait_for_leaving(request))
    try:
        await asyncio.wait((reading, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not reading.done():
            raise ClientDisconnect
        return reading.result()
    finally:
        work.end()
        reading.cancel()
        leaving.cancel()
        tidying: Tidying = request.app.state.tidying
        tidying.later()


async def _wait_for_leaving(request: Request) -> None:
    """Wait until the client has closed the connection; of its request nothing more is to come."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def documented_body(fields: type[BaseModel], kinds: str) -> dict[str, Any]:
    """Return how `/openapi.json` describes a body that `posted` reads; `kinds` are those of its file, in words."""
    schema = fields.model_json_schema()
    file = {"type": "string", "contentMediaType": "application/octet-stream", "description": kinds}
    form = {
        "additionalProperties": False,
        "type": "object",
        "required": ["file"],
        "properties": {"file": file, **{name: one for name, one in schema["properties"].items() if name != "text"}},
    }
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {**schema, "required": ["text"]}}, FORM: {"schema": form}},
        }
    }
