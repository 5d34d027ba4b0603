"""On which day somebody looks into a case again."""

from dataclasses import replace
from datetime import date, timedelta

from services.errors import Refusal
from services.reports.case_entry import CaseEntry
from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.standing import Standing

FARTHEST = timedelta(days=2 * 365)


class NotADayToCome(Refusal):
    """A next check is today or later, and within two years."""


def check_on(day: date | None, today: date) -> Act:
    """Look again on that day; None takes back what was said. Raises NotADayToCome."""
    if day is not None and not today <= day <= today + FARTHEST:
        raise NotADayToCome
    return Act(DEED.event, {"day": day.isoformat() if day else None})


def read_day(text: str) -> date | None:
    """The day as `2026-12-31`, None for nothing. Raises NotADayToCome for anything else."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise NotADayToCome from None


def day_in(facts: Facts) -> date | None:
    """The day that the facts name, None where they name none."""
    return date.fromisoformat(facts["day"]) if facts["day"] else None


def _understands(facts: Facts) -> bool:
    day = facts.get("day", "")
    try:
        return day is None or date.fromisoformat(day).isoformat() == day
    except (TypeError, ValueError):
        return False


def _change(standing: Standing, entry: CaseEntry) -> Standing:
    return replace(standing, next_check=day_in(entry.facts))


DEED = Deed("next_check", _understands, _change)
