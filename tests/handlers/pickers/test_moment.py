"""Promises of a day as people say it: its distance, "next", an hour beside it; what may be two is asked back."""

from collections.abc import Iterable
from datetime import date, time

import pytest

from handlers.pickers.day import DayOver, NotADay, WhichDay, read_day
from handlers.pickers.moment import Moment, WhichMoment, read_moment
from locales import Words

WEDNESDAY = date(2026, 12, 2)
OFFERED = ("en", "ar", "ckb", "fr")


def december(*days: int) -> tuple[date, ...]:
    return tuple(date(2026, 12, day) for day in days)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        *((typed, 4) for typed in ("this friday", "coming Friday", "هذه الجمعة", "ئەم هەینییە", "ce vendredi")),
        *((typed, 3) for typed in ("in a day", "in one day", "بعد يوم", "دوای ڕۆژێک", "dans un jour")),
        *((typed, 4) for typed in ("in two days", "بعد غد", "بعد يومين", "دوای سبەی", "دوای دوو ڕۆژ", "après-demain")),
        *((typed, 5) for typed in ("in 3 days", "three days from now", "in 3 days' time", "dans trois jours")),
        *((typed, 5) for typed in ("بعد 3 ايام", "بعد ثلاثة أيام", "بعد ٣ أيام", "دوای 3 ڕۆژ", "٣ ڕۆژی تر")),
        *((typed, 9) for typed in ("in a week", "in one week", "a week from today", "بعد أسبوع", "دوای هەفتەیەک")),
        *((typed, 9) for typed in ("dans une semaine", "dans 7 jours", "in seven days")),
        *((typed, 16) for typed in ("in two weeks", "بعد أسبوعين", "دوای دوو هەفتە", "dans deux semaines")),
        *((typed, 13) for typed in ("بعد احد عشر يوما", "بعد 11 يوم", "dans 11 jours", "in 11 days")),
        *((typed, 11) for typed in ("friday next week", "vendredi de la semaine prochaine", "الجمعة الأسبوع القادم")),
    ],
)
def test_a_day_by_its_distance(typed: str, day: int) -> None:
    assert read_day(typed, OFFERED, WEDNESDAY) == date(2026, 12, day)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        *((typed, december(4, 11)) for typed in ("next friday", "الجمعة القادمة", "الجمعة الجاي", "هەینی داهاتوو")),
        ("vendredi prochain", december(4, 11)),
        ("dans 15 jours", december(17, 16)),
        ("dans huit jours", december(10, 9)),
        ("پاش سێ ڕۆژ", (date(2026, 12, 5), date(2027, 1, 1))),
        *((typed, (date(2027, 3, 12), date(2026, 12, 3))) for typed in ("12/3", "12 / 3", "١٢/٣", "12/3/")),
        *((typed, (date(2027, 4, 3), date(2027, 3, 4))) for typed in ("3/4/2027", "03/04/27", "٣/٤/٢٠٢٧")),
    ],
)
def test_what_may_be_two_days_is_asked_back_with_both(typed: str, days: tuple[date, ...]) -> None:
    with pytest.raises(WhichDay) as which:
        read_day(typed, OFFERED, WEDNESDAY)
    assert which.value.days == days


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        *(("next tuesday", date(2026, 12, 8)), ("24/12", date(2026, 12, 24)), ("4.3.2027", date(2027, 3, 4))),
        *(("3/3", date(2027, 3, 3)), ("12-3", date(2027, 3, 12)), ("5 March", date(2027, 3, 5))),
    ],
)
def test_what_can_be_one_day_only_is_not_asked(typed: str, day: date) -> None:
    assert read_day(typed, OFFERED, WEDNESDAY) == day


