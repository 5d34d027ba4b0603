"""The plan of the dummies that are still to be made: one row, locked, always of one size."""

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from storage.columns import NO_ROW_NUMBERS, binary, number_key
from storage.rows import upsert


class DummyPlanTable(SQLModel, table=True):
    """The plan."""

    __tablename__ = "dummies"
    __table_args__ = NO_ROW_NUMBERS
    id: int = number_key()
    body: bytes = binary()


_ROWS = SQLModel.metadata.tables["dummies"]
_GET = select(_ROWS.c.body)
_PUT = upsert(_ROWS)


def get(session: Session) -> bytes | None:
    """The locked plan, if there is one."""
    found = session.connection().execute(_GET).scalar()
    return None if found is None else bytes(found)


def put(session: Session, body: bytes) -> None:
    """Keep this one in place of any other."""
    session.connection().execute(_PUT, {"id": 1, "body": body})
