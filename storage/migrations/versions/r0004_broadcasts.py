"""Announcements to an audience, and notices that are claimed, that end, and that belong to an announcement."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NEW_COLUMNS = ("until", "broadcast", "claimed")


def upgrade() -> None:
    """Make the tables, and let the outbox know more."""
    _table(
        "broadcasts",
        _key("id"),
        _integer("state"),
        sa.Column("due", NUMBER, nullable=False),
        _binary("place"),
        _integer("meant"),
        _integer("sent"),
        _integer("failed"),
        _binary("body"),
    )
    message = sa.Column("body", sa.LargeBinary(), nullable=True)
    _table("broadcast_messages", _key("broadcast"), _key("tag"), message)
    _table("broadcast_watches", _key("broadcast"), _key("tag"), _binary("body"))
    op.add_column("outbox", sa.Column("until", NUMBER, nullable=True))
    op.add_column("outbox", sa.Column("broadcast", sa.LargeBinary(), nullable=True))
    op.add_column("outbox", sa.Column("claimed", NUMBER, nullable=False, server_default=sa.text("0")))
    op.create_index("ix_outbox_broadcast", "outbox", ["broadcast"])


def downgrade() -> None:
    """Drop them; what waits of announcements goes with them."""
    op.execute("DELETE FROM outbox WHERE broadcast IS NOT NULL")
    op.drop_index("ix_outbox_broadcast", "outbox")
    for column in NEW_COLUMNS:
        op.drop_column("outbox", column)
    for table in ("broadcast_watches", "broadcast_messages", "broadcasts"):
        op.drop_table(table)


def _table(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(name, *columns, sqlite_with_rowid=False)


def _key(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), primary_key=True)


def _binary(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)
