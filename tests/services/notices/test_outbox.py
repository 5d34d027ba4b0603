"""The outbox: what waits, in which order, what it shows to a thief, and what remains of it."""

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest
from sqlmodel import Session

from services.keys.sealing import CannotOpen, RuntimeKey
from services.notices import dispatch, outbox
from services.notices.dispatch import Outcome, Result
from services.notices.outbox import Lane, Notice
from services.store import Store
from storage import outbox as rows
from storage.engine import Database
from storage.outbox import NewOutboxRow

NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def runtime() -> RuntimeKey:
    return RuntimeKey.generate()


class LayDown(Protocol):
    """A notice of that name is laid down."""

    def __call__(self, name: str, lane: Lane = ..., at: datetime = ...) -> None: ...


@pytest.fixture
def lay_down(database: Database, runtime: RuntimeKey) -> LayDown:
    def lay(name: str, lane: Lane = Lane.REMINDER, at: datetime = NOW) -> None:
        notice = Notice("mailbox", 4242, "ar", {"name": name})
        with database.writing() as session:
            outbox.enqueue(Store(session, runtime), notice, lane, at)

    return lay


def _names(session: Session, runtime: RuntimeKey, now: datetime, limit: int = 100) -> list[str]:
    store, waiting = Store(session, runtime), outbox.due(session, now, limit)
    return [outbox.opened(store, each.body, None, now).facts["name"] for each in waiting]


def test_a_notice_comes_out_as_it_went_in(database: Database, runtime: RuntimeKey) -> None:
    notice = Notice("mailbox", -1001234567890123, "ckb", {"text": "هەواڵ", "n": [1, None]})
    with database.writing() as session:
        outbox.enqueue(Store(session, runtime), notice, Lane.SAFETY, NOW)
    with database.reading() as session:
        waiting = outbox.due(session, NOW, 10)[0]
        assert outbox.opened(Store(session, runtime), waiting.body, None, NOW) == notice
    assert (waiting.lane, waiting.attempts) == (Lane.SAFETY, 0)


def test_upper_lanes_come_first_and_in_a_lane_what_was_laid_down_first(
    database: Database, runtime: RuntimeKey, lay_down: LayDown
) -> None:
    lay_down("news", Lane.BROADCAST, NOW - timedelta(hours=1))
    lay_down("early", Lane.SAFETY, NOW)
    lay_down("late", Lane.SAFETY, NOW - timedelta(seconds=5))
    lay_down("soon", Lane.SAFETY, NOW + timedelta(seconds=5))
    with database.reading() as session:
        assert _names(session, runtime, NOW) == ["early", "late", "news"]
        assert _names(session, runtime, NOW, limit=1) == ["early"]


def test_it_is_there_only_if_the_fact_it_announces_is_there(
    database: Database, lay_down: LayDown, runtime: RuntimeKey
) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        outbox.enqueue(Store(session, runtime), Notice("mailbox", 1, "en"), Lane.REPLY, NOW)
        raise ZeroDivisionError
    with database.reading() as session:
        assert rows.count(session) == 0


@pytest.mark.parametrize("outcome", [Outcome.SENT, Outcome.DROPPED, Outcome.GONE])
@pytest.mark.of_a_file
def test_nothing_remains_of_what_was_sent_or_given_up(
    database: Database, lay_down: LayDown, outcome: Outcome, runtime: RuntimeKey
) -> None:
    lay_down("one")
    lay_down("two")
    with database.writing() as session:
        body = outbox.due(session, NOW, 1)[0].body
        _settle(session, runtime, outcome)
    with database.reading() as session:
        assert _names(session, runtime, NOW) == ["two"]
    assert database.path is not None
    assert bytes(body) not in database.path.read_bytes()


def _settle(session: Session, runtime: RuntimeKey, outcome: Outcome, again: datetime | None = None) -> None:
    claimed = dispatch.claim(Store(session, runtime), NOW)
    assert claimed is not None
    dispatch.settle(Store(session, runtime), (), Result(claimed, outcome, again=again))


def test_what_is_postponed_waits_its_time_and_remembers_the_try(
    database: Database, lay_down: LayDown, runtime: RuntimeKey
) -> None:
    lay_down("one")
    with database.writing() as session:
        _settle(session, runtime, Outcome.POSTPONED, NOW + timedelta(seconds=30, milliseconds=400))
    with database.reading() as session:
        assert outbox.due(session, NOW + timedelta(seconds=30), 1) == [], "never before its time"
        assert outbox.due(session, NOW + timedelta(seconds=31), 1)[0].attempts == 1


