"""Search keys with all that a lookup says, next to entries by number; whole spellings; derived, filled by the caller."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.drop_table("search_key")
    op.create_table(
        "search_key",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(length=16), primary_key=True),
        sa.Column("term_id", sa.Integer(), sa.ForeignKey("term.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(length=16), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("strength", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_key_term_id", "search_key", ["term_id"])
    _entry_view(sa.Column("id", sa.Integer(), primary_key=True), primary=False)
    whole = sa.text("inside = 0")
    op.create_index(
        "ix_search_tail_whole",
        "search_tail",
        ["letters", "other", "strength", "concept_id"],
        sqlite_where=whole,
        postgresql_where=whole,
    )


def downgrade() -> None:
    op.drop_index("ix_search_tail_whole", "search_tail")
    op.drop_table("search_key")
    op.create_table(
        "search_key",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("term_id", sa.Integer(), sa.ForeignKey("term.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_search_key_term_id", "search_key", ["term_id"])
    op.create_index("ix_search_key_key_kind", "search_key", ["key", "kind"])
    _entry_view(primary=True)


def _entry_view(*first: sa.Column[int], primary: bool) -> None:
    op.drop_table("entry_view")
    op.create_table(
        "entry_view",
        *first,
        sa.Column(
            "concept_id",
            sa.String(length=32),
            sa.ForeignKey("concept.id"),
            primary_key=primary,
            unique=not primary,
            nullable=False,
        ),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("brief", sa.String(), nullable=False),
        sa.Column("order_pinyin", sa.String(), nullable=False),
        sa.Column("attestations", sa.Integer(), nullable=False),
    )
    op.create_index("ix_entry_view_order_pinyin", "entry_view", ["order_pinyin"])
