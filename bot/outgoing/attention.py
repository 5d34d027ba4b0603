"""Whom the bot has answered much lately: whoever had least is answered first where not all can be answered at once."""

from collections import Counter

Chat = int | str
SPAN = 300.0
"""Seconds. What is counted as lately reaches one to two of them back."""


class Attention:
    """How many messages each chat had lately. In memory only, and forgotten with what is said ten minutes later."""

    def __init__(self) -> None:
        self._now, self._before = Counter[Chat](), Counter[Chat]()
        self._until = 0.0

    def note(self, chat: Chat, now: float) -> None:
        """A message goes to this chat now."""
        if now >= self._until:
            self._before = self._now if now < self._until + SPAN else Counter()
            self._now, self._until = Counter(), now + SPAN
        self._now[chat] += 1

    def had(self, chat: Chat) -> int:
        """How many went there lately."""
        return self._now[chat] + self._before[chat]
