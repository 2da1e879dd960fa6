"""Where in a line a head ends and its definition begins, and how much speaks for it being a head."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile

from glossary.extraction.lines import is_open
from glossary.language.normalise import bare, mend_spaces

_LONGEST, _LONG, _SHORT = 40, 24, 12
"""Code points of a head: none is longer, few are longer, most are shorter."""
_FAR = 400
"""So many code points have at least one more than a head, whatever spaces are among them."""
_REACH = 60
"""So far into a line, in code points, a head may end."""
_COLON = re.compile(r"[:：]")
_BRACKETED = re.compile(r"[【〖]([^【】〖〗]{1,40})[】〗]\s{0,9}(?:[:：]|[—–－-]{1,2})?\s{0,9}")
_DASH = re.compile(r"\s{0,9}(?:——|－－|--)\s{0,9}|(?<=[”】])\s{0,9}[—–－-]\s{0,9}|\s{1,9}[—–－-]\s{1,9}")
_MEANS = re.compile(
    r"[，,]?\s{0,9}(?=(?:是指|系指|即指|主要指|就是指|特指|泛指|指(?![数标导挥纹南针令定派引控示责出向])))"
)
_IS = re.compile(r"[，,]?\s{0,9}(?=是(?!否|非|不是)|即(?!将|可|使|时))|\s{0,9}—\s{0,9}")
_STOP = re.compile("。(?=.)")
_SPACE = re.compile(r"\u3000|[ \u00a0]{2,}")
_SENTENCE_MARK = re.compile(r"[。；;！？!?]")
_OUTSIDE = re.compile(r"“[^“”]*”|‘[^‘’]*’|「[^「」]*」|（[^（）]*）|\([^()]*\)|《[^《》]*》")
_INTRODUCES = (
    "包括 如下 其中 分别是 分别为 主要是 主要有 主要为 例如 比如 即 是 为 指 有 以下 指出 提出 强调 表示 认为 写道 "
    "明确 规定 要求 一是 二是 三是 做到 实现 主要做法 具体做法"
).split()
_GENERIC = frozenset(
    "其中 目标 总体目标 主要目标 发展目标 主要任务 重点任务 主要内容 内容 意义 重大意义 特点 主要特点 特征 背景 原则 "
    "基本原则 内涵 核心 核心内容 目的 作用 功能 注 备注 附注 说明 来源 出处 摘自 联系人 联系电话 电话 地址 邮编 邮箱 时间 单位 "
    "第一 第二 第三 首先 其次 最后 同时 此外 另外 编者按 具体内容 基本内涵 适用范围 实施时间 发布时间 主要措施 措施 任务 总要求 "
    "总体要求 要求 标准 条件 范围 对象 方式 路径 依据 分类 概念".split()
)
_NUMBER_RATIO = re.compile(r"(?<!\d)\d{1,20}(?:[:：]\d+)+")
_WORDY = re.compile(r"[，,的了]|是|为|其中")
_DEFINES = re.compile(r"(?:是指|系指|即|指|是|为|对|由|把|将|以|在|20\d\d年|“)")


class Style(StrEnum):
    """What parts a head from its definition."""

    COLON = "colon"
    BRACKETS = "brackets"
    DASH = "dash"
    MEANS = "means"
    BOLD = "bold"
    SPACE = "space"
    IS = "is"
    STOP = "stop"
    LINE = "line"


_BASE = {
    Style.BRACKETS: 2.0,
    Style.COLON: 1.0,
    Style.BOLD: 1.0,
    Style.DASH: 0.5,
    Style.MEANS: 0.0,
    Style.SPACE: -1.0,
    Style.IS: -1.0,
    Style.STOP: -1.5,
    Style.LINE: -1.0,
}
_WEAK = frozenset((Style.MEANS, Style.IS, Style.STOP))
"""What parts a head from its definition and stands in any sentence too."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A line cut in two: the head as printed, what is left of the line, and how much speaks for it (0 is even)."""

    head: str
    definition: str
    style: Style
    score: float


