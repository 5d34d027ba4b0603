"""What the bot vouches for of what residents said of services."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision: str | None = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was said before is marked by whoever opens the office first."""
    op.add_column("directory_concerns", sa.Column("mark", sa.LargeBinary, nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("directory_concerns", "mark")
