"""Rows of notices waiting to be sent: a lane, the second from which they are due, the tries so far, a sealed body."""

from sqlmodel import Field, SQLModel

from storage.columns import LARGE_NUMBER, binary


class OutboxRow(SQLModel, table=True):
    """One notice to one chat. The address is inside the sealed body."""

    __tablename__ = "outbox"
    __table_args__ = {"sqlite_autoincrement": True}
    id: int | None = Field(default=None, primary_key=True, sa_type=LARGE_NUMBER)
    lane: int
    due: int = Field(sa_type=LARGE_NUMBER)
    attempts: int = 0
    body: bytes = binary()
