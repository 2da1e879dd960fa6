"""Tails with what stands before them, and indexes that end a search early; derived, filled by the caller."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_WIDE = (
    ("label", ["other", "inside", "label", "strength"]),
    ("letters", ["inside", "letters", "other", "strength"]),
    ("initials", ["inside", "initials", "other", "strength"]),
)
_NARROW: tuple[tuple[str, list[str | sa.TextClause]], ...] = (
    ("label", ["inside", "label", "other", "strength"]),
    ("letters", ["inside", "letters", "other", "strength"]),
    ("initials", ["inside", "initials", "other", "strength", "syllables"]),
    (
        "mixed",
        ["inside", sa.text("substr(label, 1, 1) || substr(initials, 2)"), "other", "strength", "syllables"],
    ),
    ("before", ["before", "label"]),
)
_FIRST: tuple[tuple[str, int, list[str]], ...] = (
    ("label", 1, []),
    ("letters", 1, ["letters"]),
    ("letters", 3, ["letters"]),
    ("initials", 1, ["syllables"]),
    ("initials", 2, ["syllables"]),
    ("initials", 3, ["syllables"]),
)
_WORDS = (1, 2, 3)


def upgrade() -> None:
    for name, _ in _WIDE:
        op.drop_index(f"ix_search_tail_{name}", "search_tail")
    op.execute("DELETE FROM search_tail")
    with op.batch_alter_table("search_tail", recreate="always") as batch:
        batch.add_column(sa.Column("before", sa.String(length=1), nullable=False), insert_before="label")
    for name, columns in _NARROW:
        op.create_index(f"ix_search_tail_{name}", "search_tail", columns)
    whole = sa.text("inside = 0")
    for form, length, also in _FIRST:
        op.create_index(
            f"ix_search_tail_{form}_{length}",
            "search_tail",
            [sa.text(f"substr({form}, 1, {length})"), sa.text("other"), sa.text("strength"), *map(sa.text, also)],
            sqlite_where=whole,
            postgresql_where=whole,
        )
    op.drop_index("ix_search_word_term_id", "search_word")
    op.create_index("ix_search_word_term_id", "search_word", ["term_id", "word"])
    for length in _WORDS:
        first = sa.text(f"substr(word, 1, {length})")
        op.create_index(f"ix_search_word_word_{length}", "search_word", [first, "strength", "word"])


def downgrade() -> None:
    for length in _WORDS:
        op.drop_index(f"ix_search_word_word_{length}", "search_word")
    op.drop_index("ix_search_word_term_id", "search_word")
    op.create_index("ix_search_word_term_id", "search_word", ["term_id"])
    for form, length, _ in _FIRST:
        op.drop_index(f"ix_search_tail_{form}_{length}", "search_tail")
    for name, _ in _NARROW:
        op.drop_index(f"ix_search_tail_{name}", "search_tail")
    with op.batch_alter_table("search_tail", recreate="always") as batch:
        batch.drop_column("before")
    for name, columns in _WIDE:
        op.create_index(f"ix_search_tail_{name}", "search_tail", columns)
