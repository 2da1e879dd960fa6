"""CC-CEDICT: `Traditional Simplified [pin1 yin1] /gloss; gloss/sense/`, one entry a line.

Version 1 of the format writes a syllable at a time, version 2 (`[[er4ci4 fang1cheng2]]`) a word at a time
(https://cc-cedict.org/wiki/format:syntax).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256

from glossary.errors import UnreadableFile
from glossary.formats.rows import BadRow, GlossaryFile, GlossaryRow, Reference
from glossary.language.normalise import is_han
from glossary.vocabulary import SourceKind

_ENTRY = re.compile(r"(\S+) (\S+) \[{1,2}([^\]]*)\]{1,2} /(.*)/\s*")
_LINE_END = re.compile(r"\r\n|\n|\r")
_SENSE_END = re.compile(r"/(?:\s*/)*")
_GLOSS_END = re.compile(r"; |[()]")
_MEASURE_WORD = "CL:"
_PRONOUNCED = re.compile(r"(?:also|Taiwan|Beijing|old|sometimes|usually|commonly)?\b.{0,20}\bpr\. \[", re.IGNORECASE)
_REFERS = re.compile(
    r"(?:\([^)]*\) )?(?:see(?: also)?|(?:[\w-]+ )*variant of|also written|same as|equivalent to|abbr\. for|abbr\. of) ",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"([^\s|\[\],;/]+)(?:\|([^\s\[\],;/]+))?(?: ?\[{1,2}([^\[\]]{0,400})\]{1,2})?")
_BETWEEN = re.compile(r"\b(?:or|and)\b|[\s,;.。]")


def read_cedict(text: str) -> GlossaryFile:
    """Return the entries of a CC-CEDICT file; lines that are no entries come as bad rows.

    Raises UnreadableFile where no line is an entry.
    """
    lines = _LINE_END.split(text.removeprefix("\ufeff"))
    comments = [line.lstrip("#").strip() for line in lines if line.startswith("#")]
    entries = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not any(_ENTRY.fullmatch(line) for _, line in entries[:1000]):
        raise UnreadableFile(
            "this is no CC-CEDICT file: its lines are not `Traditional Simplified [pin1 yin1] /gloss/`"
        )
    stated = dict(
        line.removeprefix("!").strip().split("=", 1) for line in comments if line.startswith("!") and "=" in line
    )
    return GlossaryFile(
        rows=_rows(entries),
        count=len(entries),
        about="\n".join(comments),
        sha256=sha256(text.encode()).hexdigest(),
        title=comments[0] if comments and not comments[0].startswith("!") else None,
        licence=stated.get("license"),
        published=_day(stated.get("date", "")),
        url=next((line for line in comments if line.startswith("http") and "mdbg" in line), None),
        kind=SourceKind.DICTIONARY,
    )


def _day(stated: str) -> date | None:
    try:
        return date.fromisoformat(stated[:10])
    except ValueError:
        return None


def _rows(entries: Iterable[tuple[int, str]]) -> Iterator[GlossaryRow | BadRow]:
    for number, line in entries:
        found = _ENTRY.fullmatch(line)
        if found is None:
            yield BadRow(number, line[:80], "it is not `Traditional Simplified [pin1 yin1] /gloss/`")
            continue
        traditional, simplified, pinyin, senses = found.groups()
        yield _row(number, traditional, simplified, pinyin, [one.strip() for one in _SENSE_END.split(senses)])


def _row(number: int, traditional: str, simplified: str, pinyin: str, senses: Iterable[str]) -> GlossaryRow:
    renderings: list[tuple[str, ...]] = []
    notes: list[str] = []
    sees: list[Reference] = []
    for sense in filter(None, senses):
        if sense.startswith(_MEASURE_WORD) or _PRONOUNCED.match(sense):
            notes.append(sense)
            continue
        referred, rest = _references(sense)
        sees += referred
        if referred and not rest:
            notes.append(sense)
        else:
            renderings.append(tuple(dict.fromkeys(filter(None, map(str.strip, _glosses(sense))))))
    return GlossaryRow(number, simplified, traditional, pinyin, tuple(renderings), notes=tuple(notes), sees=tuple(sees))


def _glosses(sense: str) -> list[str]:
    """Return the glosses of a sense; a semicolon in parentheses does not part them.

    >>> _glosses("banner; county (of a league; in Mongolia)")
    ['banner', 'county (of a league; in Mongolia)']
    """
    ends: list[tuple[int, int]] = []
    open_ends = len(ends)  # those behind it stand in parentheses, if these are closed
    for found in _GLOSS_END.finditer(sense):
        if found[0] == "(":
            open_ends = len(ends)
        elif found[0] == ")":
            del ends[open_ends:]
        else:
            ends.append(found.span())
    starts = [0, *(end for _, end in ends)]
    return [sense[start:end] for start, end in zip(starts, [*(start for start, _ in ends), len(sense)], strict=True)]


def _references(sense: str) -> tuple[list[Reference], str]:
    """Return the entries that a sense refers to, and what it says beside that.

    >>> _references("variant of 愛|爱[ai4]")
    ([Reference(traditional='愛', simplified='爱', pinyin='ai4')], '')
    >>> _references("abbr. for 中國|中国[Zhong1 guo2], China")[1]
    'China'
    """
    lead = _REFERS.match(sense)
    if lead is None:
        return [], sense
    found = []

    def taken(one: re.Match[str]) -> str:
        if not any(map(is_han, one[1])):
            return one[0]
        found.append(Reference(one[1], one[2] or one[1], one[3]))
        return " "

    return found, _BETWEEN.sub("", _REFERENCE.sub(taken, sense[lead.end() :]))
