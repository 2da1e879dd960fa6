"""How far a long work is, on stderr where that is a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from glossary.progress import Progress, Steps


@contextmanager
def bar(description: str) -> Iterator[Progress]:
    """Show on stderr, where that is a terminal, how far a piece of work is."""
    with _bars() as bars:
        task = bars.add_task(description, total=None)

        def tell(done: int, total: int, /) -> None:
            bars.update(task, completed=done, total=total)

        yield tell


@contextmanager
def bars_of_steps() -> Iterator[Steps]:
    """Show a bar for each step of a work, from when it begins."""
    with _bars() as bars:
        tasks: dict[str, TaskID] = {}

        def tell(step: str, done: int, total: int, /) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield tell


def _bars() -> Bars:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    return Bars(*columns, console=console, disable=not console.is_terminal)
