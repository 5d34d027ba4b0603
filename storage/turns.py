"""Rows of decided turns and of updates held back, by Telegram's update number, with sealed bodies.

An emptied turn (no bytes in its body) is a bare number: it only says that the update was already dealt with.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Executable, bindparam, select, update
from sqlalchemy import delete as delete_from
from sqlmodel import Session, SQLModel

from storage.columns import binary, number_key
from storage.rows import columns_of, read_all, read_one, upsert


class TurnTable(SQLModel, table=True):
    """What was decided in answer to one update."""

    __tablename__ = "turns"
    update_id: int = number_key()
    body: bytes = binary()


class HeldTable(SQLModel, table=True):
    """One update that failed: to be tried again, or parked for good."""

    __tablename__ = "held"
    update_id: int = number_key()
    tries: int
    parked: bool
    body: bytes = binary()


class HeldRow(NamedTuple):
    """One held update as it is kept."""

    update_id: int
    tries: int
    parked: bool
    body: bytes


_TURNS = SQLModel.metadata.tables["turns"]
_HELD = SQLModel.metadata.tables["held"]
_GET = select(_TURNS.c.body).where(_TURNS.c.update_id == bindparam("number"))
_PUT = upsert(_TURNS)
_FORGET = delete_from(_TURNS).where(_TURNS.c.update_id == bindparam("number"), _TURNS.c.body == b"")
_EMPTY = update(_TURNS).where(_TURNS.c.update_id == bindparam("number")).values(body=b"")
_ALL = select(_TURNS.c.update_id, _TURNS.c.body).order_by(_TURNS.c.update_id)
_PUT_HELD = upsert(_HELD)
_ALL_HELD = columns_of(_HELD, HeldRow).order_by(_HELD.c.update_id)
_GET_HELD = _ALL_HELD.where(_HELD.c.update_id == bindparam("number"))
_DELETE_HELD = delete_from(_HELD).where(_HELD.c.update_id == bindparam("number"))


def get(session: Session, update_id: int) -> bytes | None:
    """The sealed record of the turn; b'' when it was emptied, None when the update is not known."""
    found: bytes | None = session.connection().execute(_GET, {"number": update_id}).scalar()
    return found


def put(session: Session, update_id: int, body: bytes) -> None:
    """Keep the record of the turn."""
    session.connection().execute(_PUT, {"update_id": update_id, "body": body})


def empty(session: Session, update_ids: Iterable[int]) -> None:
    """Keep the bare numbers of these turns and nothing of what was decided."""
    _for_each(session, _EMPTY, update_ids)


def forget(session: Session, update_ids: Iterable[int]) -> None:
    """Drop these turns where they are emptied. A turn with a body always stays."""
    _for_each(session, _FORGET, update_ids)


def everything(session: Session) -> list[tuple[int, bytes]]:
    """Every turn by number, with its body."""
    return [(row.update_id, row.body) for row in session.connection().execute(_ALL)]


def put_held(session: Session, held: HeldRow) -> None:
    """Keep the held update in place of its earlier state."""
    session.connection().execute(_PUT_HELD, held._asdict())


def get_held(session: Session, update_id: int) -> HeldRow | None:
    """The held update, if it is held."""
    return read_one(session, HeldRow, _GET_HELD, {"number": update_id})


def all_held(session: Session) -> list[HeldRow]:
    """Every held update by number."""
    return read_all(session, HeldRow, _ALL_HELD)


def delete_held(session: Session, update_ids: Iterable[int]) -> None:
    """Hold these updates no longer."""
    _for_each(session, _DELETE_HELD, update_ids)


def _for_each(session: Session, statement: Executable, update_ids: Iterable[int]) -> None:
    numbers = [{"number": number} for number in update_ids]
    if numbers:
        session.connection().execute(statement, numbers)
