"""The world around a form while somebody answers it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time


@dataclass(frozen=True, slots=True)
class Moment:
    """What is true outside the form: the day, the time, the reader's language, a seed for chance, and what the
    organisation `known` puts in the place of computed and hidden items, by their names."""

    today: date
    now: datetime
    language: str
    seed: str = ""
    known: Mapping[str, str] = field(default_factory=dict)


def moment_of(today: date, now: datetime | None, language: str, seed: str) -> Moment:
    """Without a time of day, midnight: forms that only look at the day need none."""
    return Moment(today, now or datetime.combine(today, time(), UTC), language, seed)
