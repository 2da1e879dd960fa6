"""Whole reports, from a seed: title, body, glossary section, what follows; with noise where it is asked for."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from tests.reports.content import Entry, body, entries
from tests.reports.files import FILES
from tests.reports.shapes import LISTED, SHAPES, Printed, suited

TITLES = (
    "名词解释",
    "《政府工作报告》名词解释",
    "《政府工作报告》有关内容名词注释",
    "名词注释",
    "注释",
    "第四部分 名词解释",
    "有关名词解释",
    "报告有关用语说明",
    "专业术语解释",
    "附件2 名词解释",
    "附件：《政府工作报告》名词解释",
)
ENDS = (
    (),
    ("责任编辑：王某",),
    ("相关报道：", "某市召开会议", "扫一扫在手机打开当前页"),
    ("【打印本页】 【关闭窗口】", "主办：某市人民政府办公室", "网站标识码：1506000004"),
    ("附件", "2024年10件实事", "一、新建学校3所。", "二、改造老旧小区20个。"),
    ("附件3 2024年民生实事清单", "一、新建学校3所。", "二、改造老旧小区20个。"),
    ("2024年某市政府工作报告", "相关链接", "政务微博", "政务微信"),
    ("d41d8cd98f00b204e9800998ecf8427e", "版权所有：某市人民政府"),
)


@dataclass(frozen=True)
class Made:
    """A report that was made: its entries, and the file that holds it."""

    entries: tuple[Entry, ...]
    data: bytes
    suffix: str


def make(seed: str, shape: str, suffix: str, *, noisy: bool) -> Made:
    """Return the report of a seed: one shape, one kind of file."""
    random = Random(seed)
    found = [suited(entry, shape) for entry in entries(random, random.choice([3, 6, 12, 25, 40]))]
    head = ["2024年某市政府工作报告", "2024年1月15日在某市第八届人民代表大会第三次会议上", "市长 李某某"]
    section = SHAPES[shape](random, found)
    if shape == "means":
        found = [
            replace(entry, head=_head_of_means(entry, line))
            for entry, line in zip(found, _firsts(section, found), strict=True)
        ]
    elif shape == LISTED:
        ends = {line.text for line in section}
        found = [_with_full_stop(entry) if _ends_one(entry, ends) else entry for entry in found]
    elif shape == "dash":
        found = [replace(entry, head=entry.head if "“" in entry.head else f"“{entry.head}”") for entry in found]
    after = random.choice(ENDS)
    printed = [
        *(Printed(text, heading=not index) for index, text in enumerate(head)),
        *map(Printed, body(random, found)),
        Printed(random.choice(TITLES), heading=random.random() < 0.5),
        *section,
        *map(Printed, after),
    ]
    if noisy:
        printed = [line for one in printed for line in _noisy(random, one, breaks=suffix == "txt")]
    return Made(tuple(found), FILES[suffix](random, printed), suffix)


def _ends_one(entry: Entry, paragraphs: set[str]) -> bool:
    return any(text.endswith(f"{entry.head}，{entry.definition}。") for text in paragraphs)


def _with_full_stop(entry: Entry) -> Entry:
    return replace(entry, paragraphs=(*entry.paragraphs[:-1], f"{entry.paragraphs[-1]}。"))


def _firsts(section: Sequence[Printed], found: Sequence[Entry]) -> list[Printed]:
    firsts = {entry.paragraphs[0]: None for entry in found}
    return [line for line in section if any(line.text.endswith(first) for first in firsts)]


def _head_of_means(entry: Entry, line: Printed) -> str:
    return line.text.removesuffix(entry.paragraphs[0])


_NOISES: Sequence[Callable[[Random, str], str]] = (
    lambda random, text: text.replace("全市", "全市 ").replace("年", " 年 ", 1) if len(text) > 40 else text,
    lambda random, text: _inserted(random, text, "\u200b"),
    lambda random, text: _inserted(random, text, "\ufeff"),
    lambda random, text: "\u3000\u3000" + text,
    lambda random, text: "\u00a0\u00a0" + text,
)


def _inserted(random: Random, text: str, what: str) -> str:
    at = random.randint(0, len(text))
    return text[:at] + what + text[at:]


def _noisy(random: Random, one: Printed, *, breaks: bool) -> list[Printed]:
    """Return a paragraph with spaces and zero-width characters in it, or broken around what is quoted in it."""
    if one.cells or one.bold or one.heading or len(one.text) < 12:
        return [one]
    found = re.search(r"[^：:”]“([^“”：]{3,})”[^指：]", one.text[10:])
    if breaks and found and random.random() < 0.5:
        start, end = 10 + found.start(1), 10 + found.end(1)
        return [
            replace(one, text=one.text[:start]),
            replace(one, text=one.text[start:end]),
            replace(one, text=one.text[end:]),
        ]
    if random.random() < 0.3:
        return [replace(one, text=random.choice(_NOISES)(random, one.text))]
    return [one]
