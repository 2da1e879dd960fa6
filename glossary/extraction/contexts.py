"""Where a document uses a term: the sentence, and the term's exact place in the text."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from operator import itemgetter

from glossary.deadline import check
from glossary.documents.blocks import Block, BlockKind
from glossary.extraction.finding import Findable
from glossary.extraction.lines import breaks_off, ends_sentence
from glossary.language.characters import CharacterForms
from glossary.language.normalise import bare

_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]*[”’」』）)》〉]*")
_NOTE_MARK = re.compile(r"[\[［〔]\d{1,3}[\]］〕]|[①-⑳㉑-㉟㊱-㊿]|[¹²³⁴-⁹⁰]+")
_OPENING, _CLOSING = set("“‘「『"), set("”’」』")
_BEGINS = re.compile(r"[-—－]{2}|各位代表")
"""What a line under a title, or the salutation, begins with: no sentence goes on in it."""
_TITLE_LONGEST, _NEXT_LINE = 30, 1
"""Code points: a longer line without an end is no title; so much white space parts two lines that nothing parts."""
_LONGEST, _SHORTEST = 2000, 1000
"""Code points: what has no end for longer is cut, behind a comma or space where one stands in its second half, and stands as
two sentences. The longest of a report has 260. A sentence is shown with each term and coinage in it: 1.2 MB of coinages
without a full stop made an answer of 2.4 GB."""
_PAUSE = re.compile(r"[，,、；;：:\s]")
_SHORT = 3
"""Labels of so few characters need a quotation mark beside them: 六同 is not in 六同学."""
_BEGIN = itemgetter(0)
"""Where a sentence begins, of the triples in `Body.sentences`."""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a term: offsets count code points of the document's text; the sentence begins at `sentence_start`."""

    sentence: str
    sentence_start: int
    start: int
    end: int
    locator: str


class Body:
    """Blocks of a document made ready for finding terms in them: their bare text, and where it stands in the document.

    Quotation marks, spaces, line breaks, footnote marks and width are ignored while finding, and kept in the text.
    """

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        """Prepare `blocks`, whose offsets count code points of `text`."""
        self.sentences: list[tuple[int, str, str]] = []
        self._begins = array("I")
        self._places = array("I")
        kept: list[str] = []
        for block, end in _unbroken(blocks):
            for start, sentence in _sentences(text, block.start, end):
                self._begins.append(len(self._places))
                self.sentences.append((start, sentence, block.locator))
                # One string a sentence: a list of characters would take forty times the text's memory.
                kept.append(self._bare(start, sentence) + _BORDER)
                self._places.append(start + len(sentence))
        self.text = "".join(kept)
        self._findable = Findable(self.text)

    def _bare(self, start: int, sentence: str) -> str:
        """Return the bare text of a sentence, having noted where each of its characters stands."""
        # Most sentences have no character that is left out, or written as two: those take a fifth of the time so.
        if len(sentence.translate(_ONE_FOR_ONE)) == len(sentence) and not _NOTE_MARK.search(sentence):
            self._places.extend(range(start, start + len(sentence)))
            return sentence.translate(_BARE)
        marks = {offset for found in _NOTE_MARK.finditer(sentence) for offset in range(*found.span())}
        kept = []
        for offset, character in enumerate(sentence):
            if offset not in marks and (characters := _bare(character)):
                kept.append(characters)
                self._places.extend([start + offset] * len(characters))
        return "".join(kept)

    def uses(self, labels: Iterable[str]) -> list[Use]:
        """Return each sentence that uses one of `labels`, once, with the first use in it; in order.

        Where two labels begin together the longer one counts.
        """
        hits: dict[int, tuple[int, int]] = {}
        for label in {bare(label) for label in labels} - {""}:
            for start in self._findable.places(label):
                end = start + len(label)
                number = bisect_right(self._begins, start) - 1
                first = self._places[start], self._places[end - 1] + 1
                if len(label) <= _SHORT and not self._is_quoted(number, *first):
                    continue
                known = hits.get(number)
                if known is None or (first[0], -first[1]) < (known[0], -known[1]):
                    hits[number] = first
        return [self._use(number, *hits[number]) for number in sorted(hits)]

    def holding(self, names: Iterable[str], after: int = -1) -> Iterator[Use]:
        """Yield each sentence that has one of `names` in it, bare, once, with the first place; in order.

        Those whose first place is not behind `after`, an offset in the document's text, are left out. No more of the text
        is looked through than the caller takes. Nothing is asked beside it, as `uses` does: 高四 is found in 升高四成.
        """
        first = max(0, bisect_right(self.sentences, after, key=_BEGIN) - 1)
        last = -1
        for start, end, number in merge(*(self._sentences_with(name, first) for name in sorted(set(names) - {""}))):
            if number > last and self._places[start] > after:
                yield self._use(number, self._places[start], self._places[end - 1] + 1)
            last = number

    def _sentences_with(self, label: str, number: int) -> Iterator[tuple[int, int, int]]:
        """Yield where a label first stands in each sentence from `number` on, in places of the bare text."""
        while number < len(self._begins) and (at := self.text.find(label, self._begins[number])) >= 0:
            number = bisect_right(self._begins, at) - 1
            yield at, at + len(label), number
            number += 1

    def _is_quoted(self, number: int, start: int, end: int) -> bool:
        """Return whether a quotation mark stands directly before or behind a stretch of a sentence."""
        begin, sentence, _ = self.sentences[number]
        start, end = start - begin, end - begin
        return sentence[max(start - 1, 0) : start] in _OPENING or sentence[end : end + 1] in _CLOSING

    def _use(self, number: int, start: int, end: int) -> Use:
        begin, sentence, locator = self.sentences[number]
        return Use(sentence, begin, start, end, locator)


