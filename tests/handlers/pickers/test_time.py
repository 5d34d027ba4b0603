"""Promises of choosing a time of day."""

import contextlib
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.pickers.time import NotATime, WhichHalf, read_time, shown, time_keyboard

AFTERNOON = time(15, 30)
OFFERED = ("en", "ar", "ckb", "fr")


def test_every_button_means_what_it_says() -> None:
    labels = [label for row in time_keyboard() for label in row]
    assert [shown(read_time(label, OFFERED)) for label in labels] == labels
    assert {"08:00", "09:30", "15:00", "19:00"} <= set(labels)


def test_the_usual_times_come_first_and_once() -> None:
    keyboard = time_keyboard([AFTERNOON, time(9), AFTERNOON, time(17, 15)])
    assert keyboard[0] == ["15:30", "09:00", "17:15"]
    assert sum(row.count("15:30") for row in keyboard) == 1


def test_of_today_only_what_is_still_to_come_is_offered() -> None:
    keyboard = time_keyboard([time(9), AFTERNOON], after=time(12))
    assert keyboard[0] == ["15:30"]
    assert keyboard[1][0] == "12:30"


@pytest.mark.parametrize(
    "typed",
    ["15:30", "15.30", "1530", "15h30", "١٥:٣٠", "۱۵:۳۰", "3:30 pm", "3.30 p.m.", "٣:٣٠ م", "15 : 30", " 15:30 "],
)
def test_the_same_time_in_many_shapes(typed: str) -> None:
    assert read_time(typed, OFFERED) == AFTERNOON


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("15", time(15)), ("9", time(9)), ("15h", time(15)), ("12 am", time(0)), ("12 pm", time(12)), ("9 am", time(9))],
)
def test_whole_hours(typed: str, meant: time) -> None:
    assert read_time(typed, OFFERED) == meant


@pytest.mark.parametrize("typed", ["3:30", "٣:٣٠", "3.30"])
def test_a_time_that_may_be_in_the_night_is_asked_about(typed: str) -> None:
    with pytest.raises(WhichHalf) as asked:
        read_time(typed, OFFERED)
    assert asked.value.times == (AFTERNOON, time(3, 30))


def test_the_answer_to_that_question_is_taken() -> None:
    assert read_time("03:30", OFFERED) == time(3, 30)
    assert read_time("15:30", OFFERED) == AFTERNOON


@pytest.mark.parametrize("typed", ["25:00", "12:75", "soon", "", "13 pm", "0 am", "2026-11-24", "-3", "3:3"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(NotATime):
        read_time(typed, OFFERED)


@given(st.text(max_size=12))
def test_any_text_is_a_time_or_a_refusal(text: str) -> None:
    with contextlib.suppress(NotATime, WhichHalf):
        assert isinstance(read_time(text, OFFERED), time)
