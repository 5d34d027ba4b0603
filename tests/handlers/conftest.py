"""Real handlers over real Telegram-shaped updates, real storage and real keys: only Telegram itself is pretended."""

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from telegram.error import BadRequest

import handlers
from bot.keeper import StorageKeeper
from handlers.arrival import narrow
from handlers.house import House
from handlers.routing import Switchboard
from handlers.turn import Turn
from services import content, organisation
from services.organisation import Founding
from services.receipts import ReceiptPool
from services.sealing import RuntimeKey
from storage import migrations
from storage.engine import Database

CHECKOUT = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@dataclass
class Shown:
    """One message in the pretended chat."""

    number: int
    text: str
    own: bool
    protected: bool = False


@dataclass
class PretendTelegram:
    """Keeps what a chat shows; as ignorant of the meaning as Telegram is."""

    messages: dict[int, Shown] = field(default_factory=dict)
    keyboard: list[list[str]] = field(default_factory=list)
    answered_presses: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def send_message(
        self, chat: int, text: str, reply_markup: Any = None, protect_content: bool | None = None
    ) -> SimpleNamespace:
        if not text:
            raise BadRequest("Message text is empty")
        number = next(self.numbers)
        self.messages[number] = Shown(number, text, own=False, protected=bool(protect_content))
        if reply_markup is not None:
            markup = reply_markup.to_dict()
            self.keyboard = [[button["text"] for button in row] for row in markup.get("keyboard", [])]
        return SimpleNamespace(message_id=number)

    async def delete_messages(self, chat: int, numbers: list[int]) -> bool:
        for number in numbers:
            self.messages.pop(number, None)
        return True

    async def answer_callback_query(self, press: str) -> bool:
        self.answered_presses.append(press)
        return True


@dataclass
class Phone:
    """A person with a phone. Every act is one update through the real switchboard, answered before it returns."""

    house: House
    clock: "Clock"
    hint: str | None = "en"
    chat: int = 700
    telegram: PretendTelegram = field(default_factory=PretendTelegram)
    updates: Iterator[int] = field(default_factory=lambda: count(1000))
    last_update: dict[str, Any] = field(default_factory=dict)
    taps: int = 0
    switchboard: Switchboard = field(default_factory=handlers.switchboard)

    @property
    def texts(self) -> list[str]:
        """What the bot has said and is still there, oldest first."""
        return [message.text for message in self.telegram.messages.values() if not message.own]

    @property
    def last(self) -> str:
        return self.texts[-1]

    @property
    def own_texts(self) -> list[str]:
        return [message.text for message in self.telegram.messages.values() if message.own]

    @property
    def buttons(self) -> list[str]:
        return [label for row in self.telegram.keyboard for label in row]

    async def send(self, text: str | None = None, **parts: Any) -> None:
        number = next(self.telegram.numbers)
        self.telegram.messages[number] = Shown(number, text or "", own=True)
        message = {"message_id": number, "date": 0, "chat": {"id": self.chat, "type": "private"}, **parts}
        message["from"] = {"id": self.chat, "is_bot": False, "first_name": "Amal"}
        if self.hint:
            message["from"]["language_code"] = self.hint
        if text is not None:
            message["text"] = text
        await self.deliver({"update_id": next(self.updates), "message": message})

    async def press(self, *wanted: str) -> None:
        """Press the buttons that contain these texts, one after the other."""
        for each in wanted:
            found = [label for label in self.buttons if each in label]
            assert found, f"no button {each!r} among {self.buttons}"
            self.taps += 1
            await self.send(found[0])

    async def start(self) -> None:
        self.taps += 1
        await self.send("/start")

    async def deliver(self, update: dict[str, Any]) -> None:
        self.last_update = update
        arrival = narrow(update)
        if arrival is None:
            return
        turn = Turn(SimpleNamespace(bot=self.telegram))
        await turn.begin(arrival, self.house)
        await self.switchboard.answer(turn)

    async def repeat(self) -> None:
        """Telegram hands the last update over once more."""
        await self.deliver(self.last_update)


class Clock:
    """The house's clock; `pass_` moves it."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass(frozen=True)
class Installation:
    """What a steward has after `init`."""

    file: Path
    runtime: RuntimeKey
    founding: Founding
    when: datetime = NOON


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """One founded organisation with loaded content, made once and copied by each test."""
    file = tmp_path_factory.mktemp("founded") / "amana.db"
    migrations.upgrade(f"sqlite:///{file}")
    database = Database(f"sqlite:///{file}")
    runtime = RuntimeKey.generate()
    with database.writing() as session:
        founding = organisation.found(
            session,
            runtime_public=runtime.public,
            steward_name="S",
            caseworker_name="C",
            focal_point_name="F",
            now=NOON,
        )
    content.load(database, CHECKOUT / "content", NOON)
    database.close()
    return Installation(file, runtime, founding)


@pytest.fixture
def database(installation: Installation, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(installation.file, tmp_path / "amana.db")
    opened = Database(f"sqlite:///{tmp_path / 'amana.db'}")
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def house(installation: Installation, database: Database, clock: Clock) -> AsyncIterator[House]:
    trust = installation.founding.trust
    with database.reading() as session:
        salt = organisation.check_organisation(session, trust).site_salt
    loaded = content.load(database, CHECKOUT / "content", NOON)
    keeper = StorageKeeper(database, installation.runtime)
    with ReceiptPool(salt, size=1) as receipts:
        yield House(loaded, trust, installation.runtime, salt, receipts, loaded.languages, keeper, clock)
    keeper.close()


@pytest.fixture
def phone(house: House, clock: Clock) -> Phone:
    return Phone(house, clock)


@pytest.fixture
def new_phone(house: House, clock: Clock) -> Callable[..., Phone]:
    """Another person: new_phone(hint='ar', chat=701)."""
    return lambda **given: Phone(**{"house": house, "clock": clock, **given})
