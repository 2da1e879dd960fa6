"""What the store has that may help who writes the English of a concept; a proposal is never a rendering."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Connection, bindparam, text

from glossary.entries import Entry
from glossary.language.normalise import label
from glossary.language.running import Running, running

_SAME_MOST = 3
_SHORTEST_PART, _LONGEST_PART = 2, 20
"""Characters of a part: single ones mean too many things, and longer ones are no part of a term."""
_LONGEST_HEADWORD = 60
_AT_ONCE = 500


class ProposalKind(StrEnum):
    """Where the English of a proposal is from: another concept of the same name, a part of the headword, a member."""

    SAME_HEADWORD = "same_headword"
    PART = "part"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The English of a headword, or of a part of it; a part for which the store has none is there without.

    `concept` is what it is the preferred rendering of, with the `source` that attests that; None where it is the
    English of a member of another concept.
    """

    kind: ProposalKind
    text: str
    english: str | None
    concept: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class _Known:
    """A concept with English, as far as a proposal shows it."""

    english: str
    concept: str | None
    source: str | None


@dataclass(slots=True)
class Proposing:
    """What proposals are made from: the store as a connection sees it, and the members that have English there."""

    connection: Connection
    _members: dict[str, _Known] | None = field(default=None)

    def proposals(self, entries: Sequence[Entry]) -> list[list[Proposal]]:
        """Return what there is for each of some entries: concepts of the same name, parts, members, in this order."""
        written = [running(entry.headword) for entry in entries]
        keys = {key for one in written for key in (one.kept, *_keys(one))}
        keys |= {str(label(member.zh)) for entry in entries for member in entry.members}
        known = self._known(sorted(keys))
        return [
            [*_same(entry, one, known), *_parts(entry, one, known), *_of_members(entry, known)]
            for entry, one in zip(entries, written, strict=True)
        ]

    def _known(self, keys: Sequence[str]) -> dict[str, list[_Known]]:
        """Return the concepts with English that each label names, the strongest first; behind them what members have."""
        found: dict[str, list[_Known]] = {}
        for start in range(0, len(keys), _AT_ONCE):
            for key, brief in self.connection.execute(_BY_LABEL, {"keys": keys[start : start + _AT_ONCE]}):
                one = json.loads(brief)
                known = found.setdefault(key, [])
                if one["gloss"] and all(other.concept != one["id"] for other in known):
                    known.append(_Known(one["gloss"], one["id"], one["source"]))
        if self._members is None:
            rows = self.connection.execute(_MEMBERS)
            self._members = {label(zh): _Known(english, None, None) for zh, english in rows}
        for key in keys:
            if member := self._members.get(key):
                found.setdefault(key, []).append(member)
        return found


_BY_LABEL = text(
    """
    SELECT k.key, v.brief
      FROM search_key k
      JOIN entry_view v ON v.id = k.view_id
      JOIN concept c ON c.id = v.concept_id AND c.status = 'active'
     WHERE k.kind = 'label' AND k.lang <> 'en' AND k.key IN :keys
     ORDER BY k.key, k.strength, v.concept_id
    """
).bindparams(bindparam("keys", expanding=True))
_MEMBERS = text("SELECT zh, en FROM member WHERE en IS NOT NULL ORDER BY id DESC")


def proposals_cell(proposals: Sequence[Proposal]) -> str:
    """Return proposals as a person reads them in one cell.

    >>> proposals_cell([Proposal(ProposalKind.PART, "三变", "three changes", "a", "b"), Proposal(ProposalKind.PART, "村", None, None, None)])
    'parts: 三变 three changes + 村'
    """
    found = []
    for kind, group in groupby(proposals, key=attrgetter("kind")):
        if kind is ProposalKind.SAME_HEADWORD:
            shown = "; ".join(f"{one.english} ({one.source})" if one.source else str(one.english) for one in group)
        else:
            shown = " + ".join(f"{one.text} {one.english}" if one.english else one.text for one in group)
        found.append(f"{_NAMES[kind]}: {shown}")
    return " | ".join(found)


