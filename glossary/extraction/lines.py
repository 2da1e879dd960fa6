"""The lines of a glossary section: paragraphs as they were meant, where markup or typesetting broke them."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from glossary.documents.blocks import Block, BlockKind
from glossary.language.normalise import ZERO_WIDTH

CLOSES_SENTENCE = "。！？!?…"
_CLOSING = "”’」』）)》〉】〕］、，。；：！？,;:!?%％—"
_OPENING = "“‘「『（(《〈【〔［、，,—"
_PAIRS = ("“”", "‘’", "「」", "《》", "（）", "()")
_PAGE_NUMBER = re.compile(r"[-—–－·•\s]*+(第\s*+)?\d{1,4}(\s*+页)?([,，/／\s]*+共?\s*+\d{1,4}\s*+页)?[-—–－·•\s]*+")
_UNIT = re.compile(
    r"[余多]?(?:公里|千米|平方|立方|米|公顷|万|亿|亩|吨|千瓦|个|名|户|家|项|处|座|条|所|辆|台|套|种|类|次|件|元|小时|分钟|天|年|月|日|[%％‰])"
)
_LONE_NUMBER = re.compile(r"([(（\[［〔]\d{1,3}[)）\]］〕]|\d{1,3}[.．、]|[①-⑳㉑-㉟㊱-㊿])")
_BEGINS_ENTRY = re.compile(
    r"[(（\[［〔]?\d{1,3}[)）\]］〕.．、]|[①-⑳㉑-㉟㊱-㊿]|[一二三四五六七八九十]{1,3}、|[^，。；：:]{1,24}[:：](?!\d)"
)
_RUNNING_HEAD = re.compile(r"[^，。；：:、]{2,30}(?:报告|解释|注释|文件|规划)[^，。；：:、]{0,12}")
_AGAIN = 2
_BULLET = re.compile(r"(?:[●■◆★※▲▪◎○□◇☆►➤✦•·▶◼]|——)\s*")
_END = 100
_BROKEN_AT_MOST = 6
"""So many lines one sentence may be broken into; a quotation mark that a converter lost joins no more."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a section, with its place; `cells` where it is a table row, `bold` as in a block."""

    text: str
    locator: str
    kind: BlockKind = BlockKind.LINE
    cells: tuple[str, ...] = ()
    bold: int = 0


def lines_of(blocks: Sequence[Block]) -> list[Line]:
    """Return the lines of a section: page numbers dropped, broken sentences joined, table rows with their cells."""
    return list(_mended(_read(blocks)))


def ends_sentence(text: str) -> bool:
    """Return whether a text ends as a sentence does, quotation marks and brackets behind it aside.

    >>> ends_sentence("指同水源。”"), ends_sentence("由“开放"), ends_sentence("同水质；")
    (True, False, True)
    """
    # Only the end is looked at: this is asked of a text again and again while it grows.
    return text[-_END:].rstrip("”’」』）)》 ")[-1:] in CLOSES_SENTENCE + "；;：:"


def joined(lines: Iterable[str]) -> str:
    """Return lines as one text: a break inside a sentence vanishes, one between paragraphs is kept."""
    text = ""
    for line in lines:
        text += f"\n{line}" if text and ends_sentence(text) else line
    return text


def is_open(text: str) -> bool:
    """Return whether a quotation mark, bracket or book-title mark in a text is not closed."""
    return any(text.count(pair[0]) > text.count(pair[1]) for pair in _PAIRS)


def _read(blocks: Sequence[Block]) -> Iterator[Line]:
    cleaned = [(block, text) for block in blocks if (text := re.sub(f"[{ZERO_WIDTH}]", "", block.text).strip())]
    texts = ["", *(text for _, text in cleaned), ""]
    times = Counter(texts)
    for (block, text), before, after in zip(cleaned, texts, texts[2:], strict=False):
        is_furniture = _is_furniture(text, times[text]) and not _is_amount(text, before, after, times)
        if is_furniture and block.kind is not BlockKind.TABLE_ROW:
            continue
        if bullet := _BULLET.match(text):
            bold = max(0, block.bold - bullet.end())
            yield Line(text[bullet.end() :], block.locator, BlockKind.LIST_ITEM, bold=bold)
            continue
        yield Line(text, block.locator, block.kind, block.cells or _tabbed(text), block.bold)


def _is_furniture(text: str, times: int) -> bool:
    """Return whether a line is a page number, or a running head: a title that stands in the section again and again."""
    return bool(_PAGE_NUMBER.fullmatch(text)) or (times >= _AGAIN and _RUNNING_HEAD.fullmatch(text) is not None)


def _is_amount(text: str, before: str, after: str, lines: Container[str]) -> bool:
    """Return whether a number on a line of its own is what a sentence counts (全长 / 120 / 公里), and no page's.

    A sentence that a page's end breaks may go on with what looks like a unit, too (当 / 19 / 年); but then the number before or
    after it stands among the `lines` of its section.

    >>> _is_amount("120", "全长", "公里。", ()), _is_amount("19", "于当", "年建成。", ("18", "20"))
    (True, False)
    """
    if not text.isdecimal() or not before or ends_sentence(before) or not _UNIT.match(after):
        return False
    return not (before[-1].isdecimal() or str(int(text) - 1) in lines or str(int(text) + 1) in lines)


def _tabbed(text: str) -> tuple[str, ...]:
    """Return the cells of a table row that was saved as text with tabs, nothing where it is no row."""
    cells = tuple(cell.strip() for cell in re.split(r"\t+", text))
    return cells if len(cells) > 1 else ()


def _mended(lines: Iterable[Line]) -> Iterator[Line]:
    """Join a line to the one before it where the break is inside a sentence, as far as punctuation shows it."""
    current: Line | None = None
    pieces = 1
    for line in lines:
        if current and pieces < _BROKEN_AT_MOST and _goes_on(current, line):
            current = replace(current, text=current.text + line.text)
            pieces += 1
            continue
        if current:
            yield current
        current, pieces = line, 1
    if current:
        yield current


def _goes_on(before: Line, line: Line) -> bool:
    if before.cells or line.cells or line.kind is BlockKind.LIST_ITEM:
        return False
    if _LONE_NUMBER.fullmatch(before.text) or line.text.isdecimal():  # where it is a page's, it is gone by now
        return True
    if before.text[-1].isdecimal() and _UNIT.match(line.text):
        return True
    return breaks_off(before.text, line.text) and not (
        is_open(before.text) and line.text[0] not in _CLOSING and _BEGINS_ENTRY.match(line.text)
    )


def breaks_off(text: str, following: str) -> bool:
    """Return whether punctuation shows that a sentence goes on in the line that follows.

    >>> breaks_off("由“开放", "实验室"), breaks_off("实验室", "”牵头"), breaks_off("推进改革。", "建设公路。")
    (True, True, False)
    """
    if following[0] in _CLOSING:
        return True
    return not ends_sentence(text) and (text[-1] in _OPENING or is_open(text))
