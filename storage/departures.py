"""Rows of members who were removed: what lay in the database by then, as imprints, signed by the organisation."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from sqlalchemy import LargeBinary, bindparam, text
from sqlmodel import Session, SQLModel

from storage.columns import NO_ROW_NUMBERS, binary, binary_key
from storage.rows import columns_of, read_one, upsert

_AT_ONCE: Final = 200
"""Bodies in memory at a time."""
ENVELOPES: Final = "envelopes"
REPLIES: Final = "replies"
PICTURE: Final = "picture"
OUTBOX: Final = "outbox"
AUDIT: Final = "audit"
_SIGNED: Final = {
    table: text(words).columns(id=LargeBinary, body=LargeBinary)
    for table, words in {
        ENVELOPES: "SELECT id, body FROM envelopes",
        REPLIES: "SELECT id, body FROM replies",
        PICTURE: "SELECT NULL AS id, body FROM picture",
        OUTBOX: "SELECT NULL AS id, body FROM outbox",
        AUDIT: "SELECT NULL AS id, link AS body FROM audit",
    }.items()
}
"""Where things lie that members have signed: what names the row inside the signature, and what it holds."""


class DepartureTable(SQLModel, table=True):
    """One member who was removed."""

    __tablename__ = "departures"
    __table_args__ = NO_ROW_NUMBERS
    member: bytes = binary_key()
    imprints: bytes = binary()
    signature: bytes = binary()


class DepartureRow(NamedTuple):
    """A departure as it is kept."""

    member: bytes
    imprints: bytes
    signature: bytes


_ROWS = SQLModel.metadata.tables["departures"]
_ALL = columns_of(_ROWS, DepartureRow)
_ONE = _ALL.where(_ROWS.c.member == bindparam("member"))
_PUT = upsert(_ROWS)


def put(session: Session, row: DepartureRow) -> None:
    """Keep it in place of any earlier one of that member."""
    session.connection().execute(_PUT, row._asdict())


def of(session: Session, member: bytes) -> DepartureRow | None:
    """That member's, if there is one."""
    return read_one(session, DepartureRow, _ONE, {"member": member})


def lying(session: Session) -> Iterator[tuple[str, bytes, bytes]]:
    """Everything that a member may have signed: its table, the number of its row where that is signed too, and its
    body."""
    for table, statement in _SIGNED.items():
        for id, body in session.connection().execute(statement, execution_options={"yield_per": _AT_ONCE}):
            yield table, id or b"", body
