"""Who has answered which round of a survey, by keyed tags alone."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "surveyed",
        sa.Column("tag", sa.LargeBinary(), primary_key=True),
        sa.Column("round", sa.LargeBinary(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_surveyed_round", "surveyed", ["round"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("surveyed")
