"""Copies of the database to be sealed away, and the way back: always SQLite files, whatever the office runs on.

A copy is taken apart in two: the keyring (who belongs to the organisation, and every month's key) and the rest. Only
the newest keyring is kept anywhere, so a month whose keys were destroyed opens from no backup (SECURITY.md).
"""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, MetaData, Table, func, insert, select, text
from sqlmodel import Session

from storage import migrations, sqlite_file
from storage.engine import Database
from storage.errors import DatabaseUnusable

KEYRING: Final = ("organisation", "members", "epoch_keys", "epoch_wraps", "recovery_boxes", "departures")
"""The tables that are only ever restored from the newest copy of them."""
PRIVATE: Final = ("epoch_wraps",)
"""The tables that the rest is kept without."""
UNDER_WAY: Final = (
    *("conversations", "turns", "held", "outbox", "broadcasts", "broadcast_messages", "broadcast_watches"),
    "erasures",
)
"""What was going on at the moment of a copy: whether it was done since, nobody can know."""
_AT_ONCE: Final = 500
_PATIENCE: Final = 60.0
"""Seconds for which the copy waits for a moment in which nobody holds the file."""
_PAUSE: Final = 0.002
"""Seconds between two looks. SQLite's own waiting looks ten times a second, and misses the moments between writers."""


class NotEmpty(Exception):
    """The database has tables already; nothing was written over them."""


def copy(database: Database, rest: Path, keyring: Path) -> None:
    """Copy one state of the database into two new files (0600), while others go on writing.

    On SQLite writers wait as long as the disk takes to copy the file; on PostgreSQL nobody waits. Raises
    DatabaseUnusable, and leaves nothing behind, where the copy is not whole.
    """
    for path in (rest, keyring):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        if database.path is None:
            _from_postgres(database, rest)
        else:
            _from_sqlite(database.path, rest)
        check(rest)
        _take_apart(rest, keyring)
    except BaseException:
        for path in (rest, keyring):
            path.unlink(missing_ok=True)
        raise


def check(path: Path) -> None:
    """Every page, row and index of the file. Raises DatabaseUnusable."""
    try:
        with closing(sqlite3.connect(path, timeout=5)) as plain:
            found = [str(row[0]) for row in plain.execute("PRAGMA integrity_check(1)")]
            ours = plain.execute("PRAGMA application_id").fetchone()[0] == sqlite_file.APPLICATION_ID
    except sqlite3.DatabaseError as error:
        raise DatabaseUnusable(str(path), "corrupt") from error
    if found != ["ok"]:
        raise DatabaseUnusable(str(path), "corrupt")
    if not ours:
        raise DatabaseUnusable(str(path), "foreign")


def join(rest: Path, keyring: Path) -> None:
    """Put the keyring in place of what the rest knows of it. It may be of an earlier schema than the rest."""
    with _attached(rest, keyring) as plain:
        for table in KEYRING:
            _replace(plain, table)


def forget_what_was_under_way(session: Session) -> None:
    """Drop unfinished conversations, waiting notices and announcements that are being told."""
    for table in UNDER_WAY:
        session.connection().execute(text(f"DELETE FROM {table}"))  # noqa: S608  names of our own


def pour(copied: Path, url: str) -> None:
    """Fill an empty PostgreSQL database from the copy. Raises NotEmpty, DatabaseUnusable."""
    if migrations.current(url) is not None:
        raise NotEmpty
    migrations.upgrade(url)
    source, target = Database(f"sqlite:///{copied}"), Database(url)
    try:
        with source.reading() as given, target.writing() as taken:
            _copy_rows(given.connection(), taken.connection())
    finally:
        source.close()
        target.close()


def set_aside(path: Path, aside: Path) -> None:
    """Move a SQLite file, with its journal, to another name beside it. Nothing happens where there is none.

    The file goes first: a file without its journal might be opened, and would be damaged; a journal without its file
    cannot be.
    """
    if path.exists():
        path.rename(aside)
    for suffix in ("-journal", "-wal", "-shm"):
        left = path.with_name(path.name + suffix)
        if left.exists():
            left.rename(aside.with_name(aside.name + suffix))


