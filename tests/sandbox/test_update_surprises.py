"""What Telegram does with numbers now and then: gaps, a new beginning, and updates that come once more."""

from email.utils import parsedate_to_datetime

import aiohttp
from telegram import Bot

from sandbox import Sandbox


async def test_numbers_leave_a_gap_and_go_on_somewhere_else(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone()
    await phone.send("one")
    sandbox.room.updates.skip(10)
    await phone.send("two")
    one, two = await bot.get_updates()
    assert two.update_id == one.update_id + 11
    await bot.get_updates(offset=two.update_id + 1, timeout=0)
    sandbox.room.updates.begin_anew()
    await phone.send("three")
    (three,) = await bot.get_updates()
    assert three.update_id != two.update_id + 1
    await bot.get_updates(offset=three.update_id + 1, timeout=0)
    assert sandbox.pending == 0


async def test_what_was_confirmed_lately_is_handed_out_once_more(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.phone().send("one")
    (one,) = await bot.get_updates()
    assert await bot.get_updates(offset=one.update_id + 1, timeout=0) == ()
    sandbox.room.updates.repeat()
    assert [update.update_id for update in await bot.get_updates(timeout=0)] == [one.update_id]
    assert await bot.get_updates(timeout=0) == ()


async def test_answers_carry_the_date_of_the_servers_clock(sandbox: Sandbox) -> None:
    sandbox.advance(86_400)
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{sandbox.url}/bot{sandbox.token}/getMe") as answer,
    ):
        said = parsedate_to_datetime(answer.headers["Date"])
    assert abs(said.timestamp() - sandbox.clock.now()) < 60
