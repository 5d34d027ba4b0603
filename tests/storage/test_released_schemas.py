"""Each schema that ever kept somebody's database opens today, with everything in it, killed in the middle or not."""

import signal
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from services.keys import envelopes, keyring
from services.keys.trust import Trust, check_organisation
from storage import integrity, migrations
from storage.engine import Database
from tests.support.clocks import NOW
from tests.support.dying_upgrade import upgrade_and_die
from tests.support.released_schemas import FOLDER, WORDS, load, released

EACH = pytest.mark.parametrize("revision", released())


def rows_in(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, by the names of its columns."""
    with closing(sqlite3.connect(path)) as plain:
        plain.row_factory = sqlite3.Row
        tables = [row["name"] for row in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: _rows(plain, table) for table in tables}


def _rows(plain: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    rows = [dict(row) for row in plain.execute(f"SELECT * FROM {table}")]
    return sorted(rows, key=lambda row: [repr(value) for value in list(row.values())[:4]])


def everything_is_there(before: Mapping[str, list[dict[str, Any]]], path: Path) -> None:
    after = rows_in(path)
    for table, rows in before.items():
        if table == "alembic_version":
            continue
        assert len(after[table]) == len(rows) > 0, table
        for old, new in zip(rows, after[table], strict=True):
            assert {name: new[name] for name in old} == old


def test_there_is_one_for_every_revision_before_todays() -> None:
    """Missing ones: python -m tests.support.released_schemas, and commit what it makes."""
    assert sorted(path.stem for path in FOLDER.glob("*.sql")) == released()
    assert max(path.stat().st_size for path in FOLDER.glob("*.sql")) < 40_000


@EACH
def test_an_office_of_that_day_opens_with_its_data(revision: str, tmp_path: Path) -> None:
    path = tmp_path / "amana.db"
    secrets, before = load(revision, path), rows_in(path)
    url = f"sqlite:///{path}"
    assert migrations.current(url) == revision
    migrations.upgrade(url)
    assert migrations.current(url) == migrations.HEAD
    everything_is_there(before, path)
    database, trust = Database(url), Trust.from_text(secrets["pinned"])
    integrity.insist(database)
    with database.writing() as session:
        salt = check_organisation(session, trust).site_salt
        member = keyring.unlock(session, keyring.stretch(salt, secrets["passphrase"]), trust, NOW)
        assert [each.body["words"] for each in envelopes.open_new(session, member.keys, frozenset())] == [WORDS]
    database.close()


@EACH
@pytest.mark.parametrize("statements", [1, 2])
def test_killed_in_the_middle_it_is_as_before_and_opens_at_the_next_start(
    revision: str, statements: int, tmp_path: Path
) -> None:
    path = tmp_path / "amana.db"
    load(revision, path)
    before, url = rows_in(path), f"sqlite:///{path}"
    assert upgrade_and_die(url, statements) == -signal.SIGKILL
    assert migrations.current(url) == revision
    assert rows_in(path) == before
    migrations.upgrade(url)
    everything_is_there(before, path)
