"""Every row of the archive of forms is a form: which of them are in use stands beside the database."""

from alembic import op

revision = "0013"
down_revision: str | None = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the rows that named the forms in use; the first start compiles these once more."""
    op.execute("DELETE FROM forms WHERE name = 'index of forms'")


def downgrade() -> None:
    """The first start makes such a row."""
