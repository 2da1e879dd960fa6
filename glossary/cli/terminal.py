"""What a terminal is shown: text, never what a terminal would obey or what hides how a text reads.

An entry may hold anything its source did: escape sequences (ECMA-48), marks that turn the direction of writing (Unicode
UAX #9) or that have no width. They are shown as their numbers.
"""

import re
from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def harmless(text: str) -> str:
    r"""Return a text with what is not to be sent to a terminal written as JSON writes it; line ends and tabs stay.

    >>> harmless("三\x1b[31m变\u202e")
    '三\\u001b[31m变\\u202e'
    """
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class Terminal(Console):
    """Rich's console, that makes all that is printed harmless; Rich itself leaves escape sequences in."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Yield the pieces of what is printed; Rich's own control codes are marked as such and stay."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(harmless(segment.text), segment.style)

    def out(self, *objects: Any, **how: Any) -> None:
        """Print as it is, without wrapping."""
        super().out(*(harmless(str(one)) for one in objects), **how)
