"""The one door to the database: who may write, who only reads, and what happens when it is not sound or not there.

Knows no table. SQLite by default, PostgreSQL by URL. There is one writer at a time on either, so a rule may read and
then decide without anybody changing the ground under it.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlmodel import Session

from storage import odd_values, postgres_server, sqlite_file
from storage.errors import CommitInDoubt, DatabaseAway, DatabaseUnusable

__all__ = ["Database", "DatabaseAway", "DatabaseUnusable", "file_of"]

BEGIN: Final = "amana_begin"
_WRITE_SQLITE: Final = "BEGIN IMMEDIATE"
_READ_SQLITE: Final = "BEGIN"
_READ_POSTGRES: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
FIRST_PAUSE: Final = 0.2
LONGEST_PAUSE: Final = 5.0
"""Seconds for which a server that was out of reach is not asked again. Whoever wants it meanwhile hears so at once."""
_NOT_SOUND: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
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
        self._writer = self._writing(in_haste=False)
        self._reader = engine.execution_options(**{BEGIN: self._words(_READ_SQLITE, _READ_POSTGRES)})
        self._away_until = 0.0
        self._pause = FIRST_PAUSE
        self._fence: Callable[[Session], None] | None = None
        self._watch: sqlite3.Connection | None = None

    @property
    def path(self) -> Path | None:
        """The SQLite file; None on PostgreSQL."""
        return file_of(self.url)

    def writing(self) -> AbstractContextManager[Session]:
        """A session that holds the write lock from its start: commits on leaving, rolls back on any exception.

        Raises DatabaseAway while the server cannot be reached, and what the fence raises.
        """
        return self._session(self._writer)

    def reading(self) -> AbstractContextManager[Session]:
        """A session that sees one unchanging state. What is written through it is thrown away."""
        return self._session(self._reader, keep=False)

    def state(self) -> int | None:
        """Another number after every commit of anybody, for who would read everything again for nothing; None where
        that cannot be told. To be asked before what is read: what comes in between then counts as new."""
        if not self._is_sqlite:
            return None
        try:
            if self._watch is None:
                place = f"file:{quote(self._place.database or '')}?mode=ro"
                self._watch = sqlite3.connect(place, 0.0, isolation_level=None, check_same_thread=False, uri=True)
            (version,) = self._watch.execute("PRAGMA data_version").fetchone()
        except sqlite3.Error:
            return None
        return int(version)

    def be_fenced(self, fence: Callable[[Session], None]) -> None:
        """From now on `fence` is asked first in each writing transaction; what it raises ends that. On PostgreSQL none
        may stand still for long any more: another process may wait to take over."""
        self._fence = fence
        self._writer = self._writing(in_haste=True)

    def make_room(self, session: Session) -> None:
        """Make the schema that the URL names, where there is none yet."""
        if not self._is_sqlite:
            postgres_server.make_schema(session, self._place)

    def close(self) -> None:
        """Let go of every connection. The object may be used again; it then opens new ones."""
        self._engine.dispose()
        if self._watch is not None:
            self._watch.close()
            self._watch = None

    def _writing(self, in_haste: bool) -> Engine:
        words = _WRITE_SQLITE if self._is_sqlite else postgres_server.beginning_to_write(self._place, in_haste)
        return self._engine.execution_options(**{BEGIN: words})

    @contextmanager
    def _session(self, engine: Engine, keep: bool = True) -> Iterator[Session]:
        if time.monotonic() < self._away_until:
            raise DatabaseAway(self._where)
        session = Session(engine, expire_on_commit=False)
        is_committing = False
        try:
            session.connection()
            self._pause = FIRST_PAUSE
            if keep and self._fence is not None:
                self._fence(session)
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
        """A damaged file and a server out of reach get their own names; every other failure keeps the one it has."""
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        if code in _NOT_SOUND:
            return DatabaseUnusable(self._where, "corrupt")
        if self._is_sqlite:
            return DatabaseUnusable(self._where, "unreadable") if code in _NOT_REACHABLE else error
        return self._said_by_server(error, is_committing)

    def _said_by_server(self, error: DatabaseError, is_committing: bool) -> Exception:
        if error.orig is not None and postgres_server.is_away(error.orig, error.connection_invalidated):
            if not error.connection_invalidated:  # a line that broke says nothing of the next one
                self._away_until = time.monotonic() + self._pause
                self._pause = min(self._pause * 2, LONGEST_PAUSE)
            return CommitInDoubt(self._where) if is_committing else DatabaseAway(self._where)
        if error.orig is not None and postgres_server.is_busy(error.orig):
            return error
        return DatabaseUnusable(self._where, "unreadable") if isinstance(error, OperationalError) else error

    @property
    def _where(self) -> str:
        return self._place.render_as_string(hide_password=True)

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
        options = postgres_server.connecting(place)
        engine = create_engine(postgres_server.without_schema(place), pool_pre_ping=True, connect_args=options)
        event.listen(engine, "begin", _begin)
        return engine
    sqlite_file.prepare(Path(place.database or ""))
    engine = create_engine(place, connect_args={"isolation_level": None, "timeout": 5.0})
    engine.dialect.colspecs = {**engine.dialect.colspecs, **odd_values.READ_AS}
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
