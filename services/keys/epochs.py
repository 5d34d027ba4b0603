"""Months and weeks as keys and envelopes name them, always in UTC. Knows no key."""

from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

COMPARTMENTS: Final = ("safety", "psea", "surveys")
"""Who can open is decided by compartment: concerns, complaints about aid workers, survey answers."""

MONTHS_AHEAD: Final = 12


class EpochName(NamedTuple):
    """One key's name: its compartment, its month 'YYYY-MM', and its serial (1, raised when somebody leaves)."""

    compartment: str
    epoch: str
    serial: int


def epoch_of(now: datetime) -> str:
    """The month 'YYYY-MM' in UTC."""
    return f"{now.astimezone(UTC):%Y-%m}"


def week_of(now: datetime) -> str:
    """The ISO 8601 week 'YYYY-Www' in UTC."""
    year, week, _ = now.astimezone(UTC).isocalendar()
    return f"{year:04d}-W{week:02d}"


def week_after(week: str) -> str:
    """The week that follows. Raises ValueError where it is none."""
    return week_of(monday_of(week) + timedelta(weeks=1))


def monday_of(week: str) -> datetime:
    """When a week begins. Raises ValueError where it is none."""
    year, _, number = week.partition("-W")
    return datetime.fromisocalendar(int(year), int(number), 1).replace(tzinfo=UTC)


def epochs_ahead(now: datetime, months: int = MONTHS_AHEAD) -> list[str]:
    """This month and the `months` after it."""
    moment = now.astimezone(UTC)
    counted = [moment.year * 12 + moment.month - 1 + step for step in range(months + 1)]
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in counted]
