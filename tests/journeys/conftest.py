"""The real bot and the pretend Telegram, over real HTTP, with a clock that can be moved."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import handlers
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
from handlers.chat.refusals import apologise
from sandbox import Phone, Sandbox
from services.content import content
from services.conversation.quotas import Quotas
from services.reports.caseload import Caseload
from services.reports.casework import Casework
from storage.engine import Database
from tests.support.browsers import browser
from tests.support.patience import PATIENCE, becomes

__all__ = ["browser"]

CONTENT = Path(__file__).resolve().parents[2] / "content"
NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


@dataclass
class Clock:
    """The bot's clock."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class RunningBot:
    """A bot under way, and what a test may do to it from outside."""

    telegram: Sandbox
    found: Foundations
    founded: Any
    clock: Clock
    turns: DatabaseTurnStore
    lines: Lines
    desk: dict[str, tuple[Caseload, Any]] = field(default_factory=dict)

    def cases(self, who: str = "caseworker") -> list[Any]:
        """What the desk of this member shows."""
        if who not in self.desk:
            self.desk[who] = (Caseload(), self.founded.unlocked(who))
        caseload, unlocked = self.desk[who]
        with self.found.database.reading() as session:
            caseload.refresh(session, unlocked, self.found.trust)
        return caseload.all()

    async def answered(self) -> None:
        """Wait until all that people said has had its whole answer, however many messages that is."""
        await becomes(lambda: not self.telegram.pending and not len(self.lines), "the whole answer")

    def reply(self, text: str, who: str = "caseworker") -> None:
        """Answer the only case on that desk."""
        (case,) = self.cases(who)
        with self.found.database.writing() as session:
            Casework(self.found.trust, self.desk[who][1]).reply(session, case, text, self.clock())

    @contextmanager
    def broken_storage(self) -> Iterator[None]:
        """Nothing can be written."""
        decide = self.turns.decide

        async def fails(*_given: Any) -> None:
            raise OSError("no space left on device")

        self.turns.decide = fails  # type: ignore[method-assign]  # the fault under test
        try:
            yield
        finally:
            self.turns.decide = decide  # type: ignore[method-assign]  # as above


@pytest.fixture(scope="session")
def installed(founded: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A settings folder as `amana init` leaves it, with content archived: made once, copied by each test."""
    folder = tmp_path_factory.mktemp("installed")
    shutil.copy2(founded.file, folder / "amana.db")
    (folder / "organisation.pub").write_text(founded.founding.trust.text)
    (folder / "runtime.key").write_text(founded.runtime.secret.hex())
    database = Database(f"sqlite:///{folder / 'amana.db'}")
    content.load(database, CONTENT, NOW)
    database.close()
    return folder


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=False) as running:
        yield running


@pytest.fixture
async def bot(telegram: Sandbox, installed: Path, founded: Any, tmp_path: Path) -> AsyncIterator[RunningBot]:
    folder = tmp_path / "amana"
    shutil.copytree(installed, folder)
    settings = Settings(
        _env_file=None, token=telegram.token, api_url=telegram.url, folder=folder, content=CONTENT, limits=False
    )
    clock = Clock()
    with open_foundations(settings, clock) as found:
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
    answering = Answering(application, app, turns, handlers.switchboard().answer, apologise)
    intake = Intake(poller, answering, turns, clock)
    sender = application.bot
    delivery = Delivery(sender, turns, found.content.audiences, clock)
    broadcasting = Broadcasting(turns, is_meant, clock, delivery.nudge)
    work = (intake.run(), delivery.run(), broadcasting.run(), ProgressLines(sender, turns).run())
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
def press(bot: RunningBot) -> Any:
    """press(phone, 'Report', 'Go on'): each button that contains the text, once what was said before is answered whole:
    a late part of an earlier answer is neither the keyboard to press on nor the answer to the press."""

    async def through(phone: Phone, *wanted: str) -> None:
        for each in wanted:
            await bot.answered()
            await phone.sees(lambda phone, each=each: any(each in label for label in phone.keyboard), PATIENCE)
            label = next(label for label in phone.keyboard if each in label)
            seen = max((message.id for message in phone.messages), default=0)
            await phone.press(label)
            await phone.sees(lambda phone, seen=seen: bool(phone.texts) and phone.last.id > seen + 1, PATIENCE)
        await bot.answered()

    return through
