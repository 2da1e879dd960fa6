"""The epoch of a store, and a random stamp for each of its revisions from now on; revisions may be large numbers."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "revision",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("stamp", sa.String(length=12), nullable=False),
    )
    with op.batch_alter_table("store_state") as batch:
        batch.add_column(sa.Column("epoch", sa.String(length=12), nullable=True))
        batch.add_column(sa.Column("stamp", sa.String(length=12), nullable=True))
    epoch, stamp = secrets.token_hex(6), secrets.token_hex(6)
    marks = sa.text("UPDATE store_state SET epoch = :epoch, stamp = :stamp").bindparams(epoch=epoch, stamp=stamp)
    op.execute(marks)
    op.execute("INSERT INTO revision (number, stamp) SELECT revision, stamp FROM store_state")
    with op.batch_alter_table("store_state") as batch:
        batch.alter_column("epoch", existing_type=sa.String(length=12), nullable=False)
        batch.alter_column("stamp", existing_type=sa.String(length=12), nullable=False)
    _number(sa.BigInteger())


def downgrade() -> None:
    _number(sa.Integer())
    with op.batch_alter_table("store_state") as batch:
        batch.drop_column("stamp")
        batch.drop_column("epoch")
    op.drop_table("revision")


def _number(kind: sa.types.TypeEngine[int]) -> None:
    """Give the columns of revisions a type; SQLite has one for all integers."""
    if op.get_bind().dialect.name != "sqlite":
        for table in ("store_state", "concept", "change"):
            op.alter_column(table, "revision", type_=kind, existing_nullable=False)
