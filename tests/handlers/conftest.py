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
from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest

import handlers
from bot.incoming.turn_store import DatabaseTurnStore
from handlers.chat.app import App
from handlers.chat.arrival import narrow
from handlers.chat.routing import Switchboard
from handlers.chat.turn import Turn
from services import enrolment
from services.content import content
from services.notices import subscriptions
from services.reports.receipts import ReceiptPool
from services.store import Store
from storage.engine import Database

CONTENT = Path(__file__).resolve().parents[2] / "content"
NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


@dataclass
class Shown:
    """One message in the pretended chat."""

    number: int
    text: str
    own: bool
    protected: bool = False
    pages: list[list[tuple[str, str]]] = field(default_factory=list)
    """The buttons under it: label, and what a press sends back."""


@dataclass
class PretendTelegram:
    """Keeps what a chat shows; as ignorant of the meaning as Telegram is."""

    messages: dict[int, Shown] = field(default_factory=dict)
    keyboard: list[list[str]] = field(default_factory=list)
    answered_presses: list[str] = field(default_factory=list)
    handed: list[tuple[str, bytes, str]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def send_message(
        self, chat: int, text: str, reply_markup: Any = None, protect_content: bool | None = None
    ) -> SimpleNamespace:
        if not text:
            raise BadRequest("Message text is empty")
        number = next(self.numbers)
        self.messages[number] = Shown(number, text, own=False, protected=bool(protect_content))
        if isinstance(reply_markup, InlineKeyboardMarkup):
            self.messages[number].pages = _pages(reply_markup)
        elif reply_markup is not None:
            markup = reply_markup.to_dict()
            self.keyboard = [[button["text"] for button in row] for row in markup.get("keyboard", [])]
        return SimpleNamespace(message_id=number)

    async def edit_message_text(self, text: str, chat_id: int, message_id: int, reply_markup: Any = None) -> bool:
        shown = self.messages.get(message_id)
        if shown is None:
            raise BadRequest("Message to edit not found")
        pages = _pages(reply_markup) if reply_markup is not None else []
        if (shown.text, shown.pages) == (text, pages):
            raise BadRequest("Message is not modified")
        shown.text, shown.pages = text, pages
        return True

    async def send_document(
        self, chat: int, content: bytes, caption: str | None = None, filename: str = ""
    ) -> SimpleNamespace:
        number = next(self.numbers)
        self.handed.append((filename, content, caption or ""))
        self.messages[number] = Shown(number, f"📎 {filename} {caption or ''}", own=False)
        return SimpleNamespace(message_id=number)

    async def delete_messages(self, chat: int, numbers: list[int]) -> bool:
        for number in numbers:
            self.messages.pop(number, None)
        return True

    async def answer_callback_query(self, press: str) -> bool:
        self.answered_presses.append(press)
        return True


def _pages(markup: InlineKeyboardMarkup) -> list[list[tuple[str, str]]]:
    return [[(button.text, str(button.callback_data)) for button in row] for row in markup.inline_keyboard]


@dataclass
class Phone:
    """A person with a phone. Every act is one update through the real switchboard, answered before it returns."""

    app: App
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

    @property
    def pages(self) -> list[str]:
        """The labels under the newest message that has any."""
        shown = self._paged()
        return [label for row in shown.pages for label, _ in row]

    async def press_under(self, wanted: str) -> None:
        """Press the button under the newest message that has any, the first that contains this text."""
        shown = self._paged()
        data = [data for row in shown.pages for label, data in row if wanted in label]
        assert data, f"no button {wanted!r} among {self.pages}"
        self.taps += 1
        message = {"message_id": shown.number, "date": 0, "chat": {"id": self.chat, "type": "private"}}
        press = {"id": "1", "from": {"id": self.chat, "language_code": self.hint}, "message": message, "data": data[0]}
        await self.deliver({"update_id": next(self.updates), "callback_query": press})

    def _paged(self) -> Shown:
        return [message for message in self.telegram.messages.values() if message.pages][-1]

    @property
    def handed(self) -> list[tuple[str, bytes, str]]:
        """Files the bot sent: name, content, words under it."""
        return self.telegram.handed

    async def start(self) -> None:
        self.taps += 1
        await self.send("/start")

    async def deliver(self, update: dict[str, Any]) -> None:
        self.last_update = update
        arrival = narrow(update)
        if arrival is None:
            return
        turn = Turn(SimpleNamespace(bot=self.telegram))
        await turn.begin(arrival, self.app)
        await self.switchboard.answer(turn)

    async def repeat(self) -> None:
        """Telegram hands the last update over once more."""
        await self.deliver(self.last_update)


class Clock:
    """The house's clock; `pass_` moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture(scope="session")
def with_content(founded: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The founded organisation with the example content archived: made once, copied by each test."""
    file = tmp_path_factory.mktemp("with-content") / "amana.db"
    shutil.copy2(founded.file, file)
    database = Database(f"sqlite:///{file}")
    content.load(database, CONTENT, NOW)
    database.close()
    return file


@pytest.fixture
def database(with_content: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy2(with_content, tmp_path / "amana.db")
    opened = Database(f"sqlite:///{tmp_path / 'amana.db'}")
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def app(founded: Any, database: Database, clock: Clock) -> AsyncIterator[App]:
    loaded = content.load(database, CONTENT, NOW)
    turns = DatabaseTurnStore(database, founded.runtime)
    with ReceiptPool(founded.site_salt, size=1) as receipts:
        yield App(
            content=loaded,
            trust=founded.founding.trust,
            site_salt=founded.site_salt,
            receipts=receipts,
            languages=loaded.languages,
            turns=turns,
            clock=clock,
            states=handlers.STATES,
            refusals=handlers.REFUSALS,
        )
    await turns.close()


@pytest.fixture
def phone(app: App, clock: Clock) -> Phone:
    return Phone(app, clock)


@pytest.fixture
def new_phone(app: App, clock: Clock) -> Callable[..., Phone]:
    """Another person: new_phone(hint='ar', chat=701)."""
    return lambda **given: Phone(**{"app": app, "clock": clock, **given})


@pytest.fixture
def organiser(founded: Any, database: Database, new_phone: Callable[..., Phone], clock: Clock) -> Callable[..., Phone]:
    """An organiser of the forums of these keys ('*': all): organiser('security', chat=800, hint='ckb')."""

    def enrolled(*forums: str, chat: int = 800, hint: str = "en", name: str = "Rojin") -> Phone:
        with database.writing() as session:
            code = enrolment.new_code(
                Store(session, founded.runtime), enrolment.ORGANISER, name, forums or ("*",), clock.now
            )
            enrolment.enrol(Store(session, founded.runtime), code, chat, hint, clock.now)
        return new_phone(chat=chat, hint=hint, updates=count(chat * 1000))

    return enrolled


@pytest.fixture
def hear(founded: Any, database: Database) -> Callable[..., None]:
    """People who hear about an audience: hear('forum:security', en=12, ckb=3)."""

    def join(audience: str, **readers: int) -> None:
        chats = count(100_000)
        with database.writing() as session:
            for language, many in readers.items():
                for chat in (next(chats) for _ in range(many)):
                    subscriptions.join(Store(session, founded.runtime), audience, chat, language)

    return join


@pytest.fixture
def removed(founded: Any, database: Database) -> Callable[[], None]:
    """The steward removes every organiser."""

    def remove() -> None:
        with database.writing() as session:
            for person in enrolment.everyone(Store(session, founded.runtime)):
                enrolment.remove(session, person.number)

    return remove
