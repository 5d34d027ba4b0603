"""When Telegram asks for a pause: who waits, for how long, and who does not."""

import asyncio
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import RetryAfter

from bot.outgoing.limiter import Ticket
from services.notices.outbox import Lane
from tests.support.notices.limiter_room import WISHES, Call, Room, Wish

Storm = tuple[int, int, int]
"""From which second on, in which chat, and how long the pause is that is asked for there, once."""


async def test_a_refused_reply_pauses_its_chat_alone_and_is_said_again_in_order(room: Room) -> None:
    room.refusals = lambda call: 7 if call.chat == 1 and call.at < 7 else 0
    room.say(1, name="first")
    await room.pass_by(0.1)
    room.say(1, name="second")
    room.say(2)
    room.say(3, Lane.BROADCAST)
    await room.pass_by(20)
    of_one = [(call.at, call.name) for call in room.calls if call.chat == 1]
    assert of_one[0] == (0, "first")
    assert [name for _, name in of_one[1:]] == ["first", "second"]
    assert of_one[1][0] == pytest.approx(7)
    assert all(call.at == pytest.approx(0.1) for call in room.calls if call.chat != 1)


async def test_a_reply_refused_again_and_again_is_given_up(room: Room) -> None:
    room.refusals = lambda call: 2
    task = room.say(1)
    await room.pass_by(60)
    with pytest.raises(RetryAfter):
        task.result()
    assert [call.at for call in room.calls] == [0, 2, 4, 6]


async def test_refused_notices_are_left_to_the_outbox_and_so_is_what_comes_during_the_pause(room: Room) -> None:
    room.refusals = lambda call: 30
    first, second = room.say(1, Lane.REMINDER), room.say(1, Lane.REMINDER)
    await room.pass_by(0)
    third = room.say(1, Lane.SAFETY)
    await room.pass_by(10)
    for task, left in ((first, 30), (second, 30), (third, 30)):
        with pytest.raises(RetryAfter) as raised:
            task.result()
        assert raised.value.retry_after == left
    assert len(room.calls) == 1


async def test_a_refused_notice_is_left_to_the_outbox_in_the_reply_lane_too(room: Room) -> None:
    room.refusals = lambda call: 30
    task = room.say(1, Ticket(Lane.REPLY, lambda: True))
    await room.pass_by(0)
    with pytest.raises(RetryAfter):
        task.result()
    assert len(room.calls) == 1


async def test_several_chats_refused_shortly_pause_the_lower_lanes_and_no_reply(room: Room) -> None:
    room.refusals = lambda call: 20 if call.lane is Lane.BROADCAST and call.at < 5 else 0
    for chat in range(50):
        room.say(chat, Lane.BROADCAST)
    await room.pass_by(1)
    assert len(room.calls) == 3
    for chat in range(100, 110):
        room.say(chat)
    late = room.say(900, Lane.SAFETY)
    await room.pass_by(0)
    assert len([call for call in room.calls if call.lane is Lane.REPLY]) == 10
    with pytest.raises(RetryAfter):
        late.result()
    await room.pass_by(20)
    room.say(901, Lane.SAFETY)
    await room.pass_by(0)
    assert room.calls[-1].chat == 901


async def test_a_refusal_that_names_no_chat_pauses_the_lower_lanes(room: Room) -> None:
    room.refusals = lambda call: 9 if call.chat is None and call.at < 9 else 0
    room.say(None, endpoint="setMyCommands")
    await room.pass_by(0)
    task = room.say(5, Lane.BROADCAST)
    room.say(6)
    await room.pass_by(10)
    with pytest.raises(RetryAfter):
        task.result()
    assert [(call.at, call.chat) for call in room.calls] == [(0, None), (0, 6), (9, None)]


def _storms(seed: int) -> list[Storm]:
    """Up to 25 of them by chance."""
    chance = Random(seed)
    return [(chance.randint(0, 30), chance.randint(1, 5), chance.randint(1, 60)) for _ in range(chance.randint(0, 25))]


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 2**32).map(_storms), WISHES)
def test_nothing_is_asked_of_a_chat_inside_its_pause(storms: list[Storm], wishes: list[Wish]) -> None:
    room = Room()
    left = sorted(storms)
    paused: dict[int | None, float] = {}
    broken: list[Call] = []

    def refuse(call: Call) -> int:
        if call.at < paused.get(call.chat, 0.0) - 1e-6:
            broken.append(call)
        for storm in left:
            if storm[0] <= call.at and storm[1] == call.chat:
                left.remove(storm)
                paused[call.chat] = call.at + storm[2]
                return storm[2]
        return 0

    async def play() -> None:
        room.refusals = refuse
        for at, lane, chat in sorted(wishes):
            await room.clock.pass_until(room.start + at)
            room.say(chat, lane)
        await room.pass_by(2000)
        await room.close()

    asyncio.run(play())
    assert not broken
    assert all(task.done() for task in room.tasks)


async def test_without_limits_nothing_waits_but_pauses_hold() -> None:
    room = Room(overall=None)
    for _ in range(500):
        room.say(1)
    await room.pass_by(0)
    assert len(room.calls) == 500
    room.refusals = lambda call: 3 if call.at < 3 else 0
    room.say(1)
    await room.pass_by(5)
    assert [call.at for call in room.calls[500:]] == [0, 3]
    await room.close()
