"""The order and the rates of the limiter: never above them, in order, nobody starved."""

import asyncio
from collections.abc import Iterable
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.outgoing.limiter import Ticket, TooLate
from bot.outgoing.pace import CHAT_BURST, GROUP, OVERALL, SHARED
from bot.wire.errors import NotSent
from services.notices.outbox import Lane
from tests.support.notices.limiter_room import WISHES, Room, Wish

GROUP_CHAT = -100


def _most_in(times: Iterable[float], window: float) -> int:
    """The most of these times that lie in any half-open window of this length."""
    ordered = sorted(times)
    first, most = 0, 0
    for last, at in enumerate(ordered):
        while at - ordered[first] >= window - 1e-9:
            first += 1
        most = max(most, last - first + 1)
    return most


async def _play(wishes: list[Wish]) -> Room:
    room = Room()
    for at, lane, chat in sorted(wishes):
        await room.clock.pass_until(room.start + at)
        room.say(chat, lane)
    await room.pass_by(1500)
    await room.close()
    return room


@settings(deadline=None, max_examples=15)
@given(WISHES)
def test_every_message_goes_once_in_order_and_no_window_holds_more_than_allowed(wishes: list[Wish]) -> None:
    room = asyncio.run(_play(wishes))
    calls = room.calls
    assert sorted(call.number for call in calls) == list(range(len(wishes))), "each goes once"
    assert _most_in([call.at for call in calls], 1.0) <= OVERALL
    for chat in {call.chat for call in calls}:
        times = [call.at for call in calls if call.chat == chat]
        for window in (1, 2, 5, 20):
            assert _most_in(times, window) <= CHAT_BURST + window
        assert chat is None or chat > 0 or _most_in(times, 60) <= GROUP
        for lane in Lane:
            mine = [call.number for call in calls if call.lane is lane and call.chat == chat]
            assert mine == sorted(mine), "within a lane and chat, first come, first said"


def _moments(seed: int) -> list[float]:
    """Forty at the most, in ten seconds or fewer."""
    chance = Random(seed)
    seconds = chance.choice((1, 4, 10))
    return [chance.uniform(0, seconds) for _ in range(chance.randint(0, 40))]


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 2**32).map(_moments), st.integers(50, 400))
@example([0.75, 0.875], 50)
def test_a_reply_waits_a_thirtieth_of_a_second_for_a_broadcast_at_most(asked: list[float], recipients: int) -> None:
    async def play() -> list[float]:
        room = Room()
        for chat in range(recipients):
            room.say(10_000 + chat, Lane.BROADCAST)
        waits = []
        for number, at in enumerate(_thinned(asked)):
            await room.clock.pass_until(room.start + at)
            room.say(number, Lane.REPLY)
            await room.pass_by(0)
        await room.pass_by(60)
        waits = [call.at - call.asked for call in room.calls if call.lane is Lane.REPLY]
        await room.close()
        return waits

    assert all(wait < 1 / SHARED + 1e-6 for wait in asyncio.run(play()))


def _thinned(times: list[float]) -> list[float]:
    """At least a tenth of a second apart: of two at once, the second waits for the place after."""
    kept: list[float] = []
    for at in sorted(times):
        if not kept or at - kept[-1] > 0.1:
            kept.append(at)
    return kept


async def test_upper_lanes_go_first_when_all_wait(room: Room) -> None:
    for chat in range(OVERALL):
        room.say(1000 + chat)
    await room.pass_by(0)
    for lane in reversed(Lane):
        for chat in range(3):
            room.say(lane * 10 + chat, lane)
    await room.pass_by(3)
    later = [call.lane for call in room.calls[OVERALL:]]
    assert later == sorted(later)
    assert len(later) == 15


async def test_of_those_who_wait_for_a_reply_whoever_had_least_lately_goes_first(room: Room) -> None:
    for _ in range(3):
        for chat in range(1, 31):
            room.say(chat)
        await room.pass_by(1)
    for chat in range(OVERALL):
        room.say(2000 + chat)
    for chat in range(1, 61):
        room.say(chat)
    room.say(1000)
    await room.pass_by(4)
    assert [call.chat for call in room.calls[4 * OVERALL :]] == [*range(31, 61), 1000, *range(1, 31)]


async def test_somebody_inside_a_report_is_answered_first_and_the_others_still_are(room: Room) -> None:
    for chat in range(OVERALL):
        room.say(1000 + chat)
    await room.pass_by(0)
    for chat in range(100):
        room.say(2000 + chat)
    for chat in range(100):
        room.say(3000 + chat, Lane.REPORT)
    await room.pass_by(2)
    lanes = [call.lane for call in room.calls[OVERALL : 3 * OVERALL]]
    assert lanes[:4] == [Lane.REPORT] * 4
    assert lanes.count(Lane.REPLY) == 2 * OVERALL / 5