def test_what_one_sender_holds_no_other_takes_up_until_the_claim_has_ended(
    database: Database, lay_down: LayDown, runtime: RuntimeKey
) -> None:
    lay_down("one")
    lay_down("two")
    with database.writing() as session:
        held = [dispatch.claim(Store(session, runtime), NOW) for _ in range(3)]
        assert [claimed and claimed.notice.facts["name"] for claimed in held] == ["one", "two", None]
        assert dispatch.claim(Store(session, runtime), NOW + dispatch.CLAIM - timedelta(seconds=1)) is None
        again = dispatch.claim(Store(session, runtime), NOW + dispatch.CLAIM + timedelta(seconds=1))
        assert again is not None
        assert again.notice.facts["name"] == "one"


def test_the_only_sender_takes_up_at_once_what_a_dead_one_held(
    database: Database, lay_down: LayDown, runtime: RuntimeKey
) -> None:
    lay_down("one")
    with database.writing() as session:
        dispatch.claim(Store(session, runtime), NOW)
    with database.writing() as session:
        assert dispatch.let_go(session) == 1
        assert dispatch.claim(Store(session, runtime), NOW) is not None


def test_what_is_worth_nothing_any_more_is_never_taken_up(database: Database, runtime: RuntimeKey) -> None:
    until = NOW + timedelta(minutes=1)
    with database.writing() as session:
        body = outbox.closed(runtime, json.dumps(asdict(Notice("mailbox", 1, "ar"))).encode())
        row = NewOutboxRow(Lane.REMINDER, int(NOW.timestamp()), body, int(until.timestamp()))
        rows.add(session, [row])
        assert dispatch.claim(Store(session, runtime), until) is None
        taken = dispatch.claim(Store(session, runtime), until - timedelta(seconds=1))
        assert taken is not None
        assert taken.until == until


def test_a_paused_lane_holds_up_none_above_it(database: Database, lay_down: LayDown, runtime: RuntimeKey) -> None:
    lay_down("reminder", Lane.REMINDER)
    with database.writing() as session:
        assert dispatch.claim(Store(session, runtime), NOW, Lane.REPLY) is None
    lay_down("reply", Lane.REPLY)
    with database.writing() as session:
        taken = dispatch.claim(Store(session, runtime), NOW, Lane.REPLY)
        assert taken is not None
        assert taken.notice.facts["name"] == "reply"


def test_pauses_double_and_end_at_ten_minutes() -> None:
    pauses = [outbox.pause_after(tries).total_seconds() for tries in range(12)]
    assert pauses[:4] == [5, 10, 20, 40]
    assert pauses == sorted(pauses)
    assert pauses[-1] == outbox.pause_after(10_000).total_seconds() == 600


@pytest.mark.of_a_file
def test_the_stored_row_shows_no_address_and_the_public_key_opens_nothing(
    database: Database, runtime: RuntimeKey
) -> None:
    chat = 987654321012
    with database.writing() as session:
        outbox.enqueue(Store(session, runtime), Notice("mailbox", chat, "ar", {"a": "b"}), Lane.REPLY, NOW)
        outbox.enqueue(Store(session, runtime), Notice("mailbox", 1, "ar", {"a": "b" * 300}), Lane.REPLY, NOW)
    with database.reading() as session:
        found = outbox.due(session, NOW, 2)
    assert database.path is not None
    stored = database.path.read_bytes()
    assert str(chat).encode() not in stored
    assert b"mailbox" not in b"".join(waiting.body for waiting in found)
    assert len(found[0].body) == len(found[1].body), "the size says nothing"
    with database.reading() as session, pytest.raises(CannotOpen):
        outbox.opened(Store(session, RuntimeKey.generate()), found[0].body, None, NOW)


def test_what_was_put_back_untried_waits_no_longer_for_it(
    database: Database, lay_down: LayDown, runtime: RuntimeKey
) -> None:
    lay_down("one")
    with database.writing() as session:
        claimed = dispatch.claim(Store(session, runtime), NOW)
        assert claimed is not None
        result = Result(claimed, Outcome.POSTPONED, again=NOW, tried=False)
        dispatch.settle(Store(session, runtime), (), result)
    with database.reading() as session:
        assert outbox.due(session, NOW, 1)[0].attempts == 0
