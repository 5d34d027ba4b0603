"""A copy of the database while others write: one state, without the months' keys, or no copy at all."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage import backups, envelopes, integrity, migrations
from storage.engine import Database
from storage.errors import DatabaseUnusable
from tests.support.postgres import Server
from tests.support.vaults import Vault


def rows_of(path: Path, table: str) -> list[tuple[object, ...]]:
    plain = sqlite3.connect(path)
    found = plain.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
    plain.close()
    return found


@contextmanager
def somebody_writing(database: Database) -> Iterator[list[int]]:
    """Two rows a transaction, again and again; how many transactions there were."""
    over, done = threading.Event(), [0]

    def write() -> None:
        while not over.is_set():
            with database.writing() as session:
                for _ in range(2):
                    envelopes.add(session, os.urandom(16), "2026-03", "2026-W10", b"x" * 4096)
            done[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield done
    finally:
        over.set()
        writer.join()


def test_a_copy_is_one_state_while_others_write(vault: Vault, tmp_path: Path) -> None:
    with somebody_writing(vault.database) as done:
        counts = []
        for number in range(8):
            rest = tmp_path / f"rest-{number}.db"
            backups.copy(vault.database, rest, tmp_path / f"keyring-{number}.db")
            counts.append(len(rows_of(rest, "envelopes")))
    assert done[0] > 0
    assert [count % 2 for count in counts] == [0] * 8
    assert counts == sorted(counts)


def test_the_rest_holds_no_months_key_and_the_keyring_nothing_else(vault: Vault, tmp_path: Path) -> None:
    rest, keyring = tmp_path / "rest.db", tmp_path / "keyring.db"
    backups.copy(vault.database, rest, keyring)
    with vault.database.reading() as session:
        kept = session.connection().exec_driver_sql("SELECT * FROM epoch_wraps")
        wraps = sorted(tuple(row) for row in kept)
    assert wraps
    assert sorted(rows_of(keyring, "epoch_wraps")) == wraps
    assert rows_of(rest, "epoch_wraps") == []
    content = rest.read_bytes()
    assert not any(sealed in content for *_, sealed in wraps if isinstance(sealed, bytes))
    plain = sqlite3.connect(keyring)
    tables = {name for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    plain.close()
    assert tables == {*backups.KEYRING, "alembic_version"}
    assert {path.stat().st_mode & 0o777 for path in (rest, keyring)} == {0o600}


@pytest.mark.of_a_file
def test_of_a_damaged_database_there_is_no_copy(vault: Vault, tmp_path: Path) -> None:
    vault.database.close()
    damaged = bytearray(vault.path.read_bytes())
    for start in range(4096, len(damaged), 4096):
        damaged[start : start + 64] = os.urandom(64)
    vault.path.write_bytes(damaged)
    with pytest.raises(DatabaseUnusable):
        backups.copy(Database(vault.url), tmp_path / "rest.db", tmp_path / "keyring.db")
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]


@pytest.mark.of_a_file
def test_a_postgresql_database_is_copied_and_filled_again(vault: Vault, postgres: Server, tmp_path: Path) -> None:
    """Rows, numbers that the database counts itself, and yes or no: all come through."""
    vault.put("safety", {"kind": "report"})
    with vault.database.writing() as session:
        plain = session.connection().exec_driver_sql
        plain("INSERT INTO outbox (id, lane, due, attempts, body) VALUES (41, 1, 7, 0, x'00ff')")
        plain("INSERT INTO held (update_id, tries, parked, body) VALUES (5000000000, 2, 1, x'01')")
    here = tmp_path / "here.db"
    backups.copy(vault.database, here, tmp_path / "keyring.db")
    url = postgres.new_database()
    backups.pour(here, url)
    there = Database(url)
    with there.writing() as session:
        [number] = (
            session.connection()
            .exec_driver_sql("INSERT INTO outbox (lane, due, attempts, body) VALUES (1, 7, 0, '\\x00') RETURNING id")
            .one()
        )
        assert number > 41
        session.rollback()
    back = tmp_path / "back.db"
    backups.copy(there, back, tmp_path / "keyring-2.db")
    there.close()
    for table in ("envelopes", "organisation", "members", "held", "outbox", "forms"):
        assert rows_of(back, table) == rows_of(here, table)
    copied = Database(f"sqlite:///{back}")
    assert integrity.check(copied) == []
    copied.close()
    with pytest.raises(backups.NotEmpty):
        backups.pour(here, url)
    assert migrations.current(url) == migrations.HEAD
