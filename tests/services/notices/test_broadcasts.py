"""Broadcasts: who gets one and who does not, what is taken back, what it replaces, and what is counted and kept."""

from datetime import time, timedelta

import pytest

from services import addresses
from services.keys.sealing import RuntimeKey
from services.notices import broadcast_stream, broadcasts, dispatch
from services.notices.broadcasts import Progress, Watch
from services.notices.dispatch import Outcome, Result
from services.notices.outbox import Lane
from services.notices.quiet_hours import Quiet
from services.recurrence.wall_time import UnknownZone
from services.store import keyless
from storage import broadcasts as rows
from storage.engine import Database
from tests.support.notices.telling import AUDIENCES, A, B, C, Telling

MINUTE = timedelta(minutes=1)
AFTERNOON = Quiet(time(11, 30), time(15))


@pytest.fixture
def telling(database: Database) -> Telling:
    return Telling(database)


def test_everybody_in_the_audience_gets_it_once_and_nobody_else(telling: Telling) -> None:
    for chat in range(1, 301):
        telling.joins(chat, A, ("en", "ar")[chat % 2])
    telling.joins(901, B)
    telling.joins(902, A, "fr")
    id = telling.announce()
    telling.see_through()
    assert telling.who_got(id) == dict.fromkeys(range(1, 301), 1)
    assert telling.progress(id) == Progress(300, 300, 0, 0, True)
    assert telling.waiting == 0


def test_a_person_in_several_of_its_audiences_gets_it_once(telling: Telling) -> None:
    for audience in AUDIENCES:
        telling.joins(1, audience)
    telling.joins(2, B)
    telling.joins(3, C, "ar")
    id = telling.announce((A, B, C))
    telling.see_through()
    assert telling.who_got(id) == {1: 1, 2: 1, 3: 1}


def test_it_is_for_nobody_and_soon_done(telling: Telling) -> None:
    id = telling.announce()
    telling.see_through()
    assert telling.progress(id) == Progress(0, 0, 0, 0, True)


def test_publishing_takes_one_row_however_many_there_are_and_few_notices_wait_at_a_time(telling: Telling) -> None:
    for chat in range(1, 500):
        telling.joins(chat)
    telling.announce()
    assert telling.waiting == 0
    while telling.step():
        pass
    assert 0 < telling.waiting <= broadcast_stream.AHEAD


def test_nothing_leaves_within_the_recall_window_and_what_is_taken_back_in_it_reaches_nobody(telling: Telling) -> None:
    telling.joins(1)
    id = telling.announce(start=telling.now + MINUTE)
    telling.see_through()
    assert telling.got == {}
    assert telling.write(keyless(broadcasts.recall), id) is True
    telling.now += 2 * MINUTE
    telling.see_through()
    assert telling.got == {}
    assert telling.progress(id).is_taken_back, "which is said, and not that it is done"


def test_taken_back_later_it_reaches_nobody_more(telling: Telling) -> None:
    for chat in range(1, 20):
        telling.joins(chat)
    id = telling.announce()
    telling.step()
    telling.send(3)
    assert telling.write(keyless(broadcasts.recall), id) is False
    telling.see_through()
    assert len(telling.who_got(id)) == 3
    assert telling.progress(id) == Progress(3, 3, 0, 0, True, is_taken_back=True)


def test_what_a_sender_holds_while_it_is_taken_back_may_have_left(telling: Telling) -> None:
    telling.joins(1)
    id = telling.announce()
    telling.step()
    held = telling.write(dispatch.claim, telling.now)
    assert held is not None
    assert telling.write(keyless(broadcasts.recall), id) is False
    telling.sends(held)
    telling.settle(held)
    assert telling.progress(id).sent == 1
    assert telling.write(keyless(broadcasts.recall), "f" * 32) is False, "nobody knows of that one"


def test_a_dead_senders_claim_on_what_was_taken_back_is_struck_off(telling: Telling) -> None:
    telling.joins(1)
    id = telling.announce()
    telling.step()
    telling.write(dispatch.claim, telling.now)
    telling.write(keyless(broadcasts.recall), id)
    telling.now += 2 * dispatch.CLAIM
    assert telling.send(5) == 0
    assert telling.waiting == 0


def test_quiet_hours_are_waited_for_and_the_others_do_not_wait_for_them(telling: Telling) -> None:
    telling.joins(1, quiet=AFTERNOON)
    telling.joins(2)
    telling.joins(3, quiet=Quiet(time(12), time(14)))
    id = telling.announce()
    telling.see_through()
    assert telling.who_got(id) == {2: 1}
    assert not telling.progress(id).is_done
    telling.now += timedelta(hours=2)
    telling.see_through()
    assert telling.who_got(id) == {2: 1, 3: 1}
    telling.now += timedelta(hours=1)
    telling.see_through()
    assert telling.who_got(id) == {1: 1, 2: 1, 3: 1}
    assert telling.progress(id) == Progress(3, 3, 0, 0, True)


