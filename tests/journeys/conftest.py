"""The real bot and the pretend Telegram, over real HTTP, with a clock that can be moved."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from unittest import mock

import pytest

from bot import bootstrap
from bot.application import Poller, build_application
from bot.bootstrap import Foundations, build_app, open_foundations
from bot.incoming.answering import Answering
from bot.incoming.intake import Intake
from bot.incoming.lines import Lines
from bot.incoming.turn_store import DatabaseTurnStore
from bot.outgoing.broadcasting import Broadcasting, is_meant
from bot.outgoing.delivery import Delivery
from bot.outgoing.progress import ProgressLines
from bot.settings import Settings
from handlers import routes
from handlers.chat.refusals import apologise
from sandbox import Phone, Sandbox
from services.content.content import Content
from services.conversation.quotas import Quotas
from services.notices.dispatch import Sender
from tests.support.clocks import NOW, Clock
from tests.support.pages.browsers import browser
from tests.support.patience import PATIENCE
from tests.support.running_bot import Press, RunningBot
from tests.support.vaults import Template

__all__ = ["browser"]

CONTENT = Path(__file__).resolve().parents[2] / "content"


@dataclass(frozen=True)
class Installed:
    """A settings folder as `amana init` and a first start leave it, and the content that was read then."""

    folder: Path
    content: Content


@pytest.fixture(scope="session")
def installed(founded: Template, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Made once, copied by each test."""
    folder = tmp_path_factory.mktemp("installed")
    shutil.copy2(founded.file, folder / "amana.db")
    (folder / "organisation.pub").write_text(founded.founding.trust.text)
    (folder / "runtime.key").write_text(founded.runtime.secret.hex())
    with open_foundations(Settings(_env_file=None, folder=folder, content=CONTENT), lambda: NOW) as found:
        return Installed(folder, found.content)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def telegram(clock: Clock) -> AsyncIterator[Sandbox]:
    """With the date that the bot's clock has: messages carry it."""
    async with Sandbox(limits=False) as running:
        began = running.clock.now()
        real = running.clock.now
        with mock.patch.object(running.clock, "now", lambda: clock().timestamp() + real() - began):
            yield running


@pytest.fixture
async def bot(
    telegram: Sandbox, installed: Installed, founded: Template, clock: Clock, tmp_path: Path
) -> AsyncIterator[RunningBot]:
    folder = tmp_path / "amana"
    shutil.copytree(installed.folder, folder)
    settings = Settings(
        _env_file=None, token=telegram.token, api_url=telegram.url, folder=folder, content=CONTENT, limits=False
    )
    as_then = mock.patch.object(bootstrap, "load_content", lambda *_given: installed.content)
    with as_then, open_foundations(settings, clock) as found:
        async with running(settings, found, clock) as (turns, lines):
            yield RunningBot(telegram, found, founded, clock, turns, lines)


@asynccontextmanager
async def running(
    settings: Settings, found: Foundations, clock: Clock
) -> AsyncIterator[tuple[DatabaseTurnStore, Lines]]:
    """Everything `amana run` starts, but for signals, the schedule and the command list."""
    assert settings.token is not None
    turns = DatabaseTurnStore(found.database, found.runtime)
    app = replace(build_app(found, turns, clock), quotas=Quotas())
    application = build_application(settings, settings.token.get_secret_value())
    poller = Poller(application.bot, settings)
    await application.initialize()
    await poller.open()
    await turns.open()
    answering = Answering(application, app, turns, routes.switchboard().answer, apologise)
    intake = Intake(poller, answering, turns, clock)
    sender = application.bot
    delivery = Delivery(sender, turns, Sender(found.content.audiences, found.trust), clock)
    broadcasting = Broadcasting(turns, is_meant, clock, delivery.nudge)
    progress = ProgressLines(sender, turns, found.content.forums, clock)
    work = (intake.run(), delivery.run(), broadcasting.run(), progress.run())
    tasks = [asyncio.create_task(each) for each in work]
    yield turns, intake._lines
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await intake.stop()
    await poller.close()
    await application.shutdown()
    app.receipts.close()
    await turns.close()


@pytest.fixture
def press(bot: RunningBot) -> Press:
    async def through(phone: Phone, *wanted: str) -> None:
        for each in wanted:
            await bot.answered()
            await phone.sees(partial(_offers, each), PATIENCE)
            label = next(label for label in phone.keyboard if each in label)
            seen = max((message.id for message in phone.messages), default=0)
            await phone.press(label)
            await phone.sees(partial(_shows_more_than, seen), PATIENCE)
        await bot.answered()

    return through


def _offers(wanted: str, phone: Phone) -> bool:
    return any(wanted in label for label in phone.keyboard)


def _shows_more_than(seen: int, phone: Phone) -> bool:
    return bool(phone.texts) and phone.last.id > seen + 1
