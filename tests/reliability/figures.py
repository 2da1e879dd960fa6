"""What the faults suite counted, gathered from every test and every worker, and printed at the end of a run."""

from collections.abc import Iterable
from pathlib import Path

import pytest

_NAME = "figure"

HEAD = """# What is shown about reliability

Written by `python -m tests.reliability`, which runs the faults suite (`tests/reliability/`) at full length; `make test`
runs the same tests, some of them shorter. Each line is what one test tried and found.

What was decided: a full disk answers 507, a quota or a failing disk 503, and nothing of the write is stored. A damaged store
of up to 256 MiB is not served; damage that a read meets later answers 503, and `/readyz` says so from then on. A store that
is deleted or replaced while it is served is not written to and, after a second, not read. Of a name that stands twice in a
JSON object the last counts.
"""


def figures_of(reports: Iterable[object]) -> dict[str, list[str]]:
    """Return the figures that tests have recorded, by the file of the test."""
    found: dict[str, list[str]] = {}
    for report in reports:
        if isinstance(report, pytest.TestReport) and report.when == "call":
            for name, value in report.user_properties:
                if name == _NAME:
                    found.setdefault(Path(report.location[0]).stem, []).append(str(value))
    return found


def written_out(figures: dict[str, list[str]]) -> str:
    """Return the page with the figures."""
    parts = [HEAD]
    for stem, lines in sorted(figures.items()):
        title = stem.removeprefix("test_").replace("_", " ")
        parts += [f"\n## {title[0].upper()}{title[1:]}\n\n", *(f"- {line}\n" for line in sorted(lines))]
    return "".join(parts)
