"""What a clock that was far ahead has put off comes back; what waits for the morning goes on waiting."""

from datetime import datetime, timedelta

import pytest

from services.notices import dispatch, outbox, put_off
from services.notices.dispatch import Outcome, Result
from services.notices.outbox import Lane, Notice
from services.store import keyless
from storage.engine import Database
from tests.support.notices.telling import NOON, Telling

AHEAD = NOON + timedelta(days=40)
TOMORROW = NOON + timedelta(hours=20)


@pytest.fixture
def telling(database: Database) -> Telling:
    return Telling(database)


def lay_down(telling: Telling) -> None:
    telling.write(outbox.enqueue, Notice("mailbox", 1, "ar"), Lane.REMINDER, NOON)


def fails(telling: Telling, now: datetime, again: datetime) -> None:
    claimed = telling.write(dispatch.claim, now)
    assert claimed is not None
    telling.write(dispatch.settle, (), Result(claimed, Outcome.POSTPONED, again=again))


def is_taken_up(telling: Telling, now: datetime) -> bool:
    return telling.write(dispatch.claim, now) is not None


def bring_back(telling: Telling) -> int:
    return telling.write(keyless(put_off.bring_back), NOON)


def test_a_notice_that_failed_while_the_clock_was_far_ahead_is_tried_again(telling: Telling) -> None:
    lay_down(telling)
    fails(telling, AHEAD, AHEAD + timedelta(seconds=5))
    assert not is_taken_up(telling, NOON)
    assert bring_back(telling) == 1
    assert is_taken_up(telling, NOON)


def test_a_notice_that_a_sender_held_while_the_clock_was_far_ahead_is_taken_up(telling: Telling) -> None:
    lay_down(telling)
    assert is_taken_up(telling, AHEAD)
    assert not is_taken_up(telling, NOON)
    assert bring_back(telling) == 1
    assert is_taken_up(telling, NOON)


def test_what_was_published_while_the_clock_was_far_ahead_is_told(telling: Telling) -> None:
    telling.joins(1)
    id = telling.announce(start=AHEAD)
    telling.see_through()
    assert telling.who_got(id) == {}
    assert bring_back(telling) == 1
    telling.see_through()
    assert telling.who_got(id) == {1: 1}


def test_what_waits_until_tomorrow_goes_on_waiting(telling: Telling) -> None:
    lay_down(telling)
    fails(telling, NOON, TOMORROW)
    telling.joins(1)
    telling.announce(start=TOMORROW)
    assert bring_back(telling) == 0
    assert not is_taken_up(telling, NOON)
    assert is_taken_up(telling, TOMORROW)
