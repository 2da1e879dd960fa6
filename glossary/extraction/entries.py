"""From the blocks of a glossary section to its entries: splitting them, then reading each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from glossary.documents.blocks import Block
from glossary.language.normalise import bare, mend_spaces

_COLON = re.compile(r"[:：]")
_NUMBER = re.compile(
    r"\s*(?:[(（]\d{1,3}[)）]|[\[［〔]\d{1,3}[\]］〕]|\d{1,3}\s*[.．、](?!\d)|[①-⑳㉑-㉟㊱-㊿]|[一二三四五六七八九十]{1,3}、)\s*"
)
_QUOTED = re.compile(r"“([^“”]+)”")
_HEAD_LONGEST = 40
_TAILS = (
    "改革",
    "行动",
    "工作任务",
    "工程",
    "工作",
    "建设",
    "战略",
    "机制",
    "计划",
    "农产品",
    "筛查",
    "模式",
    "政策",
    "体系",
    "制度",
)


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as printed: its head, and the lines of its definition with where the entry stands."""

    head: str
    definition: tuple[str, ...]
    locator: str


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """An entry as read: the head without its number, its other names, the definition in one piece."""

    headword: str
    aliases: tuple[str, ...]
    definition: str
    locator: str


def split_entries(blocks: Sequence[Block]) -> list[RawEntry]:
    """Return the entries of a section's blocks, in order.

    A block that holds a head and a colon begins an entry; a block that does not goes on with the one before it.
    """
    entries: list[RawEntry] = []
    for block in blocks:
        parts = _cut(block.text)
        if parts:
            head, definition = parts
            entries.append(RawEntry(head, (definition,), block.locator))
        elif entries:
            last = entries.pop()
            entries.append(RawEntry(last.head, (*last.definition, block.text), last.locator))
    return entries


def _cut(text: str) -> tuple[str, str] | None:
    """Return head and definition of a block at its first colon outside quotation marks, None where it has no head."""
    for colon in _COLON.finditer(text):
        head = _NUMBER.sub("", text[: colon.start()], count=1) if _NUMBER.match(text) else text[: colon.start()]
        head = mend_spaces(head)
        if head.count("“") != head.count("”"):
            continue
        if not head or len(head) > _HEAD_LONGEST or re.search(r"[。；;！？]", head):
            return None
        return head, text[colon.end() :]
    return None


def read_entry(raw: RawEntry) -> PrintedEntry:
    """Return what an entry says: headword, aliases, definition, each as printed with its white space mended.

    >>> read_entry(RawEntry("农村“三变”改革", ("指农村资源变资产、资金变股金、农民变股东的改革。",), "paragraph 9")).aliases
    ('三变',)
    """
    definition = mend_spaces("\n".join(raw.definition))
    return PrintedEntry(raw.head, aliases_of(raw.head), definition, raw.locator)


def aliases_of(headword: str) -> tuple[str, ...]:
    """Return the other names that a printed head gives: what it quotes, what it lists, itself without a generic tail.

    A `、` inside one quotation separates nothing.

    >>> aliases_of("“县管校聘”改革"), aliases_of("双倍增、双提升"), aliases_of("六同"), aliases_of("“登、升、晋”三步走")
    (('县管校聘',), ('双倍增', '双提升'), (), ('登、升、晋',))
    """
    found = _QUOTED.findall(headword)
    if not found:
        outside = headword.split("、")
        found = outside if len(outside) > 1 else [stem] if (stem := _without_tail(headword)) else []
    unique = dict.fromkeys(alias for alias in found if bare(alias) != bare(headword))
    return tuple(unique)


def _without_tail(headword: str) -> str | None:
    """Return an unquoted head without its generic tail, where what is left counts something and can stand alone."""
    for tail in _TAILS:
        stem = headword.removesuffix(tail)
        if stem != headword and re.match(r"[一二两双三四五六七八九十百千\d]", stem) and len(stem) > 1:
            return stem
    return None
