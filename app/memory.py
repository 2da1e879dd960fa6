"""Memory that is given back: what a large answer took does not stay with the process.

glibc keeps what is freed in an arena for each thread. After four annotations of a text of 1 MiB, whose answers have 13 MB
each, a service of 120 MiB had 246, with two arenas 155, and trimmed 120.
"""

import ctypes
import sys
from functools import cache

_M_ARENA_MAX = -8
"""mallopt(3)."""
_ARENAS = 2


@cache
def _libc() -> ctypes.CDLL | None:
    """Return the C library where it is glibc, None elsewhere."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") else None


def keep_little() -> None:
    """Have this process keep few arenas, whatever its threads do; to be called before there are any."""
    if library := _libc():
        library.mallopt(_M_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Give back what is free: some milliseconds, in which others go on."""
    if library := _libc():
        library.malloc_trim(0)
