"""The limiter on a clock of its own: never above the rates, in order, nobody starved, pauses obeyed."""

import asyncio
import heapq
import time
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import RetryAfter

from bot.limiter import LaneLimiter
from bot.pace import CHAT_BURST, GROUP, LOWER, OVERALL
from bot.transport import NotSent
from services.outbox import Lane

GROUP_CHAT = -100


@dataclass(order=True)
class Alarm:
    when: float
    ring: Callable[[], None] = field(compare=False)
    is_off: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        self.is_off = True


class Clock:
    """Time that passes only when told to; every task is let come to rest before it does."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.alarms: list[Alarm] = []

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, callback: Callable[[], None], /) -> Alarm:
        alarm = Alarm(when, callback)
        heapq.heappush(self.alarms, alarm)
        return alarm

    async def pass_until(self, end: float) -> None:
        await self._rest()
        while self.alarms and self.alarms[0].when <= end:
            alarm = heapq.heappop(self.alarms)
            if not alarm.is_off:
                self.now = max(self.now, alarm.when)
                alarm.ring()
                await self._rest()
        self.now = max(self.now, end)
        await self._rest()

    @staticmethod
    async def _rest() -> None:
        for _ in range(12):
            await asyncio.sleep(0)


@dataclass(frozen=True)
class Call:
    at: float
    lane: Lane
    chat: int | None
    name: Any


class Room:
    """A limiter, the calls that came through, and a server that may refuse them."""

    def __init__(self, overall: int | None = OVERALL) -> None:
        self.clock = Clock()
        self.start = self.clock.now
        self.limiter = LaneLimiter(overall, self.clock)
        self.calls: list[Call] = []
        self.refusals: Callable[[Call], int] = lambda call: 0
        self.tasks: list[asyncio.Task[Any]] = []

    def say(self, chat: int | None, lane: Lane = Lane.REPLY, name: Any = None, endpoint: str = "sendMessage") -> Any:
        data = {} if chat is None else {"chat_id": chat}
        ask = self._server(lane, chat, name)
        lane_given = None if lane is Lane.REPLY else lane  # python-telegram-bot drops what is false
        task = asyncio.create_task(self.limiter.process_request(ask, (), {}, endpoint, data, lane_given))
        self.tasks.append(task)
        return task

    def _server(self, lane: Lane, chat: int | None, name: Any) -> Callable[[], Coroutine[Any, Any, bool]]:
        async def ask() -> bool:
            call = Call(self.clock.now - self.start, lane, chat, name)
            self.calls.append(call)
            seconds = self.refusals(call)
            if seconds:
                raise RetryAfter(seconds)
            return True

        return ask

    async def pass_by(self, seconds: float) -> None:
        await self.clock.pass_until(self.clock.now + seconds)

    async def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


@pytest.fixture
async def room() -> Any:
    found = Room()
    yield found
    await found.close()


def _most_in(times: Iterable[float], window: float) -> int:
    """The most of these times that lie in any half-open window of this length."""
    ordered = sorted(times)
    first, most = 0, 0
    for last, at in enumerate(ordered):
        while at - ordered[first] >= window - 1e-9:
            first += 1
        most = max(most, last - first + 1)
    return most


WISHES = st.lists(
    st.tuples(
        st.floats(0, 20).map(lambda at: round(at, 3)),
        st.sampled_from(Lane),
        st.one_of(st.integers(1, 60), st.sampled_from([-1, -2])),
    ),
    max_size=250,
)


async def _play(wishes: list[tuple[float, Lane, int]]) -> Room:
    room = Room()
    for name, (at, lane, chat) in enumerate(sorted(wishes)):
        await room.clock.pass_until(room.start + at)
        room.say(chat, lane, name)
    await room.pass_by(1500)
    await room.close()
    return room


@settings(deadline=None, max_examples=30)
@given(WISHES)
def test_every_message_goes_once_in_order_and_no_window_holds_more_than_allowed(
    wishes: list[tuple[float, Lane, int]],
) -> None:
    room = asyncio.run(_play(wishes))
    calls = room.calls
    assert sorted(call.name for call in calls) == list(range(len(wishes))), "each goes once"
    assert _most_in([call.at for call in calls], 1.0) <= OVERALL
    assert _most_in([call.at for call in calls if call.lane is not Lane.REPLY], 1.0) <= LOWER + 1
    for chat in {call.chat for call in calls}:
        times = [call.at for call in calls if call.chat == chat]
        for window in (1, 2, 5, 20):
            assert _most_in(times, window) <= CHAT_BURST + window
        assert chat is None or chat > 0 or _most_in(times, 60) <= GROUP
        for lane in Lane:
            mine = [call.name for call in calls if call.lane is lane and call.chat == chat]
            assert mine == sorted(mine), "within a lane and chat, first come, first said"


@settings(deadline=None, max_examples=20)
@given(st.lists(st.floats(0, 10), max_size=40), st.integers(50, 400))
def test_replies_within_the_room_left_to_them_never_wait_for_a_broadcast(asked: list[float], recipients: int) -> None:
    async def play() -> list[float]:
        room = Room()
        for chat in range(recipients):
            room.say(10_000 + chat, Lane.BROADCAST)
        waits = []
        for number, at in enumerate(_thinned(asked)):
            await room.clock.pass_until(room.start + at)
            room.say(number, Lane.REPLY, name=at)
            await room.pass_by(0)
        await room.pass_by(60)
        waits = [call.at - call.name for call in room.calls if call.lane is Lane.REPLY]
        await room.close()
        return waits

    assert all(wait < 1e-6 for wait in asyncio.run(play()))


def _thinned(times: list[float]) -> list[float]:
    """At most four in any second."""
    kept: list[float] = []
    for at in sorted(times):
        if len(kept) < 4 or at - kept[-4] > 1:
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
    assert len(later) == 12


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


async def test_ten_thousand_broadcasts_use_what_there_is_and_no_more(room: Room) -> None:
    for chat in range(1000):
        room.say(chat, Lane.BROADCAST)
    await room.pass_by(40.1)
    assert len(room.calls) == 1000
    assert _most_in([call.at for call in room.calls], 1.0) <= LOWER + 1


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


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5), st.integers(1, 60)), max_size=25), WISHES)
def test_nothing_is_asked_of_a_chat_inside_its_pause(
    storms: list[tuple[int, int, int]], wishes: list[tuple[float, Lane, int]]
) -> None:
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


async def test_chats_at_rest_are_forgotten(room: Room) -> None:
    for chat in range(1, 500):
        room.say(chat, Lane.BROADCAST)
    await room.pass_by(200)
    room.say(GROUP_CHAT)
    await room.pass_by(0)
    assert len(room.limiter._pace._chats) == 1


async def test_when_nothing_waits_the_limiter_costs_microseconds() -> None:
    limiter = LaneLimiter(overall=1_000_000)

    async def ask() -> bool:
        return True

    rounds = 5000
    best = min([await _timed(limiter, ask, rounds) for _ in range(3)])
    assert best / rounds < 30e-6


async def _timed(limiter: LaneLimiter, ask: Callable[[], Coroutine[Any, Any, bool]], rounds: int) -> float:
    started = time.perf_counter()
    for chat in range(rounds):
        await limiter.process_request(ask, (), {}, "sendMessage", {"chat_id": chat}, None)
    return time.perf_counter() - started
