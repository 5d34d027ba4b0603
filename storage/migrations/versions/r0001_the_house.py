"""The first tables: envelopes, mailboxes, keys, conversations, turns, outbox, forms."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "envelopes",
    "mailboxes",
    "replies",
    "organisation",
    "members",
    "epoch_keys",
    "epoch_wraps",
    "recovery_boxes",
    "conversations",
    "traces",
    "turns",
    "held",
    "outbox",
    "forms",
)


def upgrade() -> None:
    """Make every table."""
    _envelopes_and_mailboxes()
    _people_and_keys()
    _conversations_and_turns()
    _outbox_and_forms()


def downgrade() -> None:
    """Drop every table."""
    for table in TABLES:
        op.drop_table(table)


def _envelopes_and_mailboxes() -> None:
    _table("envelopes", _binary_key("id"), _text("epoch"), _text("week"), _binary("body"))
    _table("mailboxes", _binary_key("tag"), _binary("public_key"), _text("week"))
    _table("replies", _binary_key("id"), _binary("mailbox_tag"), _text("week"), _binary("body"))
    op.create_index("ix_replies_mailbox_tag", "replies", ["mailbox_tag"])


def _people_and_keys() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        _binary("verify_key"),
        _binary("site_salt"),
        _binary("runtime_public_key"),
        _binary("recovery_public_key"),
        _binary("signature"),
    )
    _table(
        "members",
        _binary_key("id"),
        _binary("unlock_tag"),
        _binary("box_public"),
        _binary("verify_key"),
        _text("roles"),
        _binary("certificate"),
        _binary("sealed_secrets"),
        _binary("sealed_name"),
        sa.UniqueConstraint("unlock_tag"),
    )
    signer = sa.Column("signer", sa.LargeBinary(), nullable=True)
    _table("epoch_keys", *_epoch_name(), _binary("public_key"), signer, _binary("signature"))
    _table("epoch_wraps", *_epoch_name(), _binary_key("holder"), _binary("sealed"))
    _table("recovery_boxes", sa.Column("pair", sa.String(), primary_key=True), _binary("sealed"))


def _conversations_and_turns() -> None:
    _table("conversations", _binary_key("tag"), _binary("body"))
    _table("traces", _binary_key("tag"), _binary("body"))
    op.create_table("turns", _number_key("update_id"), _binary("body"))
    op.create_table("held", _number_key("update_id"), _integer("tries"), _boolean("parked"), _binary("body"))


def _outbox_and_forms() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, primary_key=True),
        _integer("lane"),
        sa.Column("due", NUMBER, nullable=False),
        _integer("attempts"),
        _binary("body"),
        sqlite_autoincrement=True,
    )
    _table("forms", sa.Column("hash", sa.String(), primary_key=True), _text("name"), _text("week"), _text("body"))


def _table(name: str, *columns: sa.Column[Any] | sa.UniqueConstraint) -> None:
    """A table whose order on disk says nothing."""
    op.create_table(name, *columns, sqlite_with_rowid=False)


def _binary_key(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), primary_key=True)


def _number_key(name: str) -> sa.Column[int]:
    return sa.Column(name, NUMBER, primary_key=True, autoincrement=False)


def _binary(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _boolean(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _epoch_name() -> tuple[sa.Column[str], sa.Column[str], sa.Column[int]]:
    return (
        sa.Column("compartment", sa.String(), primary_key=True),
        sa.Column("epoch", sa.String(), primary_key=True),
        sa.Column("serial", sa.Integer(), primary_key=True, autoincrement=False),
    )
