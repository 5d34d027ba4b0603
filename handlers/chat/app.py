"""What every handler may use. Built once by the process; handlers never build their own."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

from handlers.chat.screen.last_answers import LastAnswers
from handlers.chat.screen.shown_keyboards import ShownKeyboards
from locales import Words
from services.content.content import Content
from services.conversation.quotas import WEEK, Quotas
from services.conversation.turns import Decision, Record, Work
from services.directory.catalogue import ServiceCatalogue
from services.keys.trust import Trust
from services.reports.receipts import ReceiptPool
from services.store import Store

if TYPE_CHECKING:
    from handlers.chat.refusals import Sentences
    from handlers.chat.states import State

Given = ParamSpec("Given")
Result = TypeVar("Result")


class TurnStore(Protocol):
    """The way from the conversation to storage: every call runs in a worker thread, in its own transaction."""

    async def recall(
        self, number: int, chat: int, now: datetime, said: datetime | None = None
    ) -> tuple[str, Record | None]:
        """The chat's conversation (as JSON) as it was when this was `said` (now, unless it is given), and the record
        of this very turn where it was decided before."""
        ...

    async def decide(self, decision: Decision, work: Work[Result]) -> Result:
        """Do the work, keep the conversation and the turn's record, commit; the facts that came of it.

        Raises AlreadySettled, DecisionInDoubt, and what the work raises.
        """
        ...

    async def read(
        self, rule: Callable[Concatenate[Store, Given], Result], *args: Given.args, **kwargs: Given.kwargs
    ) -> Result:
        """Run a rule that changes nothing."""
        ...

    async def write(
        self, rule: Callable[Concatenate[Store, Given], Result], *args: Given.args, **kwargs: Given.kwargs
    ) -> Result:
        """Run a rule in a transaction of its own, outside every turn's record."""
        ...

    async def think(self, work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result:
        """Run slow arithmetic (key derivation) off the loop, without touching storage."""
        ...

    async def messages(self, chat: int, now: datetime) -> list[int]:
        """Numbers of the chat's messages that can still be deleted, pushed ones too; perhaps some of other chats."""
        ...

    def sent(self, chat: int, *numbers: int) -> None:
        """Note messages that could be deleted later."""
        ...

    def gone(self, chat: int, numbers: Collection[int]) -> None:
        """Note that these messages are deleted."""
        ...


@dataclass(frozen=True, slots=True)
class App:
    """The shared things of one running bot."""

    content: Content
    trust: Trust
    site_salt: bytes
    receipts: ReceiptPool
    languages: tuple[str, ...]
    turns: TurnStore
    clock: Callable[[], datetime]
    states: "Mapping[str, State]"
    """Where a conversation can be, by name (routes.STATES)."""
    refusals: "Sentences"
    """What is said to each refusal (routes.REFUSALS)."""
    catalogue: ServiceCatalogue
    """The directory of services, to be used by rules only: it belongs to the storage thread."""
    quotas: Quotas = field(default_factory=Quotas)
    weekly: Quotas = field(default_factory=lambda: Quotas(WEEK))
    """What each person may do once a week. In memory like the other quotas, and forgotten after a week."""
    keyboards: ShownKeyboards = field(default_factory=ShownKeyboards)
    answers: LastAnswers = field(default_factory=LastAnswers)

    def words(self, language: str) -> Words:
        """The words of one offered language."""
        return Words(language)
