"""What an operator is told when a store of an older version is upgraded, whichever command does it."""

from collections.abc import Callable

from rich.console import Console
from sqlalchemy import URL

from glossary.cli.bars import bars_of_steps
from glossary.cli.terminal import harmless
from glossary.store.upgrading import Upgrade, upgrade_store

Saying = Callable[[str], None]
"""Says a line to whoever runs the program."""


def say_on_stderr(line: str) -> None:
    """Say a line beside what the command gives out."""
    Console(stderr=True, soft_wrap=True).print(harmless(line), highlight=False, markup=False)


def upgrade_and_tell(url: URL, say: Saying = say_on_stderr, *, keep_copy: bool = True) -> Upgrade | None:
    """Bring a store up to this version, and say from which schema to which, where its copy is, and what was derived again.

    Of a store that is made nothing is said. Raises StoreError as `upgrade_store` does.
    """
    shown = url.render_as_string(hide_password=True) if url.host else url.database

    def announce(upgrade: Upgrade) -> None:
        if upgrade.old is None:
            return
        kept = f"a copy of it as it was is kept at {upgrade.copy}" if upgrade.copy else "no copy of it is kept"
        say(f"upgrading the store at {shown} from schema {upgrade.old} to {upgrade.new}; {kept}")

    with bars_of_steps() as steps:
        done = upgrade_store(url, keep_copy=keep_copy, begun=announce, steps=steps)
    if done and done.old is not None:
        say(f"upgraded to schema {done.new}: what is derived of {done.derived:,} concepts was made again")
    return done
