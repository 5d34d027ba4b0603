"""What Telegram's clock says: the Date of its last answer (RFC 9110), so that a wrong clock of ours is noticed."""

import time
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

CLOSE: Final = timedelta(hours=1)
"""Clocks that differ by less agree for everything that is erased or told by the hour."""


class TelegramClock:
    """Fed with each answer. Between two answers it goes on by itself."""

    def __init__(self) -> None:
        self._has_answered = False
        self._said: datetime | None = None
        self._at = 0.0

    def note(self, date: str | None) -> None:
        """An answer came, with this Date."""
        self._has_answered = True
        try:
            self._said, self._at = parsedate_to_datetime(date or ""), time.monotonic()
        except ValueError:
            return

    def vouches_for(self, now: datetime) -> bool:
        """Whether our clock may be right. Not before the first answer; a server that gives no Date says nothing."""
        if not self._has_answered or self._said is None:
            return self._has_answered
        there = self._said + timedelta(seconds=time.monotonic() - self._at)
        return abs(now - there) <= CLOSE
