"""A phone with a person at it: what they see, and what they can do. Also simple groups of such people."""

import asyncio
import re
from collections.abc import Callable

from sandbox.arrivals import Arrivals
from sandbox.entities import found_entities
from sandbox.files import StoredFile
from sandbox.ledger import About
from sandbox.markup import button_label
from sandbox.messages import ChatMessage
from sandbox.room import JSON, PracticeRoom
from sandbox.samples import sample
from sandbox.screen import Screen

SECONDS = 30.0
"""How long a person waits for what should come at once: a busy machine may take its time."""


class NoSuchButton(AssertionError):
    """A button was pressed that is not on the screen; says which are."""


class Phone:
    """One person's phone. Made by `Sandbox.phone`; the person's id is also the id of the private chat."""

    def __init__(self, room: PracticeRoom, user_id: int, name: str, language: str | None, met: bool) -> None:
        self._room = room
        self.chat = user_id
        self.name = name
        self.language = language
        self.screen = Screen(self._on_new, self._on_change)
        self._arrivals = Arrivals()
        self._unsent: list[tuple[JSON, StoredFile | None]] = []
        self.on_message: Callable[[ChatMessage], None] | None = None
        self.on_change: Callable[[Phone], None] | None = None
        as_chat = {"id": user_id, "first_name": name, "type": "private"}
        self.server_chat = room.open_chat(user_id, as_chat, [self.screen], met)

    # what the person sees

    @property
    def messages(self) -> list[ChatMessage]:
        return self.screen.messages

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages if message.by_bot]

    @property
    def last(self) -> ChatMessage:
        return next(message for message in reversed(self.messages) if message.by_bot)

    @property
    def keyboard_rows(self) -> list[list[str]]:
        return [[button_label(button) for button in row] for row in self.screen.keyboard]

    @property
    def keyboard(self) -> list[str]:
        return [label for row in self.keyboard_rows for label in row]

    @property
    def actions(self) -> list[str]:
        return self.screen.actions

    @property
    def unsent(self) -> list[str]:
        """What was said while offline and has not gone out: the text, or the kind of file."""
        return [content.get("text") or (stored.kind if stored else "…") for content, stored in self._unsent]

    @property
    def blocked(self) -> bool:
        return self.server_chat.blocked

    @property
    def offline(self) -> bool:
        return self.screen.offline

    def _on_new(self, message: ChatMessage) -> None:
        self._room.ledger.note("shown", About(chat=self.chat, message=message.id))
        self._arrivals.add(message, new=True)
        if self.on_message is not None:
            self.on_message(message)
        if self.on_change is not None:
            self.on_change(self)

    def _on_change(self, message: ChatMessage | None) -> None:
        if message is not None:
            self._arrivals.add(message, new=False)
        else:
            self._arrivals.wake()
        if self.on_change is not None:
            self.on_change(self)

    def changed(self) -> None:
        """Tells those who wait or watch that something about this phone is different."""
        self._on_change(None)

    # what the person does

    @property
    def as_user(self) -> JSON:
        user: JSON = {"id": self.chat, "is_bot": False, "first_name": self.name}
        if self.language:
            user["language_code"] = self.language
        return user

    def say(self, content: JSON, stored: StoredFile | None = None) -> int:
        """Sends content in Telegram's JSON; returns the message id (0 while offline: it goes out later)."""
        if self.offline:
            self._unsent.append((content, stored))
            self.changed()
            return 0
        message = self._room.hear(self.server_chat, self.as_user, content, stored)
        self.screen.sent(message)
        return message.id

    async def send(self, text: str) -> int:
        text = text.strip()
        content: JSON = {"text": text}
        entities = found_entities(text)
        if entities:
            content["entities"] = entities
        return self.say(content)

    async def start(self, payload: str | None = None) -> int:
        if self.blocked:
            await self.unblock()
        return await self.send(f"/start {payload}" if payload else "/start")

    async def press(self, label: str) -> int | str:
        """Presses a reply-keyboard button, or else the newest inline button, of exactly this label."""
        for row in self.screen.keyboard:
            for button in row:
                if button_label(button) == label:
                    return await self._press_key(button)
        for message in reversed(self.messages):
            if any(label == name for row in message.buttons for name, _ in row):
                return await self.press_inline(label, message.id)
        raise NoSuchButton(
            f"no button {label!r}; shown: {self.keyboard} {[m.buttons for m in self.messages if m.buttons]}"
        )

    async def _press_key(self, button: str | JSON) -> int:
        self.screen.used_keyboard()
        if isinstance(button, dict) and button.get("request_contact"):
            return await self.contact("+10000000000", self.name, self.chat)
        if isinstance(button, dict) and button.get("request_location"):
            return await self.location(0.0, 0.0)
        return await self.send(button_label(button))

    async def press_inline(self, data: str, message_id: int | None = None) -> str:
        """Presses the newest inline button with this callback data or label; returns the callback query id."""
        for message in reversed(self.messages):
            if message_id in (None, message.id):
                for label, action in (button for row in message.buttons for button in row):
                    if data in (action, label):
                        return self._room.ask(self.server_chat, self.as_user, message, action)
        raise NoSuchButton(f"no inline button {data!r}; shown: {[m.buttons for m in self.messages if m.buttons]}")

    async def callback_answer(self, query_id: str, timeout: float = SECONDS) -> JSON:
        query = self._room.queries[query_id]
        async with asyncio.timeout(timeout):
            await query.answered.wait()
        assert query.answer is not None
        return query.answer

    async def attach(
        self,
        kind: str,
        data: bytes | None = None,
        caption: str | None = None,
        filename: str | None = None,
        mime_type: str | None = None,
    ) -> int:
        """Sends a file of one of the kinds in messages.FILE_KINDS; a sample when no data is given."""
        ready, name, mime = sample(kind)
        stored = self._room.files.keep(kind, ready if data is None else data, filename or name, mime_type or mime)
        return self.say({"caption": caption} if caption else {}, stored)

    async def photo(self, data: bytes | None = None, caption: str | None = None) -> int:
        return await self.attach("photo", data, caption)

    async def voice(self, data: bytes | None = None) -> int:
        return await self.attach("voice", data)

    async def video(self, data: bytes | None = None, caption: str | None = None) -> int:
        return await self.attach("video", data, caption)

    async def audio(self, data: bytes | None = None) -> int:
        return await self.attach("audio", data)

    async def sticker(self) -> int:
        return await self.attach("sticker")

    async def document(
        self,
        data: bytes | None = None,
        filename: str | None = None,
        mime_type: str | None = None,
        caption: str | None = None,
    ) -> int:
        return await self.attach("document", data, caption, filename, mime_type)

    async def location(self, latitude: float, longitude: float) -> int:
        return self.say({"location": {"latitude": latitude, "longitude": longitude}})

    async def contact(self, number: str, first_name: str, user_id: int | None = None) -> int:
        contact: JSON = {"phone_number": number, "first_name": first_name}
        return self.say({"contact": contact | ({"user_id": user_id} if user_id else {})})

    async def edit(self, message_id: int, text: str) -> None:
        """Changes an own message on both sides; the bot gets `edited_message`."""
        message = self.server_chat.messages[message_id]
        message.as_json = message.as_json | {"text": text, "edit_date": int(self._room.clock.now())}
        self._room.updates.add("edited_message", self.chat, message.as_json)
        self.changed()

    async def delete(self, message_id: int) -> None:
        """Deletes for both sides. The bot is not told, as on Telegram."""
        self.server_chat.remove(self.server_chat.messages[message_id])

    async def delete_chat(self) -> None:
        """Clears this phone; the bot's side of the chat stays as it is."""
        self.screen.clear()

    async def block(self) -> None:
        self._set_blocked(True)

    async def unblock(self) -> None:
        self._set_blocked(False)

    def _set_blocked(self, blocked: bool) -> None:
        chat = self.server_chat
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        states: list[JSON] = [{"status": "member"}, {"status": "kicked", "until_date": 0}]
        bot: JSON = {"user": self._room.bot.as_user()}
        body = {"chat": chat.as_json, "from": self.as_user, "date": int(self._room.clock.now())}
        changes = {"old_chat_member": bot | states[not blocked], "new_chat_member": bot | states[blocked]}
        self._room.updates.add("my_chat_member", chat.id, body | changes)
        self.changed()

    async def go_offline(self) -> None:
        self.screen.offline = True
        self.changed()

    async def go_online(self) -> None:
        """Shows what came meanwhile and sends what waited."""
        self.screen.come_back()
        unsent, self._unsent = self._unsent, []
        for content, stored in unsent:
            self.say(content, stored)
        self.changed()

    # waiting

    async def next_message(self, timeout: float = SECONDS) -> ChatMessage:
        """The next new message of the bot that nobody has taken yet."""
        message = await self._arrivals.first(self._arrivals.take_new, timeout)
        if message is None:
            raise AssertionError(f"nothing new came in {timeout} s; seen: {self.messages[-5:]}")
        return message

    async def expects(self, wanted: str | re.Pattern[str], timeout: float = SECONDS) -> ChatMessage:
        """The next arrival, new or edited, whose text contains `wanted`; others before it are passed over."""
        message = await self._arrivals.first(lambda: self._arrivals.take_saying(wanted), timeout)
        if message is None:
            raise AssertionError(f"nothing said {wanted!r} in {timeout} s; seen: {self.messages[-5:]}")
        return message

    async def sees(self, condition: Callable[["Phone"], bool], timeout: float = SECONDS) -> None:
        if not await self._arrivals.until(lambda: condition(self), timeout):
            raise AssertionError(f"not seen in {timeout} s; seen: {self.messages[-8:]}, keyboard {self.keyboard}")

    async def is_heard(self, timeout: float = SECONDS) -> None:
        """Until the bot has confirmed every update there is."""
        async with asyncio.timeout(timeout):
            await self._room.updates.drained()

    async def stays_quiet(self, seconds: float = 0.3) -> None:
        await self._arrivals.until(lambda: False, seconds)
        message = self._arrivals.take_new()
        if message is not None:
            raise AssertionError(f"quiet was expected, but there came {message}")

    def forget_arrivals(self) -> None:
        self._arrivals.clear()
