"""The run of numbers of a section: which of all the numbers in its lines are those of the entries."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from glossary.extraction.lines import Line

_FULL_WIDTH = {ord("０") + digit: ord("0") + digit for digit in range(10)}
_HAN_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_HAN = "[一二三四五六七八九十百]{1,4}"


class Family(StrEnum):
    """A way to print numbers; one list keeps to one, but for its separators (`3．` and `3.` and `3、`)."""

    DOTTED = "dotted"
    BRACKETED = "bracketed"
    PARENTHESISED = "parenthesised"
    CIRCLED = "circled"
    HAN = "han"
    HAN_PARENTHESISED = "han parenthesised"
    NOTE = "note"
    PLAIN = "plain"


_PATTERNS = {
    Family.DOTTED: re.compile(r"(\d{1,3})\s?[.．、)）]\s*|[⒈-⒛]\s*"),
    Family.BRACKETED: re.compile(r"[\[［〔【](\d{1,3})[\]］〕】]\s{0,9}[.．、]?\s*"),
    Family.PARENTHESISED: re.compile(r"[(（]\s?(\d{1,3})\s?[)）]\s{0,9}[.．、]?\s*|[⑴-⒇]\s*"),
    Family.CIRCLED: re.compile(r"[①-⑳㉑-㉟㊱-㊿]\s{0,9}[.．、]?\s*"),
    Family.HAN: re.compile(rf"({_HAN})[、.．]\s*"),
    Family.HAN_PARENTHESISED: re.compile(rf"[(（]({_HAN})[)）]\s{{0,9}}[.．、]?\s*"),
    Family.NOTE: re.compile(r"(?:注释?|名词|词条)\s?(\d{1,3})\s?[.．、:：]?\s*"),
    Family.PLAIN: re.compile(r"(\d{1,3})(?:\s+|(?=[^\d\s.．、,，:：%％年月日)）+＋~—-]))"),
}
_INLINE = frozenset(
    (Family.DOTTED, Family.BRACKETED, Family.PARENTHESISED, Family.CIRCLED, Family.HAN, Family.HAN_PARENTHESISED)
)
_BEHIND = "。；;！？!?”）) 　"
"""What stands before an entry that begins inside a line."""
_SKIPPED, _TWICE, _LATE = -2.0, -1.0, -2.0
"""What a run loses by a number that is missing or printed twice, and by not beginning with 1."""
_INSIDE = 1.0
"""What speaks against a number inside a line."""
_MISSING_AT_MOST = 3
_NUMBER_LONGEST = 60
"""Code points of a number at the beginning of a line, and the spaces behind it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A number in the lines of a section: `lines[line].text[start:end]`; `weight` is what speaks for an entry here."""

    line: int
    start: int
    end: int
    family: Family
    value: int
    weight: float


Weigh = Callable[[int, int], float]
"""How much speaks for an entry whose number ends at a place: the index of the line, the offset in it."""


def find_run(lines: Sequence[Line], weigh: Weigh, restarts: frozenset[int]) -> list[Mark]:
    """Return the marks that number the entries, none where no run of two or more is found.

    Of all chains of numbers that count up, in one family, the one wins for which most speaks; that tells `21.3+2就业`
    (entry 21) from a decimal, and the parts of a definition that count from 1 again from the entries. A chain may
    begin anew only in a line of `restarts`, under a sub-heading.
    """
    runs = [_best_chain(list(_marks(lines, family, weigh)), restarts) for family in Family]
    weight, run = max((found for found in runs if _is_sound(found[1])), key=lambda found: found[0], default=(0.0, []))
    return run if weight > 0 and len(run) > 1 else []


def _is_sound(run: Sequence[Mark]) -> bool:
    """Return whether a run can be one: numbers without a separator must be all there, or `2种…`, `3+5…` were numbers."""
    return not run or run[0].family is not Family.PLAIN or [mark.value for mark in run] == list(range(1, len(run) + 1))


def without_number(text: str) -> str:
    """Return a line without the number it begins with, whatever its family; as it is where it has none.

    >>> without_number("（6）一窗同办"), without_number("3．五个必须"), without_number("3+2就业")
    ('一窗同办', '五个必须', '3+2就业')
    """
    beginning = text[:_NUMBER_LONGEST].translate(_FULL_WIDTH)
    for family, pattern in _PATTERNS.items():
        found = pattern.match(beginning)
        if found and family is not Family.PLAIN:
            return text[found.end() :]
    return text


def is_numbered(text: str) -> bool:
    """Return whether a line begins with a number of any family that needs a separator."""
    return without_number(text) != text


def _marks(lines: Sequence[Line], family: Family, weigh: Weigh) -> Iterator[Mark]:
    """Yield the numbers of a family, in order, where an entry may begin: in front of a line, behind a sentence."""
    pattern = _PATTERNS[family]
    for index, line in enumerate(lines):
        text = line.text.translate(_FULL_WIDTH)
        for found in pattern.finditer(text):
            at = found.start()
            if at and (family not in _INLINE or text[at - 1] not in _BEHIND):
                continue
            inline = _INSIDE if at else 0.0
            for value, end in _values(found, family):
                weight = weigh(index, end) - inline
                yield Mark(index, at, end, family, value, weight - (0.5 if family is Family.PLAIN else 0))


def _values(found: re.Match[str], family: Family) -> Iterator[tuple[int, int]]:
    """Yield the numbers a mark can stand for, with where each ends: `12三` without a separator is 12, or 1 before `2三`."""
    digits = found[1] if found.re.groups else None
    if digits is None:
        yield int(unicodedata.numeric(found[0][0])), found.end()
    elif family in (Family.HAN, Family.HAN_PARENTHESISED):
        yield _han_value(digits), found.end()
    else:
        yield int(digits), found.end()
        if family is Family.PLAIN:
            yield from ((int(digits[:cut]), found.start() + cut) for cut in range(1, len(digits)))


def _han_value(numeral: str) -> int:
    """Return the value of a Han numeral below a thousand.

    >>> [_han_value(numeral) for numeral in ("三", "十", "十二", "二十", "三十四", "一百零五")]
    [3, 10, 12, 20, 34, 105]
    """
    total, digit = 0, 0
    for character in numeral:
        if character == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif character == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _HAN_DIGITS.get(character, 0)
    return total + digit


def _best_chain(marks: Sequence[Mark], restarts: frozenset[int]) -> tuple[float, list[Mark]]:
    """Return the heaviest chain of marks, by dynamic programming over what each chain ends with."""
    totals: list[float] = []
    before: list[int | None] = []
    by_value: dict[int, int] = {}
    heaviest: int | None = None
    for place, mark in enumerate(marks):
        options: list[tuple[float, int | None]] = [(0.0 if mark.value == 1 else _LATE, None)]
        for value in range(mark.value - 1 - _MISSING_AT_MOST, mark.value + 1):
            if (ending := by_value.get(value)) is not None and _is_behind(mark, marks[ending]):
                missing = mark.value - value - 1
                cost = _TWICE if missing < 0 else _SKIPPED * missing
                options.append((totals[ending] + cost, ending))
        if mark.value == 1 and heaviest is not None and mark.line in restarts and _is_behind(mark, marks[heaviest]):
            options.append((totals[heaviest], heaviest))
        total, previous = max(options, key=lambda option: option[0])
        totals.append(total + mark.weight)
        before.append(previous)
        if mark.value not in by_value or totals[place] >= totals[by_value[mark.value]]:
            by_value[mark.value] = place
        if heaviest is None or totals[place] > totals[heaviest]:
            heaviest = place
    chain: list[Mark] = []
    at = heaviest
    while at is not None:
        chain.append(marks[at])
        at = before[at]
    return (totals[heaviest] if heaviest is not None else 0.0), chain[::-1]


def _is_behind(mark: Mark, other: Mark) -> bool:
    return (mark.line, mark.start) > (other.line, other.start)
