"""The OpenAPI document as a whole: what the framework makes of the routes, with what is true of all of them.

Headers, 304 and limits follow from method and path; names are those that people would give; a description that a field does
not have itself is that of its name (`properties`).
"""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI

from app.documentation import example_named, problem
from app.documentation.patches import add_patches
from app.documentation.properties import EVERYWHERE, IN_SCHEMA, SCHEMA_NAMES
from app.documentation.requests import BODIES, PARAMETERS
from app.limits import TEXT_MOST
from app.problems import Problem
from app.rates import EXEMPT
from app.settings import Settings

Json = dict[str, Any]
_SCHEMAS = "#/components/schemas/"

TAGS: list[Json] = [
    {"name": "lookup", "description": "Exact lookup of one label, or of many"},
    {"name": "search", "description": "Ranked search, completion, and sentences"},
    {"name": "annotate", "description": "Terms in running text, by the service or offline"},
    {"name": "extract", "description": "The term list of a document"},
    {"name": "check", "description": "Whether a translation renders terms as it should"},
    {"name": "concepts", "description": "Concepts one by one, and to browse"},
    {"name": "editing", "description": "Concepts changed by hand; needs a token with the scope `edit`"},
    {"name": "history", "description": "What was changed, of one concept and of the whole store"},
    {"name": "exchange", "description": "Files in and out; what comes in needs a token with the scope `import`"},
    {"name": "sources", "description": "The documents that are loaded; loading needs a token with the scope `import`"},
    {"name": "operations", "description": "The state of the service and of its store"},
]

HEADERS: dict[str, Json] = {
    "X-Request-ID": {"description": "The id that was sent, or one of the service's own; its log has it, too"},
    "ETag": {
        "description": "The strong validator of this answer, for `If-None-Match`; of a concept also for `If-Match`"
    },
    "Cache-Control": {"description": "Whether the answer may be kept, and that it is to be asked for again"},
    "Location": {"description": "Where that is"},
    "Retry-After": {"description": "After how many seconds to ask again"},
    "WWW-Authenticate": {"description": "How to say who one is: `Bearer`"},
    "Accept-Patch": {"description": "The media type of a patch"},
    "Content-Disposition": {"description": "What to call the file, where it is one"},
    "Link": {"description": 'The next page, where there is one: `<…>; rel="next"`'},
}
_SOMETIMES = frozenset({"Link"})
_IF_NONE_MATCH: Json = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The `ETag` of an answer that is at hand; where it is still true, it is not sent again (304)",
    "schema": {"type": "string"},
}
_ALWAYS_ON = {
    HTTPStatus.CREATED: ["Location", "ETag"],
    HTTPStatus.PERMANENT_REDIRECT: ["Location", "Cache-Control"],
    HTTPStatus.UNAUTHORIZED: ["WWW-Authenticate"],
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: ["Accept-Patch"],
    HTTPStatus.TOO_MANY_REQUESTS: ["Retry-After"],
}
_EDITED = frozenset({"change_concept", "merge_concept"})
_FILES = {"export": ("200", "304"), "extract": ("200",)}
"""Operations that answer with a file, and by which statuses."""


def install(app: FastAPI, settings: Settings, longer: Mapping[str, int]) -> None:
    """Complete the document of `app`; `longer` are the paths whose bodies may be longer than others, and how long."""
    original = app.openapi

    def openapi() -> Json:
        if app.openapi_schema is None:
            _complete(original(), settings, longer)
        return original()

    app.openapi = openapi  # type: ignore[method-assign]  # the way FastAPI documents for extending the document


def _complete(document: Json, settings: Settings, longer: Mapping[str, int]) -> None:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    described = Problem.model_json_schema(ref_template=f"{_SCHEMAS}{{model}}")
    schemas.update(described.pop("$defs"))
    schemas["Problem"] = described
    add_patches(schemas)
    _rename(document)
    for name, schema in document["components"]["schemas"].items():
        schema["title"] = name
        _describe(schema, name)
    document["components"]["headers"] = {
        name.replace("-", ""): {**header, "required": name not in _SOMETIMES, "schema": {"type": "string"}}
        for name, header in HEADERS.items()
    }
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete_operation(method, path, operation, settings, longer)


