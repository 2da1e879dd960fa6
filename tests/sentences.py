"""The labelled sentences, and how often terms are told in them: `python -m tests.sentences` prints it.

A sentence of `cases/sentences.json` has ⟦ ⟧ around each use of a term; what is spelled like one elsewhere is a trap. The
terms of a set are loaded as a report would bring them, with their definitions and a sentence, beside the shipped ones.
"""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossary.documents.text import document_of
from glossary.extraction.report import read_report
from glossary.language.normalise import IGNORED
from glossary.loading.report_drafts import Stated
from glossary.loading.reports import load_report
from glossary.loading.shipped import shipped_reports
from glossary.matching.annotate import annotate
from glossary.matching.index import TermIndex, build_index
from glossary.store.opening import Store, open_store, store_url
from glossary.store.upgrading import upgrade_store

SETS: list[dict[str, Any]] = json.loads(Path(__file__).parent.joinpath("cases", "sentences.json").read_text("utf-8"))

Place = tuple[int, int]


@dataclass(frozen=True)
class Labelled:
    """A sentence without its marks, and where these were, from the first to the last character that counts."""

    text: str
    uses: frozenset[Place]


def labelled(marked: str) -> Labelled:
    """Return a sentence and the places of its marks."""
    text, uses, start = "", set(), 0
    for character in marked:
        if character == "⟦":
            start = len(text)
        elif character == "⟧":
            uses.add(_tight(text, start, len(text)))
        else:
            text += character
    return Labelled(text, frozenset(uses))


def _tight(text: str, start: int, end: int) -> Place:
    while IGNORED.fullmatch(text[start]):
        start += 1
    while IGNORED.fullmatch(text[end - 1]):
        end -= 1
    return start, end


def fill(store: Store, terms: list[dict[str, str]]) -> None:
    """Load the shipped report, and the terms of a set as the report that would define them."""
    with store.writing("tests") as write:
        for report, curation in shipped_reports():
            load_report(write, report, curation)
        body = "\n".join(term["context"] for term in terms)
        entries = "\n".join(f"{number}.{term['text']}：{term['definition']}" for number, term in enumerate(terms, 1))
        text = f"2025年云山县政府工作报告\n各位代表：\n{body}\n名词解释\n{entries}\n"
        load_report(write, read_report(document_of(text)), None, Stated(slug="made-up", file="made-up.txt"))


@contextmanager
def index_of(terms: list[dict[str, str]]) -> Iterator[TermIndex]:
    """Give the index of a store with the terms of a set."""
    with tempfile.TemporaryDirectory() as directory:
        url = store_url(f"{directory}/sentences.db")
        upgrade_store(url)
        store = open_store(url)
        fill(store, terms)
        with store.reading() as connection:
            yield build_index(connection)
        store.close()


@dataclass
class Counted:
    """How often a use was found, something else was found, and a use was not found."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, found: set[Place], uses: frozenset[Place]) -> None:
        """Count what was found in a sentence."""
        self.right += len(found & uses)
        self.wrong += len(found - uses)
        self.missed += len(uses - found)

    @property
    def precision(self) -> float:
        """The share of what was found that is a use."""
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        """The share of the uses that was found."""
        return self.right / (self.right + self.missed)


def main() -> None:
    """Print how often terms are told, set by set and in all, and each sentence that is read wrongly."""
    total = Counted()
    for one in SETS:
        counted = Counted()
        with index_of(one["terms"]) as index:
            for sentence in map(labelled, one["sentences"]):
                found = {(span.start, span.end) for span in annotate(index, sentence.text)}
                for each in (counted, total):
                    each.add(found, sentence.uses)
                if found != sentence.uses:
                    print(_shown(sentence.text, found - sentence.uses), _shown(sentence.text, sentence.uses - found))
        print(f"{one['name']}: {len(one['sentences'])} sentences, {_figures(counted)}")
    print(f"in all: {_figures(total)}")


def _shown(text: str, places: frozenset[Place] | set[Place]) -> str:
    return " ".join(f"{text[:start]}[{text[start:end]}]{text[end:]}" for start, end in sorted(places)) or "-"


def _figures(counted: Counted) -> str:
    return (
        f"precision {counted.precision:.4f}, recall {counted.recall:.4f} "
        f"({counted.right} right, {counted.wrong} wrong, {counted.missed} missed)"
    )


if __name__ == "__main__":
    main()
