"""Whether somebody has to look at the desk, and that somebody did."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision: str | None = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    id = sa.Column("id", kind, primary_key=True, autoincrement=False)
    serial = sa.Column("serial", kind, nullable=False)
    op.create_table("bell", id, serial, sa.Column("body", sa.LargeBinary, nullable=False), sqlite_with_rowid=False)
    look = sa.Column("id", sa.LargeBinary, primary_key=True)
    op.create_table("looks", look, sa.Column("body", sa.LargeBinary, nullable=False), sqlite_with_rowid=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("looks")
    op.drop_table("bell")
