"""The row that says how far this database has come: a counter, locked, to be compared with one that lies elsewhere."""

from sqlalchemy import delete, insert, select
from sqlmodel import Field, Session, SQLModel

from storage.columns import NO_ROW_NUMBERS, binary


class MarkTable(SQLModel, table=True):
    """One row."""

    __tablename__ = "marks"
    __table_args__ = NO_ROW_NUMBERS
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    body: bytes = binary()


_ROWS = SQLModel.metadata.tables["marks"]


def get(session: Session) -> bytes | None:
    """The mark, if one was ever put."""
    found: bytes | None = session.connection().execute(select(_ROWS.c.body)).scalar()
    return found


def put(session: Session, body: bytes) -> None:
    """Keep the mark in place of the one before."""
    session.connection().execute(delete(_ROWS))
    session.connection().execute(insert(_ROWS), {"id": 1, "body": body})
