"""What every operation refuses before its own parameters are looked at: a query with others, or with one of them twice.

With `sorce=…` in place of `source=…` a list would be whole and look as if it had been narrowed; with `dry-run=1` in place of
`dry_run=1` it would be done.
"""

from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.responses import Response

from app.json_bodies import JsonRequest
from glossary.language.nearest import hint


class Operation(APIRoute):
    """A route that takes each of its query parameters once, and no others; its JSON is read strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request: what the framework makes, behind these checks."""
        answer = super().get_route_handler()
        known = frozenset(_names(self.dependant))
        reads_body = self.methods != {"GET"}

        async def handler(request: Request) -> Response:
            if request.scope["query_string"]:
                _check_query(request, known)
            return await answer(JsonRequest(request.scope, request.receive) if reads_body else request)

        return handler


def _names(dependant: Dependant) -> Iterator[str]:
    """Yield the names of the query parameters that an operation takes, with those of its dependencies."""
    for one in dependant.query_params:
        yield one.alias
    for inner in dependant.dependencies:
        yield from _names(inner)


def _check_query(request: Request, known: frozenset[str]) -> None:
    """Raise RequestValidationError where a query has parameters that are not known, or one of them twice."""
    given = Counter(name for name, _ in request.query_params.multi_items())
    faults = [
        {"type": "extra_forbidden", "loc": ("query", name), "msg": _explain_unknown(name, known)}
        for name in sorted(given.keys() - known)
    ]
    faults += [
        {"type": "repeated", "loc": ("query", name), "msg": f"it is given {times} times, and has one value"}
        for name, times in sorted(given.items())
        if times > 1 and name in known
    ]
    if faults:
        raise RequestValidationError(faults)


def _explain_unknown(name: str, known: frozenset[str]) -> str:
    others = ", ".join(sorted(known)) or "none"
    return f"there is no such parameter here{hint(name, sorted(known))} (known: {others})"
