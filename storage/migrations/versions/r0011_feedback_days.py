"""What people report of a service is told from the next day on."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision: str | None = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What there is was said before today."""
    op.add_column("directory_concerns", sa.Column("day", sa.String(), nullable=False, server_default=""))
    op.add_column("directory_concerns", sa.Column("before", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("directory_concerns", "before")
    op.drop_column("directory_concerns", "day")
