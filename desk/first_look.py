"""What can be read while older reports are still being opened: the newest that wait, urgent ones first.

Envelopes open week after week, the newest first, and whatever is about a report came in its week or later. So what
stands here is whole; only what came before is not there yet. Nothing can be done with it until all is open.
"""

import asyncio
from datetime import date
from typing import Final

from sqlmodel import Session

from desk.words.labels import Labels
from services.keys.epochs import monday_of
from services.reports.case import Case
from services.reports.caseload import Caseload

SHOWN: Final = 20
MANY: Final = 1000
"""So many cases are open before anything is shown. Where there are fewer, all is there as soon."""


class FirstLook:
    """Of one unlocking. The thread that opens tells it, pages show it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.begun = self._loop.create_future()
        """Done once it is worth showing."""
        self.since: date | None = None
        """All that came since that day is open."""
        self.cases: tuple[Case, ...] = ()
        self.labels = Labels()
        self._taken = 0

    def take(self, session: Session, caseload: Caseload, week: str) -> None:
        """That week is open, and every later one. Called in the thread."""
        self.labels.learn(session, caseload.forms)
        if len(self.cases) < SHOWN:
            cases = map(caseload.by_id.get, dict.fromkeys(caseload.changed_since(self._taken)))
            waiting = sorted((case for case in cases if case and case.waits_for_us), key=lambda case: case.queue_order)
            self.cases = (*self.cases, *waiting)[:SHOWN]
        self._taken, self.since = caseload.changes, monday_of(week).date()
        if self._taken >= MANY:
            self._loop.call_soon_threadsafe(self._begin)

    def _begin(self) -> None:
        if not self.begun.done():
            self.begun.set_result(None)
