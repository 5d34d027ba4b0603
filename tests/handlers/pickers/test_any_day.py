"""Promises of a day that may be past or to come: it is understood as people say it, or may be one of a few."""

from datetime import date, time

import pytest

from handlers.pickers.any_day import days_meant, moments_meant

WEDNESDAY = date(2026, 12, 2)
OFFERED = ("en", "ar", "ckb", "fr")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        *((said, date(2026, 12, 1)) for said in ("yesterday", "أمس", "يوم أمس", "مبارح", "دوێنێ", "hier")),
        *((said, date(2026, 11, 29)) for said in ("3 days ago", "three days ago", "قبل ثلاثة أيام", "il y a 3 jours")),
        *((said, date(2026, 11, 29)) for said in ("٣ ڕۆژ لەمەوبەر", "il y a trois jours", "قبل ٣ أيام")),
        *((said, date(2026, 11, 30)) for said in ("day before yesterday", "منذ يومين", "پێرێ", "avant-hier")),
        *((said, date(2026, 11, 25)) for said in ("a week ago", "one week ago", "قبل أسبوع", "il y a une semaine")),
        *((said, date(2026, 12, 5)) for said in ("in 3 days", "بعد ٣ أيام", "دوای 3 ڕۆژ", "dans trois jours")),
        *((said, date(2026, 12, 9)) for said in ("in a week", "بعد أسبوع")),
        *((said, date(1980, 3, 10)) for said in ("10 March 1980", "١٠ آذار ١٩٨٠", "10 mars 1980")),
        ("today", WEDNESDAY),
    ],
)
def test_one_day_is_meant(said: str, day: date) -> None:
    assert days_meant(said, OFFERED, WEDNESDAY) == [day]


@pytest.mark.parametrize(
    ("said", "days"),
    [
        *((said, {date(2026, 12, 4), date(2026, 11, 27)}) for said in ("friday", "الجمعة", "هەینی", "vendredi")),
        *((said, {date(2026, 11, 27), date(2026, 11, 20)}) for said in ("last friday", "الجمعة الماضية")),
        *((said, {date(2026, 3, 10), date(2027, 3, 10)}) for said in ("10 March", "10 آذار", "10 mars")),
    ],
)
def test_what_may_be_two_days_is_both(said: str, days: set[date]) -> None:
    assert set(days_meant(said, OFFERED, WEDNESDAY)) == days


@pytest.mark.parametrize(
    "said", ["I do not know", "soldiers came", "May", "5 days", "30 February 2026", "24.11", "7", ""]
)
def test_other_words_name_no_day(said: str) -> None:
    assert days_meant(said, OFFERED, WEDNESDAY) == []


@pytest.mark.parametrize(
    "said", ["yesterday at 4 in the afternoon", "yesterday 16:00", "أمس الساعة 4 عصرا", "hier à 16h"]
)
def test_a_day_with_its_time(said: str) -> None:
    assert moments_meant(said, OFFERED, WEDNESDAY) == [(date(2026, 12, 1), time(16))]


def test_a_time_that_may_be_two_is_both() -> None:
    assert {at for _, at in moments_meant("yesterday at 4", OFFERED, WEDNESDAY)} == {time(4), time(16)}
