"""Whom the bot has answered much lately: whoever had least is answered first where not all can be answered at once."""

from collections import Counter

from services.conversation.strangers import Strangers

Chat = int | str
SPAN = 300.0
"""Seconds. What is counted as lately reaches one to two of them back."""


class Attention:
    """How many messages each chat had lately. In memory only, and forgotten with what is said ten minutes later."""

    def __init__(self) -> None:
        self._now, self._before = Counter[Chat](), Counter[Chat]()
        self._until = 0.0
        self._strangers = Strangers()
        self._left_now, self._left_before = Counter[bytes](), Counter[bytes]()
        """What an earlier process has counted, by tags."""
        self._known = dict[Chat, bytes]()

    def note(self, chat: Chat, now: float) -> None:
        """A message goes to this chat now."""
        self._turn_over(now)
        self._now[chat] += 1

    def had(self, chat: Chat) -> int:
        """How many went there lately."""
        return self._now[chat] + self._before[chat] + self._had_before(chat)

    def leave(self, now: float) -> None:
        """For another process: the same counts, without the chats."""
        self._turn_over(now)
        for counted, left in ((self._now, self._left_now), (self._before, self._left_before)):
            for chat, number in counted.items():
                if isinstance(chat, int):
                    left[self._strangers(chat)] += number
            counted.clear()
        self._known.clear()

    def _turn_over(self, now: float) -> None:
        if now < self._until:
            return
        is_next = now < self._until + SPAN
        self._before, self._left_before = (self._now, self._left_now) if is_next else (Counter(), Counter())
        self._now, self._left_now, self._until = Counter(), Counter(), now + SPAN
        self._known.clear()

    def _had_before(self, chat: Chat) -> int:
        if isinstance(chat, str) or not (self._left_now or self._left_before):
            return 0
        if chat not in self._known:
            self._known[chat] = self._strangers(chat)
        tag = self._known[chat]
        return self._left_now[tag] + self._left_before[tag]
