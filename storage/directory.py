"""Rows of the directory of services: HSDS records, their translations, and what residents said of a service.

Content, not secret: it is what the organisation tells everybody. A record is one organization, service or location,
as JSON. `revision` grows with every change, so that a copy in memory knows which records to read again. `mark` is what
the holder of the runtime key has put under a record and its translations.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import LargeBinary, bindparam, func, insert, select, text
from sqlmodel import Field, Session, SQLModel

from storage.columns import NO_ROW_NUMBERS
from storage.rows import columns_of, read_all, read_one, upsert


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


_ROWS = SQLModel.metadata.tables["directory"]
_TEXTS = SQLModel.metadata.tables["directory_translations"]
_SAID = SQLModel.metadata.tables["directory_concerns"]
_REVISION = select(func.max(_ROWS.c.revision))
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
_SAY = text(
    "INSERT INTO directory_concerns (service, kind, week, count, day, before)"
    " VALUES (:service, :kind, :week, 1, :day, 0)"
    " ON CONFLICT (service, kind, week) DO UPDATE SET count = directory_concerns.count + 1, day = :day, before ="
    " CASE WHEN directory_concerns.day < :day THEN directory_concerns.count ELSE directory_concerns.before END"
)
_SAY_AGAIN = text(
    "INSERT INTO directory_concerns (service, kind, week, count, day, before)"
    " VALUES (:service, :kind, :week, :times, :day, :before)"
    " ON CONFLICT (service, kind, week) DO UPDATE SET"
    " count = directory_concerns.count + :times, before = directory_concerns.before + :before"
)
_SAID_SINCE = select(_SAID).where(_SAID.c.week >= bindparam("week"))
_SAID_OF = _SAID_SINCE.where(_SAID.c.service == bindparam("service"))
_SETTLE = text("DELETE FROM directory_concerns WHERE service = :service AND kind = :kind AND day < :day")
_SETTLE_BEFORE = text(
    "UPDATE directory_concerns SET count = count - before, before = 0"
    " WHERE service = :service AND kind = :kind AND day >= :day"
)
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


def say(session: Session, service: str, kind: str, week: str, day: str) -> None:
    """This was said of the service once more, on that day of that week."""
    said = {"service": service, "kind": kind, "week": week, "day": day}
    session.connection().execute(_SAY, said)


def say_again(session: Session, said: Iterable[FeedbackRow]) -> None:
    """All this was said, beside what is counted already."""
    for each in said:
        session.connection().execute(_SAY_AGAIN, each._asdict())


def said_of(session: Session, service: str, since_week: str) -> list[FeedbackRow]:
    """What was said of one service since that week."""
    return read_all(session, FeedbackRow, _SAID_OF, {"service": service, "week": since_week})


def said_since(session: Session, week: str) -> list[FeedbackRow]:
    """What was said of any service since that week."""
    return read_all(session, FeedbackRow, _SAID_SINCE, {"week": week})


def settle(session: Session, service: str, kinds: Iterable[str], day: str) -> None:
    """Somebody has looked: what was said of the service in these ways before that day is dropped."""
    connection = session.connection()
    for kind in kinds:
        said = {"service": service, "kind": kind, "day": day}
        connection.execute(_SETTLE, said)
        connection.execute(_SETTLE_BEFORE, said)


def forget_said(session: Session, before_week: str) -> None:
    """Drop what was said before that week."""
    session.connection().execute(_FORGET, {"week": before_week})
