"""What a store knows of words: the readings and traditional forms that its sources attest or a person reviewed."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlmodel import Session, col, or_, select

from glossary.derived import SearchKey
from glossary.language.normalise import label
from glossary.model import Reading, Term
from glossary.vocabulary import KeyKind, Lang, Origin

_AT_ONCE = 400
_MOST = 50_000


class KnownWords:
    """The words of a store as `language.known.Known`; one that is read or written in several ways is not known.

    It is what the store knew when a write began, since keys are made at its end: each word is looked up once, as long as
    there is room for what was found. Thousands of rows of one headword ask for the same words.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._readings: dict[str, str | None] = {}
        self._traditional: dict[str, str | None] = {}

    def readings(self, words: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """Return the readings that are attested or reviewed."""
        statement = (
            select(SearchKey.key, Reading.syllables)
            .join(Reading, col(Reading.term_id) == col(SearchKey.term_id))
            .where(or_(col(Reading.reviewed), col(Reading.origin) == Origin.ATTESTED), SearchKey.kind == KeyKind.LABEL)
        )
        found = self._found(self._readings, statement, words)
        return {word: reading for word, form in found.items() if len(reading := tuple(form.split(" "))) == len(word)}

    def traditional(self, words: Collection[str]) -> Mapping[str, str]:
        """Return the traditional forms that are attested."""
        statement = (
            select(SearchKey.key, Term.text)
            .join(Term, col(SearchKey.term_id) == col(Term.id))
            .where(Term.lang == Lang.HANT, Term.origin == Origin.ATTESTED, SearchKey.kind == KeyKind.LABEL)
        )
        found = self._found(self._traditional, statement, words)
        return {word: form for word, form in found.items() if len(form) == len(word)}

    def _found(self, known: dict[str, str | None], statement: Any, words: Collection[str]) -> dict[str, str]:
        if len(known) > _MOST:
            known.clear()
        if new := [word for word in words if word not in known]:
            known.update(dict.fromkeys(new))
            known.update(_single(self._rows(statement, new)))
        return {word: form for word in words if (form := known[word]) is not None}

    def _rows(self, statement: Any, words: Collection[str]) -> Iterable[tuple[str, str]]:
        # A word that is no label is no key; that is told by its characters, of which there are few.
        others = {character for character in set().union(*words) if label(character) != character}
        labels = [word for word in sorted(words) if others.isdisjoint(word)]
        for start in range(0, len(labels), _AT_ONCE):
            yield from self._session.exec(statement.where(col(SearchKey.key).in_(labels[start : start + _AT_ONCE])))


def _single(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what has one form only."""
    forms: dict[str, set[str]] = {}
    for word, form in rows:
        forms.setdefault(word, set()).add(form)
    return {word: found.pop() for word, found in forms.items() if len(found) == 1}
