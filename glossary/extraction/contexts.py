"""Where a document uses a term: the sentence, and the term's exact place in the text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from glossary.documents.blocks import Block
from glossary.language.normalise import QUOTES, bare

_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]*[”’」』）)]*")
_IGNORED_BETWEEN = rf"[\s{re.escape(QUOTES)}]*"
_OPENING, _CLOSING = set("“‘「『"), set("”’」』")
_SHORT = 3
"""Labels of so few characters need a quotation mark beside them: 六同 is not in 六同学."""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a term: offsets count code points of the document's text; the sentence begins at `sentence_start`."""

    sentence: str
    sentence_start: int
    start: int
    end: int
    locator: str


def find_uses(blocks: Sequence[Block], labels: Iterable[str]) -> list[Use]:
    """Return each sentence of `blocks` that uses one of `labels`, once, with the first use in it; in order.

    Quotation marks and spaces are ignored while finding and kept in the text; where two labels begin together the
    longer one counts.
    """
    wanted = [(label, _pattern(label)) for label in sorted({bare(label) for label in labels} - {""})]
    return [use for block in blocks for use in _uses_in(block, wanted)]


def sentences(block: Block) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a block with their offsets in the document's text."""
    for found in _SENTENCE.finditer(block.text):
        sentence = found.group()
        stripped = sentence.strip()
        if stripped:
            yield block.start + found.start() + len(sentence) - len(sentence.lstrip()), stripped


def _uses_in(block: Block, wanted: Sequence[tuple[str, re.Pattern[str]]]) -> Iterator[Use]:
    for start, sentence in sentences(block):
        hits = [
            hit.span()
            for label, pattern in wanted
            for hit in pattern.finditer(sentence)
            if len(label) > _SHORT or _is_quoted(sentence, *hit.span())
        ]
        if hits:
            first, last = min(hits, key=lambda hit: (hit[0], -hit[1]))
            yield Use(sentence, start, start + first, start + last, block.locator)


def _pattern(characters: str) -> re.Pattern[str]:
    """Return what finds a bare label in a sentence, from its first to its last character."""
    return re.compile(_IGNORED_BETWEEN.join(map(re.escape, characters)), re.IGNORECASE)


def _is_quoted(sentence: str, start: int, end: int) -> bool:
    """Return whether a quotation mark stands directly before or behind a stretch of a sentence."""
    return sentence[max(start - 1, 0) : start] in _OPENING or sentence[end : end + 1] in _CLOSING