def _complete_operation(method: str, path: str, operation: Json, settings: Settings, longer: Mapping[str, int]) -> None:
    responses: Json = operation["responses"]
    limits = _limits(settings, path, longer, with_body="requestBody" in operation)
    responses |= {str(int(status)): one for status, one in limits.items()}
    unprocessable = HTTPStatus.UNPROCESSABLE_ENTITY  # which an unknown parameter is everywhere
    responses.setdefault(str(int(unprocessable)), problem(unprocessable))
    if method == "get":
        responses["304"] = {"description": "The answer that is at hand is still true"}
        operation.setdefault("parameters", []).append(dict(_IF_NONE_MATCH))
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _not_null(parameter["schema"])
        if parameter["name"] in PARAMETERS:
            parameter["example"] = PARAMETERS[parameter["name"]]
    for content in operation.get("requestBody", {}).get("content", {}).values():
        _describe(content["schema"], "")
    _give_examples(operation)
    if form := operation.get("requestBody", {}).get("content", {}).get("multipart/form-data"):
        properties = form["schema"]["properties"]
        form["schema"]["properties"] = {name: _not_null(one) for name, one in properties.items()}
    names = {one["name"] for one in operation.get("parameters", ())}
    for status, response in responses.items():
        response["headers"] = {
            name: {"$ref": f"#/components/headers/{name.replace('-', '')}"}
            for name in _headers(method, operation["operationId"], HTTPStatus(int(status)), paged="cursor" in names)
        }
    for status in _FILES.get(operation["operationId"], ()):
        responses[status]["headers"]["Content-Disposition"] = _optional("Content-Disposition")
    if "401" in responses:  # it writes, and another write may be under way
        responses["503"]["headers"]["Retry-After"] = _optional("Retry-After")
    operation["responses"] = dict(sorted(responses.items()))


def _give_examples(operation: Json) -> None:
    """Give each body in JSON its example, and each answer the one that is named in its place.

    FastAPI leaves out of the document whatever is null, in examples, too: they would not be what their schemas say.
    """
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        if "json" in media_type and "example" not in content:
            content["example"] = BODIES[operation["operationId"]]
    for response in operation["responses"].values():
        for content in response.get("content", {}).values():
            if (example := example_named(content.get("example"))) is not None:
                content["example"] = example


def _headers(method: str, operation: str, status: HTTPStatus, *, paged: bool) -> Iterator[str]:
    """Yield the headers that an answer has, and `Link` where it may."""
    yield "X-Request-ID"
    yield from _ALWAYS_ON.get(status, ())
    if status >= HTTPStatus.BAD_REQUEST:
        yield "Cache-Control"
    elif method == "get" and status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
        yield from ("ETag", "Cache-Control")
        if paged:
            yield "Link"
    elif operation in _EDITED and status == HTTPStatus.OK:
        yield "ETag"


def _optional(name: str) -> Json:
    return {**HEADERS[name], "required": False, "schema": {"type": "string"}}


def _not_null(schema: Json) -> Json:
    """Return the schema of what is left out where it has no value, and is never null: a parameter, a field of a form."""
    choices = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    if len(choices) == 1:
        schema = choices[0] | {name: one for name, one in schema.items() if name not in ("anyOf", "default")}
    return {name: one for name, one in schema.items() if name != "title"}


def _rename(value: Any) -> None:
    """Give schemas the names that people would give, where they are defined and where they are referred to."""
    if isinstance(value, dict):
        if schemas := value.get("components", {}).get("schemas"):
            value["components"]["schemas"] = {
                SCHEMA_NAMES.get(name, name): schemas[name]
                for name in sorted(schemas, key=lambda name: SCHEMA_NAMES.get(name, name))
            }
        reference = value.get("$ref")
        if isinstance(reference, str) and (name := SCHEMA_NAMES.get(reference.removeprefix(_SCHEMAS))):
            value["$ref"] = _SCHEMAS + name
        for inner in value.values():
            _rename(inner)
    elif isinstance(value, list):
        for inner in value:
            _rename(inner)


def _describe(schema: Json, name: str) -> None:
    """Describe the properties of a schema by their names where they are not described already."""
    for field, described in schema.get("properties", {}).items():
        described.pop("title", None)
        told = IN_SCHEMA.get(name, {}).get(field) or EVERYWHERE.get(field)
        if told and "description" not in described:
            described["description"] = told


def _limits(settings: Settings, path: str, longer: Mapping[str, int], *, with_body: bool) -> dict[HTTPStatus, Json]:
    """Return the answers of an operation to who goes over a limit, with the limits that are in force."""
    found = {}
    if path not in EXEMPT:
        rate = (
            f"{settings.rate_limit:,} a minute" if settings.rate_limit else "any number, unless the operator limits it"
        )
        why = f"Too many requests from one address: it may send {rate}"
        found[HTTPStatus.TOO_MANY_REQUESTS] = problem(HTTPStatus.TOO_MANY_REQUESTS, why)
    if with_body:
        most = longer.get(path, settings.max_body_bytes)
        text = f", or its text over {TEXT_MOST:,}" if path in _WITH_TEXT else ""
        large = f"The body is over {most:,} bytes{text}"
        found[HTTPStatus.REQUEST_ENTITY_TOO_LARGE] = problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, large)
        late = (
            f"The body fell silent for {settings.body_silence_seconds:g} seconds, or took more than "
            f"{settings.body_seconds:g}; the connection is closed"
        )
        found[HTTPStatus.REQUEST_TIMEOUT] = problem(HTTPStatus.REQUEST_TIMEOUT, late)
    return found


_WITH_TEXT = frozenset({"/v1/annotate", "/v1/check", "/v1/extract"})
