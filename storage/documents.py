"""Rows of what organisers work on: meetings, minutes, announcements, and what is on its way out. A number and a body.

Each body is locked with the runtime key, so a row says no more than that there is one. There are hundreds at most, so
nothing is looked up but by number.
"""

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy import delete as delete_from
from sqlmodel import Session, SQLModel

from storage.rows import Numbered


class MeetingTable(Numbered, table=True):
    """One meeting or series of meetings."""

    __tablename__ = "meetings"


class MinutesTable(Numbered, table=True):
    """What one meeting came to."""

    __tablename__ = "minutes"


class AnnouncementTable(Numbered, table=True):
    """One notice that is not about a meeting."""

    __tablename__ = "announcements"


class PublicationTable(Numbered, table=True):
    """Something an organiser sent out, or asked a second organiser to let out."""

    __tablename__ = "publications"


class Collection:
    """The rows of one of these tables."""

    def __init__(self, table: Table) -> None:
        self.name = table.name
        row = table.c.id == bindparam("which")
        self._add = insert(table)
        self._get = select(table.c.body).where(row)
        self._change = update(table).where(row).values(body=bindparam("content"))
        self._delete = delete_from(table).where(row)
        self._all = select(table.c.id, table.c.body).order_by(table.c.id)
        self._clear = delete_from(table)

    def get(self, session: Session, id: bytes) -> bytes | None:
        """The body under the number, if there is one."""
        found: bytes | None = session.connection().execute(self._get, {"which": id}).scalar()
        return found

    def put(self, session: Session, id: bytes, body: bytes) -> None:
        """Keep the body under the number in place of any earlier one."""
        changed = session.connection().execute(self._change, {"which": id, "content": body})
        if changed.rowcount == 0:
            session.connection().execute(self._add, {"id": id, "body": body})

    def delete(self, session: Session, id: bytes) -> None:
        """Drop the row; nothing happens when there is none."""
        session.connection().execute(self._delete, {"which": id})

    def everything(self, session: Session) -> list[tuple[bytes, bytes]]:
        """Every number with its body, in no order that means anything."""
        return [(row.id, row.body) for row in session.connection().execute(self._all)]

    def clear(self, session: Session) -> None:
        """Drop every row: their key is no more."""
        session.connection().execute(self._clear)


MEETINGS = Collection(SQLModel.metadata.tables["meetings"])
MINUTES = Collection(SQLModel.metadata.tables["minutes"])
ANNOUNCEMENTS = Collection(SQLModel.metadata.tables["announcements"])
PUBLICATIONS = Collection(SQLModel.metadata.tables["publications"])


def delete_all(session: Session) -> None:
    """Drop every row of every table here: their key is no more."""
    for collection in (MEETINGS, MINUTES, ANNOUNCEMENTS, PUBLICATIONS):
        collection.clear(session)
