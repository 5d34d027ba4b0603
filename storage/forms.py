"""Rows of archived forms: what was asked must stay readable as long as what was answered."""

from collections.abc import Iterator

from sqlalchemy import bindparam, select
from sqlalchemy import delete as delete_from
from sqlmodel import Field, Session, SQLModel

from storage.columns import NO_ROW_NUMBERS
from storage.rows import insert_new


class FormTable(SQLModel, table=True):
    """One version of one form, under the hash of its content."""

    __tablename__ = "forms"
    __table_args__ = NO_ROW_NUMBERS
    hash: str = Field(primary_key=True)
    name: str
    week: str
    body: str


_ROWS = SQLModel.metadata.tables["forms"]
_ARCHIVE = insert_new(_ROWS)
_GET = select(_ROWS.c.body).where(_ROWS.c.hash == bindparam("hash"))
_DROP = delete_from(_ROWS).where(_ROWS.c.hash == bindparam("hash"))
_EACH = select(_ROWS.c.hash, _ROWS.c.body)
_HASHES = select(_ROWS.c.hash).where(_ROWS.c.name == bindparam("name")).order_by(_ROWS.c.week, _ROWS.c.hash)


def archive(session: Session, hash: str, name: str, week: str, body: str) -> None:
    """Keep this version of the form; the first week it was seen in stays."""
    session.connection().execute(_ARCHIVE, {"hash": hash, "name": name, "week": week, "body": body})


def drop(session: Session, hash: str) -> None:
    """Take what lies under this hash away."""
    session.connection().execute(_DROP, {"hash": hash})


def get(session: Session, hash: str) -> str | None:
    """The archived form, if it is known."""
    found: str | None = session.connection().execute(_GET, {"hash": hash}).scalar()
    return found


def each(session: Session) -> Iterator[tuple[str, str]]:
    """Every archived form by its hash, one after the other."""
    for row in session.connection().execute(_EACH):
        yield row.hash, row.body


def hashes(session: Session, name: str) -> list[str]:
    """The hashes of every known version of the form, oldest week first."""
    return [row.hash for row in session.connection().execute(_HASHES, {"name": name})]
