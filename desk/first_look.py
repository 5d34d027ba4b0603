"""What can be read while older reports are still being opened: the newest that wait, urgent ones first.

The newest weeks open first, and whatever is about a report came in its week or later. So what stands here is whole;
only what came before is not there yet. Nothing can be done with it until all is open.
"""

import asyncio
from datetime import date
from heapq import nsmallest
from typing import Final

from desk.words.labels import Labels
from services.keys.envelopes import Reading
from services.keys.epochs import monday_of
from services.reports.case import Case
from services.reports.caseload import Caseload

SHOWN: Final = 20


class FirstLook:
    """Of one unlocking. The thread that opens tells it, pages show it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.begun = self._loop.create_future()
        """Done once there is something to show."""
        self.since: date | None = None
        """All that came since that day is open."""
        self.cases: tuple[Case, ...] = ()
        self.labels = Labels()

    def take(self, reading: Reading, caseload: Caseload, week: str) -> None:
        """All that came in that week or later is open. Called in the thread."""
        with reading() as session:
            self.labels.learn(session, caseload.forms)
        waiting = (case for case in caseload.each() if case.waits_for_us)
        self.cases = tuple(nsmallest(SHOWN, waiting, key=lambda case: case.queue_order))
        self.since = monday_of(week).date()
        self._loop.call_soon_threadsafe(self._begin)

    def _begin(self) -> None:
        if not self.begun.done():
            self.begun.set_result(None)
