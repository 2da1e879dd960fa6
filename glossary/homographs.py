"""Whether two definitions of one headword mean the same: the rule that keeps one county's 六同 from another's."""

from collections import Counter
from enum import StrEnum
from itertools import pairwise

from glossary.language.normalise import label

_ALIKE = 0.5
"""Two definitions with at least this share of their pairs of characters in common may mean the same (Dice)."""
_BEGINNINGS = ("就是指", "主要是指", "是指", "主要指", "系指", "即指", "指的是", "指")
_ENDINGS = ("的统称", "的总称", "的合称", "的简称", "统称", "总称", "合称")


class Likeness(StrEnum):
    """How near two definitions are."""

    SAME = "same"
    NEAR = "near"
    DIFFERENT = "different"


def likeness(one: str, other: str) -> Likeness:
    """Return how near two definitions of one headword are.

    They are the same where they differ only in punctuation, width, script, 指 or 是指 before them and 的统称 behind.

    >>> likeness("指规模以上工业企业、资质等级建筑业企业的统称。", "规模以上工业企业,资质等级建筑业企业").value
    'same'
    >>> likeness("推动大规模设备更新和消费品以旧换新。", "指新一轮大规模设备更新、消费品以旧换新。").value
    'near'
    >>> likeness("同水源、同水质、同水价。", "同工、同酬、同时。").value
    'different'
    """
    first, second = definition_key(one), definition_key(other)
    if first == second:
        return Likeness.SAME
    return Likeness.NEAR if shared(first, second) >= _ALIKE else Likeness.DIFFERENT


def definition_key(definition: str | None) -> str:
    """Return the form in which two definitions are the same: letters and digits, without what only frames them.

    Where there is no definition it is empty.

    >>> definition_key("指同水源、同水质。") == definition_key("同水源,同水质")
    True
    """
    kept = "".join(character for character in label(definition or "") if character.isalnum())
    kept = next((kept.removeprefix(begin) for begin in _BEGINNINGS if kept.startswith(begin)), kept)
    return next((kept.removesuffix(end) for end in _ENDINGS if kept.endswith(end)), kept)


def shared(one: str, other: str) -> float:
    """Return how much of two definitions, of which these are the keys, is alike: Dice's coefficient of their pairs of characters."""
    first, second = Counter(pairwise(one)), Counter(pairwise(other))
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0