def best_cut(text: str, body: Container[str], bold: int = 0, *, numbered: bool = False) -> Cut | None:
    """Return the best way to cut a line (without its number) into head and definition; None where there is no head.

    `body` is the bare text of the document outside its glossary section: a head that is used there is one. Behind a
    number, 是 or a full stop may part the two as well.

    >>> best_cut("“3:2:1”模式：指三二一。", "").head, best_cut("“三长制”——指甲。", "").head
    ('“3:2:1”模式', '“三长制”')
    >>> best_cut("主要包括：甲、乙。", "") is None, best_cut("新建学校3所。", "") is None
    (True, True)
    """
    found = _cuts(text, body, bold)
    return max(
        (cut for cut in found if numbered or cut.style not in (Style.IS, Style.STOP)),
        key=lambda cut: cut.score,
        default=None,
    )


def whole_line(text: str, body: Container[str]) -> Cut | None:
    """Return a line that is a head and nothing else, None where it cannot be one."""
    return _weighed(text.rstrip(":："), "", Style.LINE, body)


def _cuts(text: str, body: Container[str], bold: int) -> Iterator[Cut]:
    """Yield every way to cut a line; one that comes later needs more that speaks for it."""
    ways = [
        *((Style.BRACKETS, at[1], text[at.end() :]) for at in [_BRACKETED.match(text)] if at),
        *((Style.COLON, text[: at.start()], text[at.end() :]) for at in _outside(_COLON, text)),
        *((Style.BOLD, text[:bold].rstrip(":： "), text[bold:].lstrip(":： ")) for _ in [0] if 0 < bold < len(text)),
        *((Style.DASH, text[: at.start()], text[at.end() :]) for at in _outside(_DASH, text)),
        *((Style.MEANS, text[: at.start()], text[at.end() :]) for at in _outside(_MEANS, text)),
        *((Style.IS, text[: at.start()], text[at.end() :]) for at in _outside(_IS, text)),
        *((Style.STOP, text[: at.start()], text[at.end() :]) for at in _outside(_STOP, text)),
        *((Style.SPACE, text[: at.start()], text[at.end() :]) for at in _outside(_SPACE, text)),
    ]
    for place, (style, head, rest) in enumerate(ways):
        cut = _weighed(head, rest, style, body)
        if cut:
            yield replace(cut, score=cut.score - place / 10)


def _outside(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield what `pattern` finds where a head may end: near enough, outside quotation marks and numbers (`3:2`)."""
    shut = [
        found.span()
        for inside in (_OUTSIDE, _NUMBER_RATIO)
        for found in takewhile(lambda each: each.start() < _REACH, inside.finditer(text))
    ]
    for found in pattern.finditer(text, 0, _REACH):
        if not any(start < found.start() < end for start, end in shut):
            yield found


def _weighed(head: str, rest: str, style: Style, body: Container[str]) -> Cut | None:
    """Return the cut with what speaks for and against its head, None where it can be none."""
    head = mend_spaces(head[:_FAR]).strip(" ,，、").removeprefix("所谓")
    if len(head) > _LONGEST:
        return None
    plain = bare(head)
    if not plain or is_open(head) or _SENTENCE_MARK.search(head) or head[0] in "”’）】》":
        return None
    outside = _OUTSIDE.sub("", head)
    core = outside.strip()
    if core in _GENERIC or any(core.endswith(word) for word in _INTRODUCES) or not re.search(r"[^\W\d_]", plain):
        return None
    used, quoted = plain in body, "“" in head
    if not used and _COLON.search(_NUMBER_RATIO.sub("", outside)):
        return None
    if (
        style in _WEAK
        and not used
        and (_WORDY.search(outside) or (not quoted and (style is not Style.MEANS or "、" in head)))
    ):
        return None
    score = _BASE[style] + 2 * used + quoted + (len(plain) <= _SHORT) / 2 - (len(plain) > _LONG)
    score += bool(_DEFINES.match(rest.lstrip())) / 2
    score -= len(re.findall("[，,]", outside))
    if quoted and not used:
        score += any(bare(part) in body for part in re.findall(r"“([^“”]+)”", head))
    return Cut(head, rest.strip(), style, score)
