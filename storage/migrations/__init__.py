"""Bringing a database to the schema this program knows. Alembic is loaded only when there is something to do.

Each upgrade is one transaction that holds the write lock: SQLite and PostgreSQL both take schema changes back with it,
so a kill in the middle leaves the old schema, whole, and two processes starting together upgrade once.
"""

import sqlite3
from pathlib import Path
from typing import Any, Final

from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from storage.engine import Database
from storage.errors import DatabaseUnusable, UnknownRevision

HEAD: Final = "0019"
"""The revision the tables in this program belong to."""

_FOLDER: Final = Path(__file__).parent


def upgrade(url: str) -> None:
    """Bring the database to HEAD; quick when it is there already. Raises UnknownRevision, DatabaseUnusable."""
    _move(url, HEAD)


def downgrade(url: str, revision: str) -> None:
    """Take the database back to an earlier revision ('base': no tables at all). What only later tables held is lost."""
    _move(url, revision)


def current(url: str) -> str | None:
    """The database's revision; None for an empty one. Raises DatabaseUnusable."""
    database = Database(url)
    try:
        with database.reading() as session:
            return _revision(session)
    finally:
        database.close()


def _move(url: str, revision: str) -> None:
    database = Database(url)
    try:
        with database.reading() as session:
            if _revision(session) == revision:
                return
        with database.writing() as session:
            database.make_room(session)
            _migrate(session, revision)
    except DatabaseError as error:
        if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:  # tables it should have, or not
            raise DatabaseUnusable(str(database.path), "corrupt") from error
        raise
    finally:
        database.close()


def _revision(session: Session) -> str | None:
    connection = session.connection()
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _migrate(session: Session, revision: str) -> None:
    """Alembic joins the transaction that is open, and neither begins nor commits one of its own."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.runtime.migration import RevisionStep
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(_FOLDER))
    known = {each.revision for each in script.walk_revisions()}
    present = _revision(session)
    if present is not None and present not in known:
        raise UnknownRevision(present)

    def steps(start: Any, _context: object) -> list[RevisionStep]:
        upwards = present is None or (revision != "base" and revision >= present)
        plan = script._upgrade_revs(revision, start) if upwards else script._downgrade_revs(revision, start)
        return list(plan)

    with EnvironmentContext(Config(), script, fn=steps) as environment:
        environment.configure(connection=session.connection(), transactional_ddl=True)
        environment.run_migrations()
