"""Promises of choosing a day: whatever way people write it."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.pickers.day import DayOver, NoSuchDay, NotADay, day_keyboard, read_day
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


@pytest.mark.parametrize("typed", ["soon", "", "🙂", "1 2 3 4", "٣٠/٠٨/١٤٠٥", "24.11.2126"])
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


@given(st.text(max_size=30))
def test_any_text_is_a_day_ahead_or_a_refusal(text: str) -> None:
    with contextlib.suppress(NotADay, NoSuchDay, DayOver):
        assert read_day(text, OFFERED, SATURDAY) >= SATURDAY
