"""Nothing: holds the number for a revision that is made elsewhere."""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Change nothing."""


def downgrade() -> None:
    """Change nothing."""
