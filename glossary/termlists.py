"""The term list of a document: the known terms that it uses, and the coinages that the store does not define."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection

from glossary.coverage import coverage
from glossary.deadline import check, checked
from glossary.documents.blocks import Document
from glossary.entries import Brief, Entry
from glossary.extraction.report import read_body
from glossary.formats.listed import Candidate, Draft, ListedRendering, ListedTerm, TermList
from glossary.language.normalise import is_han, label
from glossary.language.pinyin import generated
from glossary.language.script import traditional
from glossary.matching.annotate import Occurrence, chinese_terms
from glossary.matching.index import TermIndex
from glossary.matching.named import Detail, served


def term_list(connection: Connection, index: TermIndex, document: Document) -> TermList:
    """Return the terms of a document in the order of their first use, and its undefined coinages as candidates.

    A use of a label that several concepts have counts for each of them.
    """
    report = read_body(document)
    sentences = report.body.sentences
    begins = [start for start, _, _ in sentences]
    first: dict[int, int] = {}
    counts: dict[int, int] = {}
    for one in checked(chinese_terms(index, document.text)):
        for entry in one.entries:
            first.setdefault(entry, max(0, bisect_right(begins, one.start) - 1))
            counts[entry] = counts.get(entry, 0) + 1
    entries = served(connection, first, Detail.ENTRY)
    return TermList(
        title=report.metadata.title or "",
        terms=tuple(
            _listed(Entry.model_validate_json(one.json), counts[entry], sentences[first[entry]][1])
            for entry, one in entries.items()
        ),
        candidates=tuple(_candidates(connection, index, document)),
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


def _candidates(connection: Connection, index: TermIndex, document: Document) -> Iterator[Candidate]:
    for coinage in coverage(connection, document).undefined:
        check()
        yield Candidate(
            text=coinage.text,
            traditional=traditional(coinage.text).general,
            pinyin=generated(coinage.text).display,
            count=coinage.count,
            sentence=coinage.sentence,
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
