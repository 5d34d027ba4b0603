"""Stopping everything is kept at once, also while a notice is on its way."""

import pytest

from services.notices import dispatch, subscriptions
from storage.engine import Database
from tests.support.notices.telling import AUDIENCES, A, B, Telling


@pytest.fixture
def telling(database: Database) -> Telling:
    return Telling(database)


def test_who_stops_while_a_notice_waits_does_not_get_it(telling: Telling) -> None:
    for chat in (1, 2, 3):
        telling.joins(chat)
    id = telling.announce()
    telling.step()
    assert telling.waiting == 3
    telling.write(subscriptions.leave_all, AUDIENCES, 2)
    telling.see_through()
    assert telling.who_got(id) == {1: 1, 3: 1}
    progress = telling.progress(id)
    assert progress.is_done
    assert (progress.sent, progress.failed) == (2, 0), "who left is nobody that could not be reached"


def test_who_stops_before_a_notice_is_tried_again_does_not_get_it(telling: Telling) -> None:
    telling.joins(1)
    id = telling.announce()
    telling.step()
    telling.send(1, dispatch.Outcome.POSTPONED)
    telling.leaves(1)
    telling.now = telling.now.replace(hour=10)
    telling.see_through()
    assert telling.who_got(id) == {}


def test_who_leaves_one_of_two_still_gets_what_the_other_is_told(telling: Telling) -> None:
    telling.joins(1, A)
    telling.joins(1, B)
    id = telling.announce((A, B))
    telling.step()
    telling.leaves(1, A)
    telling.see_through()
    assert telling.who_got(id) == {1: 1}
