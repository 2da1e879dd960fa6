"""All that a search says of a term in one row, and indexes that have all it takes of a tail; derived, filled by the caller."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_MIXED = sa.text("substr(label, 1, 1) || substr(initials, 2)")
_WHOLE = sa.text("inside = 0")
_ORDER = ["other", "strength"]
_HIT = ["syllables", "term_id", "start"]
_WORDS = (1, 2, 3)

_Columns = list[str | sa.TextClause]
_BEFORE: dict[str, _Columns] = {
    "label": ["inside", "label", *_ORDER],
    "letters": ["inside", "letters", *_ORDER],
    "initials": ["inside", "initials", *_ORDER, "syllables"],
    "mixed": ["inside", _MIXED, *_ORDER, "syllables"],
    "before": ["before", "label"],
}
_AFTER: dict[str, _Columns] = {
    "label": ["inside", "label", *_ORDER, *_HIT],
    "letters": ["inside", "letters", *_ORDER, *_HIT],
    "initials": ["inside", "initials", *_ORDER, *_HIT],
    "mixed": ["inside", _MIXED, *_ORDER, *_HIT],
    "before": ["before", "label", "term_id", "start"],
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
    op.create_table(
        "search_term",
        sa.Column("term_id", sa.Integer(), sa.ForeignKey("term.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("concept_id", sa.String(length=32), nullable=False),
        sa.Column("order_pinyin", sa.String(), nullable=False),
        sa.Column("lang", sa.String(length=16), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("display", sa.String(), nullable=True),
        sa.Column("syllables", sa.String(), nullable=True),
        sa.Column("brief", sa.String(), nullable=False),
    )
    _drop_indexes()
    for table in ("search_tail", "search_word"):
        op.execute(f"DELETE FROM {table}")  # noqa: S608 - its own names
        with op.batch_alter_table(table, recreate="always") as batch:
            batch.drop_column("order_pinyin")
    _create_indexes(_AFTER, _WHOLE_AFTER, ["term_id"])


def downgrade() -> None:
    _drop_indexes()
    for table in ("search_tail", "search_word"):
        op.execute(f"DELETE FROM {table}")  # noqa: S608 - its own names
        with op.batch_alter_table(table, recreate="always") as batch:
            batch.add_column(sa.Column("order_pinyin", sa.String(), nullable=False))
    _create_indexes(_BEFORE, _WHOLE_BEFORE, [])
    op.drop_table("search_term")


def _drop_indexes() -> None:
    for name in (*_BEFORE, *_WHOLE_BEFORE, "term_id"):
        op.drop_index(f"ix_search_tail_{name}", "search_tail")
    for name in ("word", "term_id", *(f"word_{length}" for length in _WORDS)):
        op.drop_index(f"ix_search_word_{name}", "search_word")


def _create_indexes(tails: dict[str, _Columns], whole: dict[str, _Columns], of_words: list[str]) -> None:
    for name, columns in tails.items():
        op.create_index(f"ix_search_tail_{name}", "search_tail", columns)
    for name, columns in whole.items():
        op.create_index(f"ix_search_tail_{name}", "search_tail", columns, sqlite_where=_WHOLE, postgresql_where=_WHOLE)
    op.create_index("ix_search_tail_term_id", "search_tail", ["term_id", "start"])
    op.create_index("ix_search_word_word", "search_word", ["word", "strength", *of_words])
    op.create_index("ix_search_word_term_id", "search_word", ["term_id", "word"])
    for length in _WORDS:
        first = sa.text(f"substr(word, 1, {length})")
        op.create_index(f"ix_search_word_word_{length}", "search_word", [first, "strength", "word", *of_words])
