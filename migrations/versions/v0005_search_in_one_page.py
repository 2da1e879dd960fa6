"""All that a search says of a term in one row, and indexes that have all it takes of a tail; derived, filled by the caller."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MIXED = sa.text("substr(label, 1, 1) || substr(initials, 2)")
_WHOLE = sa.text("inside = 0")
_ORDER = ["other", "strength"]
_HIT = ["syllables", "shelfmark", "start"]
_WORDS = (1, 2, 3)

_Columns = list[str | sa.TextClause]
_BEFORE: dict[str, _Columns] = {
    "label": ["inside", "label", *_ORDER],
    "letters": ["inside", "letters", *_ORDER],
    "initials": ["inside", "initials", *_ORDER, "syllables"],
    "mixed": ["inside", _MIXED, *_ORDER, "syllables"],
    "before": ["before", "label"],
    "term_id": ["term_id", "start"],
}
_AFTER: dict[str, _Columns] = {
    "label": ["inside", "label", *_ORDER, *_HIT],
    "letters": ["inside", "letters", *_ORDER, *_HIT],
    "initials": ["inside", "initials", *_ORDER, *_HIT, "letters"],
    "mixed": ["inside", _MIXED, *_ORDER, *_HIT],
    "before": ["before", "label", "shelfmark", "start"],
    "shelfmark": ["shelfmark", "start"],
}
_WHOLE_BEFORE: dict[str, _Columns] = {
    "whole": ["letters", *_ORDER, "concept_id"],
    "label_1": [sa.text("substr(label, 1, 1)"), *_ORDER],
    "letters_1": [sa.text("substr(letters, 1, 1)"), *_ORDER, "letters"],
    "letters_3": [sa.text("substr(letters, 1, 3)"), *_ORDER, "letters"],
    "initials_1": [sa.text("substr(initials, 1, 1)"), *_ORDER, "syllables"],
    "initials_2": [sa.text("substr(initials, 1, 2)"), *_ORDER, "syllables"],
    "initials_3": [sa.text("substr(initials, 1, 3)"), *_ORDER, "syllables"],
}
_WHOLE_AFTER: dict[str, _Columns] = {
    name: [*(column for column in columns if column != "syllables"), *_HIT] for name, columns in _WHOLE_BEFORE.items()
}


def upgrade() -> None:
    op.drop_table("search_tail")
    op.drop_table("search_word")
    op.create_table(
        "search_term",
        sa.Column("shelfmark", _NUMBER, nullable=False),
        sa.Column("term_id", sa.Integer(), sa.ForeignKey("term.id", ondelete="CASCADE"), nullable=False),
        sa.Column("concept_id", sa.String(length=32), nullable=False),
        sa.Column("order_pinyin", sa.String(), nullable=False),
        sa.Column("lang", sa.String(length=16), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("display", sa.String(), nullable=True),
        sa.Column("syllables", sa.String(), nullable=True),
        sa.Column("brief", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("shelfmark"),
    )
    op.create_index("ix_search_term_term_id", "search_term", ["term_id"])
    _tables("shelfmark", _NUMBER, "search_term.shelfmark")
    _indexes(_AFTER, _WHOLE_AFTER)
    op.create_index("ix_search_word_word", "search_word", ["word", "strength", "shelfmark"])
    op.create_index("ix_search_word_shelfmark", "search_word", ["shelfmark", "word"])
    for length in _WORDS:
        first = sa.text(f"substr(word, 1, {length})")
        op.create_index(f"ix_search_word_word_{length}", "search_word", [first, "strength", "word", "shelfmark"])


def downgrade() -> None:
    op.drop_table("search_tail")
    op.drop_table("search_word")
    op.drop_table("search_term")
    _tables("term_id", sa.Integer(), "term.id", order_pinyin=True)
    _indexes(_BEFORE, _WHOLE_BEFORE)
    op.create_index("ix_search_word_word", "search_word", ["word", "strength"])
    op.create_index("ix_search_word_term_id", "search_word", ["term_id", "word"])
    for length in _WORDS:
        first = sa.text(f"substr(word, 1, {length})")
        op.create_index(f"ix_search_word_word_{length}", "search_word", [first, "strength", "word"])


def _tables(refers: str, number: sa.types.TypeEngine[int], to: str, *, order_pinyin: bool = False) -> None:
    """Create the tails and the words, whose column `refers` is the term that they are of."""
    places = [sa.Column(name, sa.Integer(), nullable=False) for name in ("start", "inside", "other")]
    forms = [sa.Column(name, sa.String(), nullable=False) for name in ("label", "letters", "initials", "syllables")]
    tail = [*places, sa.Column("before", sa.String(length=1), nullable=False), *forms]
    word = [sa.Column("word", sa.String(), nullable=False)]
    for table, columns in (("search_tail", tail), ("search_word", word)):
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column(refers, number, sa.ForeignKey(to, ondelete="CASCADE"), nullable=False),
            sa.Column("concept_id", sa.String(length=32), nullable=False),
            *columns,
            sa.Column("strength", sa.BigInteger(), nullable=False),
            *([sa.Column("order_pinyin", sa.String(), nullable=False)] if order_pinyin else []),
        )


def _indexes(tails: dict[str, _Columns], whole: dict[str, _Columns]) -> None:
    for name, columns in tails.items():
        op.create_index(f"ix_search_tail_{name}", "search_tail", columns)
    for name, columns in whole.items():
        op.create_index(f"ix_search_tail_{name}", "search_tail", columns, sqlite_where=_WHOLE, postgresql_where=_WHOLE)
