"""One person's turn: what came, where they stand, and the few things a handler can do about it.

A handler changes `turn.conversation`, makes at most one `run`, and only then speaks. If the same update comes
again, the handler runs again on the same conversation at the same instant, and `run` hands back the recorded facts.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from handlers.chat.app import App
from handlers.chat.arrival import Arrival
from handlers.chat.pressing import Press
from handlers.chat.speaking import Speaking
from locales import LANGUAGES, Message, Words, best_language
from services.conversation import turns
from services.conversation.conversation import Conversation
from services.conversation.moments import said_at
from services.conversation.taken import Taken
from services.conversation.turns import NOTHING, Decision, Record, Work, kept_facts
from services.forums import Invitation, are_discreet, forum_audience, read_start_parameter
from services.notices.outbox import Lane
from services.request import Request
from services.store import Store

if TYPE_CHECKING:
    from telegram.ext import Application

Given = ParamSpec("Given")
Facts = TypeVar("Facts")


class OneRunATurn(RuntimeError):
    """A handler asked for a second transaction in one turn; a replay could not be told apart from it."""


class TooLateToDecide(RuntimeError):
    """The first time this update changed nothing, and the conversation has moved on since; it shall not now."""


class Turn(Speaking):
    """The typed context of every handler."""

    conversation: Conversation
    said: datetime
    """When the person said it. What waited while the bot was away is judged by this, not by when it is answered."""

    def __init__(
        self,
        application: "Application[Any, Any, Any, Any, Any, Any]",
        chat_id: int | None = None,
        user_id: int | None = None,
    ) -> None:
        super().__init__(application, chat_id, user_id)
        self._before = ""
        self._came_from = ""
        self._record: Record | None = None
        self._has_run = False
        self.label_rest: str | None = None
        """Which thing the pressed button was about: what stood after the middle dot of its label."""
        self.doors: tuple[Message, ...] = ()
        """The labels that lead somewhere from anywhere, whatever is under way. Set by the switchboard."""
        self.drawn_in: str | None = None
        """The language of the buttons that stand below the chat, where that is known. Set by the switchboard."""
        self.passing: tuple[Message, ...] = ()
        """The labels that mean something only while something lasts. Set by the switchboard."""
        self.only_buttons = False
        """Nothing but buttons is awaited: a label counts however it is typed."""
        self.is_repeated = False
        """Set by who calls the handlers: this update was tried before in this process."""
        self.has_decided = False
        """Set once the turn's one transaction is committed, or was by an earlier try."""
        self.link = ""
        """What a link asked for that waited until now: what was under way has ended (see handlers.chat.routing)."""
        self._ended = ""

    async def begin(self, arrival: Arrival, app: App) -> None:
        """Take up the conversation where it stood: on a repeated update, where it stood the first time."""
        self.arrival, self.app = arrival, app
        now = app.clock()
        said = self._said(now)
        self._before, self._record = await app.turns.recall(arrival.number, arrival.chat, now, said)
        self._may_have_spoken = self.is_repeated or self._record is not None
        self.now = self._record.now if self._record else now
        self.said = self._said(self.now)
        self.conversation = Conversation.from_json(self._before)
        self._came_from = self.conversation.place
        self._keep_to_what_is_offered()
        if arrival.message is not None:
            self._note(arrival.message)

    def _keep_to_what_is_offered(self) -> None:
        """The language somebody chose may be offered no more: they go on in another one, and can choose again."""
        chosen = self.conversation.language
        if chosen is not None and chosen not in self.app.languages:
            self.conversation.language = None
            names = " · ".join(self.words.isolated(LANGUAGES[code].native_name) for code in self.app.languages)
            self.preface(f"🌐 {names}: /language")

    def _said(self, now: datetime) -> datetime:
        return said_at(self.arrival.said, now, is_press=self.arrival.button is not None)

    def begin_blank(self, arrival: Arrival, app: App) -> None:
        """Take up nothing: for a word to the person when storage does not even answer."""
        self.arrival, self.app = arrival, app
        self.now = self.said = app.clock()
        self.conversation = Conversation()

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
    def lane(self) -> Lane:
        """How soon what is said here goes, where not all can go at once: also the answer that leads out of a report."""
        states = (self.app.states.get(place) for place in (self._came_from, self.conversation.place))
        return Lane.REPORT if any(state is not None and state.comes_first for state in states) else Lane.REPLY

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
        """The day at the site when the person said it."""
        return self.local.date()

    @property
    def local(self) -> datetime:
        """When the person said it, on the clocks of the site."""
        return self.said.astimezone(self.app.content.organisation.zone)

    @property
    def now_here(self) -> datetime:
        """`now` on the clocks of the site: what is kept with a day is given this, since the day is that of the site."""
        return self.now.astimezone(self.app.content.organisation.zone)

    @property
    def language(self) -> str:
        """The person's language: chosen in this conversation, else that of the buttons on the phone, else the phone's
        own, else the first offered."""
        return self.conversation.language or self.drawn_in or best_language(self.arrival.hint, self.app.languages)

    @property
    def words(self) -> Words:
        """Words in the person's language."""
        return self.app.words(self.language)

    def enter(self, place: str, **facts: Any) -> None:
        """Hand the person's next free text to `place`."""
        self.conversation.enter(place, **facts)

    def leave(self) -> None:
        """Back to the menu, and to the link that waited for it."""
        self._comes_to_the_link()
        self.conversation.leave()

    def stop(self) -> None:
        """The same, with a way back for a while."""
        self._comes_to_the_link()
        self.conversation.stop(self.said)

    def _comes_to_the_link(self) -> None:
        """What waited is shown when this turn is done. An invitation stands in the chat from then on."""
        waited = self.conversation.link
        self.link = waited or self.link
        invited = read_start_parameter(waited)
        if invited is not None:
            self.conversation.invited = waited
            self.accept_language(invited)

    def accept_language(self, invitation: Invitation) -> None:
        """Who could read the poster is spoken to in its language."""
        if invitation.language in self.app.languages:
            self.conversation.language = invitation.language

    async def wipe(self, keep: Sequence[int] = ()) -> int:
        """The same as `Speaking.wipe`. An invitation that stood there comes again, unless it is to a group that others
        who look at the phone are not to read of."""
        invited = read_start_parameter(self.conversation.invited)
        if invited is not None and not are_discreet(self.app.content.forums, [forum_audience(invited.forum)]):
            self.link = self.link or self.conversation.invited
        return await super().wipe(keep)

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
        state = self.app.states.get(before.place)
        is_answer = before.form is not None or (state is not None and state.is_work)
        self.conversation.last = press.taken(before, self.conversation, self._ended, is_answer) if press else None

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
            self.has_decided = True
            return turns.facts_again(work, self._record)
        decision = Decision(self.arrival.number, self.chat, self._before, self.conversation, self.now, self.said)
        facts = await self.app.turns.decide(decision, work)
        self.has_decided = True
        return facts

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
