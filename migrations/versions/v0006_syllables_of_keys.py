"""Search keys with the syllables that a query's tones are held to; all that is derived anew, filled by the caller.

Tails have terms that are read otherwise than they are written in both ways, words have the hyphens of their compounds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    _search_key(sa.Column("syllables", sa.String(), nullable=True))


def downgrade() -> None:
    _search_key()


def _search_key(*syllables: sa.Column[str]) -> None:
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
        *syllables,
        sa.Column("strength", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_key_term_id", "search_key", ["term_id"])
