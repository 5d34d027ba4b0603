"""Rows of the directory of services: HSDS records, their translations, and what residents said of a service.

Content, not secret: it is what the organisation tells everybody. A record is one organization, service or location,
as JSON. `revision` grows with every change, so that a copy in memory knows which records to read again. `mark` is what
the holder of the runtime key has put under a record and its translations, and under each count.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from sqlalchemy import LargeBinary, bindparam, func, insert, select, text
from sqlmodel import Field, Session, SQLModel

from storage.columns import NO_ROW_NUMBERS
from storage.rows import columns_of, read_all, read_one, upsert

LARGEST_REVISION: Final = 2**31 - 1
"""No change is counted beyond it: the column has 32 bits on PostgreSQL."""


class DirectoryTable(SQLModel, table=True):
    """One organization, service or location."""

    __tablename__ = "directory"
    __table_args__ = NO_ROW_NUMBERS
    entity: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    revision: int = Field(index=True)
    body: str
    mark: bytes | None = Field(default=None, sa_type=LargeBinary)


class TranslationTable(SQLModel, table=True):
    """One text of a record in one language. `field` is the way to it inside the record's JSON."""

    __tablename__ = "directory_translations"
    __table_args__ = NO_ROW_NUMBERS
    entity: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    field: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    text: str


class FeedbackTable(SQLModel, table=True):
    """How often this was said of a service in one week, and how often before the last day on which it was.

    Nothing about who."""

    __tablename__ = "directory_concerns"
    __table_args__ = NO_ROW_NUMBERS
    service: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    week: str = Field(primary_key=True)
    count: int
    day: str = Field(sa_column_kwargs={"server_default": ""})
    before: int = Field(sa_column_kwargs={"server_default": "0"})
    mark: bytes | None = Field(default=None, sa_type=LargeBinary)


class DirectoryRow(NamedTuple):
    """One row as it is read and written. The body of one that was taken away is ''."""

    entity: str
    id: str
    body: str
    mark: bytes | None = None


class TranslationRow(NamedTuple):
    """One text in one language, with the way to it."""

    entity: str
    id: str
    field: str
    language: str
    text: str


class FeedbackRow(NamedTuple):
    """How often this was said of a service in one week: `times`, `before` of them earlier than on the day."""

    service: str
    kind: str
    week: str
    times: int
    day: str
    before: int
    mark: bytes | None = None


_ROWS = SQLModel.metadata.tables["directory"]
_TEXTS = SQLModel.metadata.tables["directory_translations"]
_SAID = SQLModel.metadata.tables["directory_concerns"]
_REVISION = select(func.max(_ROWS.c.revision)).where(_ROWS.c.revision < LARGEST_REVISION)
_SINCE = columns_of(_ROWS, DirectoryRow).where(_ROWS.c.revision > bindparam("revision"))
_COUNT_SINCE = select(func.count()).select_from(_ROWS).where(_ROWS.c.revision > bindparam("revision"))
_ONE = columns_of(_ROWS, DirectoryRow).where(_ROWS.c.entity == bindparam("entity"), _ROWS.c.id == bindparam("id"))
_TEXTS_SINCE = (
    columns_of(_TEXTS, TranslationRow)
    .join(_ROWS, (_ROWS.c.entity == _TEXTS.c.entity) & (_ROWS.c.id == _TEXTS.c.id))
    .where(_ROWS.c.revision > bindparam("revision"))
)
_TEXTS_OF = columns_of(_TEXTS, TranslationRow).where(
    _TEXTS.c.entity == bindparam("entity"), _TEXTS.c.id == bindparam("id")
)
_OTHER_THAN = select(_ROWS.c.id).where(
    _ROWS.c.entity == bindparam("entity"), _ROWS.c.body != "", _ROWS.c.body.not_like(bindparam("part"))
)
_PUT = upsert(_ROWS)
_MARK = text("UPDATE directory SET mark = :mark WHERE entity = :entity AND id = :id")
_DROP_TEXTS = text("DELETE FROM directory_translations WHERE entity = :entity AND id = :id")
_PUT_TEXT = insert(_TEXTS)
_SAID_SINCE = select(_SAID).where(_SAID.c.week >= bindparam("week"))
_SAID_OF = _SAID_SINCE.where(_SAID.c.service == bindparam("service"))
_SAID_IN = select(_SAID).where(
    _SAID.c.service == bindparam("service"), _SAID.c.kind == bindparam("kind"), _SAID.c.week == bindparam("week")
)
_PUT_SAID = upsert(_SAID)
_DROP_SAID = text("DELETE FROM directory_concerns WHERE service = :service AND kind = :kind AND week = :week")
_FORGET = text("DELETE FROM directory_concerns WHERE week < :week")


