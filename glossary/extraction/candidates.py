"""What a document coins: slogans in quotation marks, and numbered coinages without them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from glossary.extraction.contexts import Body, Use
from glossary.language.normalise import Label, is_han, label

_MARKS = (("“", "”"), ("「", "」"), ("『", "』"), ("‘", "’"), ('"', '"'), ("＂", "＂"))
_QUOTED = re.compile(
    "|".join(rf"{first}(?P<q{place}>[^{first}{last}]{{2,24}}){last}" for place, (first, last) in enumerate(_MARKS))
)
_NUMERAL = "三四五六七八九十两双"
_NOT_COUNTED = "个项年月日次家户人名亿万千百十天里元时些种类批条件位份岁号届层级期周章节章线方面带路直体起样切定般旦点度国省市县区乡镇村位所座台套辆处口亩吨米口站座倍成次轮班组队"
_TAIL = "工程|战略|理念|行动|改革|建设|企业|目标|机制|精神|制度|体系|政策|方针|意识|自信|维护|布局|攻坚|问题|专项|计划|模式|服务|教育|管理|创建|联动|大厦|共建"
_WHOLE = "意识|自信|维护|确立|务必|必须|坚持|毫不动摇|清零|同步|优先|不变|不减|下降|提升"
_NUMBERED = re.compile(
    rf"(?<![第一二百千万{_NUMERAL}\d])([{_NUMERAL}]个(?:{_WHOLE})|[{_NUMERAL}]项规定|"
    rf"[{_NUMERAL}](?:个|大)?(?![{_NOT_COUNTED}{_NUMERAL}])[\u4e00-\u9fff]{{1,3}}?(?={_TAIL}))"
)
_NO_TERM = re.compile(r"[。；;！？!?：:…《]|^[一二三四五特][级等]")
"""What a sentence or title has, and what a grade begins with: “一级图书馆”."""
_LONGEST, _LONGEST_WITH_COMMA = 16, 12
"""Code points: what is quoted and longer is a saying or a sentence, no term."""
_TITLE_MARK = re.compile("[《》]")


@dataclass(frozen=True, slots=True)
class Coinage:
    """What a document coins, as it is first written, how often it is used, and its first use."""

    text: str
    label: Label
    count: int
    first: Use


def find_coinages(body: Body) -> list[Coinage]:
    """Return what a document coins, each once, in the order of first use.

    Titles of works, quoted sentences and single characters that are only stressed (“沙”) are none.
    """
    found: dict[Label, list[tuple[str, Use]]] = {}
    for start, sentence, locator in body.sentences:
        for begin, text in sorted({*_quoted(sentence), *_numbered(sentence)}):
            use = Use(sentence, start, start + begin, start + begin + len(text), locator)
            found.setdefault(label(text), []).append((text, use))
    return [Coinage(uses[0][0], key, len(uses), uses[0][1]) for key, uses in found.items()]


def _quoted(sentence: str) -> Iterator[tuple[int, str]]:
    behind, in_title = 0, False
    for quoted in _QUOTED.finditer(sentence):
        for mark in _TITLE_MARK.finditer(sentence, behind, quoted.start()):
            in_title = mark[0] == "《"
        behind = quoted.start()
        text = quoted[quoted.lastgroup or 0]
        longest = _LONGEST_WITH_COMMA if re.search("[，,]", text) else _LONGEST
        if len(text) <= longest and _is_term(text) and not in_title:
            yield quoted.start() + 1, text


def _is_term(text: str) -> bool:
    return not _NO_TERM.search(text) and any(map(is_han, text))


def _numbered(sentence: str) -> Iterator[tuple[int, str]]:
    """Yield coinages such as 三北 in 三北工程: a numeral that counts no common thing, before a generic noun."""
    quoted = _QUOTED.finditer(sentence)
    start, end = 0, 0
    for numbered in _NUMBERED.finditer(sentence):
        while end <= numbered.start() and (following := next(quoted, None)):
            start, end = following.span()
        if not start <= numbered.start() < end:
            yield numbered.start(1), numbered[1]
