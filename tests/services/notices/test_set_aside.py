"""What another version has laid down: everything else goes its way, and for a day that version finds it again."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest

from services.notices import dispatch, outbox, set_aside
from services.notices.broadcasts import told_row
from services.notices.dispatch import Outcome
from services.notices.outbox import Lane, Notice
from storage import broadcasts as broadcast_rows
from storage import outbox as rows
from storage.engine import Database
from storage.outbox import NewOutboxRow
from tests.support.notices.telling import NOON, Telling

OURS = Notice("mailbox", 1, "ar", {"name": "ours"})
DAY = timedelta(days=1)


@pytest.fixture
def telling(database: Database) -> Telling:
    return Telling(database)


def lay_down(telling: Telling, body: bytes, lane: int = Lane.REPLY, broadcast: bytes | None = None) -> None:
    row = NewOutboxRow(lane, int(NOON.timestamp()), body, None, broadcast)
    telling.write(lambda store: rows.add(store.session, [row]))


def sealed(telling: Telling, facts: Any) -> bytes:
    return outbox.closed(telling.runtime, json.dumps(facts).encode())


def taken_up(telling: Telling) -> dispatch.ClaimedNotice | None:
    return telling.write(dispatch.claim, telling.now)


STRANGE: Mapping[str, Any] = {"a list": [1], "too little": {"kind": "x"}, "nothing": None, "a word": "x"}


@pytest.mark.parametrize("what", [*STRANGE, "another key"])
def test_a_notice_that_nobody_here_can_read_is_set_aside_and_the_rest_flows(telling: Telling, what: str) -> None:
    lay_down(telling, sealed(telling, STRANGE[what]) if what in STRANGE else b"another key")
    lay_down(telling, sealed(telling, asdict(OURS)))
    claimed = taken_up(telling)
    assert claimed is not None
    assert claimed.notice == OURS
    telling.settle(claimed)
    assert taken_up(telling) is None
    assert telling.waiting == 1
    assert telling.write(set_aside.look_after, telling.now) == 1


def test_a_lane_that_is_none_of_ours_is_set_aside_too(telling: Telling) -> None:
    lay_down(telling, sealed(telling, asdict(OURS)), lane=-2)
    lay_down(telling, sealed(telling, asdict(OURS)))
    claimed = taken_up(telling)
    assert claimed is not None
    assert claimed.lane is Lane.REPLY


def test_the_version_that_is_put_back_takes_it_up_within_the_day(telling: Telling) -> None:
    lay_down(telling, sealed(telling, asdict(OURS)))
    claimed = taken_up(telling)
    assert claimed is not None
    telling.settle(claimed, Outcome.SET_ASIDE)
    telling.now += DAY - timedelta(minutes=5)
    assert taken_up(telling) is None
    telling.write(lambda store: dispatch.let_go(store.session))
    again = taken_up(telling)
    assert again is not None
    assert again.notice == OURS


def test_after_a_day_it_is_given_up_however_often_one_starts(telling: Telling) -> None:
    lay_down(telling, sealed(telling, [1]))
    for _ in range(4):
        telling.write(lambda store: dispatch.let_go(store.session))
        assert taken_up(telling) is None
        telling.now += DAY / 4
    telling.step()
    assert telling.waiting == 0
    assert telling.write(set_aside.look_after, telling.now) == 0


def test_a_notice_of_a_broadcast_that_is_given_up_counts_as_not_reached(telling: Telling) -> None:
    telling.joins(1)
    id = telling.announce()
    telling.step()
    claimed = taken_up(telling)
    assert claimed is not None
    telling.settle(claimed, Outcome.SET_ASIDE)
    telling.now += DAY + timedelta(seconds=1)
    telling.see_through()
    assert (telling.progress(id).failed, telling.progress(id).is_done) == (1, True)


def test_a_broadcast_that_nobody_here_can_read_holds_up_no_other(telling: Telling) -> None:
    telling.joins(1)
    strange, ours = telling.announce(), telling.announce()
    written = telling.runtime.lock(json.dumps({"of": "a later version"}).encode(), told_row(bytes.fromhex(strange)))

    def rewrite(store: Any) -> None:
        kept = broadcast_rows.get(store.session, bytes.fromhex(strange))
        assert kept is not None
        broadcast_rows.delete(store.session, kept.id)
        broadcast_rows.add(store.session, kept._replace(body=written))

    telling.write(rewrite)
    telling.see_through()
    assert telling.who_got(ours) == {1: 1}
    assert telling.write(set_aside.look_after, telling.now) == 1
    assert not telling.progress(strange).is_done
    telling.now += DAY + timedelta(seconds=1)
    assert telling.write(set_aside.look_after, telling.now) == 0
    assert telling.progress(strange).is_done
