"""Entries without numbers: each begins with a head and a mark, or with a head in a line of its own."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from glossary.documents.blocks import BlockKind
from glossary.extraction.heads import Cut, Style, best_cut
from glossary.extraction.lines import Line, ends_sentence
from glossary.extraction.numbering import is_numbered, without_number
from glossary.extraction.printed import (
    TITLE_LONGEST,
    PrintedEntry,
    head_alone,
    is_subheading,
    read_entry,
    without_what_follows,
)
from glossary.language.normalise import bare

_ENOUGH = {
    Style.BRACKETS: 0.5,
    Style.COLON: 0.5,
    Style.BOLD: 1.0,
    Style.DASH: 0.5,
    Style.MEANS: 1.5,
    Style.SPACE: 1.0,
    Style.LINE: 1.0,
}
"""What must speak for a head of each style for an entry to begin with it."""
_UNUSED = 1.0
"""What speaks against a head that the document does not use, where it uses nearly all of the others."""
_NEARLY_ALL = 0.6
_UNFINISHED = 1.5
"""What speaks against a head behind a line that is no whole sentence."""
_USUAL = 1.0
"""What speaks for a head of the style that most heads of the section have; a colon has other uses too."""
_ALTERNATE = 0.3
"""Heads alone in their lines are the shape of a section where so much of its lines are such."""
_MEANS = re.compile(r"是指|系指|即指|指|即")
_RUN_IN = re.compile(
    r"(?:(?<=[。；;])|^)\s*(?:“[^“”]{1,24}”|[^，。；：:“”]){1,30}?(?:，\s*(?:是指|系指|指)|[:：]\s*(?:是指|指))"
)


def unnumbered_entries(lines: Sequence[Line], body: Container[str]) -> list[PrintedEntry]:
    """Return the entries of a section that does not number them.

    A line begins one where enough speaks for its head (see `heads`), the line before it is a whole sentence, and its
    head is no part of the head it would follow. What does not begin one goes on with the one before.
    """
    lines = _parted(lines)
    heads = _Heads.of(lines, body)
    chunks: list[list[Line]] = []
    head = ""
    for index, line in enumerate(lines):
        cut = heads.alone.get(index) or heads.cuts[index]
        if cut and heads.begins(cut, chunks[-1] if chunks else [], head):
            chunks.append([line if cut.style is Style.LINE else _unnumbered(line)])
            head = cut.head
        elif chunks:
            chunks[-1].append(line)
    if not chunks:
        return []
    chunks = [_without_subheadings(chunk) for chunk in chunks[:-1]] + chunks[-1:]
    chunks[-1] = without_what_follows(chunks[-1])
    entries = [read_entry(chunk, body, numbered=False) for chunk in chunks]
    return [entry for entry in entries if entry.definition]


@dataclass(frozen=True, slots=True)
class _Heads:
    """What each line of a section may begin with, and what is usual in it."""

    body: Container[str]
    cuts: Sequence[Cut | None]
    alone: dict[int, Cut]
    alternate: bool
    unused: float
    stops: bool
    usual: Style | None

    @classmethod
    def of(cls, lines: Sequence[Line], body: Container[str]) -> "_Heads":
        cuts = [_cut(line, body) for line in lines]
        alone = dict(_heads_alone(lines, body))
        styles = Counter(cut.style for cut in cuts if cut and cut.definition and cut.score >= _ENOUGH[cut.style])
        usual, times = styles.most_common(1)[0] if styles else (Style.COLON, 0)
        alternate = len(alone) > 1 and len(alone) >= _ALTERNATE * len(lines) and len(alone) >= styles.total()
        if not alternate:
            alone = {index: cut for index, cut in alone.items() if cut.score >= _ENOUGH[Style.LINE]}
        used = [bare(cut.head) in body for cut in cuts if cut]
        return cls(
            body=body,
            cuts=cuts,
            alone=alone,
            alternate=alternate,
            unused=_UNUSED if used and sum(used) >= _NEARLY_ALL * len(used) else 0.0,
            stops=sum(ends_sentence(line.text) for line in lines) * 2 >= len(lines),
            usual=usual if usual is not Style.COLON and times > styles.total() / 2 else None,
        )

    def begins(self, cut: Cut, before: Sequence[Line], head: str) -> bool:
        """Return whether an entry begins with `cut`, where the lines `before` are the entry it would end, of `head`."""
        if head and bare(cut.head) != bare(head) and bare(cut.head) in bare(head):
            return False
        has_only_head = len(before) == 1 and bare(before[0].text.rstrip(":：")) == bare(head)
        if has_only_head:
            return not self.alternate and bool(cut.definition) and cut.score > _ENOUGH[cut.style]
        if cut.style is Style.LINE and self.alternate:
            return True
        score = cut.score
        if cut.style is self.usual:
            score += _USUAL
        if before and self.stops and not ends_sentence(before[-1].text):
            score -= _UNFINISHED
        if not self._is_used(cut) and not _MEANS.match(cut.definition):
            score -= self.unused
        return score >= _ENOUGH[cut.style]

    def _is_used(self, cut: Cut) -> bool:
        return any(bare(part) in self.body for part in (cut.head, *re.findall("“([^“”]+)”", cut.head)))


def _cut(line: Line, body: Container[str]) -> Cut | None:
    """Return the head that a line begins with; one behind a number that is in no run needs more."""
    found = _unnumbered(line)
    cut = best_cut(found.text, body, found.bold)
    return replace(cut, score=cut.score - 1) if cut and found != line else cut


def _unnumbered(line: Line) -> Line:
    text = without_number(line.text)
    return replace(line, text=text, bold=max(0, line.bold - (len(line.text) - len(text))))


def _heads_alone(lines: Sequence[Line], body: Container[str]) -> Iterator[tuple[int, Cut]]:
    """Yield the lines that may be a head and nothing else: a definition follows, nothing unfinished goes before."""
    for index, (line, following) in enumerate(pairwise(lines)):
        if index and not ends_sentence(lines[index - 1].text):
            continue
        if not (ends_sentence(following.text) or len(following.text) > TITLE_LONGEST or _MEANS.match(following.text)):
            continue
        cut = None if is_numbered(line.text) else head_alone(line, body)
        if cut:
            marked = line.kind is BlockKind.HEADING or line.bold >= len(cut.head)
            yield index, replace(cut, score=cut.score + 1.5 * marked + bool(_MEANS.match(following.text)))


def _without_subheadings(chunk: list[Line]) -> list[Line]:
    end = len(chunk)
    while end > 1 and is_subheading(chunk[end - 1], chunk[end - 2].text):
        end -= 1
    return chunk[:end]


def _parted(lines: Sequence[Line]) -> Sequence[Line]:
    """Return lines in which entries that stand one behind the other in a paragraph have lines of their own.

    That is the shape of a section where most lines hold several; a single one holds a term explained on the way.
    """
    places = {index: [found.start() for found in _RUN_IN.finditer(line.text)] for index, line in enumerate(lines)}
    several = {index: at if at[0] == 0 else [0, *at] for index, at in places.items() if len(at) > 1}
    if 2 * len(several) < len(lines):
        return lines
    parted: list[Line] = []
    for index, line in enumerate(lines):
        cuts = several.get(index, [0])
        parted += [
            replace(line, text=line.text[start:end].strip(" ；;"), bold=0)
            for start, end in zip(cuts, [*cuts[1:], len(line.text)], strict=True)
        ]
    return parted
