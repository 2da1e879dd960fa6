"""Conditions of writes: which version of a concept the client has seen, as `If-Match` says (RFC 9110, 13.1.1).

The tag of a concept begins with its id and version, `"cq6….3.…"`. That part alone is compared: whatever else an answer
depends on, its form or the store's revision, is no reason to refuse an edit.
"""

import re
from http import HTTPStatus
from typing import Annotated

from fastapi import Header
from starlette.exceptions import HTTPException

IfMatch = Annotated[
    str | None, Header(alias="If-Match", description="The `ETag` of the concept or of its draft, as it was read")
]

_TAG = re.compile(r'"([a-z0-9]+)\.([0-9]{1,9})(?:\.[0-9a-f]+)?"')


def tag_of_version(concept: str, version: int) -> str:
    """Return what the tags of a concept in one version begin with."""
    return f"{concept}.{version}"


def versions_matched(concept: str, if_match: str | None) -> frozenset[int] | None:
    """Return the versions of a concept that a client would change; None for `*`, any that there is.

    Weak tags match nothing (strong comparison). Raises HTTPException 428 where there is no condition (RFC 6585).

    >>> versions_matched("c1", '"c1.3.0af", W/"c1.4", "c2.5"')
    frozenset({3})
    """
    if if_match is None:
        raise HTTPException(
            HTTPStatus.PRECONDITION_REQUIRED, "say in If-Match which version is to be changed: the ETag that was read"
        )
    if if_match.strip() == "*":
        return None
    tags = (_TAG.fullmatch(one.strip()) for one in if_match.split(","))
    return frozenset(int(tag[2]) for tag in tags if tag and tag[1] == concept)
