"""Asks any form in a chat: one question a message, big buttons, back, skip, stop, review and change before sending.

Knows nothing of what the form is about: whoever uses it says what to do with the answers.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from handlers.chat import keyboards, states
from handlers.chat.attachments import not_taken
from handlers.chat.keyboards import pressed, rows
from handlers.chat.long_text import pieces
from handlers.chat.markup import Keyboard
from handlers.chat.refusals import not_now
from handlers.chat.sweeping import remove_own
from handlers.chat.turn import Turn
from handlers.forms.kept_words import with_these_words
from handlers.forms.short_messages import short_messages
from handlers.forms.steps import step
from handlers.forms.wording import question_keyboard, question_messages, review_keyboard, review_text
from locales import Message
from services.errors import Refusal
from services.forms import (
    Form,
    FormUnknown,
    Interview,
    Kind,
    Note,
    Question,
    Review,
    Step,
    archive,
    form_of,
    told_first,
)
from services.reports.reports import prefilled
from services.store import keyless


def nothing_known(_turn: Turn, _form: Form) -> Mapping[str, str]:
    """Computed and hidden items say what the form itself gives them."""
    return {}


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody wrote before the first question, and what has to be said before they go on. Where it `is_all`,
    no more is asked than has to be."""

    words: str
    is_all: bool
    said: str = ""


BRIEF: Final = "brief"
"""The fact that holds while a form that began with somebody's own words is kept short."""