def revision(session: Session) -> int:
    """The number of the latest change; 0 for an empty directory."""
    return session.connection().execute(_REVISION).scalar() or 0


def count_since(session: Session, revision: int) -> int:
    """How many records were made or changed after that revision."""
    found = session.connection().execute(_COUNT_SINCE, {"revision": revision})
    return int(found.scalar_one())


def records_since(session: Session, revision: int) -> list[DirectoryRow]:
    """Every record that was made or changed after that revision."""
    return read_all(session, DirectoryRow, _SINCE, {"revision": revision})


def translations_since(session: Session, revision: int) -> list[TranslationRow]:
    """The translations of those records."""
    return read_all(session, TranslationRow, _TEXTS_SINCE, {"revision": revision})


def record(session: Session, entity: str, id: str) -> DirectoryRow | None:
    """One record, if there is one."""
    return read_one(session, DirectoryRow, _ONE, {"entity": entity, "id": id})


def translations(session: Session, entity: str, id: str) -> list[TranslationRow]:
    """Every translation of one record."""
    return read_all(session, TranslationRow, _TEXTS_OF, {"entity": entity, "id": id})


def put(session: Session, records: Sequence[DirectoryRow], texts: Iterable[TranslationRow]) -> int:
    """Keep the records with exactly these translations, in place of what was kept under their ids; the new revision."""
    number = revision(session) + 1
    connection = session.connection()
    if records:
        connection.execute(_PUT, [{**each._asdict(), "revision": number} for each in records])
        connection.execute(_DROP_TEXTS, [{"entity": each.entity, "id": each.id} for each in records])
    rows = [each._asdict() for each in texts]
    if rows:
        connection.execute(_PUT_TEXT, rows)
    return number


def mark(session: Session, records: Iterable[DirectoryRow]) -> None:
    """Put these marks under the records; their revision stays."""
    for each in records:
        session.connection().execute(_MARK, {"mark": each.mark, "entity": each.entity, "id": each.id})


def holds_other_than(session: Session, entity: str, part: str) -> bool:
    """True where a record of this kind has a body without that part."""
    wanted = {"entity": entity, "part": f"%{part}%"}
    return session.connection().execute(_OTHER_THAN.limit(1), wanted).first() is not None


def put_said(session: Session, said: FeedbackRow) -> None:
    """Keep this in place of what was kept of the same service, kind and week."""
    columns = said._asdict()
    columns["count"] = columns.pop("times")
    session.connection().execute(_PUT_SAID, columns)


def drop_said(session: Session, said: FeedbackRow) -> None:
    """Drop what is kept of that service, kind and week."""
    key = {"service": said.service, "kind": said.kind, "week": said.week}
    session.connection().execute(_DROP_SAID, key)


def said_in(session: Session, service: str, kind: str, week: str) -> FeedbackRow | None:
    """What was said of one service in one way and week."""
    return read_one(session, FeedbackRow, _SAID_IN, {"service": service, "kind": kind, "week": week})


def said_of(session: Session, service: str, since_week: str) -> list[FeedbackRow]:
    """What was said of one service since that week."""
    return read_all(session, FeedbackRow, _SAID_OF, {"service": service, "week": since_week})


def said_since(session: Session, week: str) -> list[FeedbackRow]:
    """What was said of any service since that week."""
    return read_all(session, FeedbackRow, _SAID_SINCE, {"week": week})


def forget_said(session: Session, before_week: str) -> None:
    """Drop what was said before that week."""
    session.connection().execute(_FORGET, {"week": before_week})
