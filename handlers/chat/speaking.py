"""What is said to one chat: messages, files, places on the map, and their removal. Each number is noted for removal."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from telegram.error import BadRequest
from telegram.ext import CallbackContext, ExtBot

from handlers.chat.app import App
from handlers.chat.arrival import Arrival, shown_as
from handlers.chat.screen.long_text import pieces
from handlers.chat.screen.markup import Keyboard, Markup, Pages, markup, under
from handlers.chat.screen.short_messages import MOST_WORDS, short_messages, words_in
from services.notices.outbox import Lane

if TYPE_CHECKING:
    from telegram.ext import Application

DELETE_AT_ONCE = 100
"""Bot API, deleteMessages: 1 to 100 numbers a call."""
MOST_UNHEARD_OF = 50
"""How many numbers between a question and its answer are looked at for an answer that got lost."""


class Speaking(CallbackContext[ExtBot[Lane], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """The half of a turn that speaks."""

    app: App
    arrival: Arrival
    now: datetime

    def __init__(
        self,
        application: "Application[Any, Any, Any, Any, Any, Any]",
        chat_id: int | None = None,
        user_id: int | None = None,
    ) -> None:
        super().__init__(application, chat_id, user_id)
        self._may_have_spoken = False
        self._preface = ""
        self.said_now: list[int] = []
        """The numbers of this turn's messages until now."""

    @property
    def first_said(self) -> int | None:
        """The number of the first message of this turn, once there is one."""
        return self.said_now[0] if self.said_now else None

    @property
    def chat(self) -> int:
        """The reply handle. For sealing a route; never for a log, a page or a table."""
        return self.arrival.chat

    @property
    def lane(self) -> Lane:
        """How soon what is said here goes, where not all can go at once."""
        return Lane.REPLY

    def preface(self, text: str) -> None:
        """Say this before whatever else is said, in a message of its own: the question asked last stays the lowest."""
        self._preface = "\n\n".join(part for part in (self._preface, text) if part)

    async def say_preface(self) -> None:
        """Say now what was to be said first, where nothing else was said."""
        text, self._preface = self._preface, ""
        if text:
            await self.say(text)

    async def say(self, text: str, keyboard: Keyboard | None = None, protect: bool = False) -> int:
        """Send plain text now, in messages that a small screen shows at once; the last message's number.

        No keyboard leaves the shown one as it is; an empty one removes it.
        """
        return (await self.say_shortly(text, keyboard, protect))[-1]

    async def say_shortly(self, text: str, keyboard: Keyboard | None = None, protect: bool = False) -> list[int]:
        """The same; the numbers of all its messages."""
        *before, last = [text] if words_in(text) <= MOST_WORDS else short_messages([text])
        said = [number for each in before for number in await self.say_whole(each, None, protect)]
        return [*said, *await self.say_whole(last, keyboard, protect)]

    async def say_whole(self, text: str, keyboard: Keyboard | None = None, protect: bool = False) -> list[int]:
        """The same for a text that others get in one message: in pieces only where Telegram's limit asks for it."""
        if keyboard is not None:
            self.app.keyboards.note(self.chat, keyboard)
        *first, last = pieces(text)
        said = [await self._send(piece, None, protect) for piece in first]
        return [*said, await self._send(last, markup(keyboard), protect)]

    async def hand(self, name: str, content: bytes, caption: str = "") -> None:
        """Send a file of that name now."""
        message = await self.bot.send_document(self.chat, content, caption=caption or None, filename=name)
        self._note_said(message.message_id)

    async def point(self, latitude: float, longitude: float) -> None:
        """Send a place on the map now, as a message that the phone's own map opens."""
        message = await self.bot.send_location(self.chat, latitude, longitude)
        self._note_said(message.message_id)

    async def show(self, text: str, pages: Pages) -> int:
        """Send one message with buttons under it; its number. Pressing one changes nothing but this message."""
        return await self._send(text, under(pages), False)

    async def heard(self) -> None:
        """Let the phone stop waiting after a press under a message; nothing happens where it stopped already."""
        assert self.arrival.button_id is not None, "only a press under a message is waited for"
        with suppress(BadRequest):
            await self.bot.answer_callback_query(self.arrival.button_id)

    async def redraw(self, text: str, pages: Pages) -> None:
        """Put this in place of the message whose button was pressed. Nothing happens where it reads so already, is
        gone, or was pressed too long ago (Bot API: a press waits a few minutes at most)."""
        arrival = self.arrival
        await self.heard()
        if arrival.shows == shown_as(text, pages):
            return
        with suppress(BadRequest):
            await self.bot.edit_message_text(
                text, chat_id=self.chat, message_id=arrival.button_message, reply_markup=under(pages)
            )

    async def _send(self, text: str, shown: Markup | None, protect: bool) -> int:
        await self.say_preface()
        message = await self.bot.send_message(
            self.chat, text, reply_markup=shown, protect_content=protect or None, rate_limit_args=self.lane
        )
        if self._may_have_spoken:
            self._note_what_got_lost(message.message_id)
        self._note_said(message.message_id)
        return message.message_id

    def _note_said(self, number: int) -> None:
        self.said_now.append(number)
        self._note(number)

    def _note(self, *numbers: int) -> None:
        """For removal later. In a group nothing is removed, so nothing is noted."""
        if self.arrival.private:
            self.app.turns.sent(self.chat, *numbers)

    def _note_what_got_lost(self, shown: int) -> None:
        """An earlier try may have been shown without our hearing of it (a lost answer, a kill). Its number lies
        between the person's message and this one; numbers that are not of this chat are passed over on removal
        (Bot API, deleteMessages)."""
        self._may_have_spoken = False
        asked = self.arrival.message
        if asked is not None:
            self._note(*range(asked + 1, min(shown, asked + MOST_UNHEARD_OF)))

    async def wipe(self, keep: Sequence[int] = ()) -> int:
        """Remove from the chat what Telegram still lets us remove, both sides', but `keep`; how many were tried."""
        known = await self.app.turns.messages(self.chat, self.now)
        numbers = sorted(set(known) - set(keep))
        await self.remove(*numbers)
        self.app.turns.gone(self.chat, numbers)
        return len(numbers)

    async def remove(self, *numbers: int) -> None:
        """Remove these messages from the chat; ones already gone are no error."""
        for start in range(0, len(numbers), DELETE_AT_ONCE):
            await self._remove_all_but_the_refused(numbers[start : start + DELETE_AT_ONCE])

    async def _remove_all_but_the_refused(self, numbers: Sequence[int]) -> None:
        """One message that may not be removed (too old, a die) refuses a whole call: it is cornered by halving."""
        try:
            await self.bot.delete_messages(self.chat, numbers)
        except BadRequest:
            if len(numbers) > 1:
                half = len(numbers) // 2
                await self._remove_all_but_the_refused(numbers[half:])
                await self._remove_all_but_the_refused(numbers[:half])
