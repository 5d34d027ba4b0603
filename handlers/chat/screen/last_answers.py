"""Which press, or which words, were answered last in each chat, and with which message: in memory only, as digests and
numbers."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from handlers.chat.screen.shown_keyboards import CHATS_IN_MIND
from services.conversation.strangers import Strangers


@dataclass(frozen=True, slots=True)
class Answered:
    """A press by its digest and number, the number of the first message that answered it, and when that was."""

    mark: str
    message: int
    first_said: int
    at: datetime


class LastAnswers:
    """The last press of each chat that was answered with words; nothing where this process does not know."""

    def __init__(self) -> None:
        self._strangers = Strangers()
        self._last: OrderedDict[bytes, Answered] = OrderedDict()

    def note(self, chat: int, answered: Answered) -> None:
        """This was answered now."""
        stranger = self._strangers(chat)
        self._last[stranger] = answered
        self._last.move_to_end(stranger)
        if len(self._last) > CHATS_IN_MIND:
            self._last.popitem(last=False)

    def has_answered(self, chat: int, mark: str, message: int) -> bool:
        """True for the same press once more, sent before anybody could see what the first one brought."""
        last = self._last.get(self._strangers(chat))
        return last is not None and last.mark == mark and last.message < message < last.first_said

    def has_just_answered(self, chat: int, mark: str, message: int, since: datetime) -> bool:
        """True for the same once more where nothing else was answered in between, and no earlier than `since`."""
        last = self._last.get(self._strangers(chat))
        return last is not None and last.mark == mark and last.message < message and last.at >= since