def test_thousands_of_sleepers_do_not_fill_the_outbox(telling: Telling) -> None:
    for chat in range(1, 400):
        telling.joins(chat, quiet=AFTERNOON)
    telling.joins(999)
    id = telling.announce()
    while telling.step():
        assert telling.waiting <= 1
    telling.send(5)
    assert telling.who_got(id) == {999: 1}


def test_what_is_urgent_waits_for_no_quiet_hours(telling: Telling) -> None:
    telling.joins(1, quiet=AFTERNOON)
    id = telling.announce(urgent=True)
    telling.see_through()
    assert telling.who_got(id) == {1: 1}


def test_whose_quiet_hours_end_too_late_does_not_get_it_and_is_counted(telling: Telling) -> None:
    telling.joins(1, quiet=AFTERNOON)
    telling.joins(2)
    id = telling.announce(until=telling.now + timedelta(hours=2))
    telling.see_through()
    telling.now += timedelta(hours=4)
    telling.see_through()
    assert telling.who_got(id) == {2: 1}
    assert telling.progress(id) == Progress(2, 1, 1, 0, True)


@pytest.mark.parametrize("laid_down", [True, False])
def test_nothing_is_sent_at_its_end_or_later_and_who_missed_it_is_counted(telling: Telling, laid_down: bool) -> None:
    for chat in range(1, 6):
        telling.joins(chat)
    id = telling.announce(until=telling.now + MINUTE)
    if laid_down:
        telling.step()
        telling.send(2)
    telling.now += MINUTE
    telling.see_through()
    sent = 2 if laid_down else 0
    assert len(telling.who_got(id)) == sent
    assert telling.progress(id) == Progress(5, sent, 5 - sent, 0, True)


def test_it_can_be_for_those_only_for_whom_the_bot_says_so(telling: Telling) -> None:
    for chat in range(1, 30):
        telling.joins(chat)
    asked = {"answers": "x", "are": "yes"}
    id = telling.announce(only=asked)
    telling.see_through(lambda _session, only, chat: only == asked and chat % 7 == 0)
    assert telling.who_got(id) == {7: 1, 14: 1, 21: 1, 28: 1}


def test_a_later_one_is_told_which_message_it_replaces(telling: Telling) -> None:
    telling.joins(1)
    first = telling.announce()
    telling.see_through()
    telling.joins(2)
    second = telling.announce(replaces=first)
    telling.see_through()
    assert telling.replaced == {(first, 1): None, (second, 1): 1001, (second, 2): None}


def test_who_has_not_got_the_replaced_one_gets_the_new_one_alone(telling: Telling) -> None:
    for chat in range(1, 11):
        telling.joins(chat)
    first = telling.announce()
    telling.step()
    telling.send(4)
    second = telling.announce(replaces=first)
    telling.see_through()
    assert len(telling.who_got(first)) == 4
    assert telling.who_got(second) == dict.fromkeys(range(1, 11), 1)
    assert sum(number is not None for number in telling.replaced.values()) == 4


def test_somebody_who_is_gone_hears_about_nothing_any_more(telling: Telling) -> None:
    for audience in AUDIENCES:
        telling.joins(1, audience)
    id = telling.announce()
    telling.step()
    telling.send(1, Outcome.GONE)
    later = telling.announce((A, B, C))
    telling.see_through()
    assert telling.got == {}
    assert telling.progress(id) == Progress(1, 0, 1, 0, True)
    assert telling.progress(later) == Progress(0, 0, 0, 0, True)


def test_a_safety_alert_passes_a_broadcast_that_is_under_way(telling: Telling) -> None:
    for chat in range(1, 300):
        telling.joins(chat)
    telling.announce()
    telling.step()
    telling.send(2)
    alert = telling.announce(lane=Lane.SAFETY)
    telling.step()
    telling.send(3)
    assert len(telling.who_got(alert)) == 3


def test_a_zone_that_does_not_exist_is_refused_at_once(telling: Telling) -> None:
    with pytest.raises(UnknownZone):
        telling.announce(zone="Asia/Nowhere")


def test_messages_are_kept_for_a_month_and_then_forgotten(telling: Telling, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcasts, "FORGOTTEN_AT_ONCE", 4)
    for chat in range(1, 11):
        telling.joins(chat)
    id = telling.announce()
    telling.see_through()
    key = bytes.fromhex(id)
    assert telling.write(keyless(broadcasts.forget_old), telling.now + timedelta(days=29)) is False
    assert telling.write(keyless(rows.count_messages), key) == 10
    steps = 1
    while telling.write(keyless(broadcasts.forget_old), telling.now + timedelta(days=31)):
        steps += 1
    assert steps == 3
    assert telling.write(keyless(rows.count_messages), key) == 0
    assert telling.write(keyless(rows.get), key) is None
    assert telling.is_forgotten(id), "nobody says of it that nobody got it"


