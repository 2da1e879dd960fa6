"""Being told how far a long work is: what shows it is the caller's."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Is told how much is done, and of how much."""
Steps = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is, and of how much."""


def untold(*_done: object) -> None:
    """Tell nobody."""
