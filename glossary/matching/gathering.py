"""Running the scans of a search, from the best kind of hit to the last, until there are enough."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from glossary.language.elements import is_read
from glossary.language.english import stems
from glossary.language.normalise import bare, is_han
from glossary.matching import scans
from glossary.matching.asked import Match, Place, Wanted, allows
from glossary.matching.lookup import label_kind
from glossary.matching.query import Query
from glossary.matching.ranking import Kind, Rank, rank
from glossary.matching.scans import Scope, Tail
from glossary.matching.segments import Pattern, patterns_of, pieces_before
from glossary.matching.spelling import Character, Spelling, Unit, sounding, spell, spellings
from glossary.matching.texts import text_hits

_OTHER = 4
"""How much less close a term is that was found by another reading of a character."""
_HABITS = (("lue", "lve", 0), ("nue", "nve", 0), ("lu", "lv", 1), ("nu", "nv", 1))
_VARIANTS = 8


class Candidate(NamedTuple):
    """A hit before it is shown: its place, what of the store it is, and how it was met; ordered by its place."""

    place: Rank
    kind: Kind
    field: str
    term_id: int
    start: int
    other: int
    text: str
    lang: str


@dataclass(slots=True)
class Gathered:
    """The best hit of each concept so far; nothing behind `bound` is sure, since a scan was cut off there."""

    match: Match
    best: dict[str, Candidate] = field(default_factory=dict)
    bound: Rank | None = None

    @property
    def is_all(self) -> bool:
        """Whether no scan was cut off."""
        return self.bound is None

    def trusts(self, one: Candidate) -> bool:
        """Return whether every better hit than this one is known."""
        return self.bound is None or one.place <= self.bound

    def add(self, found: Iterable[Candidate], *, cut_at: Rank | None) -> None:
        """Take the hits of a scan; `cut_at` is its end where it was cut off."""
        for one in found:
            known = self.best.get(one.place[-1])
            if (known is None or one.place < known.place) and allows(self.match, one.kind, one.field):
                self.best[one.place[-1]] = one
        if cut_at is not None and (self.bound is None or cut_at < self.bound):
            self.bound = cut_at

    def has(self, enough: int | None, tier: Kind) -> bool:
        """Return whether enough hits are sure that are better than anything of `tier` and behind."""
        if enough is None or len(self.best) < enough:
            return False
        first = rank(tier, -1, 0, "", "")
        return sum(one.place < first and self.trusts(one) for one in self.best.values()) >= enough


def gathered(scope: Scope, query: Query, wanted: Wanted, enough: int | None) -> Gathered:
    """Return the hits of a query; later scans are left out once `enough` hits are sure (None: never)."""
    found = Gathered(wanted.match)
    if Place.TERMS in wanted.places:
        _gather_terms(found, scope, query, wanted, enough)
    for place, kind in ((Place.DEFINITIONS, Kind.DEFINITION), (Place.CONTEXTS, Kind.CONTEXT)):
        if place in wanted.places and wanted.match == Match.AUTO and not found.has(enough, kind):
            hits = text_hits(scope, place, query.label)
            found.add(
                (
                    Candidate(rank(kind, 0, len(text), pinyin, concept), kind, kind, 0, 0, 0, text, lang)
                    for concept, lang, text, pinyin in hits
                ),
                cut_at=None,
            )
    return found


def _gather_terms(found: Gathered, scope: Scope, query: Query, wanted: Wanted, enough: int | None) -> None:
    units = query.units
    is_latin = (
        bool(units) and not any(is_han(unit.text) for unit in units) and any(unit.text.isalpha() for unit in units)
    )
    is_mixed = any(is_han(unit.text) for unit in units) and any(
        unit.text.isascii() and unit.text.isalpha() for unit in units
    )
    plain = (
        is_latin and not any(unit.tone or unit.border for unit in units) and not any(u.text in "12345" for u in units)
    )
    patterns = patterns_of(units) if is_latin else []
    full = [] if plain else [one for one in patterns if one.full or one.end < len(units)]
    part = [one for one in patterns if not one.full or one.end < len(units) or one.short]
    _by_label(found, scope, query)
    if plain:
        _by_letters(found, scope, units, inside=False)
    if full:
        _by_patterns(found, scope, units, full, inside=False)
    if not found.has(enough, Kind.INITIALS):
        if part:
            _by_patterns(found, scope, units, part, inside=False)
        if is_mixed:
            _around(found, scope, units)
    if not found.has(enough, Kind.CONTAINS):
        _by_beginning(found, scope, query, inside=True)
        if plain:
            _by_letters(found, scope, units, inside=True)
        if rest := [*full, *(one for one in part if one not in full)]:
            _by_patterns(found, scope, units, rest, inside=True)
    if wanted.zones and is_latin and not found.has(enough, Kind.FUZZY):
        _by_zones(found, scope, units, wanted)
    if not found.has(enough, Kind.ENGLISH):
        _by_words(found, scope, query)


def _tail_place(kind: Kind, tail: Tail, closeness: int = 0) -> Rank:
    return rank(kind, closeness + _OTHER * tail.other, tail.strength, tail.order_pinyin, tail.concept_id)


def _candidate(kind: Kind, field_name: str, tail: Tail, closeness: int = 0) -> Candidate:
    place = _tail_place(kind, tail, closeness)
    return Candidate(place, kind, field_name, tail.term_id, tail.start, tail.other, "", "")


def _by_label(found: Gathered, scope: Scope, query: Query) -> None:
    whole = scans.with_label(scope, query.label)
    hits = []
    for tail, lang, term_type, text in whole:
        kind = label_kind(query, lang, term_type, text)
        hits.append(_candidate(kind, "term", tail, int(bare(text) != query.bare)))
    found.add(hits, cut_at=_tail_place(Kind.EXACT, whole[-1][0]) if len(whole) == scope.limit else None)
    _by_beginning(found, scope, query, inside=False)


def _by_beginning(found: Gathered, scope: Scope, query: Query, *, inside: bool) -> None:
    kind = Kind.CONTAINS if inside else Kind.PREFIX
    tails = scans.with_label_begun(scope, query.label, inside=inside)
    cut_at = _tail_place(kind, tails[-1]) if len(tails) == scope.limit else None
    found.add((_candidate(kind, "term", tail) for tail in tails), cut_at=cut_at)


def _by_letters(found: Gathered, scope: Scope, units: Sequence[Unit], *, inside: bool) -> None:
    letters = "".join(unit.text for unit in units)
    rows = scans.with_letters(scope, _meant(letters), inside=inside)
    hits = [
        _candidate(Kind.CONTAINS if inside else Kind.PREFIX if longer else Kind.PINYIN_PLAIN, "reading", tail, loose)
        for tail, longer, loose, _, _ in rows
    ]
    found.add(hits, cut_at=hits[-1].place if len(rows) == scope.limit else None)


def _meant(letters: str) -> list[tuple[str, int]]:
    """Return letters in every way that their u may mean ü, with what each counts as a liberty.

    >>> _meant("lvse"), _meant("luse")
    ([('lvse', 0)], [('luse', 0), ('lvse', 1)])
    """
    ways = {letters: 0}
    for typed, meant, loose in _HABITS:
        for way, so_far in list(ways.items()):
            at = way.find(typed)
            while at >= 0 and len(ways) < _VARIANTS:
                ways.setdefault(way[:at] + meant + way[at + len(typed) :], so_far + loose)
                at = way.find(typed, at + 1)
    return list(ways.items())


def _by_patterns(
    found: Gathered, scope: Scope, units: Sequence[Unit], patterns: Sequence[Pattern], *, inside: bool
) -> None:
    rows = scans.with_patterns(scope, [(one.initials, one.like) for one in patterns], inside=inside)
    hits = []
    for tail, place, syllables, label in rows:
        pattern = patterns[place]
        if pattern.end == len(units):
            if pattern.matches(syllables):
                hits += _kinds(tail, pattern, whole=pattern.like.count(" ") == syllables.count(" "))
        else:
            characters = _characters(syllables, label)
            for spelling in spellings(units, characters, 0):
                hits += _kinds(tail, spelling, whole=spelling.end == len(characters))
    first = Kind.CONTAINS if inside else Kind.PINYIN_TONED if any(one.full for one in patterns) else Kind.INITIALS
    found.add(hits, cut_at=_tail_place(first, rows[-1][0]) if len(rows) == scope.limit else None)


def _kinds(tail: Tail, how: Pattern | Spelling, *, whole: bool) -> list[Candidate]:
    """Return what a spelled hit may be called: in full, and by its initials."""
    short = how.short if isinstance(how, Pattern) else how.initials
    kinds = []
    if tail.inside:
        kinds.append(Kind.CONTAINS)
    elif how.full:
        kinds.append((Kind.PINYIN_TONED if how.toned else Kind.PINYIN_PLAIN) if whole and not how.cut else Kind.PREFIX)
    if short:
        kinds.append(Kind.INITIALS)
    return [_candidate(kind, "reading", tail, how.loose) for kind in kinds or [Kind.MIXED]]


def _characters(syllables: str, label: str) -> list[Character]:
    """Return the characters of a row, for the rule of `spelling` to be asked."""
    texts = [character for character in label if is_read(character)]
    return [
        Character(text, syllable if is_han(text) and len(syllable) > 1 else None, 0, 0)
        for text, syllable in zip(texts, syllables.split(" "), strict=False)
    ]


def _around(found: Gathered, scope: Scope, units: Sequence[Unit]) -> None:
    """Find what is typed in characters and letters together: around the longest run of characters."""
    start, end = max(_runs(units), key=lambda run: run[1] - run[0])
    label = "".join(unit.text for unit in units[start:end])
    behind = units[end].text if end < len(units) and not is_han(units[end].text) else "_"
    first = "_" if is_han(units[0].text) else units[0].text
    wanted = [
        (
            before,
            (first + "_" * (before - 1) if before else "") + "_" * (end - start) + (behind if end < len(units) else ""),
        )
        for before in sorted(pieces_before(units, start))
    ]
    rows = scans.around_label(scope, label, wanted) if wanted else []
    hits = []
    for tail, syllables, row_label in rows:
        spelling = spell(units, _characters(syllables, row_label), 0)
        if spelling:
            hits.append(_candidate(Kind.CONTAINS if tail.inside else Kind.MIXED, "reading", tail, spelling.loose))
    found.add(hits, cut_at=_tail_place(Kind.MIXED, rows[-1][0]) if len(rows) == scope.limit else None)


def _runs(units: Sequence[Unit]) -> Iterable[tuple[int, int]]:
    """Yield the runs of Han characters in a query."""
    start = None
    for place, unit in enumerate([*units, Unit("a")]):
        if is_han(unit.text):
            start = place if start is None else start
        elif start is not None:
            yield start, place
            start = None


def _by_zones(found: Gathered, scope: Scope, units: Sequence[Unit], wanted: Wanted) -> None:
    letters = "".join(unit.text for unit in units if unit.text.isalpha())
    ways = sounding(letters, wanted.zones)
    for inside in (False, True) if ways else ():
        rows = scans.with_letters(scope, [(way, 0) for way in ways], inside=inside)
        hits = []
        for tail, _, _, syllables, label in rows:
            spelling = spell(units, _characters(syllables, label), 0, wanted.zones)
            if spelling and spelling.fuzzy:
                hits.append(_candidate(Kind.FUZZY, "reading", tail, spelling.loose + tail.inside))
        found.add(hits, cut_at=_tail_place(Kind.FUZZY, rows[-1][0]) if len(rows) == scope.limit else None)


def _by_words(found: Gathered, scope: Scope, query: Query) -> None:
    words = stems(query.text)
    if not words:
        return
    rows = scans.with_words(scope, words[:-1], words[-1])
    hits = []
    for term_id, concept, strength, pinyin, text in rows:
        own = stems(text)
        closeness = 0 if own == words else 1 if own[: len(words)] == words else 2
        place = rank(Kind.ENGLISH, closeness, strength, pinyin, concept)
        hits.append(Candidate(place, Kind.ENGLISH, "term", term_id, 0, 0, "", ""))
    cut_at = rank(Kind.ENGLISH, 0, *rows[-1][2:4], rows[-1][1]) if len(rows) == scope.limit else None
    found.add(hits, cut_at=cut_at)
