"""How people were answered: after how many days, in time or not, who wrote again, and what became of referrals.

Days are all that is known. A word that was answered and the promise it was under are taken as they stand in the thread:
later words that came before the answer move the day until which it was promised, as they do in the queue.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median_low
from typing import Final

from services.picture.overview import counts
from services.reports.case import Case
from services.reports.case_entry import CaseEntry
from services.reports.deeds.status import said_in

DueAfter = Callable[[Case, date], datetime | None]
"""Until when an answer to a word of that day was promised; None where there is no promise."""
WORDS: Final = frozenset({"report", "message"})
REFERRED: Final = "referred"
DONE: Final = frozenset({"helped", "passed_on"})
"""Outcomes of a referral that came to something."""


@dataclass(frozen=True, slots=True)
class Waited:
    """Words of one person that ask for an answer: from their first day until the answer, None while there is none.
    `due` is until when it was promised, None without a promise."""

    since: date
    answered: date | None
    due: datetime | None

    def is_in_time(self, now: datetime) -> bool | None:
        """Whether the promise was kept; None where there is none, or it can still be kept."""
        if self.due is None:
            return None
        if self.answered is not None:
            return self.answered <= self.due.date()
        return None if now < self.due else False


@dataclass(frozen=True, slots=True)
class Part:
    """So many of all."""

    some: int
    all: int


@dataclass(frozen=True, slots=True)
class Referrals:
    """Cases that were referred at some time: by where they stand now."""

    under_way: int
    done: int
    otherwise: int


@dataclass(frozen=True, slots=True)
class Answers:
    """`days` is the middle number of days until an answer, None where nobody was answered; `waiting` have none yet."""

    answered: int
    days: int | None
    waiting: int
    in_time: Part
    came_back: Part
    referrals: Referrals


def answers(cases: Iterable[Case], due_after: DueAfter, now: datetime) -> Answers:
    """How people of these cases were answered, of those that count."""
    counted = [case for case in cases if counts(case)]
    waits = [wait for case in counted for wait in waited(case, due_after)]
    days = [(wait.answered - wait.since).days for wait in waits if wait.answered is not None]
    kept = [is_kept for wait in waits if (is_kept := wait.is_in_time(now)) is not None]
    return Answers(
        answered=len(days),
        days=median_low(days) if days else None,
        waiting=len(waits) - len(days),
        in_time=Part(sum(kept), len(kept)),
        came_back=_came_back(counted),
        referrals=_referrals(counted),
    )


def waited(case: Case, due_after: DueAfter) -> Iterator[Waited]:
    """Each time the person of a case waited for an answer. What was closed without one is left out."""
    first = last = None
    for entry in case.entries:
        if entry.kind in WORDS and not (entry.kind == "report" and case.answer("reply_wanted") == "no"):
            first, last = first or entry.day, max(last or entry.day, entry.day)
        elif entry.kind == "reply" and first and last:
            yield Waited(first, entry.day, due_after(case, last))
            first = last = None
        elif entry.id not in case.undone and _closes(entry):
            first = last = None
    if first and last and case.needs_answer:
        yield Waited(first, None, due_after(case, last))


def _came_back(cases: Sequence[Case]) -> Part:
    """People who wrote again with their receipt, on the same report or with another one."""
    of_person: dict[bytes, list[Case]] = {}
    for case in cases:
        if case.mailbox is not None:
            of_person.setdefault(case.mailbox.tag, []).append(case)
    again = sum(len(each) > 1 or _wrote_again(each[0]) for each in of_person.values())
    return Part(again, len(of_person))


def _wrote_again(case: Case) -> bool:
    return any(entry.kind == "message" for entry in case.entries)


def _referrals(cases: Iterable[Case]) -> Referrals:
    referred = [case for case in cases if was_referred(case)]
    under_way = sum(case.is_open for case in referred)
    done = sum(not case.is_open and case.outcome in DONE for case in referred)
    return Referrals(under_way, done, len(referred) - under_way - done)


def was_referred(case: Case) -> bool:
    """True for a case that stood as referred at some time."""
    return any(_status(entry) == REFERRED for entry in case.entries if entry.id not in case.undone)


def _closes(entry: CaseEntry) -> bool:
    return _status(entry) == "closed"


def _status(entry: CaseEntry) -> str:
    """How a member said that the case stands; '' where this entry says nothing of it."""
    said = said_in(entry.facts) if entry.member is not None else None
    return said[0] if said else ""