async def test_no_lane_starves_while_replies_take_all_there_is(room: Room) -> None:
    for lane in (Lane.SAFETY, Lane.REMINDER, Lane.BROADCAST):
        for chat in range(100):
            room.say(1000 * lane + chat, lane)
    for second in range(20):
        for chat in range(2 * OVERALL):
            room.say(100_000 + second * 100 + chat)
        await room.pass_by(1)
    sent = {lane: sum(call.lane is lane for call in room.calls) for lane in Lane}
    assert sent[Lane.SAFETY] >= 30
    assert sent[Lane.REMINDER] >= 10
    assert sent[Lane.BROADCAST] >= 3
    assert sent[Lane.REPLY] >= 0.8 * 20 * OVERALL


async def test_a_thousand_broadcasts_use_what_there_is_and_no_more(room: Room) -> None:
    for chat in range(1000):
        room.say(chat, Lane.BROADCAST)
    await room.pass_by(1000 / SHARED)
    assert len(room.calls) == 1000
    assert _most_in([call.at for call in room.calls], 1.0) <= OVERALL


async def test_a_sender_that_is_held_up_now_and_then_makes_it_good(room: Room) -> None:
    """One message at a time, as the outbox is sent, with a stop of 0.15 s every second."""
    began = room.clock.now
    for number in range(600):
        task = room.say(number, Lane.BROADCAST)
        while not task.done():
            await room.pass_by(0.002)
        await room.pass_by(0.15 if number % 29 == 0 else 0.01)
    assert 600 / (room.clock.now - began) >= 29
    assert _most_in([call.at for call in room.calls], 1.0) <= OVERALL


async def test_what_is_no_longer_wanted_when_its_turn_comes_is_not_sent(room: Room) -> None:
    for _ in range(CHAT_BURST):
        room.say(1, Lane.REMINDER)
    late = room.say(1, Ticket(Lane.REMINDER, lambda: room.clock.now < room.start + 0.5), name="late")
    kept = room.say(1, Ticket(Lane.REMINDER, lambda: room.clock.now < room.start + 60), name="kept")
    await room.pass_by(5)
    with pytest.raises(TooLate):
        late.result()
    assert kept.result() is True
    assert [call.name for call in room.calls if call.name] == ["kept"]


async def test_one_chats_haste_holds_up_nobody_else(room: Room) -> None:
    for _ in range(10):
        room.say(1)
    for chat in range(2, 12):
        room.say(chat)
    await room.pass_by(0)
    assert [call.chat for call in room.calls].count(1) == CHAT_BURST
    assert {call.chat for call in room.calls} >= set(range(2, 12))


async def test_what_is_no_message_never_waits(room: Room) -> None:
    for _ in range(OVERALL):
        room.say(1)
    for endpoint in ("deleteMessages", "deleteMessage", "sendChatAction", "answerCallbackQuery", "getChat"):
        for _ in range(20):
            room.say(1, endpoint=endpoint, name=endpoint)
    for _ in range(100):
        room.say(None, endpoint="setMyCommands", name="setMyCommands")
    await room.pass_by(0)
    assert len([call for call in room.calls if call.name]) == 200


async def test_one_who_no_longer_waits_takes_nobodys_turn(room: Room) -> None:
    for _ in range(CHAT_BURST):
        room.say(1)
    given_up = room.say(1, name="given up")
    room.say(1, name="kept")
    await room.pass_by(0)
    given_up.cancel()
    await room.pass_by(1)
    assert [call.name for call in room.calls[CHAT_BURST:]] == ["kept"]


async def test_closing_tells_those_who_wait_that_nothing_was_sent(room: Room) -> None:
    tasks = [room.say(1) for _ in range(CHAT_BURST + 1)]
    await room.pass_by(0)
    await room.limiter.shutdown()
    await room.pass_by(100)
    with pytest.raises(NotSent):
        tasks[-1].result()
    assert len(room.calls) == CHAT_BURST


async def test_chats_at_rest_are_forgotten(room: Room) -> None:
    for chat in range(1, 500):
        room.say(chat, Lane.BROADCAST)
    await room.pass_by(200)
    room.say(GROUP_CHAT)
    await room.pass_by(0)
    assert len(room.limiter._pace._chats) == 1


async def test_when_nothing_has_to_wait_a_message_goes_without_giving_up_the_turn_or_setting_an_alarm(
    room: Room,
) -> None:
    async def ask() -> bool:
        return True

    before = asyncio.all_tasks()
    for chat in range(OVERALL):
        request = room.limiter.process_request(ask, (), {}, "sendMessage", {"chat_id": chat}, None)
        with pytest.raises(StopIteration) as done:
            request.send(None)
        assert done.value.value is True
    assert room.clock.alarms == []
    assert asyncio.all_tasks() == before


async def test_a_group_gets_eighteen_messages_in_a_minute_and_then_waits_for_the_minute_to_end(room: Room) -> None:
    for _ in range(GROUP + 2):
        room.say(GROUP_CHAT, Lane.REMINDER)
    await room.pass_by(300)
    times = [call.at for call in room.calls]
    assert len(times) == GROUP + 2
    assert _most_in(times, 60) == GROUP
    assert times[GROUP] == pytest.approx(times[0] + 60)