@pytest.mark.parametrize(
    ("typed", "day", "at"),
    [
        *((typed, 4, time(16)) for typed in ("friday 4 pm", "Friday, 4pm", "4 pm on friday", "vendredi 16h")),
        *((typed, 4, time(16)) for typed in ("الجمعة الساعة 4 عصرا", "هەینی کاتژمێر 4ی ئێوارە", "4.12. 16:00")),
        *((typed, 3, time(16)) for typed in ("غدا ٤ عصرا", "غدا ١٦:٠٠", "tomorrow at 16:00", "demain à 16 h")),
        *((typed, 5, time(10, 30)) for typed in ("in 3 days at 10:30", "in three days, half past ten in the morning")),
        *((typed, 24, time(15, 30)) for typed in ("24 December 2026 15:30", "24.12.2026 15.30")),
    ],
)
def test_a_day_and_its_hour_in_one_message(typed: str, day: int, at: time) -> None:
    assert read_moment(typed, OFFERED, WEDNESDAY) == Moment(date(2026, 12, day), at)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        *((typed, 11) for typed in ("friday week", "a week on Friday", "a week from friday", "vendredi en huit")),
        *((typed, 11) for typed in ("vendredi en 8", "أسبوع من الجمعة", "هەفتەیەک دوای هەینی")),
        *((typed, 18) for typed in ("vendredi en quinze", "two weeks on friday")),
        *((typed, 9) for typed in ("a week today", "d'aujourd'hui en huit")),
        *((typed, 10) for typed in ("a week tomorrow", "tomorrow week", "demain en huit")),
        *((typed, 4) for typed in ("هالجمعة", "الجمعة", "friday")),
    ],
)
def test_a_weekday_and_so_many_weeks_later(typed: str, day: int) -> None:
    assert read_day(typed, OFFERED, WEDNESDAY) == date(2026, 12, day)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        *((typed, (11, 18)) for typed in ("the friday after next", "next friday week", "الجمعة بعد القادمة")),
        *((typed, (11, 18)) for typed in ("الجمعة القادمة بعد", "الجمعة اللي بعدها", "هەینی دوای داهاتوو")),
        *((typed, (11, 18)) for typed in ("vendredi suivant", "vendredi d’après")),
        *((typed, (11, 4)) for typed in ("friday in a week", "الجمعة بعد أسبوع", "vendredi dans une semaine")),
    ],
)
def test_a_week_that_people_count_in_two_ways_is_asked_back(typed: str, days: tuple[int, ...]) -> None:
    with pytest.raises(WhichDay) as which:
        read_day(typed, OFFERED, WEDNESDAY)
    assert which.value.days == december(*days)


@pytest.mark.parametrize("typed", ["this friday", "ce vendredi", "هذه الجمعة", "هالجمعة", "ئەم هەینییە"])
def test_this_friday_said_on_a_friday_is_asked_back(typed: str) -> None:
    """It once was in a week, and nothing was said of it."""
    with pytest.raises(WhichDay) as which:
        read_day(typed, OFFERED, date(2026, 12, 4))
    assert which.value.days == december(4, 11)


def test_friday_week_said_on_a_friday_is_asked_back() -> None:
    with pytest.raises(WhichDay) as which:
        read_day("friday week", OFFERED, date(2026, 12, 4))
    assert which.value.days == december(11, 18)


def four_of(days: Iterable[date]) -> tuple[Moment, ...]:
    return tuple(Moment(day, at) for day in days for at in (time(16), time(4)))


@pytest.mark.parametrize(
    ("typed", "moments"),
    [
        ("friday at 4", four_of(december(4))),
        ("next friday 4 pm", tuple(Moment(day, time(16)) for day in december(4, 11))),
        ("next friday at 4", four_of(december(4, 11))),
    ],
)
def test_a_moment_that_may_be_several_is_asked_back(typed: str, moments: tuple[Moment, ...]) -> None:
    with pytest.raises(WhichMoment) as which:
        read_moment(typed, OFFERED, WEDNESDAY)
    assert which.value.moments == moments


@pytest.mark.parametrize("code", OFFERED)
def test_what_stands_on_the_buttons_of_asking_back_is_understood(code: str) -> None:
    for moment in (*four_of(december(4, 11)), Moment(date(2027, 3, 12)), Moment(date(2026, 12, 3))):
        assert read_moment(moment.label(Words(code)), OFFERED, WEDNESDAY) == moment


@pytest.mark.parametrize(
    "typed",
    ["friday 10", "tomorrow afternoon", "next week", "in some days", "in half a week", "4 pm"],
)
def test_what_names_no_one_moment_is_refused(typed: str) -> None:
    with pytest.raises(NotADay):
        read_moment(typed, OFFERED, WEDNESDAY)


@pytest.mark.parametrize("typed", ["yesterday", "yesterday 4 pm", "3 days ago", "أمس", "دوێنێ", "hier", "last friday"])
def test_a_day_that_was_is_over_and_not_misunderstood(typed: str) -> None:
    with pytest.raises(DayOver):
        read_moment(typed, OFFERED, WEDNESDAY)
