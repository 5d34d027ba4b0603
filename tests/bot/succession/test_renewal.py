"""When a process that has read people's words ends: within a minute where nobody waits, never over a waiting line."""

from math import inf

import pytest

from bot.incoming.intake import LONG_POLL
from bot.succession.renewal import IDLE, REST, RUSH, Renewal

THE_CHANGE_ITSELF = 5.0


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def test_a_minute_is_enough_even_where_a_poll_had_just_begun() -> None:
    assert REST + THE_CHANGE_ITSELF < 60
    assert REST > LONG_POLL, "a poll is never broken off: one that begins before the first words ends before their time"


def test_it_is_due_when_the_first_words_are_old_enough_and_nobody_waits(seconds: Seconds) -> None:
    renewal = Renewal(clock=seconds)
    assert renewal.seconds_left == IDLE
    renewal.note()
    seconds.now += REST - 1
    renewal.note()
    assert not renewal.is_due(is_quiet=True)
    assert renewal.seconds_left == 1, "later words change nothing"
    seconds.now += 1
    assert renewal.is_due(is_quiet=True)
    assert renewal.seconds_left == 0


def test_where_somebody_always_waits_it_is_put_off_but_not_for_ever(seconds: Seconds) -> None:
    renewal = Renewal(clock=seconds)
    renewal.note()
    seconds.now += RUSH - 1
    assert not renewal.is_due(is_quiet=False)
    seconds.now += 1
    assert renewal.is_due(is_quiet=False)


def test_without_any_words_it_lives_an_hour(seconds: Seconds) -> None:
    renewal = Renewal(clock=seconds)
    seconds.now += IDLE - 1
    assert not renewal.is_due(is_quiet=True)
    seconds.now += 1
    assert renewal.is_due(is_quiet=True)
    assert not renewal.is_due(is_quiet=False), "nobody's words are there"


def test_one_that_is_never_to_end_never_does(seconds: Seconds) -> None:
    renewal = Renewal(inf, clock=seconds)
    renewal.note()
    seconds.now += 10**9
    assert not renewal.is_due(is_quiet=True)
    assert not renewal.is_due(is_quiet=False)
    assert renewal.seconds_left == inf
