"""What a term list is made from: a document's text, where its sentences stand, and what it coins."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from glossary.documents.blocks import Document
from glossary.documents.reading import read_document
from glossary.extraction.candidates import Coinage, find_coinages
from glossary.extraction.report import read_body, read_report_or_body


@dataclass(frozen=True, slots=True)
class Outline:
    """A document as a term list needs it, small enough to be handed from one process to another.

    Sentence `n` is `text[begins[n]:ends[n]]` (code points); `coinages` are those outside of its glossary section.
    """

    title: str
    text: str
    begins: Sequence[int]
    ends: Sequence[int]
    coinages: tuple[Coinage, ...]

    def sentence_at(self, offset: int) -> str:
        """Return the sentence that an offset is in, or the one before it."""
        number = max(0, bisect_right(self.begins, offset) - 1)
        return self.text[self.begins[number] : self.ends[number]] if self.begins else ""


def outline(document: Document) -> Outline:
    """Return the outline of a document, which may have a glossary section or not."""
    report = read_body(document)
    sentences = report.body.sentences
    return Outline(
        title=report.metadata.title or "",
        text=document.text,
        begins=array("I", [start for start, _, _ in sentences]),
        ends=array("I", [start + len(sentence) for start, sentence, _ in sentences]),
        coinages=tuple(find_coinages(read_report_or_body(document).body)),
    )


def outline_file(data: bytes, name: str, encoding: str | None) -> Outline:
    """Return the outline of the document in a file called `name`. Raises as `read_document` does."""
    return outline(read_document(data, name, encoding))
