"""Where the program begins: before anything large is loaded."""

import gc

_OBJECTS = 50_000


def main() -> None:
    """Run the command line.

    Loading makes half a million objects and throws few away: looking for those after each 700 (Python's own rule) is a
    tenth of the time until the first answer.
    """
    gc.set_threshold(_OBJECTS)
    from glossary.cli.main import main as run  # noqa: PLC0415 - what is imported above comes before the rule

    run()
