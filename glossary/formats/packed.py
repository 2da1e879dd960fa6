"""A glossary file whose rows are packed by the hundred, to be handed from the process that read them to the one that imports.

Unpacking holds the interpreter: of a hundred thousand rows at once half a second, in which nobody else is answered.
"""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from glossary.formats.reading import ImportForm, read_glossary
from glossary.formats.rows import BadRow, GlossaryFile, GlossaryRow

_AT_ONCE = 500
"""Rows."""


@dataclass(frozen=True, slots=True)
class _Unpacking:
    """Packed rows, which are unpacked as they are read; they can be read more than once."""

    packed: tuple[bytes, ...]

    def __iter__(self) -> Iterator[GlossaryRow | BadRow]:
        for rows in self.packed:
            yield from pickle.loads(rows)  # noqa: S301 - packed below, in a process of ours


def pack_glossary(data: bytes, form: ImportForm, encoding: str | None) -> GlossaryFile:
    """Read a glossary file to its end, and return it with its rows packed. Raises as `read_glossary` does."""
    file = read_glossary(data, form, encoding)
    rows = iter(file.rows)
    packed = []
    while some := list(islice(rows, _AT_ONCE)):
        packed.append(pickle.dumps(some, pickle.HIGHEST_PROTOCOL))
    return replace(file, rows=_Unpacking(tuple(packed)))
