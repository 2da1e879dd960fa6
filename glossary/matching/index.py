"""All terms of a store at one revision, ready to be found in running text: built once, never changed, swapped whole."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection

from glossary.driver import rows_of
from glossary.language.normalise import label
from glossary.matching.automaton import Automaton
from glossary.matching.evidence import LONGEST_IN_DOUBT, is_ordinary, telling_words
from glossary.matching.named import Served, served
from glossary.matching.wording import Wording
from glossary.state import State, state

SHORTEST = 2
"""Characters: what is shorter stands in other words nearly everywhere, and is no term of running text."""
_KNOWN_MOST = 40
"""Texts that say something of a concept: its definition, its members, its first contexts."""

_BRIEFS_MOST = 20_000
"""Briefs that are kept: some ten megabytes."""

_LABELS = """
    SELECT k.key, k.view_id
      FROM search_key k
     WHERE k.kind = 'label' AND k.lang <> 'en' AND length(k.key) >= :shortest
     ORDER BY k.key, k.strength, k.view_id
    """
_RENDERINGS = "SELECT k.form, k.view_id FROM search_key k WHERE k.kind = 'label' AND k.lang = 'en' ORDER BY k.strength"
_KNOWN = """
    SELECT v.id, k.body
      FROM (SELECT concept_id, body FROM text WHERE kind = 'definition' AND lang <> 'en'
            UNION ALL SELECT concept_id, zh FROM member
            UNION ALL SELECT concept_id, sentence FROM context) k
      JOIN entry_view v ON v.concept_id = k.concept_id
    """


Names = tuple[tuple[int, ...], ...]
"""What each label names: the numbers of entries (`entry_view.id`), best first."""


@dataclass(frozen=True, slots=True)
class TermIndex:
    """The labels of a store and the entries that each names; `telling` are the words by which a concept's short terms are told.

    `ordinary` says which labels are common words. English is found by the stems of its words, each written as one
    character of `wording`.
    """

    state: State
    automaton: Automaton
    names: Names
    ordinary: bytes
    wording: Wording
    english: Automaton
    english_names: Names
    telling: dict[int, frozenset[str]]
    briefs: dict[int, Served] = field(default_factory=dict)

    def briefs_of(self, connection: Connection, entries: Iterable[int]) -> dict[int, Served]:
        """Return the briefs of some entries, each read once: those of the words of a language are asked for again and again."""
        wanted = dict.fromkeys(entries)
        # What another thread clears meanwhile is still here: the answer is made of what this one has seen.
        known = {entry: brief for entry in wanted if (brief := self.briefs.get(entry))}
        if missing := [entry for entry in wanted if entry not in known]:
            if len(self.briefs) > _BRIEFS_MOST:
                self.briefs.clear()
            read = served(connection, missing)
            self.briefs.update(read)
            known |= read
        return {entry: known[entry] for entry in wanted if entry in known}


def build_index(connection: Connection) -> TermIndex:
    """Build the index of the store as this connection sees it (of 122,143 entries in some seconds)."""
    at = state(connection)
    labels, names = _by_label(labels_of(connection))
    wording = Wording()
    spelled = [
        (phrase, entry) for form, entry in rows_of(connection, _RENDERINGS, {}) if (phrase := wording.learn(form))
    ]
    phrases, english_names = _by_label(sorted(spelled, key=itemgetter(0)))
    in_doubt = {entry for place, text in enumerate(labels) if len(text) <= LONGEST_IN_DOUBT for entry in names[place]}
    return TermIndex(
        state=at,
        automaton=Automaton(labels),
        names=names,
        ordinary=bytes(map(is_ordinary, labels)),
        wording=wording,
        english=Automaton(phrases),
        english_names=english_names,
        telling=telling_of(connection, in_doubt),
    )


def labels_of(connection: Connection) -> list[tuple[str, int]]:
    """Return the labels of Chinese terms, each with the number of an entry that it names, by label, the best first."""
    return [(key, entry) for key, entry in rows_of(connection, _LABELS, {"shortest": SHORTEST})]


def _by_label(rows: Iterable[tuple[str, int]]) -> tuple[list[str], Names]:
    """Return each label of some rows once, and what it names, in the order of the rows; these are by label."""
    labels: list[str] = []

    def named() -> Iterator[tuple[int, ...]]:
        for text, group in groupby(rows, key=itemgetter(0)):
            labels.append(text)
            yield tuple(dict.fromkeys(entry for _, entry in group))

    names = tuple(named())
    return labels, names


def telling_of(connection: Connection, entries: Container[int]) -> dict[int, frozenset[str]]:
    """Return the telling words of what is known of the concepts of some entries."""
    found: dict[int, list[str]] = defaultdict(list)
    for entry, body in rows_of(connection, _KNOWN, {}):
        if entry in entries:
            found[entry].append(body)
    return {entry: telling_words(map(label, bodies[:_KNOWN_MOST])) for entry, bodies in found.items()}
