"""One person's turn: what came, where they stand, and the few things a handler can do about it.

A handler changes `turn.conversation`, makes at most one `run`, and only then speaks. If the same update comes
again, the handler runs again on the same conversation at the same instant, and `run` hands back the recorded facts.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from telegram.error import BadRequest
from telegram.ext import CallbackContext, ExtBot

from handlers.chat.app import App
from handlers.chat.arrival import Arrival, shown_as
from handlers.chat.long_text import pieces
from handlers.chat.markup import Keyboard, Markup, Pages, markup, under
from handlers.chat.pressing import Press
from locales import Message, Words, best_language
from services.conversation import turns
from services.conversation.conversation import Conversation
from services.conversation.taken import Taken
from services.conversation.turns import NOTHING, Decision, Record, Work, kept_facts
from services.request import Request
from services.store import Store

if TYPE_CHECKING:
    from telegram.ext import Application

Given = ParamSpec("Given")
Facts = TypeVar("Facts")
DELETE_AT_ONCE = 100
"""Bot API, deleteMessages: 1 to 100 numbers a call."""
MOST_UNHEARD_OF = 50
"""How many numbers between a question and its answer are looked at for an answer that got lost."""


class OneRunATurn(RuntimeError):
    """A handler asked for a second transaction in one turn; a replay could not be told apart from it."""


class TooLateToDecide(RuntimeError):
    """The first time this update changed nothing, and the conversation has moved on since; it shall not now."""


class Turn(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """The typed context of every handler."""

    app: App
    arrival: Arrival
    conversation: Conversation
    now: datetime

    def __init__(
        self,
        application: "Application[Any, Any, Any, Any, Any, Any]",
        chat_id: int | None = None,
        user_id: int | None = None,
    ) -> None:
        super().__init__(application, chat_id, user_id)
        self._before = ""
        self._record: Record | None = None
        self._has_run = False
        self.label_rest: str | None = None
        """Which thing the pressed button was about: what stood after the middle dot of its label."""
        self.is_repeated = False
        """Set by who calls the handlers: this update was tried before in this process."""
        self._may_have_spoken = False
        self._ended = ""

    async def begin(self, arrival: Arrival, app: App) -> None:
        """Take up the conversation where it stood: on a repeated update, where it stood the first time."""
        self.arrival, self.app = arrival, app
        now = app.clock()
        self._before, self._record = await app.turns.recall(arrival.number, arrival.chat, now)
        self._may_have_spoken = self.is_repeated or self._record is not None
        self.now = self._record.now if self._record else now
        self.conversation = Conversation.from_json(self._before)
        if arrival.message is not None:
            self._note(arrival.message)

    def begin_blank(self, arrival: Arrival, app: App) -> None:
        """Take up nothing: for a word to the person when storage does not even answer."""
        self.arrival, self.app, self.now = arrival, app, app.clock()
        self.conversation = Conversation()

    @property
    def chat(self) -> int:
        """The reply handle. For sealing a route; never for a log, a page or a table."""
        return self.arrival.chat

    @property
    def was_decided(self) -> bool:
        """True when this update was dealt with before, and only its answer is being repeated."""
        return self._record is not None and self._record.is_decided

    @property
    def passed_over(self) -> str | None:
        """How it was passed over when it came before; '' where it was not, None for what is new."""
        return turns.passed_over(self._record) if self._record else None

    @property
    def press(self) -> Press | None:
        """What was pressed or written, with what stood below the chat; None for anything else."""
        return Press.of(self.arrival, self.now, self.app.keyboards.below(self.chat))

    @property
    def text(self) -> str | None:
        """What the person wrote, or None."""
        return self.arrival.text

    @property
    def attachment(self) -> str | None:
        """The kind of file that came (Bot API field name), or None."""
        return self.arrival.attachment

    @property
    def today(self) -> date:
        """The day of this turn at the site."""
        return self.local.date()

    @property
    def local(self) -> datetime:
        """The moment of this turn on the clocks of the site."""
        return self.now.astimezone(ZoneInfo(self.app.content.organisation.timezone))

    @property
    def language(self) -> str:
        """The person's language: chosen in this conversation, else the phone's, else the first offered."""
        return self.conversation.language or best_language(self.arrival.hint, self.app.languages)

    @property
    def words(self) -> Words:
        """Words in the person's language."""
        return self.app.words(self.language)

    def enter(self, place: str, **facts: Any) -> None:
        """Hand the person's next free text to `place`."""
        self.conversation.enter(place, **facts)

    def leave(self) -> None:
        """Back to the menu."""
        self.conversation.leave()

    def ends(self, said: Message) -> None:
        """Something ends with this turn: a second press of the same soon after hears this sentence."""
        self._ended = said

    async def run(
        self, rule: Callable[Concatenate[Request, Given], Facts], *args: Given.args, **kwargs: Given.kwargs
    ) -> Facts:
        """Decide: the rule, the conversation and the record of both commit together, or not at all.

        On a repeated update the recorded facts come back and nothing runs. Whatever the rule raises, nothing is kept.
        """
        self._note_what_is_taken()
        return await self._decide(Work(self._asking(rule, *args, **kwargs), kept_facts(rule)))

    async def keep(self) -> None:
        """Keep the conversation as it stands now, with no rule."""
        self._note_what_is_taken()
        await self._decide(NOTHING)

    def _note_what_is_taken(self) -> None:
        press, before = self.press, Conversation.from_json(self._before)
        self.conversation.last = press.taken(before, self.conversation, self._ended) if press else None

    async def pass_over(self, how: str, last: Taken) -> None:
        """Decide that what came is no answer to what is asked now."""
        self.conversation.last = last
        await self._decide(turns.passing_over(how))

    async def _decide(self, work: Work[Facts]) -> Facts:
        if self._has_run:
            raise OneRunATurn
        self._has_run = True
        if self._record is not None:
            if not self._record.is_decided:
                raise TooLateToDecide
            return turns.facts_again(work, self._record)
        decision = Decision(self.arrival.number, self.chat, self._before, self.conversation, self.now)
        return await self.app.turns.decide(decision, work)

    async def read(
        self, rule: Callable[Concatenate[Request, Given], Facts], *args: Given.args, **kwargs: Given.kwargs
    ) -> Facts:
        """Run a rule that changes nothing, in a reading transaction."""
        return await self.app.turns.read(self._asking(rule, *args, **kwargs))

    async def afterwards(
        self, rule: Callable[Concatenate[Request, Given], object], *args: Given.args, **kwargs: Given.kwargs
    ) -> None:
        """Change something beside the turn, once it was decided and said, such as noting the number of what was said.

        It may happen twice (a repeated update) or never (a kill): nothing anybody was promised belongs here.
        """
        await self.app.turns.write(self._asking(rule, *args, **kwargs))

    async def think(self, work: Callable[Given, Facts], *args: Given.args, **kwargs: Given.kwargs) -> Facts:
        """Slow arithmetic off the loop, such as deriving a key from a receipt."""
        return await self.app.turns.think(work, *args, **kwargs)

    def _asking(
        self, rule: Callable[Concatenate[Request, Given], Facts], *args: Given.args, **kwargs: Given.kwargs
    ) -> Callable[[Store], Facts]:
        """The rule, asked by this chat at this moment."""
        content, chat, now = self.app.content, self.chat, self.now

        def asked(store: Store) -> Facts:
            return rule(Request(store.session, store.runtime, content, chat, now), *args, **kwargs)

        return asked

    async def say(self, text: str, keyboard: Keyboard | None = None, protect: bool = False) -> int:
        """Send plain text now (in pieces where Telegram's limit asks for it); the last message's number.

        No keyboard leaves the shown one as it is; an empty one removes it.
        """
        if keyboard is not None:
            self.app.keyboards.note(self.chat, keyboard)
        *first, last = pieces(text)
        for piece in first:
            await self._send(piece, None, protect)
        return await self._send(last, markup(keyboard), protect)

    async def hand(self, name: str, content: bytes, caption: str = "") -> None:
        """Send a file of that name now."""
        message = await self.bot.send_document(self.chat, content, caption=caption or None, filename=name)
        self._note(message.message_id)

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
        message = await self.bot.send_message(self.chat, text, reply_markup=shown, protect_content=protect or None)
        if self._may_have_spoken:
            self._note_what_got_lost(message.message_id)
        self._note(message.message_id)
        return message.message_id

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
        self.app.turns.gone(self.chat)
        self.app.turns.sent(self.chat, *keep)
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