@dataclass(frozen=True, slots=True)
class FormChat:
    """A place where a form is asked.

    `send` sends a finished interview and answers the person; `stop` ends without sending; `completed` gives what the
    organisation adds to a note; `skip` is the button that leaves a question unanswered; `known` is what computed
    and hidden items say; `story` is the text question for words that come where a button was asked for, '' where they
    are not taken; `still_asked` is asked even of somebody who told it all in their own words. The facts of the
    conversation when a form is begun stay with it to the end.
    """

    place: str
    send: Callable[[Turn, Interview, Form], Awaitable[None]]
    stop: Callable[[Turn], Awaitable[None]]
    completed: Callable[[Turn, Interview, Note], str]
    skip: Message = keyboards.SKIP
    known: Callable[[Turn, Form], Mapping[str, str]] = nothing_known
    story: str = ""
    still_asked: Collection[str] = ()

    async def begin(
        self, turn: Turn, form: Form, given: Mapping[str, str] = MappingProxyType({}), may_decline: bool = False
    ) -> None:
        """Ask the first question whose answer is not given (`reports.prefilled`). `may_decline`: what the form requires
        may be left unanswered too."""
        interview = Interview.begin(form, turn.today, turn.language, now=turn.local)
        interview = interview.nothing_compulsory() if may_decline else interview
        await self._keep_and_ask(turn, prefilled(interview.knowing(self.known(turn, form)), given))

    async def begin_told(self, turn: Turn, form: Form, given: Mapping[str, str], told: Told) -> None:
        """The same with words that were written before: they are the story, and only what is `still_asked` follows."""
        interview = Interview.begin(form, turn.today, turn.language, now=turn.local)
        interview = prefilled(interview.knowing(self.known(turn, form)), given)
        with_words = told_first(interview, told.words)
        turn.conversation.facts = {BRIEF: True} if with_words and told.is_all else {}
        await self._keep(turn, with_words or interview)
        if told.said:
            await turn.say(told.said)
        where = turn.words("✍️ Your words are part of this. You can change them before you send it.")
        await self.ask(turn, with_words or interview, where if with_words else "")

    async def handle(self, turn: Turn) -> None:
        """Take what the person wrote or pressed, and go on."""
        if turn.text is None and turn.attachment is None:
            return
        if pressed(turn, (keyboards.STOP,)):
            await self.stop(turn)
            return
        found = await self._resume(turn)
        if found is None:
            return
        form, interview = found
        current = interview.current()
        if isinstance(current, Review) and pressed(turn, (keyboards.SEND,)):
            await self._send(turn, interview, form)
        elif turn.attachment is not None and not (self._can_take_words(turn, current) or _asked_where(turn, current)):
            await self.ask(turn, interview, not_taken(turn))
        else:
            await self._go_on(turn, interview, current)

    async def again(self, turn: Turn) -> None:
        """Ask the present question once more, in the language spoken now."""
        found = await self._resume(turn)
        if found is not None:
            await self.ask(turn, found[1])

    async def ask(self, turn: Turn, interview: Interview, first: str = "") -> None:
        """Say `first`, if anything, and the present question or the review with their buttons."""
        current, words = interview.current(), turn.words

        def completed(note: Note) -> str:
            return self.completed(turn, interview, note)

        if isinstance(current, Question):
            *before, text = question_messages(current, words, completed)
            keyboard = self._keyboard(turn, interview, current)
        else:
            assert isinstance(current, Review)
            keyboard = review_keyboard(current, words)
            *before, text = short_messages([review_text(current, words, completed)])
        for each in before:
            await turn.say(each)
        together = "\n\n".join(part for part in (first, text) if part)
        if first and len(pieces(together)) > 1:
            # Above a long review nobody would see it: a chat shows the end of what came.
            await turn.say(text)
            await turn.say(first, keyboard)
        else:
            await turn.say(together, keyboard)

    async def _resume(self, turn: Turn) -> tuple[Form, Interview] | None:
        """The form and how far it has come; None (and the person told) where the form is nowhere any more."""
        stored = turn.conversation.form
        assert stored is not None, "this place is only entered with an interview"
        wanted = form_of(stored)
        try:
            form = await _form(turn, wanted)
        except FormUnknown as gone:
            await turn.say(not_now(turn, gone), rows(turn.words, (keyboards.STOP,)))
            return None
        interview = Interview.resume(form, stored, turn.today, turn.language, now=turn.local)
        return form, interview.knowing(self.known(turn, form))

    async def _send(self, turn: Turn, interview: Interview, form: Form) -> None:
        try:
            await self.send(turn, interview, form)
        except Refusal as refusal:
            await self.ask(turn, interview, not_now(turn, refusal))

    async def _go_on(self, turn: Turn, interview: Interview, current: Step) -> None:
        try:
            moved = step(turn, interview, current)
        except Refusal as refusal:
            await self._refused(turn, interview, refusal)
            return
        moved = self._kept_short(turn, moved)
        if _asked_where(turn, current):
            await self._keep_and_ask(turn, moved, turn.words("🧹 I noted it roughly, and removed it from this chat."))
            await remove_own(turn)
            return
        first = not_taken(turn) if turn.attachment is not None else ""
        if _only_added_words(current, moved):
            await self._keep(turn, moved)
            await self._confirm_words(turn, moved, first)
        else:
            await self._keep_and_ask(turn, moved, first)

    def _can_take_words(self, turn: Turn, current: Step) -> bool:
        """A photo may come with words under it: words that would be kept are kept though the photo is not."""
        is_asked_for = isinstance(current, Question) and current.multiline
        return turn.text is not None and (is_asked_for or bool(self.story))

    async def _refused(self, turn: Turn, interview: Interview, refusal: Refusal) -> None:
        """Say why, and ask again; words of the story are kept for it."""
        try:
            told = with_these_words(turn, interview, self.story, refusal)
        except Refusal as too_long:
            await self.ask(turn, interview, not_now(turn, too_long))
            return
        if told is None:
            await self.ask(turn, interview, not_now(turn, refusal))
        else:
            said = turn.words("✍️ I keep this with what you tell. It is not sent yet.")
            refused = not_taken(turn) if turn.attachment is not None else ""
            await self._keep_and_ask(turn, told, "\n\n".join(part for part in (refused, said) if part))

    def _kept_short(self, turn: Turn, moved: Interview) -> Interview:
        """Looked over at once where nothing more is asked of somebody who told it all; more can be told from there."""
        standing = moved.current()
        if not turn.conversation.facts.get(BRIEF) or not isinstance(standing, Question):
            return moved
        if standing.name in self.still_asked or moved.state.at:
            return moved
        turn.conversation.facts = {}
        try:
            return moved.hurry()
        except Refusal:
            return moved

    async def _confirm_words(self, turn: Turn, interview: Interview, first: str) -> None:
        words, question = turn.words, interview.current()
        assert isinstance(question, Question)
        said = words("✍️ I have this. Write more, or press {button}.", button=words(keyboards.NEXT))
        keyboard = self._keyboard(turn, interview, question)
        await turn.say("\n\n".join(part for part in (first, said) if part), keyboard)

    def _keyboard(self, turn: Turn, interview: Interview, question: Question) -> Keyboard:
        can_go_back = interview.can_go_back
        return question_keyboard(question, turn.words, can_go_back, can_send_now=can_go_back, skip=self.skip)

    async def _keep_and_ask(self, turn: Turn, interview: Interview, first: str = "") -> None:
        await self._keep(turn, interview)
        await self.ask(turn, interview, first)

    async def _keep(self, turn: Turn, interview: Interview) -> None:
        states.go(turn, self.place, **turn.conversation.facts)
        turn.conversation.form = interview.to_json()
        await turn.keep()


def _asked_where(turn: Turn, current: Step) -> bool:
    """True where a place was asked for, and one came."""
    return turn.arrival.position is not None and isinstance(current, Question) and current.kind is Kind.GEOPOINT


def _only_added_words(was: Step, after: Interview) -> bool:
    if not isinstance(was, Question) or not was.multiline:
        return False
    now = after.current()
    return isinstance(now, Question) and was.path == now.path and now.so_far != was.so_far


async def _form(turn: Turn, wanted: str) -> Form:
    """The form of that hash, in use or archived. Raises FormUnknown."""
    in_use = turn.app.content.form_by_hash(wanted)
    return await turn.read(keyless(archive.recall), wanted) if in_use is None else in_use
