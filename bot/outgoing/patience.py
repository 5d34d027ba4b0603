"""How long a notice with buttons waits for somebody who is in the middle of something.

Its buttons would take the place of the ones that the person needs to finish a report, to read an answer, to note a
receipt. So it waits until they are done, but for a bounded time and never when it is pressing; then it comes without
buttons. What puts right something that people were told waits for nobody, nor does anything wait for whoever has only
typed words: they would come to a meeting that was cancelled. Counted in memory: a restart may add to the wait what it
had been so far.
"""

from datetime import datetime, timedelta
from typing import Final

from handlers.notices import NoticeText
from services.notices.dispatch import ClaimedNotice
from services.notices.outbox import Lane

BETWEEN_LOOKS: Final = timedelta(seconds=15)
LONGEST_WAIT: Final = timedelta(minutes=10)
TIME_TO_ACT: Final = timedelta(minutes=45)
"""Where so little is left until a notice is worth nothing any more (a meeting begins), it does not wait."""
MOST_IN_MIND: Final = 10_000


class Patience:
    """Since when which notices wait."""

    def __init__(self) -> None:
        self._since: dict[int, datetime] = {}

    def waits(self, claimed: ClaimedNotice, worded: NoticeText, now: datetime) -> bool:
        """Whether it goes on waiting. Once it does not, it is forgotten here."""
        since = self._since.setdefault(claimed.id, now)
        is_pressing = worded.is_urgent or worded.old is not None or claimed.lane is Lane.SAFETY
        is_pressing = is_pressing or claimed.can_be_told
        is_soon_over = claimed.until is not None and claimed.until - now < TIME_TO_ACT
        if not is_pressing and not is_soon_over and timedelta() <= now - since < LONGEST_WAIT:
            self._forget_beyond(MOST_IN_MIND)
            return True
        del self._since[claimed.id]
        return False

    def _forget_beyond(self, most: int) -> None:
        """Those that were sent meanwhile are the oldest."""
        while len(self._since) > most:
            del self._since[next(iter(self._since))]
