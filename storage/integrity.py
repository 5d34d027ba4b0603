"""Whether the database is sound, for `doctor`: SQLite's own quick check and the settings that protect deleted text."""

from typing import Final

from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from storage.engine import Database
from storage.errors import DatabaseUnusable

_EXPECTED: Final = {"journal_mode": "delete", "secure_delete": 1, "synchronous": 3, "trusted_schema": 0}


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


def _findings(session: Session) -> list[str]:
    connection = session.connection()
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check(100)")]
    for setting, expected in _EXPECTED.items():
        actual = connection.exec_driver_sql(f"PRAGMA {setting}").scalar()
        if actual != expected:
            found.append(f"PRAGMA {setting} is {actual}, not {expected}")
    return [finding for finding in found if finding != "ok"]
