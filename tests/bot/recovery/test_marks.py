"""An older database in the place of the newest is noticed, said, and said until a steward accepts it."""

import asyncio
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.bootstrap import open_foundations
from bot.recovery import marks
from bot.recovery.marks import advance, count_on, standing
from bot.settings import CHECKOUT, Settings
from sandbox import Sandbox
from services.keys.sealing import RuntimeKey
from services.marks import ROW, Standing
from tests.support.command_line import CommandLine, end, wait_for_line

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


@pytest.fixture
def settings(amana: CommandLine) -> Settings:
    return Settings(_env_file=None, folder=amana.folder, content=CHECKOUT / "content")


def go_on(settings: Settings, times: int = 1) -> None:
    with open_foundations(settings) as found:
        for _ in range(times):
            assert advance(found, NOW)


def stands(settings: Settings, now: datetime = NOW) -> Standing:
    with open_foundations(settings) as found:
        return standing(found, now)


@pytest.fixture
def yesterday(settings: Settings) -> Path:
    """The database as it was before it went on."""
    go_on(settings)
    kept = settings.folder.parent / "yesterday.db"
    shutil.copy(settings.folder / "amana.db", kept)
    go_on(settings, 3)
    return kept


def test_the_newest_state_is_the_newest(settings: Settings, yesterday: Path) -> None:
    assert stands(settings) == Standing()


def test_an_older_state_is_noticed_for_as_long_as_it_stands_there(settings: Settings, yesterday: Path) -> None:
    shutil.copy(yesterday, settings.folder / "amana.db")
    for _ in range(5):
        with open_foundations(settings) as found:
            assert not advance(found, NOW)
        assert stands(settings).is_put_back


def test_a_kill_between_commit_and_file_is_no_older_state(settings: Settings, yesterday: Path) -> None:
    before = (settings.folder / marks.NAME).read_bytes()
    go_on(settings)
    (settings.folder / marks.NAME).write_bytes(before)
    assert stands(settings) == Standing()
    go_on(settings)


@pytest.mark.parametrize("line", ["", "7", "99 00", "99999999999999999999999 ab", "²  ab", "\x00"])
def test_a_file_that_the_runtime_key_has_not_written_says_nothing(settings: Settings, line: str) -> None:
    go_on(settings)
    (settings.folder / marks.NAME).write_text(line)
    assert stands(settings) == Standing()


def test_who_has_only_the_database_cannot_make_an_older_state_look_new(settings: Settings, yesterday: Path) -> None:
    """A row put together without the runtime key counts as none."""
    database = settings.folder / "amana.db"
    shutil.copy(yesterday, database)
    forged = RuntimeKey.generate().lock(b'{"count": 999, "of": null, "back_on": null}', ROW)
    with open_foundations(settings) as found, found.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE marks SET body = ?", (forged,))
    assert stands(settings).is_put_back


def test_it_is_logged_each_time(settings: Settings, yesterday: Path, caplog: pytest.LogCaptureFixture) -> None:
    shutil.copy(yesterday, settings.folder / "amana.db")
    with open_foundations(settings) as found:
        count_on(found, NOW)
        count_on(found, NOW)
    assert [record.getMessage() for record in caplog.records].count("put_back") == 2


async def test_start_and_doctor_say_it_until_a_steward_accepts_it(
    amana: CommandLine, settings: Settings, yesterday: Path
) -> None:
    assert amana("accept-older-state", secret=amana.passphrase("steward")).code == 1
    shutil.copy(yesterday, settings.folder / "amana.db")
    async with Sandbox() as telegram:
        amana.settings |= {"AMANA_TOKEN": telegram.token, "AMANA_API_URL": telegram.url}
        with amana.started("run") as bot:
            assert "ERROR put_back" in await asyncio.to_thread(wait_for_line, bot, "ready")
            await asyncio.to_thread(end, bot)
    told = amana("doctor")
    assert "✗ The database is the newest state of it" in told.out
    assert "    amana accept-older-state" in told.out.splitlines()
    refused = amana("accept-older-state", secret=amana.passphrase("caseworker"))
    assert (refused.code, stands(settings).is_put_back) == (2, True)
    accepted = amana("accept-older-state", secret=amana.passphrase("steward"))
    assert accepted.code == 0, accepted.err
    assert "✓ The database is the newest state of it" in amana("doctor").out
    go_on(settings)


def test_that_a_backup_was_restored_is_said_for_two_weeks(settings: Settings) -> None:
    with open_foundations(settings) as found:
        with found.writing() as store:
            count = marks.accept(settings, store, NOW - timedelta(days=1), NOW)
        marks.write(settings, found.runtime, count)
        advance(found, NOW)
    assert stands(settings, NOW + timedelta(days=13)) == Standing(restored=NOW - timedelta(days=1))
    assert stands(settings, NOW + timedelta(days=15)) == Standing()
