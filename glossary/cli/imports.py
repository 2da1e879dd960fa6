"""`glossary import`: a glossary file into the store."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from glossary.documents.text import decoded
from glossary.errors import GlossaryError
from glossary.formats.cedict import read_cedict
from glossary.formats.delimited import read_delimited
from glossary.formats.rows import GlossaryFile
from glossary.loading.imports import import_glossary
from glossary.loading.plans import Action, Plan
from glossary.store.opening import Store
from glossary.vocabulary import SourceKind


class Format(StrEnum):
    """The formats that can be imported."""

    CEDICT = "cedict"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class _Reader:
    """How a format is read, and what sort of source its files are."""

    read: Callable[[str], GlossaryFile]
    kind: SourceKind


_READERS = {
    Format.CEDICT: _Reader(read_cedict, SourceKind.DICTIONARY),
    Format.CSV: _Reader(read_delimited, SourceKind.IMPORT),
}


def import_file(
    store: Store, form: Format, data: bytes, name: str, encoding: str | None, *, dry_run: bool, skip_bad: bool
) -> Plan:
    """Import a file in one transaction, with a bar for each step on stderr; return what each row did.

    Raises GlossaryError, and stores nothing, where a row cannot be stored and is not to be skipped.
    """
    reader = _READERS[form]
    file = reader.read(decoded(data, encoding))
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

    with bars, store.writing("glossary import", dry_run=dry_run) as write:
        plan = import_glossary(write, file, data, name, reader.kind, show)
        if not (dry_run or skip_bad):
            _refuse_bad(plan)
        return plan


def _refuse_bad(plan: Plan) -> None:
    rejected = [one for one in plan.entries if one.action is Action.REJECTED]
    if rejected:
        first, rows = rejected[0], "row" if len(rejected) == 1 else "rows"
        raise GlossaryError(
            f"{len(rejected):,} {rows} cannot be stored, so nothing is; the first: {first.locator}: {first.reason} "
            "(--dry-run names all, --skip-bad leaves them out)"
        )
