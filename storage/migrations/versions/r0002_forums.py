"""Who hears about what, who may organise and edit, and what people would like to be talked about."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the forums."""
    op.create_table("subscriptions", _key("tag"), _binary("audience"), _binary("body"), sqlite_with_rowid=False)
    op.create_index("ix_subscriptions_audience_tag", "subscriptions", ["audience", "tag"])
    op.create_table("enrolments", _key("id"), _binary("tag"), _binary("body"), sqlite_with_rowid=False)
    op.create_index("ix_enrolments_tag", "enrolments", ["tag"])
    op.create_table("enrolment_codes", _key("tag"), _binary("body"), sqlite_with_rowid=False)
    week = sa.Column("week", sa.String(), nullable=False)
    op.create_table("topics", _key("id"), _binary("forum"), week, _binary("body"), sqlite_with_rowid=False)
    op.create_index("ix_topics_forum", "topics", ["forum"])


def downgrade() -> None:
    """Drop them."""
    for table in ("topics", "enrolment_codes", "enrolments", "subscriptions"):
        op.drop_table(table)


def _key(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), primary_key=True)


def _binary(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)
