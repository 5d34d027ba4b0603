"""A notice and the one that takes its place never cross: the older does not arrive behind the newer."""

from datetime import timedelta

import pytest

from services.notices import dispatch
from services.notices.dispatch import Outcome
from storage.engine import Database
from tests.support.notices.telling import Telling


@pytest.fixture
def telling(database: Database) -> Telling:
    return Telling(database)


@pytest.mark.parametrize("is_first", [True, False], ids=["replaced", "outdated"])
def test_while_the_older_is_on_its_way_the_newer_is_not_begun(telling: Telling, is_first: bool) -> None:
    telling.joins(1)
    telling.joins(2)
    old = telling.announce()
    telling.step()
    on_its_way = telling.write(dispatch.claim, telling.now)
    assert on_its_way is not None
    new = telling.announce(replaces=old) if is_first else telling.announce(outdates=(old,))
    telling.see_through()
    assert telling.got == {}, "another hand would send it before the older arrives"
    telling.sends(on_its_way)
    telling.settle(on_its_way)
    telling.see_through()
    assert telling.who_got(old) == {on_its_way.notice.chat: 1}
    assert telling.who_got(new) == {1: 1, 2: 1}
    if is_first:
        assert telling.replaced[new, on_its_way.notice.chat] == 1000 + on_its_way.notice.chat


def test_an_older_one_that_did_not_arrive_is_not_tried_again_and_holds_up_nothing(telling: Telling) -> None:
    telling.joins(1)
    old = telling.announce()
    telling.step()
    on_its_way = telling.write(dispatch.claim, telling.now)
    assert on_its_way is not None
    new = telling.announce(replaces=old)
    telling.settle(on_its_way, Outcome.POSTPONED)
    telling.see_through()
    assert (telling.who_got(old), telling.who_got(new)) == ({}, {1: 1})
    telling.now += timedelta(hours=1)
    telling.see_through()
    assert telling.who_got(old) == {}


def test_a_sender_that_died_over_the_older_holds_up_the_newer_for_its_claim_alone(telling: Telling) -> None:
    telling.joins(1)
    old = telling.announce()
    telling.step()
    telling.write(dispatch.claim, telling.now)
    new = telling.announce(replaces=old)
    telling.now += dispatch.CLAIM
    telling.see_through()
    assert (telling.who_got(old), telling.who_got(new)) == ({}, {1: 1})
