"""The other names that a printed head gives."""

import re
from collections.abc import Iterable

from glossary.language.normalise import bare

_QUOTED = re.compile(r"“([^“”]+)”|‘([^‘’]+)’|「([^「」]+)」|『([^『』]+)』|\"([^\"]+)\"")
"""What stands in quotation marks, of which the outer ones count."""
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


def aliases_of(headword: str) -> tuple[str, ...]:
    """Return the other names that a printed head gives: what it quotes, what it lists, itself without a generic tail.

    A `、` inside one quotation separates nothing.

    >>> aliases_of("“县管校聘”改革"), aliases_of("双倍增、双提升"), aliases_of("六同"), aliases_of("“登、升、晋”三步走")
    (('县管校聘',), ('双倍增', '双提升'), (), ('登、升、晋',))
    """
    if _QUOTED.search(headword):
        return quoted_cores(headword)
    outside = headword.split("、")
    found = outside if len(outside) > 1 else [stem] if (stem := _without_tail(headword)) else []
    return _others(headword, found)


def quoted_cores(headword: str) -> tuple[str, ...]:
    """Return what a headword quotes, which is a name of its own, where there is more to the headword.

    >>> quoted_cores("农村“三变”改革"), quoted_cores("農村「三變」改革"), quoted_cores("“三变”"), quoted_cores("三峡工程")
    (('三变',), ('三變',), (), ())
    """
    return _others(headword, ("".join(groups) for groups in _QUOTED.findall(headword)))


def _others(headword: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return those of some names, each once, that are other labels than the headword is."""
    return tuple(dict.fromkeys(name for name in names if bare(name) not in ("", bare(headword))))


def _without_tail(headword: str) -> str | None:
    """Return an unquoted head without its generic tail, where what is left counts something and can stand alone."""
    for tail in _TAILS:
        stem = headword.removesuffix(tail)
        if stem != headword and re.match(r"[一二两双三四五六七八九十百千\d]", stem) and len(stem) > 1:
            return stem
    return None
