"""One start with the wrong content folder costs nobody their place; what is no more goes after weeks, or when told."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from services.keys.sealing import RuntimeKey
from services.notices import audiences, subscriptions
from services.notices.audiences import WAITS_FOR, Missing
from services.store import Store
from storage.engine import Database
from tests.support.clocks import NOW
from tests.support.notices.telling import Telling

RUNTIME = RuntimeKey(bytes(range(32)))
RIGHT = ("forum:women", "forum:youth", "zone:north")
WRONG = ("forum:chess",)
DAY = timedelta(days=1)


@pytest.fixture
def telling(database: Database) -> Telling:
    return Telling(database)


def joined_by(store: Store, *chats: int) -> None:
    for chat in chats:
        for audience in RIGHT:
            subscriptions.join(store, audience, chat, "ckb")


def test_a_start_with_the_wrong_content_costs_nobody_their_place(session: Session) -> None:
    store = Store(session, RUNTIME)
    audiences.keep_to(store, RIGHT, ("en", "ckb"), NOW)
    joined_by(store, 1, 2)
    assert audiences.keep_to(store, WRONG, ("fr",), NOW + DAY) == Missing(3, 6)
    assert audiences.keep_to(store, RIGHT, ("en", "ckb"), NOW + 2 * DAY) == Missing(0, 0)
    assert subscriptions.joined(store, RIGHT, 1) == list(RIGHT)
    assert subscriptions.sizes(store, RIGHT[0], ("en", "ckb")) == {"en": 0, "ckb": 2}


def test_so_it_is_for_those_who_joined_before_names_were_kept(session: Session) -> None:
    store = Store(session, RUNTIME)
    joined_by(store, 1)
    assert audiences.keep_to(store, WRONG, ("fr",), NOW) == Missing(3, 3)
    assert audiences.keep_to(store, RIGHT, ("ckb",), NOW + DAY) == Missing(0, 0)
    assert audiences.keep_to(store, RIGHT, ("ckb",), NOW + 99 * DAY) == Missing(0, 0)
    assert subscriptions.joined(store, RIGHT, 1) == list(RIGHT)


def test_what_stays_away_goes_after_six_weeks_of_being_away(session: Session) -> None:
    store = Store(session, RUNTIME)
    audiences.keep_to(store, RIGHT, ("ckb",))
    joined_by(store, 1)
    audiences.keep_to(store, RIGHT[1:], ("ckb",), NOW + 30 * DAY)
    audiences.forget_old(store, NOW + 30 * DAY + WAITS_FOR)
    assert audiences.missing(store) == Missing(1, 1)
    audiences.forget_old(store, NOW + 31 * DAY + WAITS_FOR)
    assert audiences.missing(store) == Missing(0, 0)
    assert subscriptions.joined(store, RIGHT, 1) == list(RIGHT[1:])


def test_while_nobody_knows_the_time_nothing_is_dated_and_nothing_goes(session: Session) -> None:
    """A start does not know yet whether its clock is right."""
    store = Store(session, RUNTIME)
    joined_by(store, 1)
    assert audiences.keep_to(store, WRONG, ("ckb",)) == Missing(3, 3)
    audiences.forget_old(store, NOW + 1000 * DAY)
    assert audiences.keep_to(store, WRONG, ("ckb",), NOW) == Missing(3, 3)
    audiences.forget_old(store, NOW + WAITS_FOR)
    assert audiences.missing(store) == Missing(3, 3)


def test_or_at_once_by_a_command_that_says_how_many(session: Session) -> None:
    store = Store(session, RUNTIME)
    audiences.keep_to(store, RIGHT, ("ckb",), NOW)
    joined_by(store, 1, 2)
    audiences.keep_to(store, RIGHT[:1], ("ckb",), NOW)
    assert audiences.missing(store) == Missing(2, 4)
    assert audiences.forget_missing(store) == Missing(2, 4)
    assert audiences.missing(store) == Missing(0, 0)
    assert subscriptions.joined(store, RIGHT, 1) == ["forum:women"]


def test_who_stops_everything_meanwhile_is_on_no_list_when_the_right_content_is_back(session: Session) -> None:
    store = Store(session, RUNTIME)
    audiences.keep_to(store, RIGHT, ("ckb",), NOW)
    joined_by(store, 1)
    audiences.keep_to(store, WRONG, ("ckb",), NOW)
    assert subscriptions.leave_all(store, WRONG, 1) == 3
    assert subscriptions.joined(store, RIGHT, 1) == []


def test_who_reads_a_language_that_is_not_offered_now_hears_in_the_first_that_is(telling: Telling) -> None:
    telling.write(audiences.keep_to, ("forum:a",), ("en", "ckb"), telling.now)
    telling.joins(1, language="ckb")
    telling.joins(2, language="ar")
    telling.write(audiences.keep_to, ("forum:a",), ("en", "ar"), telling.now)
    id = telling.announce()
    telling.see_through()
    assert telling.who_got(id) == {1: 1, 2: 1}
    assert telling.progress(id).meant == 2


def test_nothing_at_rest_names_an_audience(session: Session) -> None:
    audiences.keep_to(Store(session, RUNTIME), RIGHT, ("en",), NOW)
    found = session.connection().exec_driver_sql("SELECT tag, audience, body FROM subscriptions").all()
    assert len(found) == 1
    assert not any(b"women" in bytes(part) for row in found for part in row)
