"""Opening hours as OpenStreetMap writes them: each is read right, or not at all, and never as more open than it is."""

import pytest

from services.directory.hours import is_open
from services.directory.hours_text import HoursUnclear, read_hours
from services.recurrence.wall_time import WallTime

# The first Monday of a month, the second, and the Tuesday and Wednesday after it.
FIRST, SECOND, TUESDAY, WEDNESDAY = (WallTime.parse(f"2026-03-{day}T11:00") for day in ("02", "09", "10", "11"))


@pytest.mark.parametrize(
    ("written", "open_at"),
    [
        ("Mo[1] 10:00-12:00", {FIRST}),
        ("Mo[1,2] 10:00-12:00", {FIRST, SECOND}),
        ("Mo[-1] 10:00-12:00", set()),
        ("Mo-Tu 10:00-12:00", {FIRST, SECOND, TUESDAY}),
        ("Mo-We 09:00-12:00; We 09:00-10:00", {FIRST, SECOND, TUESDAY}),
        ("Mo 09:00-10:00; Mo 10:30-12:00", {FIRST, SECOND}),
        ("24/7", {FIRST, SECOND, TUESDAY, WEDNESDAY}),
        ("Mo-Su 00:00-24:00", {FIRST, SECOND, TUESDAY, WEDNESDAY}),
        ("Tu 09:00-10:00,10:30-12:00", {TUESDAY}),
        ("We 24h", {WEDNESDAY}),
    ],
)
def test_what_is_read_is_open_when_it_is_open(written: str, open_at: set[WallTime]) -> None:
    schedules = read_hours(written)
    assert {wall for wall in (FIRST, SECOND, TUESDAY, WEDNESDAY) if is_open(schedules, wall)} == open_at


@pytest.mark.parametrize(
    "written",
    [
        *("Mo[1-2] 10:00-12:00", "Mo[6] 10:00-12:00", "Mo2 10:00-12:00", "Mo +1 day 10:00-12:00"),
        *("Mo-Fr 10:00-12:00; PH off", "PH 10:00-12:00", "Mo-Fr,PH 10:00-12:00", "SH Mo-Fr 10:00-12:00"),
        *("Jan-Mar Mo 10:00-12:00", "Mar-Oct: Mo-Fr 09:00-17:00", "Mo-Fr 09:00-17:00; Dec 24-26 off", "Dec 25 off"),
        *("week 1-53/2 Mo 10:00-12:00", "week 2 Mo 10:00-12:00", "2026 Mo 10:00-12:00", "2026-2027 Mo 10:00-12:00"),
        *("easter 10:00-12:00", "easter -2 days off", "2026 Mar 10 10:00-12:00"),
        *("sunrise-sunset", "Mo sunrise-18:00", "(sunrise+01:00)-18:00"),
        *('Mo 10:00-12:00 "by appointment"', '"by appointment"', 'Mo 10:00-12:00 || "call us"'),
        *("Mo-Fr 10:00+", "Mo 10:00-12:00+", "Mo-Fr 09:00-17:00; We off", "24/7; Tu off", "24/7 off"),
        *("Mo-Fr 10:00-16:00/90", "Fr 22:00-26:00", "Mo-Fr 10:00-12:00 unknown", "summer Mo 10:00-12:00"),
    ],
)
def test_what_is_not_read_for_sure_is_unknown(written: str) -> None:
    with pytest.raises(HoursUnclear):
        read_hours(written)
