"""On which day a case is erased, if nothing happens until then."""

from datetime import date, timedelta
from typing import Final

from services.reports.case import NOBODYS, Case
from services.reports.case_entry import FROM_THE_PERSON
from services.reports.erasure.clocks import FOR_GOOD, Clocks
from services.reports.erasure.leave import WARNED

WORDS: Final = FROM_THE_PERSON - {"withdrawn", "route_cut"}
"""What somebody has to read before it may go."""
EARLY: Final = timedelta(days=31)
"""So long before it goes a case is told of at the desk, and leave to erase it is laid down."""
GOES_BY_CASE: Final = frozenset({"safety"})
"""The compartments whose cases go one by one. How many complaints about aid workers there are, nothing may count."""


def touched(case: Case) -> date:
    """The last day on which anything was said in the case, or done with it."""
    return max(entry.day for entry in case.entries if entry.kind not in NOBODYS)


def may_go(case: Case) -> bool:
    """True for a case that is over, in which nothing waits for anybody: neither words that nobody has read, nor
    something of it that somebody else must be told to stop using."""
    if case.compartment not in GOES_BY_CASE or case.is_open or case.took_back:
        return False
    unseen = {*case.unseen}
    return not any(entry.id in unseen and entry.kind in WORDS for entry in case.entries)


def goes_on(case: Case, clocks: Clocks, seen: date) -> date | None:
    """The day on which the case goes, its leave seen by the bot on the day `seen`; None where it stays."""
    if clocks.cases_days == FOR_GOOD or not may_go(case):
        return None
    return going(touched(case), clocks, seen)


def going(last: date, clocks: Clocks, seen: date) -> date:
    """The first day of a month on which what was last touched then is due, and was told of long enough."""
    due = max(last + timedelta(days=clocks.cases_days), seen + WARNED)
    return due if due.day == 1 else (due.replace(day=1) + timedelta(days=32)).replace(day=1)


def told_from(case: Case, clocks: Clocks) -> date | None:
    """The day from which the desk says that it goes, and leave may be laid down; None where it stays."""
    day = goes_on(case, clocks, date.min)
    return None if day is None else day - EARLY


def is_told(case: Case, clocks: Clocks, today: date) -> bool:
    """True where that day has come."""
    day = told_from(case, clocks)
    return day is not None and day <= today
