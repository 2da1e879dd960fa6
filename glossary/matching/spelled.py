"""Scans for what a query spells: by letters, by initials, by characters and letters together."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from glossary.language.normalise import is_han
from glossary.matching.asked import Match
from glossary.matching.candidates import Candidate, Gathered, end_of, met
from glossary.matching.following import follow
from glossary.matching.ranking import Kind
from glossary.matching.scans import Form, Scanned, Scope, around_label, begun, with_letters, with_patterns
from glossary.matching.segments import SPELLED, Pattern, cuts_before, is_of_one_syllable, patterns_of
from glossary.matching.spelling import UNWRITTEN, Character, Spelling, Unit, Zone, spell, spellings

_U = re.compile("[ln]u(?=(?P<e>e)?)")
"""Where a u may mean ü; before e that is no liberty."""
_VARIANTS = 8


class Way(NamedTuple):
    """Letters that a term's reading may begin with, and what its syllables are then like where all tones were given.

    `loose` as in `Spelling`; `literal` where digits are taken as digits of the term, not as tones.
    """

    letters: str
    like: str | None
    loose: int
    literal: bool


@dataclass(frozen=True)
class Spelled:
    """A query as what it may spell: whole syllables (`ways`), and `rest`, the cuts that are more than that.

    `toned` where it may say tones; `plain` where it says neither tones nor borders, so that its letters are all there is
    to compare.
    """

    units: tuple[Unit, ...]
    ways: tuple[Way, ...]
    toned: bool
    plain: bool
    is_mixed: bool

    @property
    def may_be_full(self) -> bool:
        """Whether what the rest finds may be spelled in full: letters without tones and borders are found as letters."""
        return not self.plain and not self.is_mixed

    @property
    def best(self) -> Kind:
        """The best kind of hit that the rest may find."""
        return Kind.PINYIN_TONED if self.may_be_full and any(one.full for one in self.rest) else Kind.INITIALS

    @cached_property
    def rest(self) -> tuple[Pattern, ...]:
        """The cuts, made when they are first asked for: a search may have enough without."""
        if not self.ways and not self.is_mixed:
            return ()
        patterns = patterns_of(self.units)
        if self.is_mixed or _TONE_AMONG_DIGITS.search("".join([unit.text for unit in self.units])):
            return tuple(patterns)
        # In full syllables it is a range of letters, unless one digit is a tone and another one is the term's.
        return tuple(
            one
            for one in patterns
            if not one.full or one.short or one.end < len(self.units) or (one.toned and _DIGIT.search(one.initials))
        )


def spelled(units: tuple[Unit, ...]) -> Spelled:
    """Return what a query may spell; nothing where no letter was typed."""
    is_mixed = any(is_han(unit.text) for unit in units)
    if not any(unit.text.isalpha() and not is_han(unit.text) for unit in units):
        return Spelled(units, (), toned=False, plain=False, is_mixed=False)
    if is_mixed:
        return Spelled(units, (), toned=False, plain=False, is_mixed=True)
    toned = any(unit.tone or unit.text in _TONES for unit in units)
    plain = not toned and not any(unit.border for unit in units)
    text = "".join([unit.text for unit in units])
    ways = [Way(letters, None, loose, literal=True) for letters, loose in _meant(text)]
    if _TONED.search(text):
        letters = _TONED.sub(r"\1", text)
        likes = _all_toned(text)
        for way, loose in _meant(letters):
            ways += [Way(way, like, loose, literal=False) for like in (likes if way == letters and likes else [None])]
    return Spelled(units, tuple(ways), toned, plain, is_mixed=False)


def _all_toned(text: str) -> list[str]:
    """Return what syllables are like where each stretch of letters was typed with a tone; none where that is not so.

    The tone is that of its last syllable: xian1 is also xi and an1.

    >>> _all_toned("san1qing1"), _all_toned("xian1"), _all_toned("sanqing1x")
    (['san1 qing1'], ['xian1', 'xi_ an1'], [])
    """
    stretches = _TONED.findall(text)
    if "".join(letters + tone for letters, tone in stretches) != text:
        return []
    likes = [""]
    for letters, tone in stretches:
        ends = ["_ ".join(cut) + tone for cut in _cuts(letters)]
        likes = [f"{like} {end}" if like else end for like in likes for end in ends]
        if len(likes) > _VARIANTS:
            return []
    return likes


def _cuts(letters: str) -> list[list[str]]:
    """Return the ways to cut letters into whole syllables, the longest first."""
    if not letters:
        return [[]]
    lengths = [length for length in range(len(letters), 0, -1) if letters[:length] in SPELLED]
    return [[letters[:length], *rest] for length in lengths for rest in _cuts(letters[length:])]


_TONES = frozenset("12345")
_TONED = re.compile(r"([a-z]+)([1-5])(?![0-9])")
_DIGIT = re.compile("[0-9]")
_TONE_AMONG_DIGITS = re.compile("[a-z][1-5][0-9]")


def _meant(letters: str) -> list[tuple[str, int]]:
    """Return letters in every way that their u may mean ü, with what each counts as a liberty.

    >>> _meant("lvse"), _meant("luse"), _meant("nulue")
    ([('lvse', 0)], [('luse', 0), ('lvse', 1)], [('nulue', 0), ('nvlue', 1), ('nulve', 0), ('nvlve', 1)])
    """
    ways = {letters: 0}
    for found in _U.finditer(letters):
        at = found.end() - 1
        for way, so_far in list(ways.items())[: _VARIANTS - len(ways)]:
            ways[f"{way[:at]}v{way[at + 1 :]}"] = so_far + (not found["e"])
    return list(ways.items())


def by_letters(found: Gathered, scope: Scope, query: Spelled, *, inside: bool) -> None:
    """Find the terms whose spelling is the query, begins with it, or has it inside."""
    for way in query.ways:
        # One syllable spells more single characters than a page has: what only begins with it is of no account then.
        if not inside and is_of_one_syllable(way.letters) and _whole(found, scope, query, way):
            continue
        tails = begun(
            scope, Form.LETTERS, way.letters, f"{way.like}%" if way.like else None, inside=inside, best=not query.toned
        )
        kind = Kind.CONTAINS if inside else Kind.PREFIX
        found.add(_followed(query, way, tails), cut_at=end_of(scope, kind, tails, way.loose))
        if len(tails) == scope.limit and not inside and not is_of_one_syllable(way.letters):
            _whole(found, scope, query, way)


def _whole(found: Gathered, scope: Scope, query: Spelled, way: Way) -> bool:
    """Find the terms whose whole spelling is the query; return whether there were more than were to be read."""
    tails = with_letters(scope, way.letters, way.like, best=not query.toned)
    kind = Kind.PINYIN_TONED if query.toned else Kind.PINYIN_PLAIN
    found.add(_followed(query, way, tails), cut_at=end_of(scope, kind, tails, way.loose, by_concept=True))
    return len(tails) == scope.limit


def _followed(query: Spelled, way: Way, tails: Iterable[Scanned]) -> Iterable[Candidate]:
    """Yield the rows that the query goes along."""
    for tail in tails:
        taken, whole = _taken(tail.syllables, len(way.letters))
        toned, loose = False, way.loose
        if not query.plain:
            along = follow(query.units, tail.syllables.split(" "), literal=way.literal)
            if along is None:
                continue
            taken, toned, loose = along.taken, along.toned, loose + along.loose
        kind = Kind.CONTAINS
        if not tail.start:
            kind = Kind.PREFIX if not whole else Kind.PINYIN_TONED if toned else Kind.PINYIN_PLAIN
        as_written = query.plain and way.letters in tail.label and _texts(tail).startswith(way.letters)
        yield met(kind, "term" if as_written else "reading", tail, loose, taken)


def _taken(syllables: str, letters: int) -> tuple[int, bool]:
    """Return how many characters of a row so many letters are, and whether that is the whole row.

    >>> _taken("san1 qing1 ling2", 4), _taken("S ji2", 3)
    ((2, False), (2, True))
    """
    taken = count = 0
    elements = syllables.split(" ")
    for count, syllable in enumerate(elements, start=1):  # noqa: B007 - read behind the loop
        taken += len(syllable) - 1 or 1
        if taken >= letters:
            break
    return count, count == len(elements) and taken == letters


def by_patterns(found: Gathered, scope: Scope, query: Spelled, *, inside: bool) -> None:
    """Find the terms that the query spells by initials, or by initials and more.

    Few initials are shared by many terms: those are scanned one by one, inside of terms only with `inside`. The others
    are scanned together, terms that have them inside at once with those that begin so.
    """
    # What begins with the letters that were typed is found by them, and by nothing better than that.
    besides = query.ways[0].letters if query.plain and found.match is not Match.INITIALS else None
    if any(one.end < len(query.units) for one in query.rest):  # of what such patterns find, half may not be spelled so
        scope = scope._replace(limit=2 * scope.limit)
    for rows in pattern_rows(scope, query, query.rest, besides, inside=inside):
        _take(found, scope, rows, query)


def pattern_rows(
    scope: Scope, query: Spelled, patterns: Iterable[Pattern], besides: str | None, *, inside: bool
) -> Iterator[list[tuple[Scanned, Pattern]]]:
    """Yield what each scan for patterns brings, with the pattern that brought it."""
    together: dict[Form, list[tuple[str, Pattern]]] = defaultdict(list)
    narrowest = _narrowest_mixed if query.is_mixed else _narrowest
    for pattern in patterns:
        form, beginning = narrowest(pattern)
        if form is Form.INITIALS and len(beginning) <= _SHORT - (not pattern.single):
            like = None if pattern.single else f"{pattern.like}%"
            yield [(tail, pattern) for tail in begun(scope, form, beginning, like, inside=inside)]
        elif beginning and not inside:
            together[form].append((beginning, pattern))
    for form, ranges in together.items():
        rows = with_patterns(scope, form, [(beginning, one.like) for beginning, one in ranges], besides)
        yield [(tail, ranges[place][1]) for tail, place in rows]


_SHORT = 3
"""Terms that share so few initials are taken in the order of the hits; under more there are few enough to be sorted."""
_MUCH = 2
"""So many initials more must letters tell to be worth a scan of their own, where the initials narrow it down already."""


def _narrowest(pattern: Pattern) -> tuple[Form, str]:
    """Return the form under which fewest tails are to be seen, and with what it begins."""
    count = len(pattern.initials)  # four and more narrow it down without letters
    if count == _SHORT:
        return Form.THREE, pattern.initials + pattern.letters
    if pattern.told > (count + _MUCH if count >= _SHORT else count):
        return Form.LETTERS, pattern.letters
    return Form.INITIALS, pattern.initials


def _narrowest_mixed(pattern: Pattern) -> tuple[Form, str]:
    """Return that of a pattern in which characters were typed."""
    initials = pattern.initials
    typed = next((place for place, one in enumerate(initials) if not is_han(one)), len(initials))
    if typed == 1:
        return Form.MIXED, initials[0] + _until_han(initials[1:])
    return Form.LABEL, initials[:typed]


def _until_han(initials: str) -> str:
    return initials[: next((place for place, one in enumerate(initials) if is_han(one)), None)]


def _take(found: Gathered, scope: Scope, rows: Sequence[tuple[Scanned, Pattern]], query: Spelled) -> None:
    """Add the rows that patterns brought, those that are spelled so."""
    hits: list[Candidate] = []
    first = Kind.INITIALS
    tried: set[Scanned] = set()  # several patterns bring the same row, of which the whole query decides
    for tail, pattern in rows:
        if pattern.full and query.may_be_full:
            first = Kind.PINYIN_TONED
        if pattern.end < len(query.units):
            if tail in tried:
                continue
            tried.add(tail)
            characters = characters_of_tail(tail)
            for spelling in spellings(query.units, characters, 0):
                whole = spelling.end == len(characters)
                hits += _kinds(query, tail, spelling, spelling.end, whole=whole)
        elif not pattern.single and not pattern.spells(tail.syllables):
            continue
        elif pattern.short and not tail.start and not pattern.full:
            hits.append(met(Kind.INITIALS, "reading", tail, pattern.loose, pattern.pieces))
        elif _has_characters(tail, pattern.initials):
            whole = pattern.pieces == tail.syllables.count(" ") + 1
            hits += _kinds(query, tail, pattern, pattern.pieces, whole=whole)
    found.add(hits, cut_at=end_of(scope, first, [tail for tail, _ in rows]))


def _has_characters(tail: Scanned, initials: str) -> bool:
    """Return whether a tail has the Han characters that were typed, each in its place."""
    if initials.isascii():
        return True
    texts = _texts(tail)
    return all(one == texts[place] for place, one in enumerate(initials) if is_han(one))


def _kinds(query: Spelled, tail: Scanned, how: Pattern | Spelling, taken: int, *, whole: bool) -> list[Candidate]:
    """Return what a spelled hit may be called: in full, and by its initials; inside of a term it is neither."""
    short, cut = (how.short, how.is_cut_in(tail.syllables)) if isinstance(how, Pattern) else (how.initials, how.cut)
    if tail.start:
        return [met(Kind.CONTAINS, "reading", tail, how.loose, taken)]
    kinds = []
    if how.full and query.may_be_full:
        kinds.append((Kind.PINYIN_TONED if how.toned else Kind.PINYIN_PLAIN) if whole and not cut else Kind.PREFIX)
    if short:
        kinds.append(Kind.INITIALS)
    return [met(kind, "reading", tail, how.loose, taken) for kind in kinds or [Kind.MIXED]]


def characters_of_tail(tail: Scanned) -> list[Character]:
    """Return the characters of a row, for the rule of `spelling` to be asked."""
    return [
        Character(text, syllable if len(syllable) > 1 and (is_han(text) or text == UNWRITTEN) else None, 0, 0)
        for text, syllable in zip(_texts(tail), tail.syllables.split(" "), strict=False)
    ]


def _texts(tail: Scanned) -> str:
    """Return the characters of a row, one for each of its syllables; the marks of a label are none of them."""
    if len(tail.label) == tail.start + tail.syllables.count(" ") + 1:
        return tail.label[tail.start :]
    return "".join([one.text for one in tail.way()[tail.start :]])


def around(found: Gathered, scope: Scope, query: Spelled) -> None:
    """Find what is typed in letters first and characters behind them: by the longest run of these."""
    wanted, label = behind_letters(query)
    tails = around_label(scope, label, query.units[0].text, wanted) if wanted else []
    hits = []
    for tail in tails:
        if spelling := spell(query.units, characters_of_tail(tail), 0):
            hits.append(met(Kind.CONTAINS if tail.start else Kind.MIXED, "reading", tail, spelling.loose, spelling.end))
    found.add(hits, cut_at=end_of(scope, Kind.MIXED, tails))


def behind_letters(query: Spelled, zones: frozenset[Zone] = frozenset()) -> tuple[list[tuple[str, int]], str]:
    """Return the longest run of characters in a query, and what may stand before it, as `around_label` takes them."""
    start, end = max(_runs(query.units), key=lambda run: run[1] - run[0])
    before = [(initial, count) for count, initial in sorted(cuts_before(query.units, start, zones))]
    return before, "".join(unit.text for unit in query.units[start:end])


def _runs(units: Sequence[Unit]) -> Iterable[tuple[int, int]]:
    """Yield the runs of Han characters in a query."""
    start = None
    for place, unit in enumerate([*units, Unit("a")]):
        if is_han(unit.text):
            start = place if start is None else start
        elif start is not None:
            yield start, place
            start = None
