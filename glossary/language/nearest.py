"""The name that was meant, where one was given that is not there."""

from collections.abc import Iterable
from difflib import get_close_matches

_COMPARED = 500
"""Names that one is compared with at most: each costs some microseconds."""
_LONGEST = 64


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like a name, None where none is like it; of many names the first are compared.

    >>> nearest("sorce", ["source", "status"]), nearest("Dalad_2024", ["dalad-2024"]), nearest("x", ["source"])
    ('source', 'dalad-2024', None)
    """
    folded = {one.casefold(): one for _, one in zip(range(_COMPARED), known, strict=False)}
    found = get_close_matches(name[:_LONGEST].casefold(), folded, n=1)
    return folded[found[0]] if found else None


def hint(name: str, known: Iterable[str]) -> str:
    """Return the question whether another name was meant, to stand behind an error; nothing where none is near."""
    found = nearest(name, known)
    return f"; did you mean “{found}”?" if found else ""
