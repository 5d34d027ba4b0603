"""In order within a chat, chats side by side."""

import asyncio

from bot.incoming.lines import Lines
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
    assert lines.find(0) is not None
    assert lines.find(1) is None
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
