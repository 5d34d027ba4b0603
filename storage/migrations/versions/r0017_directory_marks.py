"""What the bot vouches for in the directory."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision: str | None = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; records that are there already are marked by whoever opens the office first."""
    op.add_column("directory", sa.Column("mark", sa.LargeBinary, nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("directory", "mark")
