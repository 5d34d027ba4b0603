"""In order within a chat, chats side by side."""

import asyncio

from bot.incoming.lines import CROWD, LONGEST_IN_A_CROWD, LONGEST_LINE, Lines
from handlers.chat.arrival import Arrival
from tests.support.patience import PATIENCE, becomes


def an_arrival(number: int, chat: int) -> Arrival:
    return Arrival(number, chat, True, number, "text", None, None, None, None)


async def test_a_chat_is_answered_in_order() -> None:
    seen: list[int] = []

    async def answer(arrival: Arrival) -> None:
        await asyncio.sleep(0.01 if arrival.number % 2 else 0)
        seen.append(arrival.number)

    lines = Lines(answer)
    for number in range(10):
        lines.join(an_arrival(number, chat=1))
    await lines.quiet(PATIENCE)
    assert seen == list(range(10))


async def test_a_stuck_chat_delays_nobody_else() -> None:
    stuck, seen = asyncio.Event(), []

    async def answer(arrival: Arrival) -> None:
        if arrival.chat == 1:
            await stuck.wait()
        seen.append(arrival.chat)

    lines = Lines(answer)
    for number in range(20):
        lines.join(an_arrival(number, chat=1 + number % 2))
    await becomes(lambda: len(seen) == 10)
    assert seen == [2] * 10
    assert [arrival.number for arrival in lines.standing([0, 1])] == [0]
    stuck.set()
    await lines.quiet(PATIENCE)
    assert seen.count(1) == 10


async def test_closing_lets_what_is_under_way_finish() -> None:
    seen = []

    async def answer(arrival: Arrival) -> None:
        await asyncio.sleep(0.05)
        seen.append(arrival.number)

    lines = Lines(answer)
    lines.join(an_arrival(1, chat=1))
    await lines.close(patience=PATIENCE)
    assert seen == [1]
    assert len(lines) == 0


async def test_a_line_has_an_end_and_a_nearer_one_in_a_crowd() -> None:
    gate = asyncio.Event()

    async def answer(arrival: Arrival) -> None:
        await gate.wait()

    lines = Lines(answer)
    for number in range(LONGEST_LINE - 1):
        lines.join(an_arrival(number, chat=1))
    assert lines.has_room(1)
    for number in range(LONGEST_LINE, CROWD + 1):
        lines.join(an_arrival(number, chat=number))
    assert not lines.has_room(1)
    for number in range(LONGEST_IN_A_CROWD):
        assert lines.has_room(2)
        lines.join(an_arrival(CROWD + 1 + number, chat=2))
    assert not lines.has_room(2)
    gate.set()
    await lines.quiet(PATIENCE)
    assert lines.waiting == 0


async def test_nothing_joins_a_line_that_was_cut_off_until_its_last_is_answered() -> None:
    gate = asyncio.Event()

    async def answer(arrival: Arrival) -> None:
        await gate.wait()

    lines = Lines(answer)
    lines.join(an_arrival(1, chat=1))
    lines.cut_off(an_arrival(2, chat=1))
    assert lines.is_cut_off(1)
    assert not lines.is_cut_off(2)
    gate.set()
    await lines.quiet(PATIENCE)
    assert not lines.is_cut_off(1)
