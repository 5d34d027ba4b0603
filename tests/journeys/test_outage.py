"""No power for hours: what people pressed in time counts as pressed in time, with the real processes."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest

from sandbox import Phone, Sandbox
from storage import envelopes
from tests.support.clock_ahead import be_ahead
from tests.support.command_line import CommandLine, amana, installed_once, wait_for_line
from tests.support.patience import PATIENCE

__all__ = ["amana", "installed_once"]

RECEIPT = re.compile(r"(\d{3} ){5}\d{3}")
HOUR = 3600


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=False) as running:
        yield running


@pytest.fixture
def office(amana: CommandLine, telegram: Sandbox) -> CommandLine:
    """On a machine whose clock is ahead: for the bot, so much time has passed."""
    more = {"AMANA_TOKEN": telegram.token, "AMANA_API_URL": telegram.url, "AMANA_LIMITS": "false"}
    return CommandLine(amana.place, amana.secrets, amana.settings | more, before=be_ahead)


@asynccontextmanager
async def at_work(office: CommandLine, hours: float = 0.0) -> AsyncIterator[None]:
    """The bot under way so many hours later; killed when the block is left."""
    office.settings["CLOCK_AHEAD"] = str(hours * HOUR)
    with office.started("run") as process:
        await asyncio.to_thread(wait_for_line, process, "ready")
        yield
        process.kill()


async def press(phone: Phone, *wanted: str) -> None:
    for each in wanted:
        await phone.sees(partial(_offers, each), PATIENCE)
        seen = max((message.id for message in phone.messages), default=0)
        await phone.press(next(label for label in phone.keyboard if each in label))
        await phone.sees(partial(_shows_more_than, seen), PATIENCE)


def _offers(wanted: str, phone: Phone) -> bool:
    return any(wanted in label for label in phone.keyboard)


def _shows_more_than(seen: int, phone: Phone) -> bool:
    return bool(phone.texts) and phone.last.id > seen + 1


def reports(office: CommandLine) -> int:
    with office.office() as opened, opened.database.reading() as session:
        return envelopes.count(session)


@pytest.mark.parametrize("hours", [2, 23])
async def test_a_report_whose_send_was_pressed_before_the_power_was_back_is_there_and_its_receipt_said(
    office: CommandLine, telegram: Sandbox, hours: int
) -> None:
    phone = telegram.phone(language="en")
    async with at_work(office):
        await phone.start()
        await press(phone, "Report", "Go on", "I feel unsafe", "Check and send", "👌 No")
    await phone.press("✅ Send")
    async with at_work(office, hours):
        await phone.sees(lambda phone: any(RECEIPT.search(text) for text in phone.texts), PATIENCE)
        await press(phone, "I noted it")
        await phone.sees(lambda phone: len(phone.messages) == 1, PATIENCE)
    assert await asyncio.to_thread(reports, office) == 1
