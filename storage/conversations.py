"""Rows of unfinished conversations and of the messages that can still be swept: a keyed tag and a sealed body.

Read and written once per update, so the statements are compiled once and go straight to the connection.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy import delete as delete_from
from sqlmodel import Session, SQLModel

from storage.rows import Tagged, upsert


class ConversationTable(Tagged, table=True):
    """One chat's unfinished conversation."""

    __tablename__ = "conversations"


class TraceTable(Tagged, table=True):
    """The numbers of one chat's messages that can still be deleted."""

    __tablename__ = "traces"


_TALKS = SQLModel.metadata.tables["conversations"]
_TRACES = SQLModel.metadata.tables["traces"]
_GET = select(_TALKS.c.body).where(_TALKS.c.tag == bindparam("tag"))
_PUT = upsert(_TALKS)
_DELETE = delete_from(_TALKS).where(_TALKS.c.tag == bindparam("tag"))
_ALL = select(_TALKS.c.tag, _TALKS.c.body)
_ANY = select(_TALKS.c.tag).limit(1)
_GET_TRACES = select(_TRACES.c.tag, _TRACES.c.body).where(_TRACES.c.tag.in_(bindparam("tags", expanding=True)))
_PUT_TRACE = upsert(_TRACES)
_DELETE_TRACE = delete_from(_TRACES).where(_TRACES.c.tag == bindparam("tag"))
_ALL_TRACES = select(_TRACES.c.tag, _TRACES.c.body)


def get(session: Session, tag: bytes) -> bytes | None:
    """The sealed body under the tag, if there is one."""
    found: bytes | None = session.connection().execute(_GET, {"tag": tag}).scalar()
    return found


def put(session: Session, tag: bytes, body: bytes) -> None:
    """Keep the body under the tag in place of any earlier one."""
    session.connection().execute(_PUT, {"tag": tag, "body": body})


def delete(session: Session, tag: bytes) -> None:
    """Drop the row; nothing happens when there is none."""
    session.connection().execute(_DELETE, {"tag": tag})


def everything(session: Session) -> list[tuple[bytes, bytes]]:
    """Every tag with its body."""
    return [(row.tag, row.body) for row in session.connection().execute(_ALL)]


def is_any(session: Session) -> bool:
    """Whether there is a row."""
    return session.connection().execute(_ANY).first() is not None


def get_traces(session: Session, tags: Sequence[bytes]) -> dict[bytes, bytes]:
    """The bodies of those tags that have one."""
    if not tags:
        return {}
    rows = session.connection().execute(_GET_TRACES, {"tags": list(tags)})
    return {row.tag: row.body for row in rows}


def put_traces(session: Session, bodies: Mapping[bytes, bytes]) -> None:
    """Keep each body under its tag."""
    if bodies:
        rows = [{"tag": tag, "body": body} for tag, body in bodies.items()]
        session.connection().execute(_PUT_TRACE, rows)


def delete_trace(session: Session, tag: bytes) -> None:
    """Drop the trace; nothing happens when there is none."""
    session.connection().execute(_DELETE_TRACE, {"tag": tag})


def all_traces(session: Session) -> list[tuple[bytes, bytes]]:
    """Every trace's tag with its body."""
    return [(row.tag, row.body) for row in session.connection().execute(_ALL_TRACES)]
