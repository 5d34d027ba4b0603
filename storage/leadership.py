"""The number of the process that is at work for the bot. It rises by one with each that takes over.

One row, on either database. Only where several processes may stand ready (PostgreSQL) does anybody look at it.
"""

from sqlalchemy import insert, select, update
from sqlmodel import Session, SQLModel

from storage.columns import NO_ROW_NUMBERS, number_key


class LeadershipTable(SQLModel, table=True):
    """The number alone."""

    __tablename__ = "leadership"
    __table_args__ = NO_ROW_NUMBERS
    number: int = number_key()


_TABLE = SQLModel.metadata.tables["leadership"]
_GET = select(_TABLE.c.number)
_RAISE = update(_TABLE).values(number=_TABLE.c.number + 1)


def number(session: Session) -> int:
    """The number of who took over last; 0 where nobody ever did."""
    return int(session.connection().execute(_GET).scalar() or 0)


def take_over(session: Session) -> int:
    """Raise the number: from now on whoever had the one before is no longer at work. The new one."""
    if session.connection().execute(_RAISE).rowcount == 0:
        session.connection().execute(insert(_TABLE), {"number": 1})
    return number(session)
