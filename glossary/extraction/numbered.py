"""Entries that are numbered, in lines of their own or one behind the other in a paragraph."""

from collections.abc import Container, Sequence
from dataclasses import replace

from glossary.extraction.heads import Style, best_cut
from glossary.extraction.lines import Line, ends_sentence
from glossary.extraction.numbering import Mark, find_run, is_numbered
from glossary.extraction.printed import PrintedEntry, head_alone, is_subheading, read_entry, without_what_follows

_SURE = 1.5
"""What must speak for a line without a number, where one is missing in the run, to be that entry."""

_LOOKED_AT = 1_000
"""Code points behind a number that show whether an entry begins there; a line may have many numbers."""

_Place = tuple[int, int, int]
"""Where an entry begins: the line, where its number begins, where it ends."""


def numbered_entries(lines: Sequence[Line], body: Container[str]) -> list[PrintedEntry]:
    """Return the entries of a numbered section, none where no run of numbers is found.

    What stands between two numbers of the run is one entry; sub-headings are left out.
    """
    restarts = frozenset(
        index
        for index in range(1, len(lines))
        if is_subheading(lines[index - 1], lines[index - 2].text if index > 1 else "")
    )
    run = find_run(lines, lambda line, end: _weight(lines, line, end, body), restarts)
    if not run:
        return []
    places = sorted({*((mark.line, mark.start, mark.end) for mark in run), *_without_number(lines, run, body)})
    chunks = [_between(lines, place, following) for place, following in zip(places, [*places[1:], None], strict=True)]
    chunks[-1] = without_what_follows(chunks[-1])
    return [read_entry(chunk, body, numbered=True) for chunk in chunks]


def _weight(lines: Sequence[Line], index: int, end: int, body: Container[str]) -> float:
    """Return what speaks for an entry behind a number: a head with a definition, or a head alone in its line."""
    text = lines[index].text[end : end + _LOOKED_AT]
    if not text.strip():
        return 0.0
    cut = best_cut(text, body, max(0, lines[index].bold - end), numbered=True)
    if cut and cut.style is not Style.SPACE and cut.score > 0:
        return 1 + min(cut.score, 3) / 3
    if index + 1 < len(lines) and (alone := head_alone(replace(lines[index], text=text), body)):
        return 1 + max(0, min(alone.score, 3) / 3)
    return -1.0


def _without_number(lines: Sequence[Line], run: Sequence[Mark], body: Container[str]) -> list[_Place]:
    """Return where entries begin whose number is missing in the run, but whose head is plain to see."""
    found: list[_Place] = []
    for before, after in zip([None, *run[:-1]], run, strict=True):
        missing = after.value - (before.value if before else 0) - 1
        if missing < 1:
            continue
        weighed = []
        for index in range(before.line + 1 if before else 0, after.line):
            cut = best_cut(lines[index].text, body, lines[index].bold)
            complete = index == 0 or ends_sentence(lines[index - 1].text)
            if cut and cut.score >= _SURE and complete and not is_numbered(lines[index].text):
                weighed.append((cut.score, index))
        found += [(index, 0, 0) for _, index in sorted(weighed, reverse=True)[:missing]]
    return found


def _between(lines: Sequence[Line], place: _Place, following: _Place | None) -> list[Line]:
    """Return the lines of the entry that begins at `place`, up to the next, without its number and sub-headings."""
    line, _, end = place
    last, stop = following[:2] if following else (len(lines), 0)
    if last == line:
        return [_cut_out(lines[line], end, stop)]
    chunk = [_cut_out(lines[line], end, len(lines[line].text)), *lines[line + 1 : last]]
    if stop:
        chunk.append(_cut_out(lines[last], 0, stop))
    while following and not stop and len(chunk) > 1 and is_subheading(chunk[-1], chunk[-2].text):
        chunk.pop()
    return [one for one in chunk if one.text] or [_cut_out(lines[line], 0, end)]


def _cut_out(line: Line, start: int, end: int) -> Line:
    text = line.text[start:end]
    kept = text.strip()
    shift = start + len(text) - len(text.lstrip())
    return replace(line, text=kept, bold=max(0, min(line.bold - shift, len(kept))))
