"""Whom a block took off every list is known by a tag until they are told, and half a year at most."""

from datetime import timedelta

from sqlmodel import Session

from services.keys.sealing import RuntimeKey
from services.notices import audiences, subscriptions, taken_off
from services.store import Store
from tests.support.clocks import NOW

RUNTIME = RuntimeKey(bytes(range(32)))


def test_it_is_known_until_it_is_said(session: Session) -> None:
    store = Store(session, RUNTIME)
    taken_off.note(store, 7, NOW)
    assert (taken_off.is_noted(store, 7), taken_off.is_noted(store, 8)) == (True, False)
    taken_off.forget(store, 7)
    assert not taken_off.is_noted(store, 7)


def test_it_is_no_subscription_and_outlives_a_start(session: Session) -> None:
    store = Store(session, RUNTIME)
    taken_off.note(store, 7, NOW)
    audiences.keep_to(store, ("forum:women",), ("en",), NOW)
    audiences.forget_missing(store)
    assert taken_off.is_noted(store, 7)
    assert subscriptions.joined(store, ("forum:women",), 7) == []


def test_after_half_a_year_it_goes(session: Session) -> None:
    store = Store(session, RUNTIME)
    taken_off.note(store, 7, NOW)
    assert taken_off.forget_old(store, NOW + taken_off.KEPT_FOR) == 0
    assert taken_off.forget_old(store, NOW + taken_off.KEPT_FOR + timedelta(days=1)) == 1
