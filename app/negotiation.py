"""What a client takes: content codings with their weights (RFC 9110, 12.5.3)."""

import re
from functools import lru_cache

from starlette.types import Scope

_CODING = re.compile(rb"([!#$%&'*+.^_`|~0-9a-z-]+)(?:[ \t]*;[ \t]*q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?")
_GZIP = (b"gzip", b"x-gzip")  # which RFC 9110, 8.4.1.3 has taken as the same
_ANY, _IDENTITY = b"*", b"identity"
_LONGEST_KEPT = 200
"""Bytes of a header whose meaning is kept: browsers and libraries send a few dozen, and always the same."""


def takes_gzip(scope: Scope) -> bool:
    """Return whether a client takes an answer compressed, and not rather as it is."""
    stated = [value for name, value in scope["headers"] if name == b"accept-encoding"]
    if not stated:
        return False
    whole = stated[0] if len(stated) == 1 else b",".join(stated)
    return _kept(whole) if len(whole) <= _LONGEST_KEPT else prefers_gzip(whole)


def prefers_gzip(accepted: bytes) -> bool:
    """Return whether an `Accept-Encoding` has gzip among what it takes, and no less gladly than what is not encoded.

    What cannot be read of it counts for nothing.

    >>> [prefers_gzip(one) for one in (b"gzip, br", b"gzip;q=0", b"*;q=0", b"GZIP;Q=0.5", b"gzip;q=0.5, identity")]
    [True, False, False, True, False]
    """
    weights: dict[bytes, float] = {}
    for part in accepted.lower().split(b","):
        if found := _CODING.fullmatch(part.strip()):
            weight = float(found[2]) if found[2] else 1.0
            weights[found[1]] = max(weight, weights.get(found[1], 0.0))
    named = [weights[one] for one in _GZIP if one in weights]
    gzip = max(named) if named else weights.get(_ANY, 0.0)
    return gzip > 0 and gzip >= weights.get(_IDENTITY, 0.0)


_kept = lru_cache(maxsize=256)(prefers_gzip)
