"""When the office is open, and when it is told of what has come: `[office]` in `organisation.toml`."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final

from services.authoring.parts import TableReader

KEYS: Final = ("days", "opens", "closes", "calls", "gather_minutes", "next_after_minutes")
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
A_DAY: Final = timedelta(days=1)
MOST_MINUTES: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Office:
    """The hours of one office, on the clocks of its site.

    `calls` are the times at which everybody is asked to look at the desk, whatever has come. In between, what is not
    urgent is told together, at most once in `gather`; what is urgent at once, and while nobody has looked, to the next
    person after `next_after`.
    """

    days: tuple[int, ...] = tuple(range(7))
    """Mondays are 0."""
    opens: time = time(8)
    closes: time = time(16)
    calls: tuple[time, ...] = (time(8), time(13))
    gather: timedelta = timedelta(minutes=60)
    next_after: timedelta = timedelta(minutes=15)

    def is_open(self, local: datetime) -> bool:
        """Whether somebody is there, by the clock on the wall."""
        return local.weekday() in self.days and self.opens <= local.time() < self.closes

    def closes_after(self, day: date, days: int, zone: tzinfo) -> datetime:
        """The end of the office's hours on the last of so many of its days after that day."""
        return _closing(self, day, days, zone)

    def last_call(self, local: datetime) -> datetime:
        """The last time before this moment, or now, at which everybody was to be asked to look."""
        days = (local.date() - A_DAY * back for back in range(8))
        at = (datetime.combine(day, call, local.tzinfo) for day in days for call in self.calls)
        return max(call for call in at if call.weekday() in self.days and call <= local)


@lru_cache(maxsize=4096)
def _closing(office: Office, day: date, days: int, zone: tzinfo) -> datetime:
    """The same few days are asked for with every case of a long queue."""
    while days:
        day += A_DAY
        days -= day.weekday() in office.days
    return datetime.combine(day, office.closes, zone)


def read_office(reader: TableReader) -> Office:
    """What `[office]` says; problems stay with the reader."""
    usual = Office()
    reader.refuse_unknown(KEYS)
    days = reader.names("days", DAYS) if reader.has("days") else DAYS
    opens, closes = _time(reader, "opens", usual.opens), _time(reader, "closes", usual.closes)
    if opens >= closes:
        reader.complain("closes", "is not after opens", 'Write closes = "16:00"')
    if reader.has("days") and not days:
        reader.complain("days", "no day is named", 'Write days = ["mon", "tue"]')
    return Office(
        tuple(DAYS.index(day) for day in days) or usual.days,
        opens,
        closes,
        _calls(reader) or usual.calls,
        timedelta(minutes=reader.number("gather_minutes", 15, MOST_MINUTES, otherwise=60)),
        timedelta(minutes=reader.number("next_after_minutes", 1, MOST_MINUTES, otherwise=15)),
    )


def _time(reader: TableReader, key: str, otherwise: time) -> time:
    return _clock(reader, key, reader.text(key)) or otherwise if reader.has(key) else otherwise


def _calls(reader: TableReader) -> tuple[time, ...]:
    texts = reader.list_of_texts("calls", at_least=1) if reader.has("calls") else ()
    found = (_clock(reader, "calls", text) for text in texts)
    return tuple(sorted({each for each in found if each is not None}))


def _clock(reader: TableReader, key: str, text: str) -> time | None:
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007  a time on the wall has no zone
    except ValueError:
        if text:
            reader.complain(key, f"“{text}” is no time of day", 'Write it as "08:30"')
        return None
