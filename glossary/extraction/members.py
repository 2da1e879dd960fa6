"""The parts that a numbered slogan counts up, read from its definition; where in doubt, none.

The numeral in the head is the check: a list counts only if it has as many parts as the head says. Every part is cut
out of the definition as printed, none is made up.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glossary.language.normalise import QUOTES

_DIGITS = {**{digit: value for value, digit in enumerate("一二三四五六七八九十", start=1)}, "两": 2, "双": 2}
_NUMERAL = f"[{''.join(_DIGITS)}]"
_COUNTED = re.compile(rf"(?<![第几])({_NUMERAL})(?=[^{''.join(_DIGITS)}\d])")
_GROUPS_OF = re.compile(rf"({_NUMERAL})个({_NUMERAL})")
_LABELLED = re.compile(r"“(?P<label>[^“”]+)”(?:是指|指|[:：])(?P<parts>[^“”]+?)(?=[,，;；。]?(?:“|$))")
_LABEL_BEHIND = re.compile(r"(?P<parts>[^“”]+?)(?:培育|实现|做到){0,3}“(?P<label>[^“”]+)”")
_OPENERS = re.compile(r"^(?:是指|即|指|包括|主要是|主要|对|将|把)+")
_VERBS = ("构筑", "建设", "打造", "推进", "推动", "做好", "实施", "实现", "提升", "加强", "完善", "坚持", "全面")
_CLOSERS = re.compile(rf"(?:{_NUMERAL}[个类种项大].*|的统称|的改革|的联动|等|水平|工作|方面)\Z", re.DOTALL)
_JOINED = re.compile(r"以及|[和与及]")
_TOTAL = re.compile(rf"({_NUMERAL})[个大类项](?=.)")
_MARKS = re.compile("[、“”]")
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class PrintedMember:
    """A part of a slogan as printed; `members` are its own parts, where it has some."""

    zh: str
    members: tuple["PrintedMember", ...] = ()


def read_members(headword: str, definition: str) -> tuple[PrintedMember, ...]:
    """Return the parts that `headword` counts up in `definition`; none where no list has the number the head says.

    >>> [member.zh for member in read_members("六同", "同水源、同水质、同水价、同管理、同维护、同服务。")]
    ['同水源', '同水质', '同水价', '同管理', '同维护', '同服务']
    >>> read_members("六同", "同水源、同水质等。")
    ()
    """
    text = definition.strip().rstrip("。")
    if grouped := _groups_of(headword, text) or _labelled(headword, text) or _labelled_behind(headword, text):
        return grouped
    counts = counted(headword)
    if not counts:
        return ()
    for parts in _lists(headword, text):
        if len(parts) == sum(counts) >= _FEWEST:
            return tuple(map(PrintedMember, parts))
    return ()


def counted(headword: str) -> list[int]:
    """Return the numbers that a head counts with, in order.

    >>> counted("三清零"), counted("两升两降"), counted("“两品一标一新”农产品"), counted("黄河几字湾"), counted("第一议题")
    ([3], [2, 2], [2, 1, 1], [], [])
    """
    return [_DIGITS[numeral] for numeral in _COUNTED.findall(headword)]


def _groups_of(headword: str, text: str) -> tuple[PrintedMember, ...]:
    """Read `三个四`: three clauses, each of which lists four things and then says what the four are."""
    found = _GROUPS_OF.search(headword)
    if not found:
        return ()
    groups, each = _DIGITS[found[1]], _DIGITS[found[2]]
    out = []
    for clause in re.split("[,，;；]", text):
        total = _total(clause, found[2])
        parts = _trimmed(_split(clause[:total]), headword) if total is not None else []
        if total is None or len(parts) != each:
            return ()
        out.append(PrintedMember(clause[total:], tuple(map(PrintedMember, parts))))
    return tuple(out) if len(out) == groups else ()


def _total(clause: str, numeral: str) -> int | None:
    """Return where in the last line of a clause it says what its list is in all (`四个体系`); None where it does not."""
    totals = _TOTAL.finditer(clause, clause.rfind("\n") + 1)
    return next((total.start() for total in totals if total[1] == numeral), None)


def _labelled(headword: str, text: str) -> tuple[PrintedMember, ...]:
    """Read `“三多”指…,“三少”指…`: labels that together are the head, each with the number of parts it says."""
    groups = list(_LABELLED.finditer(text))
    if len(groups) < _FEWEST or "".join(group["label"] for group in groups) != _unquoted(headword):
        return ()
    out = []
    for group in groups:
        parts = _trimmed(_split(group["parts"].rstrip("，,；;")), group["label"])
        if [len(parts)] != counted(group["label"] + "。"):
            return ()
        out.append(PrintedMember(group["label"], tuple(map(PrintedMember, parts))))
    return tuple(out)


def _labelled_behind(headword: str, text: str) -> tuple[PrintedMember, ...]:
    """Read `甲、乙培育“双倍增”,丙和丁实现“双提升”`: clauses that each end with their label, parts where they count right."""
    groups = [_LABEL_BEHIND.fullmatch(clause) for clause in re.split("[,，;；]", _OPENERS.sub("", text))]
    labels = [group["label"] for group in groups if group]
    if len(labels) < _FEWEST or len(labels) != len(groups) or labels != _unquoted(headword).split("、"):
        return ()
    out = []
    for group in filter(None, groups):
        listed = _split(group["parts"])
        lists = [parts for parts in (listed, _split_last(listed)) if [len(parts)] == counted(group["label"])]
        out.append(PrintedMember(group["label"], tuple(map(PrintedMember, lists[0] if lists else ()))))
    return tuple(out)


def _lists(headword: str, text: str) -> Iterator[list[str]]:
    """Yield every way to read the text as a list: parallel clauses first, then items, in each clause and in all."""
    clauses = [clause for clause in re.split("[,，;；]", _OPENERS.sub("", text)) if clause]
    if len(clauses) >= _FEWEST and _are_parallel(clauses):
        yield clauses
    for stretch in [text, *clauses]:
        for items in (_split(stretch), _split_last(_split(stretch))):
            if len(items) >= _FEWEST:
                yield _trimmed(items, headword)
    yield [item for clause in clauses for item in _split(clause)]


def _are_parallel(clauses: Sequence[str]) -> bool:
    """Return whether clauses begin or end alike, in two characters at least: `必须…,必须…`, `…下基层,…下基层`."""
    return len({clause[:2] for clause in clauses}) == 1 or len({clause[-2:] for clause in clauses}) == 1


def _split(text: str) -> list[str]:
    """Cut a list at every `、` that is outside quotation marks."""
    items: list[str] = []
    end, is_inside = len(text), False
    for mark in reversed(list(_MARKS.finditer(text))):
        if mark[0] != "、":
            is_inside = mark[0] == "”"  # read from behind: the next quotation mark closes
        elif not is_inside:
            items.append(text[mark.end() : end])
            end = mark.start()
    return [item for item in (text[:end], *reversed(items)) if item]


def _split_last(items: list[str]) -> list[str]:
    """Cut the last item once more at its first conjunction (`甲、乙和丙`)."""
    if not items:
        return items
    return [*items[:-1], *(part for part in _JOINED.split(items[-1], maxsplit=1) if part)]


def _trimmed(items: list[str], headword: str) -> list[str]:
    """Take off what stands before the first item and behind the last: verbs, `四类企业的统称`, words of the head."""
    if len(items) < _FEWEST:
        return items
    first, last = items[0], items[-1]
    middle = items[1:-1]
    head = _unquoted(headword)
    return [_without_opening(first, [*middle, last], head), *middle, _without_closing(last, [first, *middle], head)]


def _without_opening(first: str, others: Sequence[str], head: str) -> str:
    first = _OPENERS.sub("", first)
    shared = others[0][0]
    if all(other.startswith(shared) for other in others) and shared in first:
        return first[first.rindex(shared) :]
    for verb in _VERBS:
        if (at := first.rfind(verb)) >= 0 and first[at + len(verb) :]:
            first = first[at + len(verb) :]
    if first.startswith("由") and "的" in first:
        first = first[first.rindex("的") + 1 :]
    scope = re.match(rf"[^{_NUMERAL[1:-1]}]+(?={_NUMERAL})", head)
    return first.removeprefix(scope.group()) if scope else first


def _without_closing(last: str, others: Sequence[str], head: str) -> str:
    shortened = _without_closer(last)
    tail = head[-2:]
    is_collective = last[len(shortened) :].startswith("的")
    if not is_collective and not all(other.endswith(tail) for other in others):
        at = shortened.find(tail, 1)
        shortened = shortened[:at] if at > 0 else shortened
    return _without_closer(shortened) or last


def _without_closer(item: str) -> str:
    """Return an item without what says in its last line how many there were, or that there are more."""
    start = item.rfind("\n") + 1
    return item[:start] + _CLOSERS.sub("", item[start:])


def _unquoted(text: str) -> str:
    return re.sub(f"[{QUOTES}]", "", text)
