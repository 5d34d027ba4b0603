"""What a member is told of closed cases that are erased soon."""

from datetime import date, datetime

from sqlmodel import Session

from desk.config import DeskConfig
from services.keys.keyring import Unlocked
from services.reports.case import Case
from services.reports.erasure.clock import goes_on, told_from
from services.reports.erasure.leave import leave_seen, tag_of


class Erasing:
    """By the clocks of the organisation, and since when the bot has seen leave to erase each."""

    def __init__(self, config: DeskConfig) -> None:
        self._config = config
        self._seen: dict[bytes, date | None] = {}

    def learn(self, session: Session) -> None:
        """What the bot has seen by now."""
        self._seen = leave_seen(session)

    def told_from(self, case: Case) -> datetime | None:
        """When the desk begins to say so; None where the case stays."""
        day = told_from(case, self._config.clocks)
        return None if day is None else datetime(day.year, day.month, day.day, tzinfo=self._config.zone)

    def is_told(self, case: Case) -> bool:
        """True where the desk says so today."""
        begins = self.told_from(case)
        return begins is not None and begins <= self._config.now()

    def goes_on(self, unlocked: Unlocked, case: Case) -> date | None:
        """The day on which it is erased unless something happens; None where nothing is said of it."""
        if not self.is_told(case):
            return None
        seen = self._seen.get(tag_of(unlocked, case) or b"")
        return goes_on(case, self._config.clocks, seen or self._config.now().date())
