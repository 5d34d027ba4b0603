"""What the door to the database promises."""

import os
import sqlite3
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.engine.interfaces import CacheStats
from sqlalchemy.exc import OperationalError

from storage import conversations, envelopes, migrations, sqlite_file, turns
from storage.engine import Database
from storage.errors import DatabaseUnusable
from tests.support.database_files import at_rest, file_of

pytestmark = pytest.mark.of_a_file

TAG = b"t" * 32


def _page_size(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[16:18], "big")


def test_the_file_and_its_folder_belong_to_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "made" / "amana.db"
    before = os.umask(0o000)
    try:
        Database(f"sqlite:///{path}").close()
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_file_that_others_may_read_is_tightened(database: Database) -> None:
    file_of(database).chmod(0o644)
    Database(database.url).close()
    assert file_of(database).stat().st_mode & 0o777 == 0o600


def test_every_connection_has_the_settings_that_leave_nothing_behind(database: Database) -> None:
    expected = {
        "journal_mode": "delete",
        "secure_delete": 1,
        "synchronous": 3,
        "trusted_schema": 0,
        "temp_store": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }
    for session_of in (database.reading, database.writing):
        with session_of() as session:
            found = {name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
        assert found == expected


def test_writing_commits_on_leaving_and_takes_everything_back_on_an_error(database: Database) -> None:
    with database.writing() as session:
        conversations.put(session, TAG, b"kept")
    with pytest.raises(RuntimeError), database.writing() as session:
        conversations.put(session, TAG, b"never")
        envelopes.add(session, b"i" * 16, "2026-03", "2026-W10", b"body")
        raise RuntimeError
    with database.reading() as session:
        assert conversations.get(session, TAG) == b"kept"
        assert envelopes.count(session) == 0


def test_what_a_reading_session_writes_is_thrown_away(database: Database) -> None:
    with database.reading() as session:
        conversations.put(session, TAG, b"never")
    with database.reading() as session:
        assert conversations.get(session, TAG) is None


def test_a_writer_has_the_lock_from_its_first_moment(database: Database) -> None:
    with database.writing():
        other = sqlite3.connect(file_of(database), timeout=0, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_a_reader_sees_one_state_while_others_write(database: Database) -> None:
    begun, read_once, results = threading.Event(), threading.Event(), []

    def write() -> None:
        begun.wait()
        read_once.wait()
        with database.writing() as session:
            conversations.put(session, TAG, b"new")

    writer = threading.Thread(target=write)
    writer.start()
    with database.reading() as session:
        begun.set()
        results.append(conversations.get(session, TAG))
        read_once.set()
        time.sleep(0.1)
        results.append(conversations.get(session, TAG))
    writer.join()
    assert results == [None, None]
    with database.reading() as session:
        assert conversations.get(session, TAG) == b"new"


def test_threads_that_read_then_write_lose_nothing(database: Database) -> None:
    """Each adds one to what it read, 200 times in all: with a late lock some of these would be lost or refused.

    Whose turn it is is left to chance: on a slow disk the last may wait for longer than people would.
    """
    event.listen(
        database._engine, "checkout", lambda connection, *_: connection.execute("PRAGMA busy_timeout=120000") and None
    )
    failures = []

    def add() -> None:
        try:
            for _ in range(25):
                with database.writing() as session:
                    count = int(conversations.get(session, TAG) or b"0")
                    conversations.put(session, TAG, str(count + 1).encode())
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.reading() as session:
        assert conversations.get(session, TAG) == b"200"


@pytest.mark.parametrize("length", [1, 10, 99, 100, 5000])
def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path, length: int) -> None:
    path = tmp_path / "amana.db"
    path.write_bytes(b"z" * length)
    with pytest.raises(DatabaseUnusable) as refused:
        Database(f"sqlite:///{path}")
    assert refused.value.reason == "corrupt"
    assert path.read_bytes() == b"z" * length


def test_another_programs_database_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "amana.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE photos (name TEXT)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseUnusable) as refused:
        Database(f"sqlite:///{path}")
    assert refused.value.reason == "foreign"
    assert path.read_bytes() == before


def test_a_damaged_page_is_named_and_the_file_is_not_replaced(database: Database) -> None:
    path, size = file_of(database), _page_size(file_of(database))
    database.close()
    damaged = bytearray(path.read_bytes())
    damaged[size:] = os.urandom(len(damaged) - size)
    path.write_bytes(damaged)
    broken = Database(database.url)
    with pytest.raises(DatabaseUnusable) as refused, broken.reading() as session:
        conversations.get(session, TAG)
    broken.close()
    assert refused.value.reason == "corrupt"
    assert path.read_bytes() == damaged


def test_a_file_cut_short_is_named(database: Database) -> None:
    path, size = file_of(database), _page_size(file_of(database))
    database.close()
    path.write_bytes(path.read_bytes()[: size * 2])
    broken = Database(database.url)
    with pytest.raises(DatabaseUnusable), broken.writing() as session:
        conversations.put(session, TAG, b"body")
    broken.close()


def test_a_folder_in_the_files_place_is_unreadable_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "amana.db").mkdir()
    with pytest.raises(DatabaseUnusable) as refused:
        Database(f"sqlite:///{tmp_path / 'amana.db'}")
    assert refused.value.reason == "unreadable"