_NAMES = {
    ProposalKind.SAME_HEADWORD: "same headword",
    ProposalKind.PART: "parts",
    ProposalKind.MEMBER: "members",
}


def _same(entry: Entry, one: Running, known: Mapping[str, Sequence[_Known]]) -> Iterator[Proposal]:
    """Yield what others of the same name are rendered as, but for what this concept itself forbids."""
    forbidden = {label(rendering.text) for rendering in entry.renderings if rendering.forbidden}
    others = [
        other
        for other in known.get(one.kept, ())
        if other.concept not in (None, entry.id) and label(other.english) not in forbidden
    ]
    for other in others[:_SAME_MOST]:
        yield Proposal(ProposalKind.SAME_HEADWORD, entry.headword, other.english, other.concept, other.source)


def _parts(entry: Entry, one: Running, known: Mapping[str, Sequence[_Known]]) -> Iterator[Proposal]:
    """Yield the parts of a headword: as much of it as the store has English for, in as few terms; what is between them, too."""
    fit = {
        (start, end): found
        for start, end in _spans(one)
        if (found := next((other for other in known.get(one.kept[start:end], ()) if other.concept != entry.id), None))
    }
    length = len(one.kept)
    best: list[tuple[int, int, tuple[tuple[int, int], ...]]] = [(0, 0, ())]
    for end in range(1, length + 1):
        covered, terms, cut = best[end - 1]
        choices = [(covered, terms, cut)]
        for start in range(max(0, end - _LONGEST_PART), end - _SHORTEST_PART + 1):
            if (start, end) in fit:
                covered, terms, cut = best[start]
                choices.append((covered + end - start, terms - 1, (*cut, (start, end))))
        best.append(max(choices, key=lambda choice: choice[:2]))
    behind = 0
    cut = best[length][2]
    for start, end in (*cut, (length, length)) if cut else ():
        if start > behind:
            yield Proposal(ProposalKind.PART, _printed(one, behind, start), None, None, None)
        if found := fit.get((start, end)):
            yield Proposal(ProposalKind.PART, _printed(one, start, end), found.english, found.concept, found.source)
        behind = end


def _printed(one: Running, start: int, end: int) -> str:
    first, last = one.printed(start, end)
    return one.text[first:last]


def _of_members(entry: Entry, known: Mapping[str, Sequence[_Known]]) -> list[Proposal]:
    """Return the members of a concept with the English that they have, or that the store has for them elsewhere."""
    found = []
    for member in entry.members:
        others = [one for one in known.get(label(member.zh), ()) if one.concept != entry.id]
        other = others[0] if others and not member.en else _Known("", None, None)
        english = member.en or other.english or None
        found.append(Proposal(ProposalKind.MEMBER, member.zh, english, other.concept, other.source))
    return found if any(one.english for one in found) else []


def _keys(one: Running) -> Iterator[str]:
    for start, end in _spans(one):
        yield one.kept[start:end]


def _spans(one: Running) -> Iterator[tuple[int, int]]:
    """Yield where a part of a headword may stand: not the whole, and not over one of two quotation marks."""
    length = len(one.kept)
    if length > _LONGEST_HEADWORD:
        return
    for start in range(length):
        for end in range(start + _SHORTEST_PART, min(length, start + _LONGEST_PART) + 1):
            if end - start < length and not _splits_quotes(one, start, end):
                yield start, end


def _splits_quotes(one: Running, start: int, end: int) -> bool:
    inside = range(start + 1, end)
    if one.opened.isdisjoint(inside) and one.closed.isdisjoint(inside):
        return False
    opened = sum(place in one.opened for place in range(start, end))
    return opened != sum(place in one.closed for place in range(start + 1, end + 1))
