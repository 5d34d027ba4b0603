"""How much one chat may write: many messages at once, fewer in the long run. In memory only."""

from dataclasses import dataclass

from services.conversation.strangers import Strangers

BURST = 60.0
"""Messages at once, after a rest: three whole reports."""
A_SECOND = 0.5
"""Messages in the long run."""
MADE_GOOD = 15.0
"""Messages that have to be made good before somebody who went over it is answered again: half a minute."""
BETWEEN_LOOKS = BURST / A_SECOND
"""Seconds after which every chat that was silent meanwhile is rested."""


@dataclass(slots=True)
class Purse:
    """What one chat may still write, as of when."""

    left: float
    at: float
    is_closed: bool = False

    def fill(self, now: float) -> None:
        """Count up to now."""
        self.left, self.at = min(BURST, self.left + (now - self.at) * A_SECOND), now
        self.is_closed = self.is_closed and self.left < MADE_GOOD


class InputBudget:
    """The generic token bucket for each chat. Times are seconds of a monotonic clock."""

    def __init__(self) -> None:
        self._strangers = Strangers()
        self._purses: dict[bytes, Purse] = {}
        self._looked = 0.0

    def is_closed(self, chat: int, now: float) -> bool:
        """Whether the chat wrote too much, and has not made it good yet."""
        purse = self._purses.get(self._strangers(chat))
        if purse is None:
            return False
        purse.fill(now)
        return purse.is_closed

    def spend(self, chat: int, now: float) -> bool:
        """One message more; False where it is one too many, and the chat is closed from now on."""
        self._forget_rested(now)
        purse = self._purses.setdefault(self._strangers(chat), Purse(BURST, now))
        purse.fill(now)
        purse.is_closed = purse.is_closed or purse.left < 1
        if not purse.is_closed:
            purse.left -= 1
        return not purse.is_closed

    def _forget_rested(self, now: float) -> None:
        if now - self._looked > BETWEEN_LOOKS:
            self._looked = now
            self._purses = {chat: purse for chat, purse in self._purses.items() if now - purse.at < BETWEEN_LOOKS}
