"""Where the program begins: before anything large is loaded."""

import gc

_OBJECTS = 50_000


def main() -> None:
    """Run the command line.

    Loading makes half a million objects and throws few away: looking for those again and again is a tenth of the time until
    the first answer. What is loaded stays, and need not be looked at later either.
    """
    gc.disable()
    from glossary.cli.main import main as run  # noqa: PLC0415 - what is imported above comes before the rule

    gc.freeze()
    gc.set_threshold(_OBJECTS)  # Python's own rule, after each 700, is for programs that keep little
    gc.enable()
    run()
