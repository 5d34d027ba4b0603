"""What one process leaves to the next in its place: counts, marks and keys that exist nowhere else.

None of it is what anybody said. It goes through a file in memory that only the two of them hold, and is wiped there as
soon as it is read. What stands there is read as data: whoever came to write it could have no code run.
"""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from bot.incoming.budget import InputBudget, Purse
from bot.incoming.intake import Troubles
from bot.logs import EventCounts, LogEvent
from bot.outgoing.attention import Attention
from bot.outgoing.pace import ChatPace, Pace
from bot.outgoing.patience import Patience
from bot.succession.plain_form import as_json, from_json
from handlers.chat.screen.last_answers import Answered, LastAnswers
from handlers.chat.screen.shown_keyboards import Below, ShownKeyboards
from services.conversation.quotas import WEEK, Quotas
from services.conversation.strangers import Strangers
from services.keys.sealing import KeyPair
from services.reports.receipts import MailboxKeys, Ready, Receipt


@dataclass(slots=True)
class Heritage:
    """Each process works with these very objects; a restart begins with new ones. Moments are those of a clock that is
    the same for all processes of the machine and is never set."""

    quotas: Quotas = field(default_factory=Quotas)
    weekly: Quotas = field(default_factory=lambda: Quotas(WEEK))
    keyboards: ShownKeyboards = field(default_factory=ShownKeyboards)
    answers: LastAnswers = field(default_factory=LastAnswers)
    receipts: Sequence[Ready] = ()
    """Those that nobody was given yet."""
    budget: InputBudget = field(default_factory=InputBudget)
    pace: Pace = field(default_factory=Pace)
    patience: Patience = field(default_factory=Patience)
    troubles: Troubles = field(default_factory=Troubles)
    events: EventCounts = field(default_factory=EventCounts)
    due: dict[str, float] = field(default_factory=dict)
    """When each tick comes round."""
    began: float = field(default_factory=time.monotonic)
    is_first: bool = True
    is_presented: bool = False
    """Whether Telegram was told our commands and what the bot is for."""

    @classmethod
    def taken_up(cls, file: int) -> Self | None:
        """What the one before has left; None for the first. It is gone from the file then. Raises NotPlain."""
        size = os.fstat(file).st_size
        left = os.pread(file, size, 0)
        os.ftruncate(file, 0)
        if not left:
            return None
        return from_json(left, cls, KINDS)

    def leave(self, file: int) -> None:
        """For the next, in an empty file."""
        self.pace.leave(time.monotonic())
        os.pwrite(file, as_json(self), 0)


KINDS = (
    *(Heritage, Quotas, Strangers, ShownKeyboards, Below, LastAnswers, Answered, InputBudget, Purse, Patience),
    *(Ready, Receipt, MailboxKeys, KeyPair, Pace, ChatPace, Attention, Troubles, EventCounts, LogEvent),
)
"""All that is ever handed on."""
