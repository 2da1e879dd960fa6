"""Where the program begins: before anything large is loaded."""

import gc
import os
import sys

_OBJECTS = 50_000


def main() -> None:
    """Run the command line.

    Loading makes half a million objects and throws few away: looking for those again and again is a tenth of the time until
    the first answer. What is loaded stays, and need not be looked at later either.
    """
    open_closed_streams()
    gc.disable()
    from glossary.cli.main import main as run  # noqa: PLC0415 - what is imported above comes before the rule

    gc.freeze()
    gc.set_threshold(_OBJECTS)  # Python's own rule, after each 700, is for programs that keep little
    gc.enable()
    run()


def open_closed_streams() -> None:
    """Put something in the place of the standard streams that the caller closed (`>&-`).

    Python has None there, which nothing can be written to, and the next file that is opened would get their numbers. What
    is written to the standard output that was closed has to fail, as it would have: it is opened for reading.
    """
    for name, way in (("stdin", os.O_RDONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            number = os.open(os.devnull, way)  # the lowest that is free, which is the stream's own
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", errors="backslashreplace"))
