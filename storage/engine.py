"""The one door to the database: who may write, who only reads, and what happens when the file is not sound.

Knows no table. SQLite by default, PostgreSQL by URL. There is one writer at a time on either, so a rule may read and
then decide without anybody changing the ground under it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlmodel import Session

from storage import sqlite_file
from storage.errors import CommitInDoubt, DatabaseUnusable

__all__ = ["Database", "DatabaseUnusable", "file_of"]

BEGIN: Final = "amana_begin"
_WRITE_SQLITE: Final = "BEGIN IMMEDIATE"
_READ_SQLITE: Final = "BEGIN"
_WRITE_POSTGRES: Final = "SELECT pg_advisory_xact_lock(4705121)"
_READ_POSTGRES: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_POSTGRES_LIMITS: Final = {
    "connect_timeout": 10,
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "options": "-c lock_timeout=10s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s",
}
"""A lock that is stuck, a server that has gone and a process that stands still each fail within a minute, and are then
tried again or told: waiting without end is told to nobody."""
_NOT_SOUND: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY: Final = {"55P03", "57014", "40P01", "40001"}
"""What a server says that is there and sound: a lock or a statement that took too long, transactions at odds."""
_NOT_REACHABLE: Final = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}


class Database:
    """A database by URL: `sqlite:////absolute/path` or `postgresql+psycopg://...`. Safe to share between threads.

    Opening makes the SQLite file (mode 0600, folder 0700) when there is none, but no tables: see
    `storage.migrations.upgrade`. Raises DatabaseUnusable for a file that is not ours.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._place = make_url(url)
        engine = _open(self._place)
        self._engine = engine
        self._writer = engine.execution_options(**{BEGIN: self._words(_WRITE_SQLITE, _WRITE_POSTGRES)})
        self._reader = engine.execution_options(**{BEGIN: self._words(_READ_SQLITE, _READ_POSTGRES)})

    @property
    def path(self) -> Path | None:
        """The SQLite file; None on PostgreSQL."""
        return file_of(self.url)

    def writing(self) -> AbstractContextManager[Session]:
        """A session that holds the write lock from its start: commits on leaving, rolls back on any exception."""
        return self._session(self._writer)

    def reading(self) -> AbstractContextManager[Session]:
        """A session that sees one unchanging state. What is written through it is thrown away."""
        return self._session(self._reader, keep=False)

    def close(self) -> None:
        """Let go of every connection. The object may be used again; it then opens new ones."""
        self._engine.dispose()

    @contextmanager
    def _session(self, engine: Engine, keep: bool = True) -> Iterator[Session]:
        session = Session(engine, expire_on_commit=False)
        is_committing = False
        try:
            session.connection()
            yield session
            if keep:
                is_committing = True
                session.commit()
        except DatabaseError as error:
            # A commit that failed leaves its transaction open in the connection, and the next one could not begin.
            session.invalidate()
            raise self._explained(error, is_committing) from error
        finally:
            session.close()

    def _explained(self, error: DatabaseError, is_committing: bool) -> Exception:
        """A damaged file gets its own name; every other failure keeps the one it has."""
        where = self._place.render_as_string(hide_password=True)
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        if code in _NOT_SOUND:
            return DatabaseUnusable(where, "corrupt")
        if getattr(error.orig, "sqlstate", None) in _BUSY:
            return error
        server_is_gone = not self._is_sqlite and isinstance(error, OperationalError)
        if server_is_gone and is_committing:
            return CommitInDoubt(where, "unreadable")
        unreachable = code in _NOT_REACHABLE or server_is_gone
        return DatabaseUnusable(where, "unreadable") if unreachable else error

    @property
    def _is_sqlite(self) -> bool:
        return self._place.get_backend_name() == "sqlite"

    def _words(self, sqlite: str, postgres: str) -> str:
        return sqlite if self._is_sqlite else postgres


def file_of(url: str) -> Path | None:
    """The SQLite file that the URL names, there or not; None for PostgreSQL."""
    place = make_url(url)
    return Path(place.database or "") if place.get_backend_name() == "sqlite" else None


def _open(place: URL) -> Engine:
    if place.get_backend_name() != "sqlite":
        engine = create_engine(place, pool_pre_ping=True, connect_args=_POSTGRES_LIMITS)
        event.listen(engine, "begin", _begin)
        return engine
    sqlite_file.prepare(Path(place.database or ""))
    engine = create_engine(place, connect_args={"isolation_level": None, "timeout": 5.0})
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: Any, _record: Any) -> None:
    sqlite_file.configure(connection)


def _begin(connection: Connection) -> None:
    """pysqlite would begin late and weakly by itself; psycopg has begun already and takes the lock here."""
    words = connection.get_execution_options().get(BEGIN)
    if words:
        connection.exec_driver_sql(words)
