"""What single characters become, for `str.translate`: each made when it is first met, and not all of Unicode kept."""

from collections.abc import Callable

_KEPT = 30_000
"""Characters: more than a store has. Of a text of all there are, a million would be kept for ever, in 200 MB."""


class CharacterForms(dict[int, str]):
    """What a function of one character makes of each, by code point.

    >>> "三清零 A".translate(CharacterForms(lambda character: character.lower().strip()))
    '三清零a'
    """

    def __init__(self, make: Callable[[str], str]) -> None:
        """Know the function; nothing is made before it is met."""
        super().__init__()
        self._make = make

    def __missing__(self, point: int) -> str:
        """Return the form of a character that was not met yet, or was forgotten."""
        if len(self) >= _KEPT:
            self.clear()
        form = self[point] = self._make(chr(point))
        return form
