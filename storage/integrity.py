"""Whether the database is sound: SQLite's check of every page, row and index; settings that protect deleted text."""

from typing import Final

from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from storage.engine import Database
from storage.errors import DatabaseUnusable

_EXPECTED: Final = {"journal_mode": "delete", "secure_delete": 1, "synchronous": 3, "trusted_schema": 0}
_TEXTS: Final = {"TEXT", "VARCHAR"}
_AS_IT_LIES: Final = """CASE typeof("{0}") WHEN 'text' THEN CAST("{0}" AS BLOB) ELSE x'' END"""


def check(database: Database) -> list[str]:
    """What SQLite finds wrong, in its own words (at most 100 findings); an empty list when all is sound.

    PostgreSQL looks after its own files; there the answer is empty when it can be reached.
    """
    try:
        with database.reading() as session:
            return _findings(session) if database.path else []
    except DatabaseUnusable as error:
        return [error.reason]
    except DatabaseError as error:
        return [str(error.orig)]
    except UnicodeDecodeError:  # a damaged name in the schema, which SQLite quotes
        return ["corrupt"]


def insist(database: Database) -> None:
    """Raises DatabaseUnusable ('corrupt') where anything is wrong with the file itself.

    SQLite does not look whether texts are texts; here they are read, which bodies need not be: whoever opens those
    finds out.
    """
    path = database.path
    if path is None:
        return
    if any(finding for finding in check(database) if not finding.startswith("PRAGMA")):
        raise DatabaseUnusable(str(path), "corrupt")
    try:
        with database.reading() as session:
            _read_texts(session)
    except (DatabaseError, UnicodeDecodeError) as error:
        raise DatabaseUnusable(str(path), "corrupt") from error


def _read_texts(session: Session) -> None:
    connection = session.connection()
    for (table,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").all():
        columns = connection.exec_driver_sql("SELECT name, type FROM pragma_table_info(?)", (table,)).all()
        texts = ", ".join(_AS_IT_LIES.format(name) for name, kind in columns if kind.upper() in _TEXTS)
        if texts:
            for row in connection.exec_driver_sql(f'SELECT {texts} FROM "{table}"'):  # noqa: S608  names of the schema
                b"".join(row).decode()


def _findings(session: Session) -> list[str]:
    connection = session.connection()
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(100)")]
    for setting, expected in _EXPECTED.items():
        actual = connection.exec_driver_sql(f"PRAGMA {setting}").scalar()
        if actual != expected:
            found.append(f"PRAGMA {setting} is {actual}, not {expected}")
    return [finding for finding in found if finding != "ok"]
