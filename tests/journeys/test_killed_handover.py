"""Whoever is killed while one process follows another: no report is lost or doubled, and nobody has to write again."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from handlers.chat import keyboards
from sandbox import Phone, Sandbox
from services.keys import envelopes, keyring
from tests.support.command_line import CommandLine, amana, installed_once, wait_for_line
from tests.support.forked import Running
from tests.support.killed_handover import STEPS, let_it_be_killed
from tests.support.moved_renewal import LATER
from tests.support.patience import PATIENCE
from tests.support.reports.by_phone import RECEIPT, press

__all__ = ["amana", "installed_once"]
CHANCE = random.Random(12)
AT_RANDOM = ""
LONGEST_CHANGE = 2.5
"""Seconds within which one has followed the other: a poll, and the change."""


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=False) as running:
        yield running


@pytest.fixture
def bot(amana: CommandLine, telegram: Sandbox) -> CommandLine:
    for name, first in (("CLOCK_FILE", "0"), ("STEP_FILE", "")):
        (amana.place / name).write_text(first)
        amana.settings[name] = str(amana.place / name)
    amana.settings |= {"AMANA_TOKEN": telegram.token, "AMANA_API_URL": telegram.url}
    amana.before = let_it_be_killed
    return amana


@asynccontextmanager
async def under_way(bot: CommandLine) -> AsyncIterator[Running]:
    with bot.started("run") as process:
        await asyncio.to_thread(wait_for_line, process, "ready")
        yield process


def receipts(phone: Phone) -> set[str]:
    return {found.group() for text in phone.texts if (found := RECEIPT.search(text))}


def reports(bot: CommandLine) -> int:
    with bot.office() as office, office.database.writing() as session:
        key = keyring.stretch(office.site_salt, bot.passphrase("caseworker"))
        unlocked = keyring.unlock(session, key, office.trust, datetime.now(UTC))
        return sum(each.body["kind"] == "report" for each in envelopes.open_new(session, unlocked.keys, frozenset()))


def let_the_next_begin(bot: CommandLine, step: str = "") -> None:
    """Whoever comes to this step is killed."""
    Path(bot.settings["STEP_FILE"]).write_text(step)
    file = Path(bot.settings["CLOCK_FILE"])
    file.write_text(str(float(file.read_text()) + LATER))


async def at_the_review(telegram: Sandbox) -> Phone:
    phone = telegram.phone("en")
    await phone.start()
    for label in (keyboards.REPORT, keyboards.GO_ON, None, None, keyboards.SEND_NOW):
        await press(phone, label)
    return phone


async def killed(bot: CommandLine, process: Running, step: str, after: float) -> None:
    """At this step of the change, or either of them so many seconds after it could begin."""
    let_the_next_begin(bot, step)
    if not step:
        await asyncio.sleep(after)
        kept = psutil.Process(process.pid)
        CHANCE.choice([kept, *kept.children()]).kill()
    assert await asyncio.to_thread(process.wait, PATIENCE) == -signal.SIGKILL, "both are gone"


async def test_a_kill_at_any_moment_of_the_change_loses_and_doubles_nothing(
    bot: CommandLine, telegram: Sandbox
) -> None:
    phones = list[Phone]()
    for step in (*STEPS, AT_RANDOM, AT_RANDOM):
        async with under_way(bot) as process:
            await have_receipts(phones)
            phones.append(await at_the_review(telegram))
            sending = asyncio.create_task(phones[-1].press(keyboards.SEND))
            await killed(bot, process, step, CHANCE.uniform(0.0, LONGEST_CHANGE))
            await sending
    async with under_way(bot) as process:
        await have_receipts(phones)
        process.terminate()
        assert await asyncio.to_thread(process.wait, PATIENCE) == 0
    assert [len(receipts(phone)) for phone in phones] == [1] * len(phones)
    assert reports(bot) == len(phones)


async def have_receipts(phones: Sequence[Phone]) -> None:
    """What was sent before a kill is answered by whoever comes after it."""
    for phone in phones:
        await phone.sees(lambda phone: bool(receipts(phone)), timeout=PATIENCE)
        await phone.is_heard(PATIENCE)
