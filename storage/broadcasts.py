"""Rows of announcements to an audience: how far one has come, which message each chat got of it, who watches it.

A broadcast is one row however many it is for. Who has got it (or is about to) is a keyed tag in `broadcast_messages`,
laid down together with the notice in the outbox, so that nobody gets one twice.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy import delete as delete_from
from sqlmodel import Field, Session, SQLModel

from storage.columns import LARGE_NUMBER, NO_ROW_NUMBERS, binary, binary_key
from storage.rows import columns_of, read_all, read_one, upsert


class BroadcastTable(SQLModel, table=True):
    """One announcement. `due` is the second from which it is worth looking at again."""

    __tablename__ = "broadcasts"
    __table_args__ = NO_ROW_NUMBERS
    id: bytes = binary_key()
    state: int
    due: int = Field(sa_type=LARGE_NUMBER)
    place: bytes = binary()
    meant: int
    sent: int
    failed: int
    body: bytes = binary()


class BroadcastMessageTable(SQLModel, table=True):
    """One chat's message of a broadcast; no body until it was sent."""

    __tablename__ = "broadcast_messages"
    __table_args__ = NO_ROW_NUMBERS
    broadcast: bytes = binary_key()
    tag: bytes = binary_key()
    body: bytes | None = binary(nullable=True)


class BroadcastWatchTable(SQLModel, table=True):
    """A message somewhere that tells how far the broadcast has come."""

    __tablename__ = "broadcast_watches"
    __table_args__ = NO_ROW_NUMBERS
    broadcast: bytes = binary_key()
    tag: bytes = binary_key()
    body: bytes = binary()


class BroadcastRow(NamedTuple):
    """A broadcast as it stands."""

    id: bytes
    state: int
    due: int
    place: bytes
    meant: int
    sent: int
    failed: int
    body: bytes


_ROWS = SQLModel.metadata.tables["broadcasts"]
_MESSAGES = SQLModel.metadata.tables["broadcast_messages"]
_WATCHES = SQLModel.metadata.tables["broadcast_watches"]
_IS_IT = _ROWS.c.id == bindparam("which")
_ADD = insert(_ROWS)
_GET = columns_of(_ROWS, BroadcastRow).where(_IS_IT)
_IS_DUE = (_ROWS.c.state == bindparam("state"), _ROWS.c.due <= bindparam("now"))
_OPEN = columns_of(_ROWS, BroadcastRow).where(*_IS_DUE).order_by(_ROWS.c.due)
_MOVE = update(_ROWS).where(_IS_IT).values(state=bindparam("to"), due=bindparam("from_then"), place=bindparam("at"))
_BRING_BACK = update(_ROWS).where(_ROWS.c.due > bindparam("beyond")).values(due=bindparam("from_then"))
_MEANT = update(_ROWS).where(_IS_IT).values(meant=bindparam("count"))
_COUNT = (
    update(_ROWS)
    .where(_IS_IT)
    .values(sent=_ROWS.c.sent + bindparam("more_sent"), failed=_ROWS.c.failed + bindparam("more_failed"))
)
_DELETE = delete_from(_ROWS).where(_IS_IT)
_IS_OF = _MESSAGES.c.broadcast == bindparam("which")
_IS_TO = _MESSAGES.c.tag.in_(bindparam("tags", expanding=True))
_KNOWN = select(_MESSAGES.c.tag).where(_IS_OF, _IS_TO)
_MESSAGE = select(_MESSAGES.c.body).where(_IS_OF, _MESSAGES.c.tag == bindparam("whose"))
_MARK = insert(_MESSAGES)
_NOTE = upsert(_MESSAGES)
_SOME = select(_MESSAGES.c.tag).where(_IS_OF).limit(bindparam("most"))
_FORGET = delete_from(_MESSAGES).where(_IS_OF, _IS_TO)
_WATCH = upsert(_WATCHES)
_WATCHED = select(_WATCHES.c.broadcast, _WATCHES.c.tag, _WATCHES.c.body)
_UNWATCH = delete_from(_WATCHES).where(_WATCHES.c.broadcast == bindparam("which"), _WATCHES.c.tag == bindparam("whose"))


def add(session: Session, row: BroadcastRow) -> None:
    """Lay a broadcast down."""
    session.connection().execute(_ADD, row._asdict())


def get(session: Session, id: bytes) -> BroadcastRow | None:
    """The broadcast, if it is known."""
    return read_one(session, BroadcastRow, _GET, {"which": id})


def in_state(session: Session, state: int, now: int) -> list[BroadcastRow]:
    """Those in this state that are worth looking at, the longest due first."""
    return read_all(session, BroadcastRow, _OPEN, {"state": state, "now": now})


def move(session: Session, id: bytes, state: int, due: int, place: bytes) -> None:
    """Note how far it has come, and from which second it is worth looking again."""
    session.connection().execute(_MOVE, {"which": id, "to": state, "from_then": due, "at": place})


def bring_back(session: Session, beyond: int, now: int) -> int:
    """What is worth looking at after the second `beyond` is so from the second `now` on; how many these are."""
    return int(session.connection().execute(_BRING_BACK, {"beyond": beyond, "from_then": now}).rowcount)


def set_meant(session: Session, id: bytes, count: int) -> None:
    """Note for how many it is, as far as is known."""
    session.connection().execute(_MEANT, {"which": id, "count": count})


def count(session: Session, id: bytes, sent: int = 0, failed: int = 0) -> None:
    """So many more were sent, or never will be."""
    session.connection().execute(_COUNT, {"which": id, "more_sent": sent, "more_failed": failed})


def delete(session: Session, id: bytes) -> None:
    """Drop the broadcast itself; its messages go with `forget_messages`."""
    session.connection().execute(_DELETE, {"which": id})


def known(session: Session, id: bytes, tags: Sequence[bytes]) -> set[bytes]:
    """Which of these have got the broadcast or are about to."""
    found = session.connection().execute(_KNOWN, {"which": id, "tags": list(tags)}) if tags else ()
    return {row[0] for row in found}


def mark(session: Session, id: bytes, tags: Iterable[bytes]) -> None:
    """Note that these are about to get it."""
    rows = [{"broadcast": id, "tag": tag, "body": None} for tag in tags]
    if rows:
        session.connection().execute(_MARK, rows)


def note_message(session: Session, id: bytes, tag: bytes, body: bytes) -> None:
    """Keep which message this one got."""
    session.connection().execute(_NOTE, {"broadcast": id, "tag": tag, "body": body})


def message(session: Session, id: bytes, tag: bytes) -> bytes | None:
    """Which message this one got; None where it got none."""
    found: bytes | None = session.connection().execute(_MESSAGE, {"which": id, "whose": tag}).scalar()
    return found


def forget_messages(session: Session, id: bytes, most: int) -> int:
    """Drop at most so many of the broadcast's messages; how many there were."""
    tags = list(session.connection().execute(_SOME, {"which": id, "most": most}).scalars())
    if tags:
        session.connection().execute(_FORGET, {"which": id, "tags": tags})
    return len(tags)


def count_messages(session: Session, id: bytes) -> int:
    """How many have got it or are about to."""
    counted = select(func.count()).select_from(_MESSAGES).where(_MESSAGES.c.broadcast == id)
    return int(session.connection().execute(counted).scalar_one())


def watch(session: Session, id: bytes, tag: bytes, body: bytes) -> None:
    """Keep a message that tells how far it has come, in place of an earlier one of the same chat."""
    session.connection().execute(_WATCH, {"broadcast": id, "tag": tag, "body": body})


def watches(session: Session) -> list[tuple[bytes, bytes, bytes]]:
    """Broadcast, tag and body of every such message."""
    return [(row[0], row[1], row[2]) for row in session.connection().execute(_WATCHED)]


def unwatch(session: Session, id: bytes, tag: bytes) -> None:
    """That message tells no more."""
    session.connection().execute(_UNWATCH, {"which": id, "whose": tag})


def delete_all(session: Session) -> None:
    """Drop every row: their key is no more."""
    for table in (_WATCHES, _MESSAGES, _ROWS):
        session.connection().execute(delete_from(table))
