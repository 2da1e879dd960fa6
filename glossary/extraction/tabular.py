"""Entries whose parts are marked: tables of two or more columns, and labelled fields."""

import re
from collections.abc import Sequence
from statistics import mode

from glossary.extraction.lines import Line
from glossary.extraction.numbering import without_number
from glossary.extraction.printed import PrintedEntry, definition_of
from glossary.language.normalise import ZERO_WIDTH, bare, mend_spaces

_HEAD_TITLE = re.compile(r"(关键)?(名词|词语|术语|概念|名称|词条|关键词|用语|条目|词目)(名称)?")
_DEFINITION_TITLE = re.compile(
    r"(名词|词语|术语|概念)?(解释|释义|含义|注释|说明|定义|内容|解读|具体含义|解释说明|内涵)(说明)?"
)
_HEAD_LABEL = re.compile(r"(?:关键词|名词|词条|术语|词语|名称|词目|用语)\s?\d{0,3}\s*[:：]\s*(.*)", re.DOTALL)
_DEFINITION_LABEL = re.compile(
    r"(?:名词解释|名词释义|名词注释|词语解释|术语解释|解释|释义|注释|定义|含义|说明|解读)\s*[:：]\s*(.*)", re.DOTALL
)
_OTHER_LABEL = re.compile(
    r"(?:报告原文|原文|报告表述|原文表述|报告原句|出处|来源|所在章节|上下文|页码|相关表述|英文|拼音)\s*[:：]\s*(.*)",
    re.DOTALL,
)
_NUMBER = re.compile(r"[(（]?\d{1,3}[)）.、]?|[①-⑳]|[一二三四五六七八九十]{1,3}[、.]?|")
_FEWEST = 2
_MOST_COLUMNS = 100


def field_entries(lines: Sequence[Line]) -> list[PrintedEntry]:
    """Return the entries of a section that labels their parts (`关键词：…`, `名词解释：…`), none where it does not."""
    texts = [without_number(_as_field(line)) for line in lines]
    if sum(bool(_HEAD_LABEL.fullmatch(text)) for text in texts) < 1 or not any(map(_DEFINITION_LABEL.fullmatch, texts)):
        return []
    entries: list[tuple[list[str], list[str], str]] = []
    into: list[str] | None = None
    for line, text in zip(lines, texts, strict=True):
        if found := _HEAD_LABEL.fullmatch(text):
            entries.append(([], [], line.locator))
            into = entries[-1][0]
        elif (found := _DEFINITION_LABEL.fullmatch(text)) and entries:
            into = entries[-1][1]
        elif found := _OTHER_LABEL.fullmatch(text):
            into = None
        if into is not None:
            into.append(found[1] if found else _as_field(line))
    return [
        PrintedEntry(mend_spaces(without_number("".join(head).strip())), definition_of(definition), locator)
        for head, definition, locator in entries
    ]


def labels_head(text: str) -> bool:
    """Return whether a line labels the head of an entry (`关键词：瞪羚企业`)."""
    return _HEAD_LABEL.fullmatch(without_number(re.sub(f"[{ZERO_WIDTH}]", "", text).strip())) is not None


def _as_field(line: Line) -> str:
    """Return a line as it is, a table row that holds a label and its field as `label：field`."""
    return "：".join((line.cells[0].rstrip(":："), "".join(line.cells[1:]))) if line.cells else line.text


def table_entries(lines: Sequence[Line]) -> list[PrintedEntry]:
    """Return the entries of a section that is a table, none where it is none."""
    rows = [line for line in lines if line.cells]
    if (
        len(rows) < _FEWEST
        or 2 * len(rows) < len(lines)
        or any(_HEAD_LABEL.fullmatch(f"{row.cells[0]}：") for row in rows[1:])
    ):
        return []
    columns = _titled(rows) or _measured(rows)
    if columns is None:
        return []
    head_at, definition_at = columns
    width = mode(len(row.cells) for row in rows)
    entries: list[tuple[str, list[str], str]] = []
    for row in rows:
        head, definition = _cell(row, head_at, width), _cell(row, definition_at, width)
        if _is_title(head, definition):
            continue
        if not head and entries:
            entries[-1][1].append(definition)
        else:
            entries.append((mend_spaces(without_number(head)), [definition], row.locator))
    return [PrintedEntry(head, definition_of(texts), locator) for head, texts, locator in entries]


def _cell(row: Line, column: int, columns: int) -> str:
    """Return a cell of a row; a row of fewer cells lacks those at the left, which spanned several."""
    at = column - max(0, columns - len(row.cells))
    return row.cells[at].rstrip(":：") if 0 <= at < len(row.cells) else ""


def _is_title(head: str, definition: str) -> bool:
    return bool(_HEAD_TITLE.fullmatch(bare(head)) and _DEFINITION_TITLE.fullmatch(bare(definition)))


def _titled(rows: Sequence[Line]) -> tuple[int, int] | None:
    """Return the columns of head and definition by the titles over them."""
    for row in rows:
        heads = [at for at, cell in enumerate(row.cells) if _HEAD_TITLE.fullmatch(bare(cell))]
        definitions = [at for at, cell in enumerate(row.cells) if _DEFINITION_TITLE.fullmatch(bare(cell))]
        if heads and definitions:
            return heads[0], definitions[0]
    return None


def _measured(rows: Sequence[Line]) -> tuple[int, int] | None:
    """Return the columns of head and definition by their size: the definitions are longest, the heads before them."""
    columns = min(max(len(row.cells) for row in rows), _MOST_COLUMNS)
    sizes = [sum(len(row.cells[at]) for row in rows if at < len(row.cells)) for at in range(columns)]
    definition = max(range(columns), key=lambda at: sizes[at])
    heads = [
        at
        for at in range(definition)
        if not all(_NUMBER.fullmatch(bare(row.cells[at])) for row in rows[1:] if at < len(row.cells))
    ]
    return (heads[-1], definition) if heads else None