def put_in_place(copied: Path, path: Path) -> None:
    """Make the copy the database. Whole and on the disk when this returns."""
    with copied.open("rb") as file:
        os.fsync(file.fileno())
    shutil.move(copied, path)
    path.chmod(0o600)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _from_sqlite(path: Path, copied: Path) -> None:
    """All pages in one go: in several, each write of somebody else would begin the copy anew.

    The state is held before the copy begins: a step of the copy waits for a writer only the first time.
    """
    try:
        with closing(sqlite3.connect(path, timeout=0)) as source, closing(sqlite3.connect(copied)) as target:
            _hold(source, time.monotonic() + _PATIENCE)
            target.execute("PRAGMA synchronous=OFF")
            source.backup(target)
    except sqlite3.DatabaseError as error:
        raise DatabaseUnusable(str(path), "unreadable" if _is_busy(error) else "corrupt") from error


def _hold(source: sqlite3.Connection, until: float) -> None:
    """Begin to read: from now on nobody changes the file."""
    source.execute("BEGIN")
    while True:
        try:
            source.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() > until:
                raise
        else:
            return
        time.sleep(_PAUSE)


def _is_busy(error: sqlite3.Error) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


def _from_postgres(database: Database, copied: Path) -> None:
    migrations.upgrade(f"sqlite:///{copied}")
    target = Database(f"sqlite:///{copied}")
    try:
        with database.reading() as given, target.writing() as taken:
            _copy_rows(given.connection(), taken.connection())
    finally:
        target.close()


def _copy_rows(source: Connection, target: Connection) -> None:
    """Every row of every table, a few at a time. Schema and revision are the same on both sides."""
    here, there = _tables(source), _tables(target)
    for name, table in there.items():
        found = source.execution_options(yield_per=_AT_ONCE).execute(select(here[name]))
        for rows in found.partitions():
            target.execute(insert(table), [row._asdict() for row in rows])
        _count_on(target, table)


def _tables(connection: Connection) -> dict[str, Table]:
    known = MetaData()
    known.reflect(connection)
    return {name: table for name, table in sorted(known.tables.items()) if name != "alembic_version"}


def _count_on(target: Connection, table: Table) -> None:
    """PostgreSQL numbers rows by a counter of its own, which knows nothing of rows that came with a number."""
    counted = table.autoincrement_column
    if target.dialect.name != "postgresql" or counted is None or counted.server_default is None:
        return
    highest = target.execute(select(func.max(counted))).scalar()
    if highest is not None:
        counter = func.pg_get_serial_sequence(table.name, counted.name)
        target.execute(select(func.setval(counter, highest)))


def _take_apart(rest: Path, keyring: Path) -> None:
    with closing(sqlite3.connect(rest)) as plain:
        sql = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
        wanted = [plain.execute(sql, (table,)).fetchone()[0] for table in (*KEYRING, "alembic_version")]
    with closing(sqlite3.connect(keyring)) as plain:
        plain.execute(f"PRAGMA application_id={sqlite_file.APPLICATION_ID}")
        for statement in wanted:
            plain.execute(statement)
    with _attached(keyring, rest) as plain:
        for table in (*KEYRING, "alembic_version"):
            _replace(plain, table)
    with closing(sqlite3.connect(rest)) as plain, plain:
        plain.execute("PRAGMA journal_mode=MEMORY")
        plain.execute("PRAGMA secure_delete=ON")
        for table in PRIVATE:
            plain.execute(f"DELETE FROM {table}")  # noqa: S608  names of our own


def _replace(plain: sqlite3.Connection, table: str) -> None:
    """What the attached file has in that table, in place of what the main one has. Names are our own."""
    columns = ", ".join(str(row[1]) for row in plain.execute(f"PRAGMA other.table_info({table})"))
    if not columns:  # a keyring of before there was such a table
        return
    plain.execute(f"DELETE FROM main.{table}")  # noqa: S608
    plain.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM other.{table}")  # noqa: S608


@contextmanager
def _attached(main: Path, other: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(main)) as plain:
        plain.execute("PRAGMA secure_delete=ON")
        plain.execute("ATTACH ? AS other", (str(other),))
        with plain:
            yield plain
        plain.execute("DETACH other")
