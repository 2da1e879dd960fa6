"""The tables: what is stored, in the words of ISO 704 and TBX (ISO 30042).

Rows are built from validated drafts only, since `table=True` classes do not validate; what must hold all the same is
in the schema as `NOT NULL`, `CHECK`, `UNIQUE` and foreign keys. What can be rebuilt from these is in `derived`.
"""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    Enum,
    Index,
    Integer,
    MetaData,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from glossary.vocabulary import (
    ConceptStatus,
    Equivalence,
    Lang,
    Operation,
    Origin,
    RelationKind,
    SourceKind,
    TermStatus,
    TermType,
    TextKind,
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets time zones, so they are put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base class's signature
        """Turn any aware moment into UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base class's signature
        """Mark what comes back as UTC."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def utc_now() -> datetime:
    """Return this moment in UTC, to the second: what `created`, `updated` and `at` hold."""
    return datetime.now(UTC).replace(microsecond=0)


def _one_of(vocabulary: type[StrEnum]) -> Enum:
    """Return a column type that stores the values of `vocabulary` as text, with a CHECK, on every database."""
    return Enum(
        vocabulary,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=24,
        name=vocabulary.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


class Row(SQLModel):
    """The base of all tables: one metadata, whose constraints have predictable names."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


LONGEST_TERM = 400
"""Code points of a term at most; what is longer says what the concept means."""

_Number = BigInteger().with_variant(Integer, "sqlite")
"""63 bits: an epoch that is not the first begins at a number of thirteen digits. SQLite has them in any INTEGER."""

# Ids of rows are never given out twice, not even after a deletion.
_NEVER_REUSED = {"sqlite_autoincrement": True}


class StoreState(Row, table=True):
    """The one row that says which store this is and how far it has come."""

    __tablename__ = "store_state"
    __table_args__ = (CheckConstraint("id = 1", name="singleton"), CheckConstraint("revision >= 0", name="revision"))

    id: int = Field(default=1, primary_key=True)
    store: str = Field(max_length=32)
    revision: int = Field(sa_type=_Number)
    created: datetime = Field(sa_type=UtcDateTime)
    epoch: str = Field(max_length=12)
    stamp: str = Field(max_length=12)


class Revision(Row, table=True):
    """A revision that the store has had: its number, and the random stamp of the write that made it.

    Those of before schema 0010 have no row. Where an epoch began, numbers are left out (see `Store.claim`).
    """

    __tablename__ = "revision"

    number: int = Field(sa_type=_Number, primary_key=True)
    stamp: str = Field(max_length=12)


class Source(Row, table=True):
    """A document: a report, a dictionary file, an import. `text` is what contexts' offsets count in."""

    __tablename__ = "source"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256"), _NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=64, unique=True)
    kind: SourceKind = Field(sa_type=_one_of(SourceKind))
    title: str
    issuer: str | None = None
    place: str | None = None
    speaker: str | None = None
    delivered: date | None = None
    published: date | None = None
    year: int | None = Field(default=None, index=True)
    url: str | None = None
    licence: str | None = None
    language: str = Field(default=Lang.HANS, max_length=16)
    sha256: str = Field(max_length=64, index=True)
    text: str
    created: datetime = Field(sa_type=UtcDateTime)


class Concept(Row, table=True):
    """One meaning. `version` counts its changes; `revision` is the store's when it last changed."""

    __tablename__ = "concept"
    __table_args__ = (
        CheckConstraint("length(id) BETWEEN 2 AND 32", name="id"),
        CheckConstraint("status <> 'merged' OR replaced_by IS NOT NULL", name="merged"),
        CheckConstraint("version >= 1", name="version"),
        Index("ix_concept_revision_id", "revision", "id"),
    )

    id: str = Field(primary_key=True, max_length=32)
    subject_field: str | None = Field(default=None, max_length=32, index=True)
    status: ConceptStatus = Field(default=ConceptStatus.ACTIVE, sa_type=_one_of(ConceptStatus))
    replaced_by: str | None = Field(default=None, foreign_key="concept.id", max_length=32)
    note: str | None = None
    version: int = 1
    revision: int = Field(sa_type=_Number)
    created: datetime = Field(sa_type=UtcDateTime)
    updated: datetime = Field(sa_type=UtcDateTime)


class Term(Row, table=True):
    """One name of a concept in one language, Chinese and English alike; `position` orders within a language."""

    __tablename__ = "term"
    __table_args__ = (
        UniqueConstraint("concept_id", "lang", "text"),
        CheckConstraint(f"length(text) BETWEEN 1 AND {LONGEST_TERM}", name="text"),
        _NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    concept_id: str = Field(foreign_key="concept.id", max_length=32, index=True)
    lang: Lang = Field(sa_type=_one_of(Lang))
    text: str
    type: TermType = Field(sa_type=_one_of(TermType))
    status: TermStatus = Field(sa_type=_one_of(TermStatus))
    forbidden: bool = False
    equivalence: Equivalence | None = Field(default=None, sa_type=_one_of(Equivalence))
    origin: Origin = Field(sa_type=_one_of(Origin))
    source_id: int | None = Field(default=None, foreign_key="source.id", index=True)
    position: int


class Reading(Row, table=True):
    """How a Chinese term is read: one element a character, and the word-separated display form."""

    __tablename__ = "reading"
    __table_args__ = (UniqueConstraint("term_id", "syllables"), _NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    term_id: int = Field(foreign_key="term.id", ondelete="CASCADE")
    syllables: str
    display: str
    reviewed: bool
    origin: Origin = Field(sa_type=_one_of(Origin))


class Text(Row, table=True):
    """A definition, a note or a short gloss; `locator` says where in the source it stands."""

    __tablename__ = "text"
    __table_args__ = (CheckConstraint("length(body) >= 1", name="body"), _NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    concept_id: str = Field(foreign_key="concept.id", max_length=32, index=True)
    lang: Lang = Field(sa_type=_one_of(Lang))
    kind: TextKind = Field(sa_type=_one_of(TextKind))
    body: str
    origin: Origin = Field(sa_type=_one_of(Origin))
    source_id: int | None = Field(default=None, foreign_key="source.id", index=True)
    locator: str | None = None


class Member(Row, table=True):
    """A part that a numbered slogan counts up; a part that has parts of its own is their `parent_id`."""

    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("concept_id", "parent_id", "position"), _NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    concept_id: str = Field(foreign_key="concept.id", max_length=32, index=True)
    parent_id: int | None = Field(default=None, foreign_key="member.id", ondelete="CASCADE")
    position: int
    zh: str
    en: str | None = None
    member_concept_id: str | None = Field(default=None, foreign_key="concept.id", max_length=32)


class Attestation(Row, table=True):
    """That a source defines a concept: under which printed headword, and where."""

    __tablename__ = "attestation"
    __table_args__ = (UniqueConstraint("concept_id", "source_id"), _NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    concept_id: str = Field(foreign_key="concept.id", max_length=32, index=True)
    source_id: int = Field(foreign_key="source.id", index=True)
    headword: str
    locator: str | None = None


class Context(Row, table=True):
    """A sentence in which a term is used; `start` and `end` of the term count code points of the source's text."""

    __tablename__ = "context"
    __table_args__ = (
        UniqueConstraint("concept_id", "source_id", "start"),
        CheckConstraint('sentence_start <= start AND start < "end"', name="span"),
        _NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    concept_id: str = Field(foreign_key="concept.id", max_length=32, index=True)
    source_id: int = Field(foreign_key="source.id", index=True)
    sentence: str
    sentence_start: int
    start: int
    end: int
    locator: str | None = None
    english: str | None = None


class Relation(Row, table=True):
    """A directed tie between two concepts."""

    __tablename__ = "relation"
    __table_args__ = (
        UniqueConstraint("from_id", "to_id", "kind"),
        CheckConstraint("from_id <> to_id", name="distinct"),
        _NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    from_id: str = Field(foreign_key="concept.id", max_length=32)
    to_id: str = Field(foreign_key="concept.id", max_length=32, index=True)
    kind: RelationKind = Field(sa_type=_one_of(RelationKind))


class Change(Row, table=True):
    """Append-only history: what one committed write did to one concept."""

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_concept_id_revision", "concept_id", "revision"), _NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    revision: int = Field(sa_type=_Number, index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    operation: Operation = Field(sa_type=_one_of(Operation))
    concept_id: str = Field(foreign_key="concept.id", max_length=32)
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))


class ApiToken(Row, table=True):
    """Who may write: a name, what it may do, and the hash of its secret."""

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint("length(hash) = 64", name="hash"), _NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=64, unique=True)
    hash: str = Field(max_length=64, unique=True)
    scopes: list[str] = Field(sa_type=JSON)
    created: datetime = Field(sa_type=UtcDateTime)
    last_used: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked: datetime | None = Field(default=None, sa_type=UtcDateTime)


def row_id(row: Source | Term) -> int:
    """Return the id of a row that was flushed."""
    if row.id is None:
        raise ValueError(f"{row!r} has no id before it is flushed")
    return row.id
