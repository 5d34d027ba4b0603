"""A day typed as people count who live by another calendar is recognised, and shown in the Gregorian one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.forms import Calendar, DayOfAnotherCalendar, DayUnclear, NotADate
from services.forms.calendars import YEARS, hijri, solar_hijri
from services.forms.reading import day, day_and_time

TODAY = date(2026, 3, 5)
SOLAR, MOON = Calendar.SOLAR_HIJRI, Calendar.HIJRI


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ((1300, 1, 1), "1921-03-21"),
        ((1357, 11, 22), "1979-02-11"),
        ((1380, 7, 1), "2001-09-23"),
        ((1399, 12, 30), "2021-03-20"),
        ((1403, 1, 1), "2024-03-20"),
        ((1404, 5, 20), "2025-08-11"),
        ((1405, 1, 1), "2026-03-21"),
    ],
)
def test_solar_hijri_days_are_those_of_the_almanacs(there: tuple[int, int, int], here: str) -> None:
    assert solar_hijri(*there).isoformat() == here


@pytest.mark.parametrize(
    ("there", "here"), [((1442, 12, 10), "2021-07-20"), ((1445, 1, 1), "2023-07-19"), ((1446, 9, 1), "2025-03-01")]
)
def test_hijri_days_are_those_of_the_civil_tables(there: tuple[int, int, int], here: str) -> None:
    assert hijri(*there).isoformat() == here


@given(st.sampled_from(YEARS[:-1]))
def test_years_follow_one_another_without_a_gap(year: int) -> None:
    length = (solar_hijri(year + 1, 1, 1) - solar_hijri(year, 1, 1)).days
    last = 30 if length == 366 else 29
    assert length in (365, 366)
    assert solar_hijri(year, 12, last) + timedelta(days=1) == solar_hijri(year + 1, 1, 1)
    with pytest.raises(ValueError):
        solar_hijri(year, 12, last + 1)
    assert (hijri(year + 1, 1, 1) - hijri(year, 1, 1)).days in (354, 355)


@given(st.sampled_from(YEARS), st.integers(1, 11))
def test_months_follow_one_another_without_a_gap(year: int, month: int) -> None:
    length = 31 if month <= 6 else 30
    assert solar_hijri(year, month, length) + timedelta(days=1) == solar_hijri(year, month + 1, 1)
    assert (hijri(year, month + 1, 1) - hijri(year, month, 1)).days in (29, 30)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1404/5/20", [(SOLAR, "2025-08-11"), (MOON, "1984-02-22")]),
        ("١٤٠٤/٠٥/٢٠", [(SOLAR, "2025-08-11"), (MOON, "1984-02-22")]),
        ("۲۰.۵.۱۴۰۴", [(SOLAR, "2025-08-11"), (MOON, "1984-02-22")]),
        ("1-9-1447", [(MOON, "2026-02-18")]),
        ("1360-01-31", [(SOLAR, "1981-04-20")]),
        ("1310-01-01", [(SOLAR, "1931-03-22")]),
    ],
)
def test_a_day_of_another_calendar_is_shown_as_what_it_may_be(written: str, meant: list[tuple[str, str]]) -> None:
    with pytest.raises(DayOfAnotherCalendar) as refused:
        day(written, "q", TODAY)
    assert [(one.calendar, one.written) for one in refused.value.days] == meant
    assert all(day(one.written, "q", TODAY) == one.written for one in refused.value.days)


@pytest.mark.parametrize("written", ["1404-13-01", "1404-05-32", "1310-12-31"])
def test_what_is_no_day_of_any_calendar_is_refused(written: str) -> None:
    with pytest.raises(NotADate) as refused:
        day(written, "q", TODAY)
    assert not isinstance(refused.value, DayOfAnotherCalendar)


def test_the_hour_stays_with_the_day() -> None:
    now = datetime(2026, 3, 5, tzinfo=UTC)
    with pytest.raises(DayOfAnotherCalendar) as refused:
        day_and_time("1404/5/20 ١٤:٣٠", "q", now)
    written = [one.written for one in refused.value.days]
    assert day_and_time(written[0], "q", now) == "2025-08-11T14:30:00.000+00:00"


@pytest.mark.parametrize("written", ["3/4/2026", "03/04/2026", "٣/٤/٢٠٢٦"])
def test_a_day_of_which_nobody_can_tell_the_month_is_asked_back(written: str) -> None:
    with pytest.raises(DayUnclear) as refused:
        day(written, "q", TODAY)
    assert [one.written for one in refused.value.days] == ["2026-04-03", "2026-03-04"]


@pytest.mark.parametrize(("written", "meant"), [("5/5/2026", "2026-05-05"), ("13/4/2026", "2026-04-13")])
def test_where_it_makes_no_difference_nothing_is_asked(written: str, meant: str) -> None:
    assert day(written, "q", TODAY) == meant
