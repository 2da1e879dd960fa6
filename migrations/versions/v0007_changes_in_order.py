"""The concepts in the order of their last changes: what the feed of changes reads."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_index("ix_concept_revision_id", "concept", ["revision", "id"])


def downgrade() -> None:
    op.drop_index("ix_concept_revision_id", "concept")
