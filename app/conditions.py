"""Conditions of writes: which version of a concept the client has seen, as `If-Match` says (RFC 9110, 13.1.1).

The tag of a concept begins with its id and version, `"cq6….3.0b7….…"`. That part alone is compared: whatever else an answer
depends on, its form or the store's revision, is no reason to refuse an edit. A version is its number, the epoch of the store
and the stamp of the write: in two copies of a store the same number stands for different words.
"""

import re
from http import HTTPStatus
from typing import Annotated

from fastapi import Header
from starlette.exceptions import HTTPException

from glossary.browsing import Version

IfMatch = Annotated[
    str | None, Header(alias="If-Match", description="The `ETag` of the concept or of its draft, as it was read")
]

_TAG = re.compile(r'"([a-z0-9]+)\.([0-9]{1,9})(?:\.([0-9a-f]{12})([0-9a-f]{12})?)?(?:\.[0-9a-f]+)?"')


def tag_of_version(concept: str, version: Version) -> str:
    """Return what the tags of a concept in one version begin with.

    >>> tag_of_version("c1", Version(3, "0123456789ab", "cdef01234567"))
    'c1.3.0123456789abcdef01234567'
    """
    return f"{concept}.{version.number}.{version.epoch}{version.stamp or ''}"


def versions_matched(concept: str, if_match: str | None) -> frozenset[Version] | None:
    """Return the versions of a concept that a client would change; None for `*`, any that there is.

    Weak tags match nothing (strong comparison), nor does the version of a tag that was cut short: it has no epoch. Raises HTTPException 428 where there is no condition (RFC 6585).

    >>> versions_matched("c1", '"c1.3.0123456789abcdef01234567.0af", W/"c1.4.0123456789ab", "c2.5.0123456789ab"')
    frozenset({Version(number=3, epoch='0123456789ab', stamp='cdef01234567')})
    """
    if if_match is None:
        raise HTTPException(
            HTTPStatus.PRECONDITION_REQUIRED, "say in If-Match which version is to be changed: the ETag that was read"
        )
    if if_match.strip() == "*":
        return None
    tags = (_TAG.fullmatch(one.strip()) for one in if_match.split(","))
    return frozenset(Version(int(tag[2]), tag[3] or "", tag[4]) for tag in tags if tag and tag[1] == concept)
