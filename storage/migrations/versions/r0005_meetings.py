"""Meetings and what belongs to them: answers, reminders done, minutes, announcements, what is on its way out."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"
branch_labels = None
depends_on = None

DOCUMENTS = ("meetings", "minutes", "announcements", "publications")


def upgrade() -> None:
    """Make the tables of the meetings."""
    for name in DOCUMENTS:
        op.create_table(name, _key("id"), _binary("body"), sqlite_with_rowid=False)
    op.create_table("answers", _key("tag"), _binary("choice"), _day("erase_on"), sqlite_with_rowid=False)
    op.create_index("ix_answers_choice", "answers", ["choice"])
    op.create_table("reminders", _key("tag"), _day("erase_on"), sqlite_with_rowid=False)


def downgrade() -> None:
    """Drop them."""
    for table in ("reminders", "answers", *DOCUMENTS):
        op.drop_table(table)


def _key(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), primary_key=True)


def _binary(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _day(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)
