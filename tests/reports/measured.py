"""How much of made-up reports is read right, per shape and kind of file: `docs/extraction.md`, and its test."""

from dataclasses import dataclass
from pathlib import Path

from glossary.documents.reading import read_document
from glossary.errors import NoGlossarySection
from glossary.extraction.report import read_report
from tests.reports.generator import make
from tests.reports.shapes import MARKED_UP, SHAPES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "extraction.md"
COUNTS = {"txt": 40, "html": 20, "docx": 15, "pdf": 6}
"""So many reports are made for each shape, once clean and once noisy."""
CASES = [
    (shape, suffix, noisy)
    for shape in SHAPES
    for suffix in COUNTS
    for noisy in (False, True)
    if not (shape in MARKED_UP and suffix in ("txt", "pdf"))
]
_BEGIN, _END = "<!-- figures -->", "<!-- end of figures -->"


@dataclass(frozen=True)
class Score:
    """How many entries were read right (head and whole definition), made up, and missed; the seeds that were not."""

    right: int
    extra: int
    missing: int
    seeds: tuple[str, ...]

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.extra + self.missing)


def measure(shape: str, suffix: str, *, noisy: bool) -> Score:
    """Return how well the reports of one shape in one kind of file are read.

    A PDF does not hold where white space was, so it is not compared there.
    """
    right = extra = missing = 0
    seeds = []
    for number in range(COUNTS[suffix]):
        seed = f"{shape}-{suffix}-{noisy}-{number}"
        made = make(seed, shape, suffix, noisy=noisy)
        wanted = {_seen(entry.head, entry.definition, suffix) for entry in made.entries}
        try:
            report = read_report(read_document(made.data, f"report.{suffix}"))
            found = {_seen(entry.headword, entry.definition, suffix) for entry in report.entries}
        except NoGlossarySection:
            found = set()
        right, extra, missing = right + len(wanted & found), extra + len(found - wanted), missing + len(wanted - found)
        if wanted != found:
            seeds.append(seed)
    return Score(right, extra, missing, tuple(seeds))


def _seen(head: str, definition: str, suffix: str) -> tuple[str, str]:
    if suffix == "pdf":
        head, definition = "".join(head.split()), "".join(definition.split())
    return head, definition


def table(scores: dict[tuple[str, str, bool], Score]) -> str:
    """Return the table of the page: F1 per shape and file, clean and noisy."""
    lines = [
        "| shape | " + " | ".join(f"{suffix} | {suffix}, noise" for suffix in COUNTS) + " |",
        "| --- |" + " ---: |" * 8,
    ]
    for shape in SHAPES:
        cells = [
            f"{scores[key].f1:.4f}" if (key := (shape, suffix, noisy)) in scores else "–"
            for suffix in COUNTS
            for noisy in (False, True)
        ]
        lines.append(f"| {shape} | {' | '.join(cells)} |")
    total = sum(COUNTS[suffix] for _, suffix, _ in CASES)
    entries = sum(score.right + score.missing for score in scores.values())
    return "\n".join([f"{total:,} reports with {entries:,} entries:", "", *lines])


def main() -> None:
    """Write the figures into the page."""
    scores = {case: measure(case[0], case[1], noisy=case[2]) for case in CASES}
    text = PAGE.read_text("utf-8")
    before, after = text.split(_BEGIN)[0], text.split(_END)[1]
    PAGE.write_text(f"{before}{_BEGIN}\n{table(scores)}\n{_END}{after}", "utf-8")


if __name__ == "__main__":
    main()
