"""What a terminal is shown: text, never what a terminal would obey or what hides how a text reads.

An entry may hold anything its source did: escape sequences (ECMA-48), marks that turn the direction of writing (Unicode
UAX #9) or that have no width. They are shown as their numbers.
"""

import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from glossary.errors import GlossaryError

_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def harmless(text: str) -> str:
    r"""Return a text with what is not to be sent to a terminal written as JSON writes it; line ends and tabs stay.

    >>> harmless("三\x1b[31m变\u202e")
    '三\\u001b[31m变\\u202e'
    """
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


PIPED_WIDTH = 160
"""Columns of what no terminal shows, unless COLUMNS says otherwise."""
_WIDEST = 10_000


def drop_odd_sizes() -> None:
    """Take out of the environment what is no size of a terminal, which Rich would stumble over or take for one."""
    for name in ("COLUMNS", "LINES"):
        value = os.environ.get(name, "")
        if not (value.isascii() and value.isdigit() and 0 < int(value[:9]) <= _WIDEST):
            os.environ.pop(name, None)


class Terminal(Console):
    """Rich's console, that makes all that is printed harmless; Rich itself leaves escape sequences in."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Yield the pieces of what is printed; Rich's own control codes are marked as such and stay."""
        segments = super().render(renderable, options)
        yield from _without_padding(
            segment if segment.control else Segment(harmless(segment.text), segment.style) for segment in segments
        )

    def out(self, *objects: Any, **how: Any) -> None:
        """Print as it is, without wrapping."""
        super().out(*(harmless(str(one)) for one in objects), **how)


def _without_padding(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Yield what is printed without the spaces at the ends of lines; where one is a cell of a table, Rich fills it again."""
    blanks: list[Segment] = []
    for segment in segments:
        if segment.control:
            yield segment
            continue
        for part in segment.text.splitlines(keepends=True):
            text = part.rstrip(" ") if part.endswith(" ") else part
            if text.endswith("\n"):
                blanks.clear()
                text = text.rstrip(" \n") + "\n"
            elif text:
                yield from blanks
                blanks.clear()
            if text:
                yield Segment(text, segment.style)
            if len(text) < len(part) and not text.endswith("\n"):
                blanks.append(Segment(part[len(text) :], segment.style))


class Outlet(io.TextIOWrapper):
    """A standard stream to which writing never fails: what went wrong is kept in `fault`, and the rest goes nowhere.

    So a pipe whose reader has seen enough (`glossary load *.txt | head`), a full disk or an encoding without Chinese ends
    no work that is under way, and what failed is said when that is done.
    """

    fault: GlossaryError | None = None
    _shut = False

    def write(self, text: str, /) -> int:
        """Write a text, if that can be."""
        if not self._shut:
            try:
                return super().write(text)
            except UnicodeEncodeError as error:
                character = text[error.start : error.start + 1]
                how = "set PYTHONIOENCODING=utf-8, or ask for --json"
                self.shut(GlossaryError(f"standard output is in {self.encoding}, which has no “{character}”: {how}"))
            except OSError as error:
                self._fail(error)
        return len(text)

    def flush(self) -> None:
        """Write what is still held back, if that can be."""
        if not self._shut and not self.closed:
            try:
                super().flush()
            except OSError as error:
                self._fail(error)

    def pour(self, chunks: Iterable[bytes]) -> None:
        """Write bytes; no more of them are made when nobody reads them."""
        for chunk in chunks:
            if self._shut:
                return
            try:
                self.flush()
                self.buffer.write(chunk)
            except OSError as error:
                self._fail(error)

    def _fail(self, error: OSError) -> None:
        is_reader_gone = isinstance(error, BrokenPipeError)
        self.shut(None if is_reader_gone else GlossaryError(f"standard output cannot be written: {error.strerror}"))

    def shut(self, fault: GlossaryError | None) -> None:
        """Write nothing more; what is held back goes nowhere, lest the interpreter stumbles over it at its end."""
        self._shut, self.fault = True, fault
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())


@contextmanager
def outlets() -> Iterator[Outlet]:
    """Put an `Outlet` in the place of each standard stream for output, and give that of the first; flush them at the end."""
    streams = sys.stdout, sys.stderr
    out, err = (_outlet(stream) for stream in streams)
    sys.stdout, sys.stderr = out, err
    try:
        yield out
    finally:
        for outlet in (out, err):
            outlet.flush()
        sys.stdout, sys.stderr = streams
        for outlet in (out, err):
            outlet.detach()


def _outlet(stream: TextIO) -> Outlet:
    stream.flush()
    return Outlet(
        stream.buffer,
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=getattr(stream, "line_buffering", False),
        write_through=getattr(stream, "write_through", False),
    )
