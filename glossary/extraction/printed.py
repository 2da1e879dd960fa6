"""An entry of a glossary section as it is printed: its lines, and the head and definition in them."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from glossary.documents.blocks import BlockKind
from glossary.extraction.heads import Cut, Style, best_cut, whole_line
from glossary.extraction.lines import Line, ends_sentence, joined
from glossary.extraction.numbering import is_numbered
from glossary.language.normalise import bare, mend_spaces

TITLE_LONGEST = 30
"""Code points: a line of no more, without a mark at its end, may be a title."""
_MARKS = "。；;：:，,、！？!?”）)》…"


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """An entry as printed, its white space mended, its number left out; what it does not have is empty."""

    head: str
    definition: str
    locator: str


def read_entry(lines: Sequence[Line], body: Container[str], *, numbered: bool) -> PrintedEntry:
    """Return the entry that `lines` are: the head is in the first, alone in it, or broken over the first two."""
    first, rest = lines[0], lines[1:]
    cut, texts = best_cut(first.text, body, first.bold, numbered=numbered), [line.text for line in rest]
    if rest:
        alone = head_alone(first, body)
        if alone and (cut is None or cut.style in (Style.MEANS, Style.IS, Style.SPACE, Style.DASH)):
            cut = alone
        if alone and (broken := _over_two_lines(first, rest[0], body)):
            cut, texts = broken, texts[1:]
    if cut is None:
        return PrintedEntry("", definition_of([first.text, *texts]), first.locator)
    return PrintedEntry(cut.head, definition_of([cut.definition, *texts]), first.locator)


def head_alone(line: Line, body: Container[str]) -> Cut | None:
    """Return the head that a line is and nothing else, a colon behind it aside; None where it cannot be one."""
    text = line.text.rstrip(":： ")
    if len(text) > TITLE_LONGEST or ends_sentence(text):
        return None
    return whole_line(text, body)


def definition_of(texts: Iterable[str]) -> str:
    """Return a definition in one piece; its paragraphs are parted by line ends, breaks inside sentences are gone."""
    return mend_spaces(joined(mend_spaces(text) for text in texts if text.strip()))


def is_subheading(line: Line, before: str) -> bool:
    """Return whether a line in front of an entry is a heading over several, not the end of the definition `before` it."""
    text = line.text.strip()
    if len(text) > TITLE_LONGEST or text[-1] in _MARKS or line.cells or (before and not ends_sentence(before)):
        return False
    return line.kind is BlockKind.HEADING or is_numbered(text) or not any(mark in text for mark in _MARKS)


def without_what_follows(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a section's last entry without what stands behind the section.

    The entry goes on as long as its sentence does, and then up to the first line that looks like a title.
    """
    kept = [lines[0]]
    for line in lines[1:]:
        whole = ends_sentence(kept[-1].text) and not (len(kept) == 1 and kept[0].text[-1] in ":：")
        if whole and _is_title_like(line):
            break
        kept.append(line)
    return kept


def _is_title_like(line: Line) -> bool:
    return line.kind is BlockKind.HEADING or (len(line.text) <= TITLE_LONGEST and line.text[-1] not in _MARKS)


def _over_two_lines(first: Line, second: Line, body: Container[str]) -> Cut | None:
    """Return the cut of two lines as one, where the head that is used in the body is broken between them."""
    cut = best_cut(first.text + second.text, body)
    if cut and cut.style is Style.COLON and len(cut.head) > len(first.text) and bare(cut.head) in body:
        return cut
    return None
