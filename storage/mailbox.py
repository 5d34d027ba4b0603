"""Rows of mailboxes and of the replies waiting in them. The tag comes from the receipt; nothing leads to a report."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy import delete as delete_from
from sqlmodel import Session, SQLModel

from storage.columns import NO_ROW_NUMBERS, binary, binary_key
from storage.rows import columns_of, read_all, read_one


class MailboxTable(SQLModel, table=True):
    """One mailbox: where replies are sealed to, the week it was last used, and what it remembers for its receipt."""

    __tablename__ = "mailboxes"
    __table_args__ = NO_ROW_NUMBERS
    tag: bytes = binary_key()
    public_key: bytes = binary()
    week: str
    memo: bytes | None = binary(nullable=True)


class ReplyTable(SQLModel, table=True):
    """One reply, sealed to its mailbox."""

    __tablename__ = "replies"
    __table_args__ = NO_ROW_NUMBERS
    id: bytes = binary_key()
    mailbox_tag: bytes = binary(index=True)
    week: str
    body: bytes = binary()


class MailboxRow(NamedTuple):
    """A mailbox as it is kept. Without a `memo`: it was not used since there are any."""

    tag: bytes
    public_key: bytes
    week: str
    memo: bytes | None = None


class ReplyRow(NamedTuple):
    """A sealed reply as it is kept."""

    id: bytes
    mailbox_tag: bytes
    week: str
    body: bytes


_BOXES = SQLModel.metadata.tables["mailboxes"]
_REPLIES = SQLModel.metadata.tables["replies"]
_ADD = insert(_BOXES)
_GET = columns_of(_BOXES, MailboxRow).where(_BOXES.c.tag == bindparam("tag"))
_TOUCH = update(_BOXES).where(_BOXES.c.tag == bindparam("which")).values(week=bindparam("week"))
_REMEMBER = update(_BOXES).where(_BOXES.c.tag == bindparam("which")).values(memo=bindparam("memo"))
_DELETE = delete_from(_BOXES).where(_BOXES.c.tag == bindparam("tag"))
_IDLE = select(_BOXES.c.tag).where(_BOXES.c.week < bindparam("week"))
_ADD_REPLY = insert(_REPLIES)
_IN_BOX = columns_of(_REPLIES, ReplyRow).where(_REPLIES.c.mailbox_tag == bindparam("tag"))
_DELETE_REPLY = delete_from(_REPLIES).where(_REPLIES.c.id == bindparam("id"))
_DELETE_REPLIES = delete_from(_REPLIES).where(_REPLIES.c.mailbox_tag == bindparam("tag"))
_COUNT_REPLIES = select(func.count()).select_from(_REPLIES)


def add(session: Session, mailbox: MailboxRow) -> None:
    """Open a mailbox. The tag must be new (sqlalchemy IntegrityError otherwise)."""
    session.connection().execute(_ADD, mailbox._asdict())


def get(session: Session, tag: bytes) -> MailboxRow | None:
    """The mailbox under the tag, if there is one."""
    return read_one(session, MailboxRow, _GET, {"tag": tag})


def touch(session: Session, tag: bytes, week: str) -> None:
    """Remember that the mailbox was used in this week."""
    session.connection().execute(_TOUCH, {"which": tag, "week": week})


def remember(session: Session, tag: bytes, memo: bytes) -> None:
    """Put this locked memo in the place of the one before."""
    session.connection().execute(_REMEMBER, {"which": tag, "memo": memo})


def delete(session: Session, tag: bytes) -> None:
    """Erase the mailbox and every reply in it; nothing happens when there is none."""
    session.connection().execute(_DELETE_REPLIES, {"tag": tag})
    session.connection().execute(_DELETE, {"tag": tag})


def idle_since(session: Session, week: str) -> list[bytes]:
    """Tags of the mailboxes last used before this week."""
    return [row.tag for row in session.connection().execute(_IDLE, {"week": week})]


def add_reply(session: Session, reply: ReplyRow) -> None:
    """Lay a sealed reply into its mailbox. The identifier must be new (sqlalchemy IntegrityError otherwise)."""
    session.connection().execute(_ADD_REPLY, reply._asdict())


def replies(session: Session, tag: bytes) -> list[ReplyRow]:
    """The sealed replies in the mailbox, in no order that means anything."""
    return read_all(session, ReplyRow, _IN_BOX, {"tag": tag})


def delete_replies(session: Session, ids: Iterable[bytes]) -> None:
    """Erase these replies."""
    rows = [{"id": id} for id in ids]
    if rows:
        session.connection().execute(_DELETE_REPLY, rows)


def count_replies(session: Session) -> int:
    """How many replies wait in all mailboxes together."""
    return int(session.connection().execute(_COUNT_REPLIES).scalar_one())
