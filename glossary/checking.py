"""Whether a translation renders the terms of its source as the store wants them rendered."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic_core import from_json
from sqlalchemy import Connection

from glossary.deadline import within_deadline
from glossary.errors import TooLarge
from glossary.formats.segments import Segment
from glossary.language.english import uninflected
from glossary.language.offsets import Span, utf16_places
from glossary.matching.annotate import Occurrence, chinese_terms
from glossary.matching.index import TermIndex
from glossary.matching.named import Detail, served
from glossary.matching.wording import Worded, worded
from glossary.vocabulary import TermStatus, is_accepted


class Verdict(StrEnum):
    """How a term of the source is rendered, worst first."""

    FORBIDDEN = "forbidden"
    DEPRECATED = "deprecated"
    MISSING = "missing"
    OK = "ok"


@dataclass(frozen=True, slots=True)
class RenderedAs:
    """A stretch of the translation that renders a term, by which rendering and how that is regarded."""

    rendering: str
    verdict: Verdict
    start: int
    end: int
    start_utf16: int
    end_utf16: int


@dataclass(frozen=True, slots=True)
class CheckedTerm:
    """A term of the source: as first printed, wherever it stands, what it names, how it is rendered, what is accepted."""

    term: str
    source: tuple[Span, ...]
    concepts: tuple[str, ...]
    verdict: Verdict
    target: tuple[RenderedAs, ...]
    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedSegment:
    """A segment's terms; those that have no rendering in the store, of which nothing can be said, stand in `unrendered`."""

    terms: tuple[CheckedTerm, ...]
    unrendered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, segment by segment; how many terms of each verdict; the briefs of the concepts, as JSON."""

    segments: tuple[CheckedSegment, ...]
    counts: dict[Verdict, int]
    briefs: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Rendering:
    """A rendering of an entry as it is compared: the stems of its words."""

    entry: int
    text: str
    stems: tuple[str, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class _Found:
    """A rendering, and between which words of a translation it stands."""

    rendering: _Rendering
    start: int
    end: int


def check(connection: Connection, index: TermIndex, segments: Sequence[Segment]) -> Checked:
    """Return how each term in the sources is rendered in the translations.

    Any accepted rendering of the concept will do, one for all its uses in a segment. Inflection, hyphens, capitals and
    articles make no difference. What is a part of a longer rendering in its place renders nothing else, so that terms
    inside of terms do not count twice.
    """
    found = [chinese_terms(index, segment.source) for segment in within_deadline(segments)]
    entries = [entry for some in found for one in some for entry in one.entries]
    renderings = _renderings(connection, entries)
    briefs = served(connection, entries)
    done = tuple(
        _checked(segment, some, renderings, {entry: one.concept for entry, one in briefs.items()})
        for segment, some in zip(segments, found, strict=True)
    )
    counts = Counter(term.verdict for one in done for term in one.terms)
    return Checked(
        done, {verdict: counts[verdict] for verdict in Verdict}, {one.concept: one.json for one in briefs.values()}
    )


def _renderings(connection: Connection, entries: Iterable[int]) -> dict[int, list[_Rendering]]:
    """Return the renderings of some entries that say something of a translation."""
    found: dict[int, list[_Rendering]] = {}
    for entry, one in served(connection, entries, Detail.ENTRY).items():
        found[entry] = [
            _Rendering(entry, rendering["text"], stems, verdict)
            for rendering in from_json(one.json)["renderings"]
            if (verdict := _regarded(rendering["status"], forbidden=rendering["forbidden"]))
            and (stems := tuple(word.stem for word in _words(rendering["text"])))
        ]
    return found


def _regarded(status: str, *, forbidden: bool) -> Verdict | None:
    """Return how a rendering of that status is regarded; None for one that is only proposed."""
    if forbidden:
        return Verdict.FORBIDDEN
    if is_accepted(status, forbidden=forbidden):
        return Verdict.OK
    return Verdict.DEPRECATED if status in (TermStatus.DEPRECATED, TermStatus.SUPERSEDED) else None


def _checked(
    segment: Segment,
    found: Sequence[Occurrence],
    renderings: Mapping[int, Sequence[_Rendering]],
    concepts: Mapping[int, str],
) -> CheckedSegment:
    words = _words(segment.target)
    wanted = {entry for one in found for entry in one.entries}
    by_entry: dict[int, list[tuple[int, _Found]]] = {}
    for number, place in enumerate(
        _longest(_all_found(words, [one for entry in wanted for one in renderings.get(entry, ())]))
    ):
        by_entry.setdefault(place.rendering.entry, []).append((number, place))
    utf16 = utf16_places(segment.target)
    uses: dict[tuple[int, ...], list[Occurrence]] = {}
    for one in found:
        uses.setdefault(one.entries, []).append(one)
    terms, unrendered = [], []
    source_utf16 = utf16_places(segment.source)
    for entries, places in within_deadline(uses.items()):
        printed = segment.source[places[0].start : places[0].end]
        known = [rendering for entry in entries for rendering in renderings.get(entry, ())]
        accepted = [rendering.text for rendering in known if rendering.verdict is Verdict.OK]
        rendered = sorted(pair for entry in dict.fromkeys(entries) for pair in by_entry.get(entry, ()))
        target = [
            RenderedAs(place.rendering.text, place.rendering.verdict, start, end, utf16[start], utf16[end])
            for _, place in rendered
            for start, end in [(words[place.start].start, words[place.end - 1].end)]
        ]
        if not accepted and not target:
            unrendered.append(printed)
            continue
        verdict = min((place.verdict for place in target), key=_ORDER.__getitem__, default=Verdict.MISSING)
        terms.append(
            CheckedTerm(
                printed,
                tuple(Span(one.start, one.end, source_utf16[one.start], source_utf16[one.end]) for one in places),
                tuple(concepts[entry] for entry in entries if entry in concepts),
                verdict,
                tuple(target),
                tuple(dict.fromkeys(accepted)),
            )
        )
    return CheckedSegment(tuple(terms), tuple(unrendered))


_ORDER = {Verdict.FORBIDDEN: 0, Verdict.OK: 1, Verdict.DEPRECATED: 2, Verdict.MISSING: 3}
"""What a forbidden rendering says counts, whatever else is there; a deprecated one does no harm beside an accepted one."""


_MOST_PLACES = 200_000
"""Places of renderings in one segment: some thousand pages. A word that renders a hundred terms stands for each of them."""


class _Node:
    """Where some words lead in the tree of all renderings: to longer ones, and to those that end here."""

    __slots__ = ("ended", "longer")

    def __init__(self) -> None:
        self.longer: dict[str, _Node] = {}
        self.ended: list[_Rendering] = []


def _all_found(words: Sequence[Worded], renderings: Iterable[_Rendering]) -> Iterator[_Found]:
    """Yield every place of some renderings in a translation; from each word on as far as any of them goes.

    Raises TooLarge where there are so many that nobody could read the answer.
    """
    tree = _Node()
    for rendering in within_deadline(renderings):
        node = tree
        for stem in rendering.stems:
            node = node.longer.setdefault(stem, _Node())
        node.ended.append(rendering)
    stems = [word.stem for word in words]
    count = 0
    for start in within_deadline(range(len(stems))):
        following: _Node | None = tree
        for end in range(start, len(stems)):
            following = following.longer.get(stems[end]) if following else None
            if following is None:
                break
            count += len(following.ended)
            if count > _MOST_PLACES:
                raise TooLarge(
                    f"renderings of its terms stand in more than {_MOST_PLACES:,} places of one segment; check less at once"
                )
            for rendering in following.ended:
                yield _Found(rendering, start, end + 1)


def _longest(found: Iterable[_Found]) -> list[_Found]:
    """Return what was found without what is inside of something longer, in the order of the text.

    What stands in the same place stays: two concepts may have one rendering.
    """
    kept: list[_Found] = []
    widest = (-1, 0)  # where the one that goes farthest so far ends, and begins
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        if one.end > widest[0]:
            widest = (one.end, one.start)
        elif (one.end, one.start) != widest:
            continue
        kept.append(one)
    return kept


def _words(text: str) -> list[Worded]:
    """Return the words of an English text as a check compares them: parts of hyphened words apart, without any inflection."""
    return [word._replace(stem=uninflected(word.stem)) for word in worded(text.translate(_APART))]


_APART = dict.fromkeys(map(ord, "-‐‑–—/"), " ")  # one for one, so that places stay
