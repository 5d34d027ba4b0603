"""Which process is at work for the bot."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    number = sa.Column("number", kind, primary_key=True, autoincrement=False)
    op.create_table("leadership", number, sqlite_with_rowid=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_table("leadership")
