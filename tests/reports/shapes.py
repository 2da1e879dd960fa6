"""The shapes in which glossary sections are printed: from entries to the paragraphs of a section."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from tests.reports.content import NOUNS, NUMERALS, Entry


@dataclass(frozen=True)
class Printed:
    """A paragraph as printed: `bold` code points at its beginning are bold, a table row has `cells`, a list its items."""

    text: str
    bold: int = 0
    cells: tuple[str, ...] = ()
    item: bool = False
    heading: bool = False


Shape = Callable[[Random, Sequence[Entry]], list[Printed]]


def _lines(pairs: Sequence[tuple[str, Entry]]) -> list[Printed]:
    """Return each entry's first paragraph behind what precedes it, then its other paragraphs."""
    out = []
    for begin, entry in pairs:
        first, *others = entry.paragraphs
        out += [Printed(begin + first), *map(Printed, others)]
    return out


def colon(random: Random, found: Sequence[Entry]) -> list[Printed]:
    mark = random.choice("：:")
    return _lines([(entry.head + mark, entry) for entry in found])


def _numbers(random: Random, count: int) -> list[str]:
    style = random.choice(
        ["1.", "1、", "1．", "1. ", "（1）", "(1)", "①", "一、", "［1］", "[1]", "〔1〕", "mixed", "1．", "注1："]
    )
    if count > 50 and style == "①":
        style = "1."
    out = []
    for number in range(1, count + 1):
        if style == "①":
            code = (
                0x2460 + number - 1 if number <= 20 else 0x3251 + number - 21 if number <= 35 else 0x32B1 + number - 36
            )
            out.append(chr(code))
        elif style == "一、":
            out.append(han(number) + "、")
        elif style == "mixed":
            out.append(random.choice(["{}.", "{}．", "{}. ", "{}、"]).format(number))
        else:
            out.append(style.replace("1", str(number)))
    return out


def han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else NUMERALS[tens - 1]) + "十" if tens else "") + (NUMERALS[ones - 1] if ones else "")


def numbered(random: Random, found: Sequence[Entry]) -> list[Printed]:
    mark = random.choice("：:")
    numbers = _numbers(random, len(found))
    return _lines([(number + entry.head + mark, entry) for number, entry in zip(numbers, found, strict=True)])


def glued(random: Random, found: Sequence[Entry]) -> list[Printed]:
    return _lines([(f"{number}.{entry.head}：", entry) for number, entry in enumerate(found, start=1)])


def subheadings(random: Random, found: Sequence[Entry]) -> list[Printed]:
    """Numbers that run through under sub-headings."""
    out = []
    sections = 0
    for number, entry in enumerate(found, start=1):
        if number == 1 or random.random() < 0.2:
            sections += 1
            out.append(Printed(f"（{han(sections)}）{random.choice(NOUNS)}类"))
        out += _lines([(f"{number}. {entry.head}：", entry)])
    return out


def own_line(random: Random, found: Sequence[Entry]) -> list[Printed]:
    """Heads in lines of their own, a colon behind them or none."""
    mark = random.choice(["：", "", ""])
    return [line for entry in found for line in (Printed(entry.head + mark), *map(Printed, entry.paragraphs))]


def numbered_own_line(random: Random, found: Sequence[Entry]) -> list[Printed]:
    mark, numbers = random.choice(["：", ""]), _numbers(random, len(found))
    return [
        line
        for number, entry in zip(numbers, found, strict=True)
        for line in (Printed(number + entry.head + mark), *map(Printed, entry.paragraphs))
    ]


def brackets(random: Random, found: Sequence[Entry]) -> list[Printed]:
    mark = random.choice(["", "：", "——"])
    return _lines([(f"【{entry.head}】{mark}", entry) for entry in found])


def dash(random: Random, found: Sequence[Entry]) -> list[Printed]:
    return _lines([(f"{_quoted(entry.head)}——", entry) for entry in found])


def _quoted(head: str) -> str:
    return head if "“" in head else f"“{head}”"


def means(random: Random, found: Sequence[Entry]) -> list[Printed]:
    """`“甲”指…`, without any other mark."""
    return _lines([(_quoted(entry.head) if entry.definition[0] in "指是" else entry.head, entry) for entry in found])


