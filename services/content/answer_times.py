"""How long an answer takes, where it is sooner or later than the organisation's usual time: `organisation.toml`."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.authoring.parts import Problem, TableReader

URGENT = "urgent"
"""The name, beside branches and forms, of whatever a form calls urgent."""
LONGEST = 24 * 90
DAY = 24


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """At most so many `hours`, day or night, for what is named: branches of a report, forms, or URGENT."""

    names: tuple[str, ...]
    hours: int

    @property
    def days(self) -> int | None:
        """The same in days, where it is two or more and no hour is left over."""
        return self.hours // DAY if self.hours >= 2 * DAY and self.hours % DAY == 0 else None

    def is_today(self, now: datetime) -> bool:
        """True where an answer is there before the day of `now` ends on the same clock."""
        return (now + timedelta(hours=self.hours)).date() == now.date()


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """All of them, in the order of the file."""

    listed: tuple[AnswerTime, ...] = ()

    def first_for(self, names: Collection[str]) -> AnswerTime | None:
        """The first that names any of these; None where the usual time holds."""
        return next((each for each in self.listed if not set(each.names).isdisjoint(names)), None)


def read_answer_times(readers: Iterable[TableReader]) -> AnswerTimes:
    """What `[[answer_times]]` says; problems stay with the readers."""
    return AnswerTimes(tuple(_one(reader) for reader in readers))


def _one(reader: TableReader) -> AnswerTime:
    reader.refuse_unknown(("for", "hours"))
    names = reader.list_of_texts("for", at_least=1)
    if not reader.has("hours"):
        reader.complain("hours", "is missing", "Write hours = 24: what you can keep at any hour of any day")
    return AnswerTime(names, reader.number("hours", 1, LONGEST, otherwise=LONGEST))


def what_is_not_known(times: AnswerTimes, file: str, known: Collection[str]) -> Iterator[Problem]:
    """Every name that no part of a report and no form has: its time would never be said."""
    for number, each in enumerate(times.listed, 1):
        for name in each.names:
            if name not in known:
                remedy = f"Choose from: {', '.join(sorted(known))}"
                yield Problem(file, f"answer_times[{number}].for", f"nothing is called “{name}”", remedy)