def test_the_files_own_stamp_is_ours(database: Database) -> None:
    header = at_rest(database)[:100]
    assert int.from_bytes(header[68:72], "big") == sqlite_file.APPLICATION_ID


def test_a_deleted_body_is_not_in_the_files_bytes_any_more(database: Database) -> None:
    """Not in freed pages, not in a journal, not in any file beside it."""
    marker = os.urandom(40)
    bodies = {os.urandom(16): marker + os.urandom(size) for size in (100, 1072, 20_000)}
    with database.writing() as session:
        for id, body in bodies.items():
            envelopes.add(session, id, "2026-03", "2026-W10", body)
        conversations.put(session, TAG, marker * 20)
    assert marker in at_rest(database)
    with database.writing() as session:
        assert envelopes.delete(session, list(bodies)) == 3
        conversations.put(session, TAG, b"other")
    beside = list(file_of(database).parent.iterdir())
    assert beside == [file_of(database)]
    assert marker not in at_rest(database)


def test_the_settings_hold_where_sqlite_was_built_without_them(database: Database) -> None:
    plain = sqlite3.connect(file_of(database))
    plain.execute("PRAGMA secure_delete=OFF")
    plain.execute("PRAGMA trusted_schema=ON")
    sqlite_file.configure(plain)
    found = [plain.execute(f"PRAGMA {name}").fetchone()[0] for name in ("secure_delete", "trusted_schema")]
    plain.close()
    assert found == [1, 0]


def test_rows_of_random_identifiers_lie_in_no_order_of_arrival(database: Database) -> None:
    with database.writing() as session:
        session.connection().execute(text("DELETE FROM envelopes"))
        for number in range(40):
            envelopes.add(session, os.urandom(16), "2026-03", "2026-W10", b"%03d" % number)
    plain = sqlite3.connect(file_of(database))
    ids = [row[0] for row in plain.execute("SELECT id FROM envelopes")]
    with pytest.raises(sqlite3.OperationalError, match="rowid"):
        plain.execute("SELECT rowid FROM envelopes")
    plain.close()
    assert ids == sorted(ids)


def test_a_turn_asks_no_more_of_the_database_than_its_two_reads_and_two_writes(database: Database) -> None:
    """The hot path: one transaction, a statement for each read and write, and each of them compiled only once."""
    asked, compiled = [], []

    def turn(number: int) -> None:
        with database.writing() as session:
            conversations.get(session, TAG)
            turns.get(session, number)
            conversations.put(session, TAG, b"x" * 500)
            turns.put(session, number, b"y" * 300)

    turn(1)
    engine = database._engine

    @event.listens_for(engine, "before_cursor_execute")
    def note(
        _connection: object,
        _cursor: object,
        statement: str,
        _parameters: object,
        context: DefaultExecutionContext,
        _many: bool,
    ) -> None:
        asked.append(statement.split()[0])
        if context.compiled is not None and context.cache_hit is not CacheStats.CACHE_HIT:
            compiled.append(statement)

    turn(2)
    assert asked == ["BEGIN", "SELECT", "SELECT", "INSERT", "INSERT"]
    assert compiled == []


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    database = Database("postgresql+psycopg://amana:canary-password@127.0.0.1:1/amana")
    with pytest.raises(DatabaseUnusable) as refused, database.reading():
        pass
    database.close()
    assert refused.value.reason == "away"
    assert "canary-password" not in str(refused.value)


def test_after_a_failed_commit_the_next_transaction_begins_as_always(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'amana.db'}"
    migrations.upgrade(url)
    database = Database(url)

    def fails(_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as broken, pytest.raises(OperationalError):
        broken.setattr(database._engine.dialect, "do_commit", fails)
        with database.writing() as session:
            turns.put(session, 1, b"lost")
    with database.writing() as session:
        turns.put(session, 2, b"kept")
    with database.reading() as session:
        assert turns.everything(session) == [(2, b"kept")]
    database.close()


def test_another_state_is_another_number_whoever_wrote(database: Database) -> None:
    other = Database(database.url)
    states = [database.state()]
    for writer in (database, other):
        with writer.writing() as session:
            envelopes.add(session, os.urandom(16), "2026-11", "2026-W47", b"body")
        states.append(database.state())
    assert len(set(states)) == 3 and None not in states
    with other.reading() as session:
        assert envelopes.count(session) == 2
    assert database.state() == states[-1]
    with other.writing():
        pass
    other.close()
    database.close()
    assert database.state() is not None