def fields(random: Random, found: Sequence[Entry]) -> list[Printed]:
    own = random.random() < 0.5
    out = []
    for entry in found:
        head = [Printed("关键词："), Printed(entry.head)] if own else [Printed(f"关键词：{entry.head}")]
        first, *others = entry.paragraphs
        out += [*head, Printed(f"名词解释：{first}"), *map(Printed, others)]
        out.append(Printed(f"报告原文：大力推进{entry.head}，取得实效。"))
    return out


def run_in(random: Random, found: Sequence[Entry]) -> list[Printed]:
    """`甲，是指…；乙，是指…。`, several in a paragraph."""
    out, at = [], 0
    while at < len(found):
        group = found[at : at + random.randint(3, 8)]
        at += len(group)
        out.append(Printed("；".join(f"{entry.head}，{entry.definition}" for entry in group) + "。"))
    return out


def run_in_numbered(random: Random, found: Sequence[Entry]) -> list[Printed]:
    """`1.甲：指…。2.乙：指…。`, all in one paragraph or in a few."""
    out, text = [], ""
    for number, entry in enumerate(found, start=1):
        text += f"{number}.{entry.head}：{''.join(entry.paragraphs)}"
        if random.random() < 0.1:
            out.append(Printed(text))
            text = ""
    return [*out, Printed(text)] if text else out


def table(random: Random, found: Sequence[Entry]) -> list[Printed]:
    numbered_rows = random.random() < 0.4
    titles = random.choice([("名词", "解释"), ("名词", "释义"), ()])
    rows = [(entry.head, "".join(entry.paragraphs)) for entry in found]
    out = [titles] if titles else []
    out += rows
    if numbered_rows:
        offset = 0 if titles else 1
        out = [("序号" if titles and at == 0 else str(at + offset), *row) for at, row in enumerate(out)]
    return [Printed("\t".join(row), cells=row) for row in out]


def list_items(random: Random, found: Sequence[Entry]) -> list[Printed]:
    """A list whose numbers are not part of the text."""
    out = []
    for entry in found:
        first, *others = entry.paragraphs
        out += [Printed(f"{entry.head}：{first}", item=True), *map(Printed, others)]
    return out


def bold(random: Random, found: Sequence[Entry]) -> list[Printed]:
    """A bold head, no mark behind it."""
    out = []
    for entry in found:
        first, *others = entry.paragraphs
        out += [Printed(f"{entry.head} {first}", bold=len(entry.head)), *map(Printed, others)]
    return out


def footnotes(random: Random, found: Sequence[Entry]) -> list[Printed]:
    brackets_used = random.choice(["［{}］", "[{}]", "〔{}〕"])
    own = random.random() < 0.5
    out = []
    for number, entry in enumerate(found, start=1):
        begin = f"{brackets_used.format(number)}{entry.head}："
        first, *others = entry.paragraphs
        out += [Printed(begin), Printed(first)] if own else [Printed(begin + first)]
        out += map(Printed, others)
    return out


SHAPES: dict[str, Shape] = {
    "colon": colon,
    "numbered": numbered,
    "glued numbers": glued,
    "sub-headings": subheadings,
    "own line": own_line,
    "numbered, own line": numbered_own_line,
    "brackets": brackets,
    "dash": dash,
    "means": means,
    "fields": fields,
    "run-in": run_in,
    "run-in, numbered": run_in_numbered,
    "table": table,
    "list": list_items,
    "bold": bold,
    "footnotes": footnotes,
}
ONE_PARAGRAPH = frozenset(("run-in", "run-in, numbered", "table"))
"""Shapes that leave no room for a second paragraph."""
MEANT = frozenset(("run-in", "means"))
"""Shapes whose definitions all begin with 指 or 是指."""
LISTED = "run-in"
"""The shape whose definitions are parted by `；`, which stands in the place of their full stop."""
MARKED_UP = frozenset(("bold", "list"))
"""Shapes that plain text and PDF cannot hold."""


def suited(entry: Entry, shape: str) -> Entry:
    """Return an entry as `shape` can print it: in one paragraph, or beginning with 是指."""
    if shape in ONE_PARAGRAPH:
        entry = replace(entry, paragraphs=("".join(entry.paragraphs),))
    if shape in MEANT:
        first = entry.paragraphs[0].removeprefix("是").removeprefix("指")
        entry = replace(entry, paragraphs=(f"是指{first}", *entry.paragraphs[1:]))
    if shape == LISTED:
        entry = replace(entry, paragraphs=(entry.definition.rstrip("。"),))
    return entry
