"""Rows of the picture's ledger: what was published so far, as sealed pieces. Every release writes them anew."""

from collections.abc import Iterable

from sqlalchemy import delete as delete_from
from sqlalchemy import insert, select
from sqlmodel import Session, SQLModel

from storage.columns import NO_ROW_NUMBERS, binary, binary_key


class PictureTable(SQLModel, table=True):
    """One piece of the ledger, sealed to a month's key."""

    __tablename__ = "picture"
    __table_args__ = NO_ROW_NUMBERS
    id: bytes = binary_key()
    epoch: str
    body: bytes = binary()


_ROWS = SQLModel.metadata.tables["picture"]
_ALL = select(_ROWS.c.epoch, _ROWS.c.body).order_by(_ROWS.c.id)
_CLEAR = delete_from(_ROWS)
_ADD = insert(_ROWS)


def pieces(session: Session) -> list[tuple[str, bytes]]:
    """Month and sealed body of every piece."""
    return [(row.epoch, row.body) for row in session.connection().execute(_ALL)]


def replace(session: Session, epoch: str, pieces: Iterable[tuple[bytes, bytes]]) -> None:
    """Put these pieces (number and sealed body) in the place of all others."""
    connection = session.connection()
    connection.execute(_CLEAR)
    connection.execute(_ADD, [{"id": id, "epoch": epoch, "body": body} for id, body in pieces])