def test_who_watches_is_kept_until_told_otherwise(telling: Telling) -> None:
    id = telling.announce()
    telling.write(broadcasts.watch, Watch(id, 77, 5, "ar"))
    telling.write(broadcasts.watch, Watch(id, 77, 6, "ar"))
    telling.write(broadcasts.watch, Watch(id, 78, 1, "en"))
    watches = telling.write(broadcasts.watches)
    assert sorted(watches, key=lambda each: each.chat) == [Watch(id, 77, 6, "ar"), Watch(id, 78, 1, "en")]
    telling.write(broadcasts.unwatch, Watch(id, 77, 6, "ar"))
    assert telling.write(broadcasts.watches) == [Watch(id, 78, 1, "en")]


def test_what_was_kept_under_another_runtime_key_ends_and_stops_nothing(telling: Telling) -> None:
    telling.joins(1)
    old = telling.announce()
    telling.write(broadcasts.watch, Watch(old, 77, 5, "ar"))
    telling.step()
    telling.runtime = RuntimeKey.generate()
    telling.joins(2)
    new = telling.announce()
    telling.see_through()
    assert telling.who_got(new) == {2: 1}
    assert telling.progress(old).is_done
    assert telling.write(broadcasts.watches) == []


def test_a_clock_that_is_put_back_an_hour_holds_up_nothing(telling: Telling) -> None:
    for chat in range(1, 300):
        telling.joins(chat)
    telling.now += timedelta(hours=2)
    id = telling.announce(start=telling.now - timedelta(hours=1, minutes=30))
    telling.step()
    telling.send(10)
    telling.now -= timedelta(hours=1)
    telling.see_through()
    assert telling.progress(id) == Progress(299, 299, 0, 0, True)


def test_with_the_runtime_key_everything_locked_with_it_goes(telling: Telling) -> None:
    telling.joins(1)
    id = telling.announce()
    telling.step()
    telling.write(broadcasts.watch, Watch(id, 77, 5, "ar"))
    telling.write(keyless(addresses.forget_everybody))
    assert telling.waiting == 0
    assert telling.write(keyless(rows.get), bytes.fromhex(id)) is None
    assert telling.write(keyless(rows.watches)) == []


@pytest.mark.of_a_file
def test_the_rows_name_nobody_and_do_not_join(telling: Telling) -> None:
    chat = 987654321012
    telling.joins(chat)
    ids = [telling.announce(), telling.announce()]
    telling.see_through()
    path = telling.database.path
    assert path is not None
    stored = path.read_bytes()
    assert str(chat).encode() not in stored
    assert b"meeting" not in stored.replace(b"meetings", b"").replace(b"meeting_", b"")
    tags = [broadcasts.mark_of(telling.runtime, id, chat) for id in ids]
    assert tags[0] != tags[1]


@pytest.mark.parametrize(("is_tried", "nobody_got_it"), [(True, False), (False, True)])
def test_after_a_try_whose_answer_was_lost_it_is_not_said_that_nobody_got_it(
    telling: Telling, is_tried: bool, nobody_got_it: bool
) -> None:
    telling.joins(1)
    id = telling.announce()
    telling.step()
    claimed = telling.write(dispatch.claim, telling.now)
    assert claimed is not None
    again = telling.now + MINUTE
    telling.write(dispatch.settle, (A,), Result(claimed, Outcome.POSTPONED, again=again, tried=is_tried))
    assert telling.write(keyless(broadcasts.recall), id) is nobody_got_it


def test_a_claim_that_has_ended_does_not_end_the_claim_of_who_took_it_up_since(telling: Telling) -> None:
    telling.joins(1)
    telling.announce()
    telling.step()
    first = telling.write(dispatch.claim, telling.now)
    telling.now += 2 * dispatch.CLAIM
    assert first is not None
    assert telling.write(dispatch.claim, telling.now) is not None
    telling.write(dispatch.settle, (A,), Result(first, Outcome.POSTPONED, again=telling.now, tried=False))
    assert telling.write(dispatch.claim, telling.now) is None


def test_what_two_senders_have_sent_is_counted_once(telling: Telling) -> None:
    """The first was slow, its claim ended, another took the notice up: one person has it."""
    telling.joins(1)
    id = telling.announce()
    telling.step()
    slow = telling.write(dispatch.claim, telling.now)
    telling.now += 2 * dispatch.CLAIM
    quick = telling.write(dispatch.claim, telling.now)
    assert slow is not None and quick is not None
    for claimed in (quick, slow):
        telling.settle(claimed)
    assert telling.progress(id).sent == 1
