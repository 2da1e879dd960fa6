"""Answers as bytes: ready JSON joined, dataclasses written out, pages with their `Link`."""

import json
from collections.abc import Sequence

from fastapi import Request
from pydantic_core import to_json
from starlette.responses import Response

from glossary.loading.plans import Plan
from glossary.state import State


def json_response(body: str) -> Response:
    """Return JSON that is ready."""
    return Response(body, media_type="application/json")


def written(value: object) -> str:
    """Return a text, dataclass or plain value as JSON, non-ASCII left as it is; times in RFC 3339, UTC as `Z`."""
    return to_json(value).decode()


def planned(plan: Plan, revision: int, *, dry_run: bool) -> Response:
    """Return what a document or a file did to the store, or with `dry_run` would do.

    A dictionary has a hundred thousand rows: to be run in a thread, entry by entry, so that others are answered between.
    """
    about = written({"counts": plan.counts, "dry_run": dry_run, "revision": revision})
    entries = ",".join([one.model_dump_json() for one in plan.entries])
    return json_response(f'{{"source":{written(plan.source)},"entries":[{entries}],{about[1:]}')


def page(request: Request, items: Sequence[str], place: str | None, revision: int, head: str = "") -> Response:
    """Return a page of ready items; the cursor of the next one, behind `place`, stands in the body and in `Link`.

    `head` are further members of the body, as JSON, each with a comma behind it. Raises OtherEpoch where the cursor of the
    request is of another epoch of the store.
    """
    at: State = request.state.at
    if asked := request.query_params.get("cursor"):
        at.check_cursor(asked)
    cursor = at.cursor(place)
    body = f'{{{head}"items":[{",".join(items)}],"next":{json.dumps(cursor)},"revision":{revision}}}'
    response = json_response(body)
    if cursor:
        url = request.url.include_query_params(cursor=cursor)
        response.headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
    return response
