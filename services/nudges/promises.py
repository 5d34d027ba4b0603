"""What residents were promised of answers, and which cases have had none in time.

No hour of a word is kept, so the days of the office are counted: what came on a Tuesday and was promised for 24 hours
later has to be answered before the office closes on its next day.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo

from services.content.answer_times import DAY, URGENT, AnswerTimes
from services.content.office import Office
from services.reports.case import Case
from services.reports.referrals import Referral

BRANCH = "branch"
"""The calculated question of a form that says to which parts of a report it belongs."""
WORDS = frozenset({"report", "message"})


@dataclass(frozen=True, slots=True)
class Promises:
    """`times` as they are told to residents; `usual_days` where none of them holds, 0 for no promise; `office` says
    which days count."""

    times: AnswerTimes = field(default_factory=AnswerTimes)
    usual_days: int = 0
    office: Office = field(default_factory=Office)
    zone: tzinfo = UTC

    def due(self, case: Case) -> datetime | None:
        """Until when an answer was promised, counted from the last word that has none; None where none is awaited."""
        return self.due_after(case, last_word(case)) if case.needs_answer else None

    def due_after(self, case: Case, day: date) -> datetime | None:
        """Until when an answer to a word of that day was promised; None where there is no promise."""
        days = self._days(case)
        return self.office.closes_after(day, days, self.zone) if days else None

    def days_of(self, names: Collection[str]) -> int:
        """How many days of the office an answer may take to what bears one of these names."""
        found = self.times.first_for(names)
        return -(-found.hours // DAY) if found is not None else self.usual_days

    def owed_by(self, referral: Referral) -> datetime | None:
        """Until when the other side of a referral was to answer; None where it owes no answer."""
        since = referral.awaited_since
        return self.office.closes_after(since, referral.days, self.zone) if since is not None else None

    def _days(self, case: Case) -> int:
        return self.days_of({case.form, *case.answer(BRANCH).split(), *((URGENT,) if case.urgent else ())})


def last_word(case: Case) -> date:
    """The day on which the person wrote last."""
    return max(entry.day for entry in case.entries if entry.kind in WORDS)
