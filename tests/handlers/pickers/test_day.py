"""Promises of choosing a day: whatever way people write it."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.pickers.day import (
    AnHour,
    DayFarAhead,
    DayOver,
    NoSuchDay,
    NotADay,
    OtherWeekday,
    day_keyboard,
    example,
    read_day,
    read_sure_day,
)
from locales import Words

SATURDAY = date(2026, 11, 21)
OFFERED = ("en", "ar", "ckb", "fr")
TUESDAY = date(2026, 11, 24)


def labels(code: str, today: date = SATURDAY) -> list[str]:
    return [label for row in day_keyboard(Words(code), today) for label in row]


@pytest.mark.parametrize("code", OFFERED)
def test_every_button_means_the_day_it_names(code: str) -> None:
    days = [read_day(label, OFFERED, SATURDAY) for label in labels(code)[:-1]]
    assert days == [SATURDAY + timedelta(days=ahead) for ahead in range(9)]


def test_a_button_pressed_yesterday_means_what_it_said_yesterday() -> None:
    tomorrow = labels("en")[1]
    assert read_day(tomorrow, OFFERED, SATURDAY + timedelta(days=1)) == SATURDAY + timedelta(days=1)
    with pytest.raises(DayOver) as over:
        read_day(tomorrow, OFFERED, SATURDAY + timedelta(days=2))
    assert over.value.day == SATURDAY + timedelta(days=1)


@pytest.mark.parametrize(
    "typed",
    [
        *("2026-11-24", "24.11.2026", "24/11", "24-11", "24 11 26", "11/24/2026", "2026/11/24", "24"),
        *("24 November", "Nov 24", "November 24th, 2026", "24 nov.", "2026 November 24", "le 24 novembre"),
        *("٢٤/١١/٢٠٢٦", "۲۴-۱۱", "24 نوفمبر", "٢٤ تشرين الثاني", "24ی تشرینی دووەم"),
        *("Tuesday", "on tuesday", "mardi", "الثلاثاء", "سێشەممە"),
    ],
)
def test_the_same_day_in_many_shapes(typed: str) -> None:
    assert read_day(typed, OFFERED, SATURDAY) == TUESDAY


@pytest.mark.parametrize("typed", ["31.02.2027", "31 February", "30/02", "2026-13-40", "0.0", "31 11"])
def test_days_that_do_not_exist_are_refused(typed: str) -> None:
    with pytest.raises(NoSuchDay):
        read_day(typed, OFFERED, SATURDAY)


@pytest.mark.parametrize(
    "typed", ["soon", "", "🙂", "1 2 3 4", "٣٠/٠٨/١٤٠٥", "24.11.2126", "tomorrow 16:00", "غدا ١٦:٠٠"]
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(NotADay):
        read_day(typed, OFFERED, SATURDAY)


def test_the_past_is_refused_and_named() -> None:
    with pytest.raises(DayOver) as over:
        read_day("20.11.2026", OFFERED, SATURDAY)
    assert over.value.day == date(2026, 11, 20)


def test_a_day_without_a_year_is_the_next_such_day() -> None:
    assert read_day("20.11", OFFERED, SATURDAY) == date(2027, 11, 20)
    assert read_day("29 February", OFFERED, SATURDAY) == date(2028, 2, 29)
    assert read_day("31", OFFERED, SATURDAY) == date(2026, 12, 31)
    assert read_day("Saturday", OFFERED, SATURDAY) == SATURDAY + timedelta(days=7)


@pytest.mark.parametrize(
    ("typed", "today", "meant"),
    [
        ("1 November", date(2026, 12, 1), date(2027, 11, 1)),
        ("1.11.", date(2026, 12, 1), date(2027, 11, 1)),
        ("30 November", date(2026, 12, 1), date(2027, 11, 30)),
        ("1 ديسمبر", date(2027, 1, 5), date(2027, 12, 1)),
        ("٢٠/١١", SATURDAY, date(2027, 11, 20)),
        ("29 février", SATURDAY, date(2028, 2, 29)),
    ],
)
def test_a_day_that_has_just_been_is_not_guessed_to_be_in_a_year(typed: str, today: date, meant: date) -> None:
    with pytest.raises(DayFarAhead) as far:
        read_sure_day(typed, OFFERED, today)
    assert far.value.day == meant
    for code in OFFERED:
        words = Words(code)
        assert read_sure_day(words.aligned(words.date(meant)), OFFERED, today) == meant, "the button says the year"


@pytest.mark.parametrize(
    ("typed", "today", "meant"),
    [
        ("10 January", date(2026, 12, 20), date(2027, 1, 10)),
        ("1 December", date(2026, 12, 1), date(2026, 12, 1)),
        ("31 décembre", date(2026, 12, 1), date(2026, 12, 31)),
        ("1 يناير", date(2026, 12, 31), date(2027, 1, 1)),
        ("10 ايار", date(2026, 11, 20), date(2027, 5, 10)),
        ("1 November 2027", date(2026, 12, 1), date(2027, 11, 1)),
        ("1.11.27", date(2026, 12, 1), date(2027, 11, 1)),
        ("2027-11-01", date(2026, 12, 1), date(2027, 11, 1)),
        ("Monday", date(2026, 12, 1), date(2026, 12, 7)),
    ],
)
def test_a_day_that_is_soon_or_has_its_year_is_taken(typed: str, today: date, meant: date) -> None:
    assert read_sure_day(typed, OFFERED, today) == meant


@pytest.mark.parametrize(
    "typed",
    [
        *("10 Foo", "10 Maj", "10 رمضان", "10 تشرين", "10 كانون", "10 خاکەلێوە", "24 11 Foo", "24.11.2026 perhaps"),
        *(
            "November",
            "November 2026",
            "24 November 2026 15:30",
            "10 May June",
            "today tomorrow",
            "a Tuesday or Friday",
        ),
        *("novem 10", "not today", "حەوت شەممە", "24 th " * 12),
    ],
)
def test_a_word_that_is_not_understood_is_never_passed_over(typed: str) -> None:
    """ "10 ايار" once was 10 December, because nobody knew the month and the day alone was enough."""
    with pytest.raises(NotADay):
        read_day(typed, ("en", "ar", "ckb"), SATURDAY)


@pytest.mark.parametrize("typed", ["10 Mai", "10 mai", "10 de mayo", "10 mayo", "10 Mayo 2027", "10 Gulan"])
def test_a_month_may_be_named_in_a_language_that_is_known_and_not_offered(typed: str) -> None:
    assert read_day(typed, ("en", "ar", "ckb"), SATURDAY) == date(2027, 5, 10)


def test_a_weekday_that_does_not_go_with_the_day_is_asked_about() -> None:
    assert read_day("Tue, Nov 24", OFFERED, SATURDAY) == TUESDAY
    assert read_day("الثلاثاء 24", OFFERED, SATURDAY) == TUESDAY
    for typed in ("Monday, 24.11.2026", "lun. 24 nov.", "اليوم الثلاثاء", "دووشەممە 24"):
        with pytest.raises(NotADay):
            read_day(typed, OFFERED, SATURDAY)
    with pytest.raises(OtherWeekday) as other:
        read_day("Monday, 24.11.2026", OFFERED, SATURDAY)
    assert other.value.day == TUESDAY


def test_a_button_of_weeks_ago_is_not_the_same_day_next_year() -> None:
    with pytest.raises(NotADay):
        read_day(labels("en")[1], OFFERED, SATURDAY + timedelta(days=5))
    with pytest.raises(NotADay):
        read_day(labels("fr")[5], OFFERED, SATURDAY + timedelta(days=15))


def test_what_means_two_days_in_two_languages_is_none() -> None:
    """The 8th of December 2026 is a Tuesday, "mar." in French; in English "Mar" is March."""
    assert read_day("8 mar", OFFERED, SATURDAY) == date(2027, 3, 8)
    assert read_day("mar. 8", ("fr",), SATURDAY) == date(2026, 12, 8)
    assert read_day("mar. 8 déc.", OFFERED, SATURDAY) == date(2026, 12, 8)
    with pytest.raises(NotADay):
        read_day("mar. 8", OFFERED, SATURDAY)


@given(st.text(max_size=30))
def test_any_text_is_a_day_ahead_or_a_refusal(text: str) -> None:
    with contextlib.suppress(NotADay, NoSuchDay, DayOver):
        assert read_day(text, OFFERED, SATURDAY) >= SATURDAY


@pytest.mark.parametrize(
    "typed", ["3:25", "16:30", "٣:٢٥", "16.30", "3.25", "٣٫٢٥", "9.00", "tomorrow 16:00", "غدا ١٦:٠٠"]
)
def test_what_looks_like_an_hour_is_taken_for_no_day(typed: str) -> None:
    with pytest.raises(AnHour):
        read_day(typed, OFFERED, SATURDAY)


@pytest.mark.parametrize("code", OFFERED)
@pytest.mark.parametrize("today", [SATURDAY, date(2026, 12, 20), date(2028, 2, 12)])
def test_the_days_shown_as_examples_are_still_to_come_and_understood(code: str, today: date) -> None:
    day, numbers = example(today)
    assert day > today
    assert {read_sure_day(each, OFFERED, today) for each in (Words(code).date(day), numbers)} == {day}
    assert read_sure_day(Words(code).weekday(day), OFFERED, today).weekday() == day.weekday()
