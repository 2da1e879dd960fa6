"""What a store knows of words: the readings and traditional forms that its sources attest or a person reviewed."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlmodel import Session, col, or_, select

from glossary.derived import SearchKey
from glossary.language.normalise import label
from glossary.model import Reading, Term
from glossary.vocabulary import KeyKind, Lang, Origin

_AT_ONCE = 400


class KnownWords:
    """The words of a store as `language.known.Known`; one that is read or written in several ways is not known."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def readings(self, words: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """Return the readings that are attested or reviewed."""
        statement = (
            select(SearchKey.key, Reading.syllables)
            .join(Reading, col(Reading.term_id) == col(SearchKey.term_id))
            .where(or_(col(Reading.reviewed), col(Reading.origin) == Origin.ATTESTED), SearchKey.kind == KeyKind.LABEL)
        )
        found = _single(self._rows(statement, words))
        return {word: reading for word, form in found.items() if len(reading := tuple(form.split(" "))) == len(word)}

    def traditional(self, words: Collection[str]) -> Mapping[str, str]:
        """Return the traditional forms that are attested."""
        statement = (
            select(SearchKey.key, Term.text)
            .join(Term, col(SearchKey.term_id) == col(Term.id))
            .where(Term.lang == Lang.HANT, Term.origin == Origin.ATTESTED, SearchKey.kind == KeyKind.LABEL)
        )
        found = _single(self._rows(statement, words))
        return {word: form for word, form in found.items() if len(form) == len(word)}

    def _rows(self, statement: Any, words: Collection[str]) -> Iterable[tuple[str, str]]:
        labels = [word for word in sorted(words) if label(word) == word]
        for start in range(0, len(labels), _AT_ONCE):
            yield from self._session.exec(statement.where(col(SearchKey.key).in_(labels[start : start + _AT_ONCE])))


def _single(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what has one form only."""
    forms: dict[str, set[str]] = {}
    for word, form in rows:
        forms.setdefault(word, set()).add(form)
    return {word: found.pop() for word, found in forms.items() if len(found) == 1}
