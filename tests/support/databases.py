"""What tests of rules and of tables stand on: a file of the test's own, or a PostgreSQL database emptied for it.

In a folder whose conftest says `from tests.support.databases import pytest_generate_tests`, each test that stands on a
database runs on both. What is about the file itself is marked `of_a_file`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from sqlalchemy import select

from storage import migrations
from storage.engine import Database
from tests.support.postgres import NO_WHEEL, Server
from tests.support.tables import every_table

FILE, POSTGRES = "file", "postgres"
BACKENDS = (FILE,) if NO_WHEEL else (FILE, POSTGRES)
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each on both."""
    if "backend" in metafunc.fixturenames and not any(metafunc.definition.iter_markers("of_a_file")):
        metafunc.parametrize("backend", BACKENDS)


def rows_in(database: Database) -> Rows:
    """Everything it keeps, by table."""
    with database.reading() as session:
        found = {
            name: [row._asdict() for row in session.connection().execute(select(table))]
            for name, table in every_table().tables.items()
        }
    return {name: rows for name, rows in found.items() if rows}


class SharedDatabase:
    """One PostgreSQL database for all tests of a run, one after the other. Making one for each would take longer than
    the tests."""

    def __init__(self, server: Server) -> None:
        url = server.new_database()
        migrations.upgrade(url)
        self._database = Database(url)

    def holding(self, rows: Rows) -> str:
        """Its URL, once it holds these rows and nothing else."""
        with self._database.writing() as session:
            emptied = (f"DELETE FROM {name}" for name in every_table().tables)
            counted = "SELECT setval(pg_get_serial_sequence('outbox', 'id'), 1, false)"
            session.connection().exec_driver_sql("; ".join((*emptied, counted)))
            for name, kept in rows.items():
                session.connection().execute(every_table().tables[name].insert(), [dict(row) for row in kept])
        return self._database.url

    def close(self) -> None:
        """Let go of it."""
        self._database.close()
