"""What is planned of reports that nobody sent."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision: str | None = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    id = sa.Column("id", kind, primary_key=True, autoincrement=False)
    op.create_table("dummies", id, sa.Column("body", sa.LargeBinary, nullable=False), sqlite_with_rowid=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_table("dummies")
