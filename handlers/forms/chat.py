"""Asks any form in a chat: one question a message, big buttons, back, skip, stop, review and change before sending.

Knows nothing of what the form is about: whoever uses it says what to do with the answers.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from handlers.chat import danger, keyboards, small_talk, states
from handlers.chat.attachments import not_taken
from handlers.chat.held_words import let_go, together
from handlers.chat.keyboards import pressed, rows
from handlers.chat.refusals import not_now
from handlers.chat.screen.markup import Keyboard
from handlers.chat.screen.short_messages import is_short, short_messages
from handlers.chat.sweeping import remove_own
from handlers.chat.turn import Turn
from handlers.forms import one_breath, phone_numbers, what_came
from handlers.forms.briefly import confirm_tick, confirm_words, only_new, shows_found
from handlers.forms.chance import new_seed, same_again
from handlers.forms.in_use import form_inside
from handlers.forms.kept_words import with_these_words
from handlers.forms.offering import looked_for, looked_further, page_now, stop_looking
from handlers.forms.steps import may_mean, step
from handlers.forms.told import Told, begun_with, kept_short
from handlers.forms.wording import Ways, question_keyboard, question_messages, review_keyboard, review_text
from handlers.pickers.time import WhichHalf
from locales import Message
from services.errors import Refusal
from services.forms import (
    ConstraintBroken,
    DayUnclear,
    Form,
    FormUnknown,
    Interview,
    NotAChoice,
    Note,
    Question,
    Review,
    Step,
    form_of,
    told_elsewhere,
)
from services.forms.before_sending import asked_before_sending
from services.reports.reports import prefilled


def no_branches(_interview: Interview) -> Collection[str]:
    """A form that names nobody who helps."""
    return ()


def no_ways_out(_turn: Turn) -> Sequence[Message]:
    """Nothing but the form itself."""
    return ()


def nothing_known(_turn: Turn, _interview: Interview) -> Mapping[str, str]:
    """Computed and hidden items say what the form itself gives them."""
    return {}


@dataclass(frozen=True, slots=True)
class FormChat:
    """A place where a form is asked.

    `send` sends a finished interview and answers the person; `stop` ends without sending; `completed` gives what the
    organisation adds to a note; `skip` is the button that leaves a question unanswered; `known` is what computed
    and hidden items say; `story` is the text question for words that come where a button was asked for, '' where they
    are not taken; `still_asked` is asked even of somebody who told it all in their own words; `helping`: the branches
    of a report in which the form itself names who helps; `ways_out`: buttons that lead elsewhere, above those of each
    question; `read_here` are items by which the bot knows how to deal with
    the answers. The facts of the conversation when a form is begun stay with it to the end.
    """

    place: str
    send: Callable[[Turn, Interview, Form], Awaitable[None]]
    stop: Callable[[Turn], Awaitable[None]]
    completed: Callable[[Turn, Interview, Note], str]
    skip: Message = keyboards.SKIP
    known: Callable[[Turn, Interview], Mapping[str, str]] = nothing_known
    story: str = ""
    still_asked: Collection[str] = ()
    helping: Callable[[Interview], Collection[str]] = no_branches
    ways_out: Callable[[Turn], Sequence[Message]] = no_ways_out
    read_here: Collection[str] = ()

    async def begin(
        self, turn: Turn, form: Form, given: Mapping[str, str] = MappingProxyType({}), may_decline: bool = False
    ) -> None:
        """Ask the first question whose answer is not given (`reports.prefilled`). `may_decline`: what the form requires
        may be left unanswered too."""
        interview = Interview.begin(form, turn.today, turn.language, now=turn.local, seed=new_seed())
        interview = interview.nothing_compulsory() if may_decline else interview
        interview = prefilled(self._informed(turn, interview), given)
        await self.ask(turn, await self._keep_begun(turn, interview))

    async def begin_told(self, turn: Turn, form: Form, given: Mapping[str, str], told: Told) -> None:
        """The same with words that were written before: they are the story, and only what is `still_asked` follows."""
        interview = Interview.begin(form, turn.today, turn.language, now=turn.local, seed=new_seed())
        interview = prefilled(self._informed(turn, interview), given)
        with_words = begun_with(turn, interview, told)
        interview = await self._keep_begun(turn, self._informed(turn, with_words or interview))
        if told.said:
            await turn.say(told.said)
        where = turn.words("✍️ Your words are part of this. You can change them before you send it.")
        await self.ask(turn, interview, where if with_words else "")

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
        turn.only_buttons = what_came.awaits_buttons(current)
        if what_came.means_stop(turn, current):
            await self.stop(turn)
        elif isinstance(current, Review) and pressed(turn, (keyboards.SEND,)):
            await self._send(turn, interview, form)
        elif turn.attachment is not None and turn.text is None and not what_came.asked_where(turn, current):
            await self.ask(turn, interview, not_taken(turn))
        else:
            await self._go_on(turn, interview, current)

    async def again(self, turn: Turn) -> None:
        """Ask the present question once more, in the language spoken now."""
        found = await self._resume(turn)
        if found is not None:
            await self.ask(turn, found[1])

    async def again_with_held_words(self, turn: Turn) -> bool:
        """The same, with the words that are held added to the story; False where they do not fit into it."""
        found = await self._resume(turn)
        if found is None:
            return True
        try:
            told = told_elsewhere(found[1], self.story, together(turn))
        except Refusal:
            return False
        let_go(turn)
        told = self._led(turn, found[1].current(), told)
        await self._keep_and_ask(turn, told, turn.words("✍️ I added what you wrote meanwhile. It is not sent yet."))
        return True

    async def ask(
        self, turn: Turn, interview: Interview, first: str = "", suggested: Sequence[str] = (), seen: Step | None = None
    ) -> None:
        """Say `first`, if anything, and the present question or the review with their buttons, above them those of
        answers that may be meant. `seen`: what stands in the chat already."""
        current, words = only_new(interview.current(), seen), turn.words

        def completed(note: Note) -> str:
            return self.completed(turn, interview, note)

        if isinstance(current, Question):
            *before, text = question_messages(current, page_now(turn, current), words, completed)
            keyboard = self._keyboard(turn, interview, current)
        else:
            assert isinstance(current, Review)
            *before, text = short_messages([review_text(current, words, completed, self.read_here)])
            keyboard = [*rows(words, self.ways_out(turn)), *review_keyboard(current, words)]
        for each in before:
            await turn.say(each)
        keyboard = [*([answer] for answer in suggested), *keyboard]
        together = "\n\n".join(part for part in (first, text) if part)
        if first and isinstance(current, Review) and not is_short(together):
            # Above a long review nobody would see it: a chat shows the end of what came.
            together = first
            await turn.say(text)
        await turn.say(together, keyboard)

    async def _resume(self, turn: Turn) -> tuple[Form, Interview] | None:
        """The form and how far it has come; None (and the person told) where the form is nowhere any more."""
        stored = turn.conversation.form
        assert stored is not None, "this place is only entered with an interview"
        try:
            form = await form_inside(turn, form_of(stored))
        except FormUnknown as gone:
            await turn.say(not_now(turn, gone), rows(turn.words, (keyboards.STOP,)))
            return None
        interview = Interview.resume(form, stored, turn.today, turn.language, now=turn.local)
        return form, self._informed(turn, interview)

    def _informed(self, turn: Turn, interview: Interview) -> Interview:
        return interview.knowing(self.known(turn, interview))

    def _led(self, turn: Turn, current: Step, moved: Interview) -> Interview:
        """Where it goes on after what was asked until now: no further than somebody who hurries has to."""
        moved = kept_short(turn, self._informed(turn, moved), self.still_asked)
        return asked_before_sending(current, moved)

    async def _send(self, turn: Turn, interview: Interview, form: Form) -> None:
        try:
            await self.send(turn, interview, form)
        except ConstraintBroken as broken:
            await self._keep_and_ask(turn, interview.change(broken.path), not_now(turn, broken))
        except Refusal as refusal:
            await self.ask(turn, interview, not_now(turn, refusal))

    async def _go_on(self, turn: Turn, interview: Interview, current: Step) -> None:
        if what_came.is_an_old_button(turn, current):
            await self.ask(turn, interview)
            return
        if looked_further(turn, current):
            await self._keep_and_ask(turn, interview)
            return
        more = one_breath.joined(turn, interview, current)
        if more is not None:
            more = self._led(turn, current, more)
            await self._keep_and_ask(turn, more, turn.words("✍️ I added this to what you wrote before."))
            return
        try:
            phone_numbers.check(turn, current)
            moved = step(turn, interview, current)
        except (DayUnclear, WhichHalf) as several:
            await self.ask(turn, interview, not_now(turn, several), may_mean(several), seen=current)
            return
        except Refusal as refusal:
            await self._refused(turn, interview, refusal)
            return
        one_breath.noted(turn, current, moved)
        await self._moved(turn, current, moved)

    async def _moved(self, turn: Turn, current: Step, moved: Interview) -> None:
        """Keep it, and say no more than is new."""
        if not what_came.only_ticked(current, moved):
            stop_looking(turn)
        moved = self._led(turn, current, moved)
        if what_came.asked_where(turn, current):
            await self._keep_and_ask(turn, moved, turn.words("🧹 I noted it roughly, and removed it from this chat."))
            await remove_own(turn)
            return
        first = not_taken(turn) if turn.attachment is not None else what_came.taken_as_words(turn, current)
        now = moved.current()
        if isinstance(now, Question) and what_came.only_added_words(current, moved):
            await self._keep(turn, moved)
            await confirm_words(turn, self._keyboard(turn, moved, now), first)
        elif isinstance(now, Question) and what_came.only_ticked(current, moved):
            await self._keep(turn, moved)
            await confirm_tick(turn, now, self._keyboard(turn, moved, now))
        else:
            await self._keep_and_ask(turn, moved, first)

    async def _refused(self, turn: Turn, interview: Interview, refusal: Refusal) -> None:
        """Words that are no answer may be what somebody looks for in a long list or review; words of the story are
        kept for it; otherwise say why, and ask again."""
        current = interview.current()
        if isinstance(refusal, phone_numbers.NumberDoubtful):
            await self._keep_and_ask(turn, interview, not_now(turn, refusal))
        elif (chat := small_talk.small_talk_in(turn)) is not None and chat.kind != small_talk.UNASKED:
            await self.ask(turn, interview, small_talk.answer(turn, chat), seen=current)
        elif isinstance(refusal, NotAChoice) and looked_for(turn, current, must_find=bool(self.story)):
            await self._keep_and_ask(turn, interview)
        elif not await shows_found(turn, current):
            await self._kept_for_the_story(turn, interview, refusal)

    async def _kept_for_the_story(self, turn: Turn, interview: Interview, refusal: Refusal) -> None:
        seen = interview.current()
        try:
            told = with_these_words(turn, interview, self.story, refusal)
        except Refusal as too_long:
            await self.ask(turn, interview, not_now(turn, too_long), seen=seen)
            return
        file = not_taken(turn) + "\n\n" if turn.attachment is not None else ""
        if told is None:
            if self.ways_out(turn):
                await self._keep(turn, interview)
            await self.ask(turn, interview, file + not_now(turn, refusal), seen=seen)
        else:
            said = turn.words("✍️ I keep this with what you tell. It is not sent yet.")
            await self._keep_and_ask(turn, self._led(turn, seen, told), file + said, seen)

    def _keyboard(self, turn: Turn, interview: Interview, question: Question) -> Keyboard:
        can = Ways(back=interview.can_go_back, hurry=interview.can_go_back and interview.can_hurry)
        asked = question_keyboard(question, page_now(turn, question), turn.words, can, self.skip)
        return [*rows(turn.words, self.ways_out(turn)), *asked]

    async def _keep_and_ask(self, turn: Turn, interview: Interview, first: str = "", seen: Step | None = None) -> None:
        await self._keep(turn, interview)
        await self.ask(turn, interview, first, seen=seen)

    async def _keep_begun(self, turn: Turn, interview: Interview) -> Interview:
        self._stand(turn, interview)
        return interview.seeded(await turn.run(same_again, interview.state.seed))

    async def _keep(self, turn: Turn, interview: Interview) -> None:
        self._stand(turn, interview)
        await turn.keep()

    def _stand(self, turn: Turn, interview: Interview) -> None:
        states.go(turn, self.place, **turn.conversation.facts)
        turn.conversation.form = interview.to_json()
        danger.branches_told(turn, self.helping(interview))
