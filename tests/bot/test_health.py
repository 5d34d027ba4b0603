"""/healthz and /metrics: true from the start, each part by name, and nothing in them about anybody."""

import asyncio
import json
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest

from bot import health
from bot.bootstrap import Foundations, open_foundations
from bot.health import Health, listening, serving
from bot.incoming.intake import Troubles
from bot.logs import EventCounts, LogEvent, log
from bot.recovery import marks
from bot.recovery.backups import make_backup
from bot.settings import CHECKOUT, Settings
from bot.tick import Tick
from storage.errors import DatabaseAway
from tests.support.command_line import CommandLine
from tests.support.patience import PATIENCE
from tests.support.ports import free_port

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
Ask = Callable[[str], Awaitable[tuple[int, str]]]


@pytest.fixture
def found(amana: CommandLine) -> Iterator[Foundations]:
    with open_foundations(Settings(_env_file=None, folder=amana.folder, content=CHECKOUT / "content")) as found:
        yield found


@pytest.fixture(autouse=True)
def no_earlier_events(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process has counted what other tests did."""
    monkeypatch.setattr("bot.logs._SO_FAR", EventCounts())


def at_work(found: Foundations) -> Health:
    health = Health(found.settings, lambda: NOW)
    health.begin(found)
    return health


@asynccontextmanager
async def asked(health: Health) -> AsyncIterator[Ask]:
    with listening("127.0.0.1", 0) as held:
        assert held is not None
        port = held.getsockname()[1]
        async with serving(health, held), aiohttp.ClientSession() as http:

            async def ask(path: str) -> tuple[int, str]:
                async with http.get(f"http://127.0.0.1:{port}{path}") as answer:
                    return answer.status, await answer.text()

            yield ask


async def told(health: Health) -> tuple[int, str, dict[str, Any]]:
    """Status, summary and parts."""
    async with asked(health) as ask:
        status, text = await ask("/healthz")
        return status, json.loads(text)["status"], json.loads(text)["parts"]


async def test_a_bot_that_has_just_started_is_well(found: Foundations) -> None:
    """Before Telegram was reached once: its silence is counted from the start, not from that of the machine."""
    status, summary, parts = await told(at_work(found))
    assert (status, summary) == (200, "well")
    assert parts["place"] == {"works": True, "at_work": 1}
    assert set(parts) == {"place", "polling", "database", "delivery", "schedule", "backup", "state"}
    assert parts["polling"] == {"works": True, "seconds_since_telegram": 0, "foreign_pollers": 0}


async def test_one_that_stands_by_is_well_and_says_that_it_stands_by(found: Foundations) -> None:
    waiting = Health(found.settings, lambda: NOW)
    assert await told(waiting) == (
        200,
        "stands by",
        {"place": {"works": True, "at_work": 0}, "database": {"works": True}},
    )
    async with asked(waiting) as ask:
        assert "amana_place_at_work 0.0" in (await ask("/metrics"))[1].splitlines()


async def test_what_has_stood_by_for_long_is_judged_from_when_it_is_at_work(
    found: Foundations, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = Health(found.settings, lambda: NOW)
    hours_later = SimpleNamespace(monotonic=lambda: time.monotonic() + 7200)
    monkeypatch.setattr(health, "time", hours_later)
    waited.begin(found)
    assert (await told(waited))[:2] == (200, "well")


async def test_a_server_that_is_away_is_no_reason_to_restart(
    found: Foundations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither before the bot is at work nor afterwards: it is the one who tells people that what they wrote waits."""
    waiting, running = Health(found.settings, lambda: NOW), at_work(found)

    async def falls() -> None:
        raise DatabaseAway("there")

    tick = running.watching(Tick("sweep", 300, falls))
    monkeypatch.setattr(running, "_ticks", {"sweep": (300, -1e9)})
    assert (await told(running))[:2] == (503, "broken")
    with pytest.raises(DatabaseAway):
        await tick.work()
    assert (await told(running))[:2] == (200, "well")
    log(LogEvent.DATABASE_AWAY)
    log(LogEvent.STORAGE_FAILED)
    for each in (waiting, running):
        status, summary, parts = await told(each)
        assert (status, summary, parts["database"]["works"]) == (200, "needs somebody", False)


async def test_the_real_bot_answers_before_telegram_does(amana: CommandLine) -> None:
    port = free_port()
    amana.settings |= {
        "AMANA_TOKEN": "123456789:" + "A" * 35,
        "AMANA_API_URL": f"http://127.0.0.1:{free_port()}",
        "AMANA_HEALTH_PORT": str(port),
    }
    answers: list[int] = []
    with amana.started("run") as bot:
        async with aiohttp.ClientSession() as http:
            for _ in range(int(PATIENCE * 10)):
                try:
                    async with http.get(f"http://127.0.0.1:{port}/healthz") as answer:
                        answers.append(answer.status)
                        break
                except aiohttp.ClientConnectionError:
                    assert bot.poll() is None
                    await asyncio.sleep(0.1)
    assert answers == [200]


async def test_telegrams_silence_breaks_polling(found: Foundations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "STALE", -1.0)
    status, summary, parts = await told(at_work(found))
    assert (status, summary, parts["polling"]["works"]) == (503, "broken", False)


async def test_a_held_database_is_told_in_time_and_by_name(found: Foundations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.2)
    path = found.database.path
    assert path is not None
    holder = sqlite3.connect(path)
    holder.execute("BEGIN EXCLUSIVE")
    status, summary, parts = await told(at_work(found))
    holder.rollback()
    holder.close()
    assert (status, summary) == (503, "broken")
    assert [name for name, part in parts.items() if not part["works"]] == ["database", "delivery", "state"]


async def test_a_write_that_failed_just_now_breaks_the_database(found: Foundations) -> None:
    log(LogEvent.STORAGE_FAILED)
    status, _, parts = await told(at_work(found))
    assert (status, parts["database"]["works"]) == (503, False)


async def test_notices_that_nobody_sends_break_delivery(found: Foundations) -> None:
    with found.database.writing() as session:
        plain = session.connection().exec_driver_sql
        for age in (0, 5, 700):
            due = int((NOW - timedelta(seconds=age)).timestamp())
            plain("INSERT INTO outbox (lane, due, attempts, body) VALUES (0, ?, 0, x'00')", (due,))
        later = int((NOW + timedelta(hours=1)).timestamp())
        plain("INSERT INTO outbox (lane, due, attempts, body) VALUES (0, ?, 0, x'00')", (later,))
        plain("INSERT INTO outbox (lane, due, attempts, body, claimed) VALUES (0, 0, 0, x'00', ?)", (later,))
    status, _, parts = await told(at_work(found))
    assert status == 503
    assert parts["delivery"] == {"works": False, "due": 5, "seconds_due": 700, "falls": 0}


async def test_a_tick_that_is_gone_through_no_more_breaks_the_schedule(
    found: Foundations, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = at_work(found)
    done: list[None] = []

    async def work() -> None:
        done.append(None)

    tick = running.watching(Tick("sweep", 300, work))
    assert (await told(running))[2]["schedule"]["works"]
    monkeypatch.setattr(health, "MISSED", 0)
    assert (await told(running))[:2] == (503, "broken")
    monkeypatch.undo()
    await tick.work()
    assert done == [None]
    assert (await told(running))[0] == 200


async def test_what_only_a_person_can_mend_is_no_reason_to_restart(
    found: Foundations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old backup, and an older database in the place of the newest."""
    monkeypatch.setattr(health, "LOOK_EVERY", -1)
    running = at_work(found)
    assert (await told(running))[:2] == (200, "needs somebody")
    make_backup(found.settings, found.database, found.trust, NOW - timedelta(hours=5))
    assert (await told(running))[2]["backup"] == {"works": True, "hours_old": 5}
    path = found.database.path
    assert path is not None
    marks.advance(found, NOW)
    shutil.copy(path, path.with_name("older"))
    marks.advance(found, NOW)
    found.database.close()
    shutil.move(path.with_name("older"), path)
    status, summary, parts = await told(running)
    assert (status, summary, parts["state"]["works"]) == (200, "needs somebody", False)


async def test_the_intake_is_asked_once_there_is_one(found: Foundations) -> None:
    running = at_work(found)
    running.troubles = Troubles(foreign_pollers=3)
    assert (await told(running))[2]["polling"]["foreign_pollers"] == 3


async def test_metrics_say_the_same_in_rounded_numbers(found: Foundations) -> None:
    make_backup(found.settings, found.database, found.trust, NOW - timedelta(hours=7))
    for _ in range(3):
        log(LogEvent.NOTICE_POSTPONED)
    async with asked(at_work(found)) as ask:
        status, text = await ask("/metrics")
    assert status == 200
    lines = text.splitlines()
    for line in (
        'amana_works{part="database"} 1.0',
        "amana_backup_hours_old 7.0",
        "amana_delivery_due 0.0",
        'amana_events_total{event="notice_postponed"} 5.0',
        'amana_events_total{event="storage_failed"} 0.0',
    ):
        assert line in lines


async def test_who_asks_while_one_process_follows_another_waits_and_is_answered_by_the_next(found: Foundations) -> None:
    with listening("127.0.0.1", 0) as held:
        assert held is not None
        address = f"http://127.0.0.1:{held.getsockname()[1]}/healthz"
        async with aiohttp.ClientSession() as http:
            async with serving(at_work(found), held):
                pass
            asking = asyncio.create_task(http.get(address))
            await asyncio.sleep(0.05)
            assert not asking.done()
            async with serving(at_work(found), held):
                assert (await asking).status == 200
