"""The tables that are derived of the others and can be rebuilt at any time: keys, tails and words to find, entries to serve."""

from sqlalchemy import BigInteger, Index, Integer, TextClause, text
from sqlmodel import Field

from glossary.model import Row


class SearchKey(Row, table=True):
    """A normal form under which a term is found (derived; see `matching.keys`), with all that a lookup says of it.

    `form` is what has the key: the term's text, or its reading, whose `syllables` a query is held to; `view_id` is the
    entry. A row and an entry are two pages to read, whatever the size of the store.
    """

    __tablename__ = "search_key"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: str = Field(primary_key=True)
    kind: str = Field(primary_key=True, max_length=16)
    term_id: int = Field(primary_key=True, foreign_key="term.id", ondelete="CASCADE", index=True)
    view_id: int
    lang: str = Field(max_length=16)
    type: str = Field(max_length=16)
    form: str
    syllables: str | None
    strength: int = Field(sa_type=BigInteger)


_Number = BigInteger().with_variant(Integer, "sqlite")
"""63 bits; SQLite numbers its rows so only where the type is called INTEGER."""
_WHOLE = text("inside = 0")
"""For SQLite here, for PostgreSQL in the migrations alone: to name its options is to load it, a twentieth of each start."""
_MIXED = "substr(label, 1, 1) || substr(initials, 2)"
"""A tail as it is typed by one character and then by letters."""
_THREE = "substr(initials, 1, 3) || letters"
"""A tail by three initials and then by its letters: of all that has h-z-h, little begins with `huz`."""


_HIT = ("syllables", "shelfmark", "start")
"""What a search takes of a tail: each index has it, so that the tail itself is not read."""


def _scanned(form: str, by: str | TextClause, *also: str) -> Index:
    """Return the index of tails by a form, in the order of the hits behind it."""
    return Index(f"ix_search_tail_{form}", "inside", by, "other", "strength", *_HIT, *also)


def _anywhere(form: str, by: str | TextClause) -> Index:
    """Return the index by a form under which lies so little that what is inside of terms lies beside whole terms.

    A query may be cut in a dozen ways, each a range: most are empty, and to see that is the price of finding one.
    """
    return Index(f"ix_search_tail_{form}", by, "other", "strength", *_HIT, "letters", "inside")


def _first(form: str, length: int, *also: str) -> Index:
    """Return the index of whole terms by the first characters of a form, in the order of the hits.

    Under so few characters stand thousands of terms: a search takes the first of them without sorting the rest.
    """
    return Index(
        f"ix_search_tail_{form}_{length}",
        text(f"substr({form}, 1, {length})"),
        "other",
        "strength",
        *also,
        *_HIT,
        sqlite_where=_WHOLE,
    )


class SearchTerm(Row, table=True):
    """A term with all that a search says of it (derived): `syllables` is its reading, `brief` its concept's.

    `shelfmark` puts terms that are read alike side by side (see `matching.ranking`), so that those a query begins are on
    a page or two, whatever the size of the store.
    """

    __tablename__ = "search_term"

    shelfmark: int = Field(sa_type=_Number, primary_key=True)
    term_id: int = Field(foreign_key="term.id", ondelete="CASCADE", index=True)
    concept_id: str = Field(max_length=32)
    order_pinyin: str
    lang: str = Field(max_length=16)
    type: str = Field(max_length=16)
    text: str
    label: str
    display: str | None
    syllables: str | None
    brief: str


class SearchTail(Row, table=True):
    """A Chinese term from one of its characters to its end, as a query may spell it (derived; see `matching.tails`).

    `inside` is 0 where it is the whole term; `other` is 1 where one character is in another of its common readings, and
    `same` then says how many letters a query may have that finds the term by its own reading just as well;
    `before` is the initial of the character that stands before.
    """

    __tablename__ = "search_tail"
    __table_args__ = (
        _scanned("label", "label"),
        _scanned("letters", "letters", "same"),
        _anywhere("initials", "initials"),
        _anywhere("three", text(_THREE)),
        _scanned("mixed", text(_MIXED)),
        Index(
            "ix_search_tail_whole",
            "letters",
            "other",
            "strength",
            "concept_id",
            *_HIT,
            "same",
            sqlite_where=_WHOLE,
        ),
        Index("ix_search_tail_before", "before", "label", "shelfmark", "start"),
        Index("ix_search_tail_shelfmark", "shelfmark", "start"),
        _first("label", 1),
        _first("letters", 1, "letters", "same"),
        _first("letters", 3, "letters", "same"),
        _first("initials", 1),
        _first("initials", 2),
        _first("initials", 3),
    )

    id: int | None = Field(default=None, primary_key=True)
    shelfmark: int = Field(sa_type=_Number, foreign_key="search_term.shelfmark", ondelete="CASCADE")
    concept_id: str = Field(max_length=32)
    start: int
    inside: int
    other: int
    same: int
    before: str = Field(max_length=1)
    label: str
    letters: str
    initials: str
    syllables: str
    strength: int = Field(sa_type=BigInteger)


class SearchWord(Row, table=True):
    """A word of an English term, without its inflection (derived; see `matching.tails`)."""

    __tablename__ = "search_word"
    __table_args__ = (
        Index("ix_search_word_word", "word", "strength", "shelfmark"),
        Index("ix_search_word_shelfmark", "shelfmark", "word"),
        *(
            Index(f"ix_search_word_word_{n}", text(f"substr(word, 1, {n})"), "strength", "word", "shelfmark")
            for n in (1, 2, 3)
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    shelfmark: int = Field(sa_type=_Number, foreign_key="search_term.shelfmark", ondelete="CASCADE")
    concept_id: str = Field(max_length=32)
    word: str
    strength: int = Field(sa_type=BigInteger)


class EntryView(Row, table=True):
    """A concept as it is served, rendered once when it is written (derived; see `entries`).

    `id` is that of the concept's first term.
    """

    __tablename__ = "entry_view"

    id: int = Field(primary_key=True)
    concept_id: str = Field(foreign_key="concept.id", max_length=32, unique=True)
    entry: str
    brief: str
    order_pinyin: str = Field(index=True)
    attestations: int
