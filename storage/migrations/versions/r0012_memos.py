"""What a mailbox remembers for whoever brings its receipt."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision: str | None = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; a mailbox that is there already has none until it is used."""
    op.add_column("mailboxes", sa.Column("memo", sa.LargeBinary, nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("mailboxes", "memo")
