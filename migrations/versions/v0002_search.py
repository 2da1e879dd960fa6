"""What a search runs over: tails of Chinese terms, words of English ones; both derived, filled by the caller."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "search_tail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("concept_id", sa.String(length=32), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("inside", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("letters", sa.String(), nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("syllables", sa.String(), nullable=False),
        sa.Column("strength", sa.BigInteger(), nullable=False),
        sa.Column("order_pinyin", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_search_tail_term_id_term"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_tail")),
    )
    op.create_index("ix_search_tail_label", "search_tail", ["other", "inside", "label", "strength"])
    op.create_index("ix_search_tail_letters", "search_tail", ["inside", "letters", "other", "strength"])
    op.create_index("ix_search_tail_initials", "search_tail", ["inside", "initials", "other", "strength"])
    op.create_index("ix_search_tail_term_id", "search_tail", ["term_id", "start"])
    op.create_table(
        "search_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("concept_id", sa.String(length=32), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("strength", sa.BigInteger(), nullable=False),
        sa.Column("order_pinyin", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_search_word_term_id_term"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_word")),
    )
    op.create_index("ix_search_word_word", "search_word", ["word", "strength"])
    op.create_index(op.f("ix_search_word_term_id"), "search_word", ["term_id"])


def downgrade() -> None:
    op.drop_table("search_word")
    op.drop_table("search_tail")
