"""Tails by three initials and their letters, and other readings only where they tell more; filled by the caller."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_Columns = list[str | sa.TextClause]
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WHOLE = sa.text("inside = 0")
_ORDER = ["other", "strength"]
_HIT = ["syllables", "shelfmark", "start"]
_THREE = sa.text("substr(initials, 1, 3) || letters")
_MIXED = sa.text("substr(label, 1, 1) || substr(initials, 2)")

_ALIKE: dict[str, _Columns] = {
    "label": ["inside", "label", *_ORDER, *_HIT],
    "mixed": ["inside", _MIXED, *_ORDER, *_HIT],
    "before": ["before", "label", "shelfmark", "start"],
    "shelfmark": ["shelfmark", "start"],
}
_BEFORE: dict[str, _Columns] = {
    "letters": ["inside", "letters", *_ORDER, *_HIT],
    "initials": ["inside", "initials", *_ORDER, *_HIT, "letters"],
}
_AFTER: dict[str, _Columns] = {
    "letters": ["inside", "letters", *_ORDER, *_HIT, "same"],
    "initials": ["initials", *_ORDER, *_HIT, "letters", "inside"],
    "three": [_THREE, *_ORDER, *_HIT, "letters", "inside"],
}
_WHOLE_ALIKE: dict[str, _Columns] = {
    "label_1": [sa.text("substr(label, 1, 1)"), *_ORDER, *_HIT],
    "initials_1": [sa.text("substr(initials, 1, 1)"), *_ORDER, *_HIT],
    "initials_2": [sa.text("substr(initials, 1, 2)"), *_ORDER, *_HIT],
    "initials_3": [sa.text("substr(initials, 1, 3)"), *_ORDER, *_HIT],
}


def upgrade() -> None:
    _tails("same")
    _indexes(_ALIKE | _AFTER, _WHOLE_ALIKE | _by_letters("same"))


def downgrade() -> None:
    _tails()
    _indexes(_ALIKE | _BEFORE, _WHOLE_ALIKE | _by_letters())


def _by_letters(*same: str) -> dict[str, _Columns]:
    return {
        "whole": ["letters", *_ORDER, "concept_id", *_HIT, *same],
        "letters_1": [sa.text("substr(letters, 1, 1)"), *_ORDER, "letters", *same, *_HIT],
        "letters_3": [sa.text("substr(letters, 1, 3)"), *_ORDER, "letters", *same, *_HIT],
    }


def _tails(*same: str) -> None:
    """Create the tails anew, with the column `same` or without."""
    places = [sa.Column(name, sa.Integer(), nullable=False) for name in ("start", "inside", "other", *same)]
    forms = [sa.Column(name, sa.String(), nullable=False) for name in ("label", "letters", "initials", "syllables")]
    op.drop_table("search_tail")
    op.create_table(
        "search_tail",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("shelfmark", _NUMBER, sa.ForeignKey("search_term.shelfmark", ondelete="CASCADE"), nullable=False),
        sa.Column("concept_id", sa.String(length=32), nullable=False),
        *places,
        sa.Column("before", sa.String(length=1), nullable=False),
        *forms,
        sa.Column("strength", sa.BigInteger(), nullable=False),
    )


def _indexes(tails: dict[str, _Columns], whole: dict[str, _Columns]) -> None:
    for name, columns in tails.items():
        op.create_index(f"ix_search_tail_{name}", "search_tail", columns)
    for name, columns in whole.items():
        op.create_index(f"ix_search_tail_{name}", "search_tail", columns, sqlite_where=_WHOLE, postgresql_where=_WHOLE)
