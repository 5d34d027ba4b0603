"""Updates are kept until confirmed, handed out in order, to one poller, and not for ever."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import Bot
from telegram.error import Conflict

from sandbox import Phone, Sandbox
from tests.support.patience import PATIENCE, becomes

Call = Callable[..., Awaitable[dict[str, Any]]]


async def texts(
    bot: Bot, offset: int | None = None, limit: int | None = None, timeout: int | None = None
) -> list[str | None]:
    updates = await bot.get_updates(offset, limit, timeout)
    return [update.message.text for update in updates if update.message]


async def somebody_polls(sandbox: Sandbox) -> None:
    await becomes(lambda: sandbox.room.updates._poller is not None)


async def say(phone: Phone, count: int) -> None:
    for number in range(count):
        await phone.send(str(number))


async def test_updates_come_again_until_an_offset_confirms_them(sandbox: Sandbox, bot: Bot) -> None:
    await say(sandbox.phone(), 3)
    first = await bot.get_updates()
    assert [update.update_id - first[0].update_id for update in first] == [0, 1, 2]
    assert await texts(bot) == ["0", "1", "2"]
    assert await texts(bot, offset=first[1].update_id) == ["1", "2"]
    assert sandbox.pending == 2
    assert await texts(bot, offset=first[2].update_id + 1) == []
    assert [entry.update for entry in sandbox.ledger.of("confirmed")] == [update.update_id for update in first]


async def test_a_limit_holds_and_a_negative_offset_keeps_only_the_newest(sandbox: Sandbox, bot: Bot) -> None:
    await say(sandbox.phone(), 120)
    assert len(await bot.get_updates()) == 100
    assert await texts(bot, limit=2) == ["0", "1"]
    assert await texts(bot, offset=-3) == ["117", "118", "119"]
    assert sandbox.pending == 3


async def test_a_long_poll_waits_and_answers_at_once_when_something_comes(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone()
    poll = asyncio.create_task(texts(bot, timeout=50))
    await somebody_polls(sandbox)
    await asyncio.sleep(0.2)
    assert not poll.done()
    await phone.send("now")
    assert await asyncio.wait_for(poll, PATIENCE) == ["now"]


async def test_a_long_poll_ends_empty_when_its_time_is_up(sandbox: Sandbox, bot: Bot) -> None:
    started = time.monotonic()
    assert await bot.get_updates(timeout=1) == ()
    assert time.monotonic() - started > 0.9


async def test_of_two_pollers_the_older_one_gets_the_conflict(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone()
    async with Bot(sandbox.token, base_url=f"{sandbox.url}/bot") as second:
        older = asyncio.create_task(bot.get_updates(timeout=50))
        await somebody_polls(sandbox)
        newer = asyncio.create_task(second.get_updates(timeout=50))
        with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one"):
            await older
        await phone.send("for the newer one")
        assert len(await newer) == 1


async def test_a_poller_that_died_is_no_rival_and_swallows_nothing(sandbox: Sandbox, bot: Bot) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", sandbox.port)
    writer.write(f"GET /bot{sandbox.token}/getUpdates?timeout=2 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    await somebody_polls(sandbox)
    writer.transport.abort()
    await becomes(lambda: sandbox.room.updates._poller is None)
    await sandbox.phone().send("for the next one")
    await asyncio.sleep(0.05)
    assert sandbox.ledger.of("delivered") == []
    assert await texts(bot, timeout=5) == ["for the next one"]
    assert sandbox.ledger.of("refused") == []


async def test_a_message_waits_a_day_and_no_longer(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone()
    await phone.send("kept")
    sandbox.advance(86_399)
    assert await texts(bot) == ["kept"]
    sandbox.advance(2)
    assert await texts(bot) == []
    assert len(sandbox.ledger.of("expired")) == 1


async def test_an_inline_press_waits_150_seconds_while_messages_go_on_waiting(sandbox: Sandbox, call: Call) -> None:
    phone = sandbox.phone()
    await phone.send("kept")
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await call("sendMessage", chat_id=phone.chat, text="?", reply_markup=keyboard)
    await phone.press("Go")
    assert len((await call("getUpdates"))["result"]) == 2
    sandbox.advance(151)
    assert [list(update)[1] for update in (await call("getUpdates"))["result"]] == ["message"]


async def test_only_the_kinds_asked_for_are_made(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone(met=True)
    await bot.get_updates(allowed_updates=["message"])
    await phone.block()
    await phone.unblock()
    await phone.send("hello")
    assert await texts(bot) == ["hello"]


async def test_identifiers_begin_anew_after_a_quiet_week_and_old_offsets_confirm_nothing(
    sandbox: Sandbox, bot: Bot
) -> None:
    phone = sandbox.phone()
    await phone.send("before")
    last = (await bot.get_updates())[-1].update_id
    await bot.get_updates(offset=last + 1)
    while True:
        sandbox.advance(8 * 86_400)
        await phone.send("after")
        found = (await bot.get_updates(offset=last + 1))[-1].update_id
        if found < last:
            break
        last = found
    assert await texts(bot, offset=last + 1) == ["after"]


async def test_duplicates_bring_each_confirmed_update_once_more(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.faults.duplicates = True
    phone = sandbox.phone()
    await phone.send("twice")
    first = (await bot.get_updates())[0].update_id
    assert await texts(bot, offset=first + 1) == ["twice"]
    assert await texts(bot, offset=first + 1) == []


async def test_dropping_the_webhook_may_drop_what_waits(sandbox: Sandbox, bot: Bot) -> None:
    await say(sandbox.phone(), 2)
    assert (await bot.get_webhook_info()).pending_update_count == 2
    await bot.delete_webhook(drop_pending_updates=True)
    assert await texts(bot) == []


async def test_the_room_says_when_everything_is_confirmed(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.phone().send("one")
    with pytest.raises(AssertionError, match="1 updates are still unconfirmed"):
        await sandbox.confirmed(timeout=0.05)
    newest = (await bot.get_updates())[-1].update_id
    waiting = asyncio.create_task(sandbox.confirmed())
    await bot.get_updates(offset=newest + 1)
    await waiting
