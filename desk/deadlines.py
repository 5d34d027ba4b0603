"""Until when answers were promised, of all cases that are open to a member: kept up while cases change."""

from datetime import datetime

from services.nudges.bell import RINGS_FOR
from services.nudges.promises import Promises
from services.reports.case import Case
from services.reports.caseload import Caseload


class Deadlines:
    """Over the cases of one unlocked desk."""

    def __init__(self, promises: Promises, caseload: Caseload) -> None:
        self._promises, self._caseload = promises, caseload
        self._due: dict[bytes, tuple[Case, datetime | None]] = {}
        self._ringing: dict[bytes, datetime] = {}
        self._heard_of = 0

    def due(self, case: Case) -> datetime | None:
        """Until when an answer was promised; None where none is awaited."""
        known = self._due.get(case.id)
        if known is None or known[0] is not case:
            known = self._due[case.id] = case, self._promises.due(case)
        return known[1]

    @property
    def first(self) -> datetime | None:
        """When the first of those answers is due that the bell rings for."""
        for case_id in dict.fromkeys(self._caseload.changed_since(self._heard_of)):
            case = self._caseload.by_id.get(case_id)
            due = self.due(case) if case is not None and case.compartment == RINGS_FOR else None
            if due is None:
                self._ringing.pop(case_id, None)
            else:
                self._ringing[case_id] = due
        self._heard_of = self._caseload.changes
        return min(self._ringing.values(), default=None)
