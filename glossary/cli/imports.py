"""`glossary import`: a glossary file into the store, with a bar for each step on stderr."""

from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from glossary.formats.reading import ImportForm, read_glossary
from glossary.loading.imports import import_glossary
from glossary.loading.plans import Plan
from glossary.store.opening import Store
from glossary.writing import IMPORTING


def import_file(
    store: Store, form: ImportForm, data: bytes, path: Path, encoding: str | None, *, dry_run: bool, skip_bad: bool
) -> Plan:
    """Import a file in one transaction; return what each row did, or with `dry_run` would do.

    Raises GlossaryError, and stores nothing, where a row cannot be stored and is not to be skipped.
    """
    file = read_glossary(data, form, encoding)
    console = Console(stderr=True)
    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    )
    tasks: dict[str, TaskID] = {}

    def show(step: str, done: int, total: int) -> None:
        if step not in tasks:
            tasks[step] = bars.add_task(step, total=total)
        bars.update(tasks[step], completed=done, total=total)

    with bars, store.writing(IMPORTING, dry_run=dry_run) as write:
        return import_glossary(write, file, path.name, show, skip_bad=skip_bad or dry_run)
