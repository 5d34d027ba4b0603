"""Which handler gets a turn: a command or a menu label from anywhere, else the state the conversation is in.

A label also tells the language: reply keyboards stay on the phone, so the bot need not remember who reads what. It may
carry which thing is meant after a middle dot ("✅ I will come · Tue 24 Nov, 15:00"): a keyboard outlives conversations.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from handlers.chat import second_press, states
from handlers.chat.attachments import Albums
from handlers.chat.meant import Named, has_picture, meant
from handlers.chat.screen.shown_keyboards import language_of
from handlers.chat.sweeping import remove_what_came_before
from handlers.chat.turn import Turn
from locales import Message, match_label

Handle = Callable[[Turn], Awaitable[None]]
Button = TypeVar("Button")
MIDDLE_DOT = " · "
"""Between a label and which thing it is about."""


@dataclass(frozen=True, slots=True)
class Route:
    """One door: a command (without the slash), a marked button label, or the first word of what a button under a
    message sends back ("page" of "page:3"), or a `wish` that is no command; and who answers behind it. Who takes a
    `side_step` comes back to where they were, or knows what becomes of that."""

    handle: Handle
    command: str | None = None
    label: Message | None = None
    button: str | None = None
    wish: str | None = None
    side_step: bool = False


class Switchboard:
    """Finds the handler of a turn. `fallback` answers whatever no door takes; `elsewhere` answers in groups; `follow`
    takes up a link that waited, once what was under way has ended; `listen` hears what a resident writes in a state
    before it is taken there. `passing`: the labels of all buttons that no route takes. `wished`: which command or wish
    somebody asks for in a sentence, and the languages it is said in."""

    def __init__(
        self,
        routes: Sequence[Route],
        fallback: Handle,
        elsewhere: Handle,
        *,
        follow: Handle | None = None,
        listen: Callable[[Turn], None] | None = None,
        passing: tuple[Message, ...] = (),
        wished: Callable[[Turn], tuple[str, Sequence[str]] | None] = lambda _: None,
    ) -> None:
        self._commands = {route.command: route.handle for route in routes if route.command}
        self._wishes = self._commands | {route.wish: route.handle for route in routes if route.wish}
        self._labels = {route.label: route.handle for route in routes if route.label}
        self._doors = tuple(self._labels)
        named = [route for route in routes if route.command or route.label]
        self._typed = {Named(route.command or "", route.label): route.handle for route in named}
        self._away = {route.handle for route in routes if not (route.button or route.side_step)}
        self._buttons = {route.button: route.handle for route in routes if route.button}
        self._fallback = fallback
        self._elsewhere = elsewhere
        self._follow = follow
        self._listen = listen
        self._passing = passing
        self._wished = wished
        self._albums = Albums()

    async def answer(self, turn: Turn) -> None:
        """Answer the turn through the one handler it belongs to."""
        if self._albums.is_answered_by_another(turn.arrival):
            return
        if not turn.arrival.private:
            await self._elsewhere(turn)
            return
        turn.doors, turn.passing = self._doors, self._passing
        _speak_as_drawn(turn)
        if await second_press.is_dealt_with(turn):
            return
        press, was_asked = turn.press, states.is_asked(turn)
        await self._go(turn, self._choose(turn))
        await turn.say_preface()
        second_press.is_answered(turn, press, was_asked)
        if self._follow is not None and turn.link and turn.has_decided and not turn.conversation.place:
            await self._follow(turn)

    async def _go(self, turn: Turn, handle: Handle) -> None:
        """Whoever leaves an open mailbox by any door closes it: what was read in it does not stay in the chat, and what
        is written from then on is not for the team."""
        state = states.under_way(turn)
        closes = state is not None and state.name in states.OPEN_MAILBOX and handle in self._away
        if closes:
            turn.leave()
        await handle(turn)
        if closes:
            if not turn.has_decided:
                await turn.keep()
            await remove_what_came_before(turn)

    def _choose(self, turn: Turn) -> Handle:
        text, button = turn.text, turn.arrival.button
        if button is not None:
            return self._buttons.get(button.partition(":")[0], self._fallback)
        if text is not None:
            by_command = self._commands.get(_command(text)) or self._slashed(turn, text)
            if by_command and not _is_an_answer(turn):
                return by_command
            by_label = self._labelled(turn, text)
            if by_label:
                return by_label
        state = turn.app.states.get(turn.conversation.place)
        if text is not None and (state is None or state.is_open or state.awaits_a_number):
            by_words = self._named(turn, text) or self._asked_for(turn)
            if by_words:
                return by_words
        turn.only_buttons = state is not None and state.only_buttons
        if self._listen is not None and state is not None and not (state.is_open or state.is_work):
            self._listen(turn)
        return state.take if state else self._fallback

    def _slashed(self, turn: Turn, text: str) -> Handle | None:
        """A command that other bots have ("/menu", "/cancel"), or a label behind a slash: no answer anywhere.

        Everybody types commands in Latin letters, so such a one tells nothing of the person's language.
        """
        word = _command(text)
        if not word or text.split() != [text]:
            return None
        if not word.isascii():
            return self._named(turn, word)
        found = meant(word, tuple(self._typed), turn.app.languages)
        return self._typed[found[0][0]] if found else None

    def _named(self, turn: Turn, text: str) -> Handle | None:
        """The door whose label this is, however it is typed."""
        found = meant(text, tuple(self._typed), turn.app.languages)
        return self._typed[_spoken(turn, found)] if found else None

    def _asked_for(self, turn: Turn) -> Handle | None:
        """The door that somebody asks for in a sentence."""
        wish = self._wished(turn)
        if wish is None:
            return None
        command, languages = wish
        if turn.language not in languages:
            turn.conversation.language = languages[0]
        return self._wishes[command]

    def _labelled(self, turn: Turn, text: str) -> Handle | None:
        label_text, dot, rest = text.partition(MIDDLE_DOT)
        found = match_label(label_text if dot else text, self._doors, turn.app.languages)
        if not found:
            return None
        turn.label_rest = rest.strip() or None
        return self._labels[_spoken(turn, found)]


def _spoken(turn: Turn, found: Sequence[tuple[Button, str]]) -> Button:
    """The one in the person's language; where there is none, the language of the first is theirs from now on."""
    languages = [language for _, language in found]
    if turn.language not in languages:
        turn.conversation.language = languages[0]
    return next(button for button, language in found if language == turn.language)


def _speak_as_drawn(turn: Turn) -> None:
    """In the language of the button that was pressed, wherever that is taken; else of those on the phone. Digits and
    signs alone change nothing."""
    labels, offered = (*turn.doors, *turn.passing), turn.app.languages
    turn.drawn_in = language_of(turn.app.keyboards.below(turn.chat), labels, offered)
    text = (turn.text or "").partition(MIDDLE_DOT)[0]
    found = match_label(text, labels, offered) if has_picture(text) else []
    if found:
        _spoken(turn, found)


def _is_an_answer(turn: Turn) -> bool:
    """True where a button of the question that is asked now reads like this: also what is a command elsewhere."""
    press = turn.press
    return bool(turn.conversation.place) and press is not None and press.names_an_answer


def _command(text: str) -> str:
    if not text.startswith("/"):
        return ""
    word = text[1:].split(maxsplit=1)
    return word[0].split("@")[0].lower() if word else ""
