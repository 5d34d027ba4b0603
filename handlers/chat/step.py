"""One question to an organiser: how it is asked, answered, gone back from and stopped.

Belongs here: what all those questions share. What was put together so far stays in the conversation's facts, so that a
refusal never costs a word. Does not belong here: what any of them is about, and which leads to which (routes).
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from handlers.chat import endings, keyboards, states, stopping, unfinished
from handlers.chat.attachments import not_taken, only_words_count
from handlers.chat.keyboards import NotOffered, is_passing, pressed, rows
from handlers.chat.menu import own_menu
from handlers.chat.refusals import not_now
from handlers.chat.screen.markup import Keyboard, has_ticks
from handlers.chat.screen.short_messages import APART, short_messages
from handlers.chat.states import State
from handlers.chat.sweeping import say_in_place
from handlers.chat.turn import Turn
from locales import sentence
from services.authoring.texts import TextTooLong
from services.enrolment import NotAnOrganiser
from services.errors import Refusal

Act = Callable[[Turn], Awaitable[None]]
TORN: Final = "torn"
"""The fact that holds when a text came that was too long for one message."""
TORN_FROM: Final = 3500
"""Phones send what is longer than 4,096 characters as several messages, torn where a word ends."""
TOGETHER: Final = timedelta(seconds=3)
"""Parts of one text come within this time. Nobody reads a refusal and answers it as fast."""


class Asked(NamedTuple):
    """A question's words and its buttons, without the way back and out. `before` are messages of their own above it.
    What cannot be undone (`last`) stands below the way back: nobody sends or ends something with the first button."""

    text: str
    keyboard: Keyboard = ()
    before: Sequence[str] = ()
    last: Keyboard = ()


@dataclass(frozen=True, slots=True)
class Question:
    """`ask` puts it together, in the language spoken now; it refuses where there is nothing to ask about any more."""

    place: str
    ask: Callable[[Turn], Awaitable[Asked]]

    async def enter(self, turn: Turn, first: str = "", **facts: Any) -> None:
        """Go on here, with these facts beside those there are; `first` is said above the question."""
        states.go(turn, self.place, **{**turn.conversation.facts, **facts})
        await turn.keep()
        await self.show(turn, first)

    async def tick(self, turn: Turn, **facts: Any) -> None:
        """The same question once something of it was switched on or off, in place of what was pressed and of how it
        stood."""
        states.go(turn, self.place, **{**turn.conversation.facts, **facts})
        await turn.keep()
        asked = await self._asked(turn)
        if asked is not None:
            *_, text = short_messages([asked.text])
            await say_in_place(turn, text, _with_ways_out(turn, asked))

    async def show(self, turn: Turn, first: str = "") -> None:
        """Ask, with the way back and out below the answers. What is long comes in several messages, the last short;
        `first` stands above the last paragraph of it, where it is seen."""
        asked = await self._asked(turn)
        if asked is None:
            return
        above, _, below = asked.text.rpartition(APART)
        *before, text = short_messages([above, first, below])
        for each in asked.before:
            await turn.say_whole(each)
        for each in before:
            await turn.say(each)
        keyboard = _with_ways_out(turn, asked)
        number = await turn.say(text, keyboard)
        if has_ticks(keyboard):
            turn.app.keyboards.brought_by(turn.chat, number)

    async def _asked(self, turn: Turn) -> Asked | None:
        try:
            return await self.ask(turn)
        except Refusal as refusal:
            await say_refused(turn, refusal)
            return None


@dataclass(frozen=True, slots=True)
class Step:
    """A question with what follows: `take` takes what was pressed or written (and may refuse), `back` goes back.

    Where it `holds_draft`, an organiser has put something together that is not sent or saved yet. Where it
    `takes_text`, whatever is written is an answer; elsewhere a label counts however it is typed.
    """

    question: Question
    take: Act
    back: Act
    holds_draft: bool = True
    takes_text: bool = False

    @property
    def state(self) -> State:
        """Where a conversation is while this is asked."""
        name, again = self.question.place, self.question.show
        if not self.holds_draft:
            return State(name, self.handle, again, only_buttons=not self.takes_text, is_work=True)
        return State(name, self.handle, again, self.stop, _NOT_SENT, only_buttons=not self.takes_text, is_work=True)

    async def handle(self, turn: Turn) -> None:
        """Take what came. A refusal is worded above the same question; nothing given before is lost."""
        if turn.text is None and turn.attachment is None:
            return
        button = pressed(turn, (keyboards.STOP, keyboards.BACK, keyboards.GO_ON))
        if button == keyboards.STOP:
            await self.stop(turn)
        elif button == keyboards.BACK:
            await self._unless_refused(turn, self.back)
        elif button == keyboards.GO_ON:
            await self.question.show(turn)
        elif turn.text is None:
            await self.question.show(turn, not_taken(turn))
        elif self.takes_text and is_passing(turn) and not _is_offered(turn):
            await self.question.show(turn, not_now(turn, NotOffered()))
        elif _is_rest(turn):
            also = turn.words("✋ This came with the text that was too long, so it was not kept either.")
            await self.question.enter(turn, also, **{TORN: turn.said.isoformat()})
        else:
            only_words_count(turn)
            await self._unless_refused(turn, self.take)

    async def stop(self, turn: Turn) -> None:
        """Leave whatever was under way. Nothing of it was sent; a draft can be gone on with for a while."""
        await turn.say(*await stopping.stopped(turn, endings.CHANGED_NOTHING, has_draft=self.holds_draft))

    async def _unless_refused(self, turn: Turn, act: Act) -> None:
        place, facts = turn.conversation.place, turn.conversation.facts
        try:
            await act(turn)
        except NotAnOrganiser as refusal:
            await say_refused(turn, refusal)
        except Refusal as refusal:
            turn.conversation.enter(place, **facts)
            if isinstance(refusal, TextTooLong) and len(turn.text or "") >= TORN_FROM:
                await self.question.enter(turn, not_now(turn, refusal), **{TORN: turn.said.isoformat()})
            else:
                await self.question.show(turn, not_now(turn, refusal))


def _with_ways_out(turn: Turn, asked: Asked) -> Keyboard:
    return [*asked.keyboard, *rows(turn.words, (keyboards.BACK, keyboards.STOP)), *asked.last]


def _is_offered(turn: Turn) -> bool:
    """Whether a button stands there now; nobody knows after a restart."""
    press = turn.press
    return press is None or press.below is None or press.is_offered


def _is_rest(turn: Turn) -> bool:
    """The end of a text that came in parts is not what somebody wanted to say."""
    torn = turn.conversation.facts.get(TORN)
    return torn is not None and timedelta() <= turn.said - datetime.fromisoformat(torn) <= TOGETHER


async def say_refused(turn: Turn, refusal: Refusal) -> None:
    """What is refused, with the menu below: there is nothing to go on with."""
    await turn.say(not_now(turn, refusal), await own_menu(turn))


_NOT_SENT = unfinished.offered(sentence("📝 What you have begun is not sent or saved yet."))
