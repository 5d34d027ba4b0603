"""A disk that is full, a database somebody else holds: honest words, nothing twice, and recovery without a restart."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from unittest import mock

import pytest
from sqlalchemy import event

from sandbox import Sandbox
from storage import sqlite_file
from tests.support.patience import PATIENCE
from tests.support.running_bot import Press, RunningBot

IMPATIENT = "PRAGMA busy_timeout=100"
PATIENT = "PRAGMA busy_timeout=30000"
TO_THE_REVIEW = ("Report", "Go on", "I feel unsafe", "Check and send", "👌 No")


@contextmanager
def full_disk() -> Iterator[None]:
    """No file can grow, as on a full disk: the kernel refuses every write of the database and its journal."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def held_by_another_process(bot: RunningBot) -> Iterator[None]:
    """Somebody else holds the database whole; our own patience with that is shortened to a tenth of a second."""
    engine = bot.found.database._engine
    event.listen(engine, "checkout", _be_impatient)
    patience = mock.patch.object(sqlite_file, "SETTINGS", (IMPATIENT, *sqlite_file.SETTINGS[1:]))
    with patience, closing(sqlite3.connect(bot.file, timeout=PATIENCE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")
    event.remove(engine, "checkout", _be_impatient)
    event.listen(engine, "checkout", _be_patient)


def _be_impatient(connection: sqlite3.Connection, *_pool: object) -> None:
    connection.execute(IMPATIENT)


def _be_patient(connection: sqlite3.Connection, *_pool: object) -> None:
    connection.execute(PATIENT)


@pytest.mark.parametrize("trouble", ["full disk", "held"])
async def test_send_is_refused_honestly_and_works_once_storage_is_back(
    bot: RunningBot, telegram: Sandbox, press: Press, trouble: str
) -> None:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, *TO_THE_REVIEW)
    with full_disk() if trouble == "full disk" else held_by_another_process(bot):
        await phone.press("✅ Send")
        await phone.expects("NOT saved", PATIENCE)
    await press(phone, "✅ Send")
    await phone.expects("Your report is saved", PATIENCE)
    await telegram.confirmed(PATIENCE)
    assert len(bot.cases()) == 1


@pytest.mark.parametrize("trouble", ["full disk", "held"])
async def test_whoever_writes_while_storage_fails_is_told_and_goes_on_afterwards(
    bot: RunningBot, telegram: Sandbox, press: Press, trouble: str
) -> None:
    """Also somebody who was not in a conversation before: not even reading works for them."""
    reporting, new = telegram.phone(language="en"), telegram.phone(language="en")
    await reporting.start()
    await press(reporting, "Report", "Go on")
    with full_disk() if trouble == "full disk" else held_by_another_process(bot):
        await reporting.press("😟 I feel unsafe or threatened")
        await new.send("/report")
        await reporting.expects("not saved", PATIENCE)
        await new.expects("not saved", PATIENCE)
    await press(reporting, "I feel unsafe", "Check and send", "👌 No", "✅ Send")
    await reporting.expects("Your report is saved", PATIENCE)
    await new.send("/report")
    await new.expects("Who reads", PATIENCE)
    await telegram.confirmed(PATIENCE)
    assert len(bot.cases()) == 1