_BORDER = "\n"
"""What stands between sentences in the bare text; no label has it."""


def _unbroken(blocks: Sequence[Block]) -> Iterator[tuple[Block, int]]:
    """Yield the stretches that sentences are cut from: a block and where the last one ends that goes on with it."""
    first: Block | None = None
    for before, block in zip([None, *blocks], blocks, strict=False):
        if first is None or before is None or not _goes_on(before, block):
            if first and before:
                yield first, before.end
            first = block
    if first:
        yield first, blocks[-1].end


def _goes_on(before: Block, block: Block) -> bool:
    """Return whether a sentence goes on in the next line of a text: where it is set in lines, or broken by a link."""
    if before.kind is not BlockKind.LINE or ends_sentence(before.text) or _BEGINS.match(block.text):
        return False
    if breaks_off(before.text, block.text):
        return True
    return len(before.text) > _TITLE_LONGEST and block.start - before.end <= _NEXT_LINE


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield the sentences in a stretch of a text with their offsets in it."""
    for found in _SENTENCE.finditer(text, start, end):
        for begin, behind in _cut(text, *found.span()):
            sentence = text[begin:behind]
            stripped = sentence.strip()
            if stripped:
                yield begin + len(sentence) - len(sentence.lstrip()), stripped


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a sentence, none longer than is shown; nearly always the sentence itself."""
    while end - start > _LONGEST:
        pauses = list(_PAUSE.finditer(text, start + _SHORTEST, start + _LONGEST))
        behind = pauses[-1].end() if pauses else start + _LONGEST
        yield start, behind
        start = behind
    yield start, end


@lru_cache(maxsize=20_000)
def _bare(character: str) -> str:
    return bare(character)


_BARE = CharacterForms(bare)
_ONE_FOR_ONE = CharacterForms(lambda character: character if len(bare(character)) == 1 else "")
"""Characters whose bare form is one character, as they are, and nothing for the others."""


class Sections:
    """A document in which sentences are found, made ready section by section as far as it is looked through.

    Of a text of a hundred thousand lines a page of sentences is found in the first few.
    """

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        """Cut `blocks`, whose offsets count code points of `text`, where no sentence goes on."""
        self._text = text
        self._cut: list[Sequence[Block]] = []
        self._bodies: dict[int, Body] = {}
        start = 0
        while start < len(blocks):
            end = start + _SECTION
            while end < len(blocks) and _goes_on(blocks[end - 1], blocks[end]):
                end += 1
            self._cut.append(blocks[start:end])
            start = end

    def holding(self, names: Sequence[str], after: int = -1) -> Iterator[Use]:
        """Yield what `Body.holding` does of the whole document."""
        first = max(0, bisect_right(self._cut, after, key=_first_place) - 1)
        for number in range(first, len(self._cut)):
            check()
            if number not in self._bodies:
                self._bodies[number] = Body(self._text, self._cut[number])
            yield from self._bodies[number].holding(names, after)


_SECTION = 1000
"""Blocks: more than nearly any report has."""


def _first_place(section: Sequence[Block]) -> int:
    return section[0].start
