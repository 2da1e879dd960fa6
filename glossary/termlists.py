"""The term list of a document: the known terms that it uses, and the coinages that the store does not define."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from glossary.coverage import concepts_named
from glossary.deadline import check, within_deadline
from glossary.entries import Brief, Entry
from glossary.extraction.candidates import Coinage
from glossary.extraction.outline import Outline
from glossary.formats.listed import Candidate, Draft, ListedRendering, ListedTerm, TermList
from glossary.language.normalise import is_han, label
from glossary.language.pinyin import generated
from glossary.language.script import traditional
from glossary.matching.annotate import Occurrence, chinese_terms
from glossary.matching.index import TermIndex
from glossary.matching.named import Detail, served


def term_list(connection: Connection, index: TermIndex, document: Outline) -> TermList:
    """Return the terms of a document in the order of their first use, and its undefined coinages as candidates.

    A use of a label that several concepts have counts for each of them.
    """
    first: dict[int, int] = {}
    counts: dict[int, int] = {}
    for occurrence in within_deadline(chinese_terms(index, document.text)):
        for entry in occurrence.entries:
            first.setdefault(entry, occurrence.start)
            counts[entry] = counts.get(entry, 0) + 1
    entries = served(connection, first, Detail.ENTRY)
    undefined = _undefined_coinages(connection, document)
    listed = _most_used(undefined)
    return TermList(
        title=document.title,
        terms=tuple(
            _listed(Entry.model_validate_json(view.json), counts[entry], document.sentence_at(first[entry]))
            for entry, view in entries.items()
        ),
        candidates=tuple(_candidate(connection, index, coinage) for coinage in listed),
        more_candidates=len(undefined) - len(listed),
    )


def _listed(entry: Entry, count: int, sentence: str) -> ListedTerm:
    return ListedTerm(
        concept=entry.id,
        headword=entry.headword,
        traditional=entry.zh.hant,
        pinyin=entry.pinyin.display if entry.pinyin else None,
        renderings=tuple(ListedRendering(one.text, one.status, one.forbidden) for one in entry.renderings),
        definition_zh=entry.definition.zh,
        definition_en=entry.definition.en,
        subject_field=entry.subject_field,
        source=entry.sources[0].slug if entry.sources else None,
        count=count,
        sentence=sentence,
    )


def _undefined_coinages(connection: Connection, document: Outline) -> list[Coinage]:
    defined = concepts_named(connection, [coinage.label for coinage in document.coinages])
    return [coinage for coinage in document.coinages if coinage.label not in defined]


_CANDIDATES_MOST = 2000
"""A report has a hundred, a plan of three hundred pages a thousand; reading and glossing one takes a tenth of a millisecond."""


def _most_used(coinages: Sequence[Coinage]) -> Sequence[Coinage]:
    """Return as many coinages as are listed, in their order: those that are used most, of these the first."""
    places = sorted(range(len(coinages)), key=lambda place: -coinages[place].count)[:_CANDIDATES_MOST]
    return [coinages[place] for place in sorted(places)]


def _candidate(connection: Connection, index: TermIndex, coinage: Coinage) -> Candidate:
    check()
    return Candidate(
        text=coinage.text,
        traditional=traditional(coinage.text).general,
        pinyin=generated(coinage.text).display,
        count=coinage.count,
        sentence=coinage.first.sentence,
        draft=_draft(connection, index, coinage.text),
    )


def _draft(connection: Connection, index: TermIndex, text: str) -> Draft | None:
    """Return a gloss made of the glosses of a coinage's parts, where terms of the store with glosses are all of it."""
    parts = chinese_terms(index, text)
    if not parts or _rest(text, parts):
        return None
    briefs = {
        entry: Brief.model_validate_json(one.json)
        for entry, one in served(connection, [part.entries[0] for part in parts]).items()
    }
    glosses = [_gloss(briefs, part) for part in parts]
    if not all(glosses):
        return None
    return Draft(" + ".join(filter(None, glosses)), tuple(text[part.start : part.end] for part in parts))


def _gloss(briefs: Mapping[int, Brief], part: Occurrence) -> str | None:
    brief = briefs.get(part.entries[0])
    return brief.gloss if brief else None


def _rest(text: str, parts: Iterable[Occurrence]) -> str:
    """Return the letters and Han characters of a text that no part has."""
    covered = {place for part in parts for place in range(part.start, part.end)}
    rest = "".join(character for place, character in enumerate(text) if place not in covered)
    return "".join(character for character in label(rest) if is_han(character) or character.isalnum())
