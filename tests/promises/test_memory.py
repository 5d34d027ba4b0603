"""A minute after a report its words, the sender's name and the receipt stand in no process of the bot.

Read from outside, in all that the processes could write to. The minute is made short: how long it is stands in
`tests/bot/succession/test_renewal.py`.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from handlers.chat import keyboards
from sandbox import Phone, Sandbox
from sandbox.room import JSON
from tests.support.command_line import CommandLine, amana, installed_once, wait_for_line
from tests.support.moved_renewal import LATER, let_time_be_moved
from tests.support.patience import PATIENCE, becomes
from tests.support.process_memory import MAY_READ, Needles
from tests.support.reports.by_phone import NAME, SENTENCE, begin_report, finish_report, press
from tests.support.spellings import of_number, spellings

pytestmark = pytest.mark.skipif(not MAY_READ, reason="only root may read the memory of a bot")
__all__ = ["amana", "installed_once"]

CHAT = 7_213_456_789
USERNAME = "zq_of_the_third_bridge"
SENDER = "Wilhelmina Ostrander"
ZONE = "🌊 Along the river (example)"


class Bot:
    """`amana run`, all its processes."""

    def __init__(self, line: CommandLine, pid: int) -> None:
        self._clock = Path(line.settings["CLOCK_FILE"])
        self._keeper = psutil.Process(pid)

    @property
    def at_work(self) -> list[int]:
        """The process that answers."""
        return [child.pid for child in self._keeper.children(recursive=True)]

    def found(self, needles: Needles) -> Counter[str]:
        """In all processes together."""
        return sum((needles.found_in(process) for process in (self._keeper.pid, *self.at_work)), Counter())

    async def time_goes_by(self) -> None:
        """Until another process answers."""
        before = self.at_work
        self._clock.write_text(str(float(self._clock.read_text()) + LATER))
        await becomes(lambda: self.at_work and self.at_work != before, "the next process")


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=False) as running:
        yield running


@pytest.fixture
async def bot(amana: CommandLine, telegram: Sandbox) -> AsyncIterator[Bot]:
    clock = amana.place / "seconds"
    clock.write_text("0")
    amana.settings |= {"AMANA_TOKEN": telegram.token, "AMANA_API_URL": telegram.url, "CLOCK_FILE": str(clock)}
    amana.before = let_time_be_moved
    with amana.started("run") as process:
        await asyncio.to_thread(wait_for_line, process, "ready")
        yield Bot(amana, process.pid)
        process.terminate()
        assert await asyncio.to_thread(process.wait, PATIENCE) == 0


@pytest.fixture
def phone(telegram: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Phone:
    """Of somebody whose account says who they are."""
    usual: Any = Phone.as_user

    def named(phone: Phone) -> JSON:
        return {**usual.fget(phone), "username": USERNAME, "last_name": NAME}

    monkeypatch.setattr(Phone, "as_user", property(named))
    return telegram.phone("en", user_id=CHAT, name=SENDER)


def needles(receipt: str) -> Needles:
    texts = {each: spellings(each) for each in (SENTENCE, NAME, SENDER, USERNAME)}
    shown = {"receipt": [*spellings(receipt), *spellings(receipt.replace(" ", ""))]}
    return Needles({**texts, **shown, "chat": of_number(CHAT)})


async def test_nothing_of_a_report_is_left_in_memory(bot: Bot, phone: Phone) -> None:
    await begin_report(phone, ZONE)
    receipt = await finish_report(phone)
    wanted = needles(receipt)
    assert bot.found(wanted).keys() >= {SENTENCE, NAME, SENDER, USERNAME, "receipt", "chat"}, "the scanner finds them"
    await bot.time_goes_by()
    assert bot.found(wanted) == Counter()
    await press(phone, keyboards.MAILBOX)
    await bot.time_goes_by()
    phone.forget_arrivals()
    await phone.send(receipt)
    await phone.next_message(timeout=PATIENCE)
    # How long freed words stand in memory is chance; that this chat was read stays until the process goes.
    assert "chat" in bot.found(wanted), "the mailbox leaves something that has to go"
    await bot.time_goes_by()
    assert bot.found(wanted) == Counter()
