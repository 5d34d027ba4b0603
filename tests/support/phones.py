"""People with phones before real handlers. Updates have Telegram's shape; only Telegram itself is pretended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from types import SimpleNamespace
from typing import Any, Protocol, cast

from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest
from telegram.ext import Application

from handlers import routes
from handlers.chat.app import App
from handlers.chat.arrival import narrow
from handlers.chat.routing import Switchboard
from handlers.chat.screen.markup import Markup
from handlers.chat.screen.short_messages import MOST_WORDS, words_in
from handlers.chat.turn import Turn
from services.notices.outbox import Lane
from tests.support.clocks import Clock

Update = dict[str, Any]
"""One update as the Bot API has it."""


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
    edited: int = 0
    """How often a message was asked to be edited."""
    handed: list[tuple[str, bytes, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """Every text it was given, also what is gone again."""
    lanes: list[Lane] = field(default_factory=list)
    """How soon each was to go."""
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def send_message(
        self,
        chat: int,
        text: str,
        reply_markup: Markup | None = None,
        protect_content: bool | None = None,
        rate_limit_args: Lane = Lane.REPLY,
    ) -> SimpleNamespace:
        if not text:
            raise BadRequest("Message text is empty")
        self.lanes.append(rate_limit_args)
        number = next(self.numbers)
        self.said.append(text)
        self.messages[number] = Shown(number, text, own=False, protected=bool(protect_content))
        if isinstance(reply_markup, InlineKeyboardMarkup):
            self.messages[number].pages = _pages(reply_markup)
        elif reply_markup is not None:
            markup = reply_markup.to_dict()
            self.keyboard = [[button["text"] for button in row] for row in markup.get("keyboard", [])]
        return SimpleNamespace(message_id=number)

    async def edit_message_text(
        self, text: str, chat_id: int, message_id: int, reply_markup: InlineKeyboardMarkup | None = None
    ) -> bool:
        self.edited += 1
        shown = self.messages.get(message_id)
        if shown is None:
            raise BadRequest("Message to edit not found")
        pages = _pages(reply_markup) if reply_markup is not None else []
        if (shown.text, shown.pages) == (text, pages):
            raise BadRequest("Message is not modified")
        shown.text, shown.pages = text, pages
        self.said.append(text)
        return True

    async def send_document(
        self, chat: int, content: bytes, caption: str | None = None, filename: str = ""
    ) -> SimpleNamespace:
        number = next(self.numbers)
        self.handed.append((filename, content, caption or ""))
        self.messages[number] = Shown(number, f"📎 {filename} {caption or ''}", own=False)
        return SimpleNamespace(message_id=number)

    async def send_location(self, chat: int, latitude: float, longitude: float) -> SimpleNamespace:
        number = next(self.numbers)
        self.messages[number] = Shown(number, f"📌 {latitude} {longitude}", own=False)
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
    clock: Clock
    hint: str | None = "en"
    chat: int = 700
    telegram: PretendTelegram = field(default_factory=PretendTelegram)
    updates: Iterator[int] = field(default_factory=lambda: count(1000))
    last_update: Update = field(default_factory=dict)
    taps: int = 0
    switchboard: Switchboard = field(default_factory=routes.switchboard)

    @property
    def texts(self) -> list[str]:
        """What the bot has said and is still there, oldest first."""
        return [message.text for message in self.telegram.messages.values() if not message.own]

    @property
    def last(self) -> str:
        return self.texts[-1]

    @property
    def answer(self) -> str:
        """All that the bot said since the person's last message, however many messages that is."""
        shown = list(self.telegram.messages.values())
        since = max((place for place, message in enumerate(shown) if message.own), default=-1) + 1
        return "\n\n".join(message.text for message in shown[since:])

    @property
    def own_texts(self) -> list[str]:
        return [message.text for message in self.telegram.messages.values() if message.own]

    @property
    def buttons(self) -> list[str]:
        return [label for row in self.telegram.keyboard for label in row]

    async def send(self, text: str | None = None, /, **parts: object) -> None:
        await self.deliver(self.written(text, **parts))

    async def send_quickly(self, *texts: str) -> None:
        """One after the other, all of them before the first is answered: a thumb that is quicker than the line."""
        for update in [self.written(text) for text in texts]:
            await self.deliver(update)

    async def press_twice(self, *wanted: str) -> None:
        """Press each of these buttons with two quick taps."""
        for each in wanted:
            await self.send_quickly(*[self._labelled(each)] * 2)

    def written(self, text: str | None, **parts: object) -> Update:
        """A message of this person, in the chat and not delivered yet."""
        number = next(self.telegram.numbers)
        self.telegram.messages[number] = Shown(number, text or "", own=True)
        sender = {"id": self.chat, "is_bot": False, "first_name": "Amal"}
        if self.hint:
            sender["language_code"] = self.hint
        private = {"id": self.chat, "type": "private"}
        message = {"message_id": number, "date": 0, "chat": private, **parts, "from": sender}
        if text is not None:
            message["text"] = text
        return {"update_id": next(self.updates), "message": message}

    async def press(self, *wanted: str) -> None:
        """Press the buttons that contain these texts, one after the other."""
        for each in wanted:
            self.taps += 1
            await self.send(self._labelled(each))

    def _labelled(self, wanted: str) -> str:
        found = [label for label in self.buttons if wanted in label]
        assert found, f"no button {wanted!r} among {self.buttons}"
        return found[0]

    @property
    def pages(self) -> list[str]:
        """The labels under the newest message that has any."""
        shown = self._paged()
        return [label for row in shown.pages for label, _ in row]

    async def press_under(self, wanted: str) -> None:
        """Press the newest button under a message that contains this text, the first of them."""
        paged = [message for message in self.telegram.messages.values() if message.pages]
        found = [
            (message, data)
            for message in reversed(paged)
            for row in message.pages
            for label, data in row
            if wanted in label
        ]
        assert found, f"no button {wanted!r} among {self.pages}"
        shown, data = found[0]
        self.taps += 1
        rows = [[{"text": label, "callback_data": data} for label, data in row] for row in shown.pages]
        message = {
            "message_id": shown.number,
            "date": 0,
            "chat": {"id": self.chat, "type": "private"},
            "text": shown.text,
            "reply_markup": {"inline_keyboard": rows},
        }
        press = {"id": "1", "from": {"id": self.chat, "language_code": self.hint}, "message": message, "data": data}
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

    async def deliver(self, update: Update) -> None:
        self.last_update = update
        arrival = narrow(update)
        if arrival is None:
            return
        turn = Turn(cast("Application[Any, Any, Any, Any, Any, Any]", SimpleNamespace(bot=self.telegram)))
        await turn.begin(arrival, self.app)
        await self.switchboard.answer(turn)

    async def repeat(self) -> None:
        """Telegram hands the last update over once more."""
        await self.deliver(self.last_update)


def too_long(texts: Iterable[str]) -> list[str]:
    """Those of the messages that a small screen does not show at once, each with its words counted."""
    return [f"{words_in(text)} words: {text}" for text in texts if words_in(text) > MOST_WORDS]


class NewPhone(Protocol):
    """Another person: new_phone(hint='ar', chat=701). With an app or a switchboard of their own, where given."""

    def __call__(
        self,
        *,
        hint: str | None = ...,
        chat: int = ...,
        updates: Iterator[int] = ...,
        app: App = ...,
        switchboard: Switchboard = ...,
    ) -> Phone: ...


class Organiser(Protocol):
    """An organiser of the forums of these keys (none: of all): organiser('security', chat=800, hint='ckb')."""

    def __call__(self, *forums: str, chat: int = ..., hint: str = ..., name: str = ...) -> Phone: ...


class Hear(Protocol):
    """People begin to hear about an audience, so many in each language: hear('forum:security', en=12, ckb=3)."""

    def __call__(self, audience: str, **readers: int) -> None: ...
