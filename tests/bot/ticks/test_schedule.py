"""Ticks go on whatever becomes of the clock on the wall; while that is wrong nothing is erased and nobody reminded."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import time_machine

from bot.tick import Tick
from bot.ticks.schedule import start_schedule, while_the_clock_is_right
from bot.wire.clock import TelegramClock
from tests.support.patience import becomes

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def clock_that_said(date: datetime | str | None) -> TelegramClock:
    clock = TelegramClock()
    clock.note(format_datetime(date, usegmt=True) if isinstance(date, datetime) else date)
    return clock


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(hours=1), timedelta(days=-400)])
async def test_ticks_follow_the_loops_clock(jump: timedelta) -> None:
    ticked: list[None] = []

    async def work() -> None:
        ticked.append(None)

    schedule = start_schedule([Tick("tick", 1, work)])
    try:
        await becomes(lambda: len(ticked) >= 1)
        with time_machine.travel(datetime.now(UTC) + jump, tick=True):
            before = len(ticked)
            await becomes(lambda: len(ticked) >= before + 3, seconds=30)
    finally:
        schedule.shutdown(wait=False)


@pytest.mark.parametrize(
    ("said", "is_right"),
    [
        (NOW, True),
        (NOW + timedelta(minutes=59), True),
        (NOW - timedelta(days=90), False),
        (NOW + timedelta(hours=2), False),
        (None, True),
        ("no date at all", True),
    ],
)
async def test_while_our_clock_is_wrong_a_tick_is_passed_over(said: datetime | str | None, is_right: bool) -> None:
    ticked: list[None] = []

    async def work() -> None:
        ticked.append(None)

    await while_the_clock_is_right(Tick("sweep", 300, work), clock_that_said(said), lambda: NOW).work()
    assert bool(ticked) is is_right


def test_before_telegram_has_answered_nobody_vouches_for_our_clock() -> None:
    assert not TelegramClock().vouches_for(NOW)


def test_the_clock_goes_on_between_two_answers() -> None:
    clock = clock_that_said(NOW)
    clock._at -= 7200
    assert not clock.vouches_for(NOW)
    assert clock.vouches_for(NOW + timedelta(hours=2))


async def test_a_tick_goes_on_where_the_process_before_has_ended() -> None:
    """Each lives for less than a minute; a sweep comes round every five all the same."""
    ticked: list[str] = []

    def tick(name: str) -> Tick:
        async def work() -> None:
            ticked.append(name)

        return Tick(name, 300, work)

    now = time.monotonic()
    due = {"overdue": now - 5, "soon": now + 0.2, "later": now + 100, "wrong": now + 10_000}
    schedule = start_schedule([tick(name) for name in (*due, "new")], due)
    await becomes(lambda: sorted(ticked) == ["overdue", "soon"])
    schedule.shutdown(wait=False)
    assert due["later"] == now + 100
    assert all(299 < due[name] - now < 400 for name in ("overdue", "soon", "new", "wrong"))


@pytest.mark.parametrize("has_begun", [True, False])
async def test_a_tick_that_is_broken_off_at_the_end_is_no_error(
    has_begun: bool, caplog: pytest.LogCaptureFixture
) -> None:
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()
        await asyncio.Event().wait()

    schedule = start_schedule([Tick("sweep", 300, work)], {"sweep": 0.0})
    if has_begun:
        await begun.wait()
    schedule.shutdown(wait=False)
    schedule._process_jobs()
    await becomes(lambda: len(asyncio.all_tasks()) == 1, "nothing is under way")
    assert begun.is_set() is has_begun
    assert [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []
