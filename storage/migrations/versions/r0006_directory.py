"""The directory of services: records, translations, and what residents said of a service."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"
branch_labels = None
depends_on = None

TABLES = ("directory_concerns", "directory_translations", "directory")


def upgrade() -> None:
    """Make the tables."""
    _table("directory", _key("entity"), _key("id"), sa.Column("revision", sa.Integer(), nullable=False), _text("body"))
    op.create_index("ix_directory_revision", "directory", ["revision"])
    _table("directory_translations", _key("entity"), _key("id"), _key("field"), _key("language"), _text("text"))
    count = sa.Column("count", sa.Integer(), nullable=False)
    _table("directory_concerns", _key("service"), _key("kind"), _key("week"), count)


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_table(table)


def _table(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(name, *columns, sqlite_with_rowid=False)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), primary_key=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)
