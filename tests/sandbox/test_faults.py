"""Faults do what they say: done or not done, told or not told."""

import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter

from sandbox import FaultRule, Sandbox


async def test_a_lost_answer_means_done_but_not_told(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone(met=True)
    sandbox.faults.add(FaultRule("lost_answer", times=1))
    with pytest.raises(NetworkError):
        await bot.send_message(phone.chat, "once")
    assert phone.texts == ["once"]
    await bot.send_message(phone.chat, "twice")
    assert phone.texts == ["once", "twice"]


async def test_a_refused_connection_means_not_done(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone(met=True)
    sandbox.faults.add(FaultRule("refused", times=1))
    with pytest.raises(NetworkError):
        await bot.send_message(phone.chat, "once")
    assert phone.texts == []


async def test_a_server_that_is_down_answers_no_poll_either(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.phone().send("waits")
    sandbox.faults.add(FaultRule("down"))
    with pytest.raises(NetworkError):
        await bot.get_updates()
    sandbox.faults.clear("down")
    assert len(await bot.get_updates()) == 1


async def test_a_429_names_its_wait_and_may_be_aimed(sandbox: Sandbox, bot: Bot) -> None:
    hit, spared = sandbox.phone(met=True), sandbox.phone(met=True)
    sandbox.faults.add(
        FaultRule("too_many_requests", retry_after=17, methods=("sendMessage",), chats=(hit.chat,), times=2)
    )
    for _ in range(2):
        with pytest.raises(RetryAfter) as refused:
            await bot.send_message(hit.chat, "x")
        assert refused.value.retry_after == 17
        await bot.send_message(spared.chat, "x")
    await bot.send_message(hit.chat, "x")
    assert [entry.detail for entry in sandbox.ledger.of("fault")] == ["too_many_requests"] * 2


async def test_any_error_can_be_asked_for(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone(met=True)
    sandbox.faults.add(FaultRule("error", code=400, description="Bad Request: message is not modified", times=1))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.send_message(phone.chat, "x")


async def test_polls_go_on_while_sending_fails(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.faults.add(FaultRule("too_many_requests"))
    sandbox.faults.add(FaultRule("lost_answer"))
    await sandbox.phone().send("heard")
    assert len(await bot.get_updates()) == 1


async def test_latency_is_added_each_way(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone(met=True)
    sandbox.faults.latency = 0.1
    started = sandbox.clock.monotonic()
    await bot.send_message(phone.chat, "slow")
    ended = sandbox.clock.monotonic()
    [accepted] = sandbox.ledger.of("accepted")
    assert phone.texts == ["slow"]
    assert accepted.at - started >= 0.1
    assert ended - accepted.at >= 0.1


async def test_an_unknown_fault_is_named_as_such(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="no such fault: rain"):
        sandbox.faults.add(FaultRule("rain"))


async def test_clearing_ends_every_fault(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.faults.add(FaultRule("down"))
    sandbox.faults.latency = 3.0
    sandbox.faults.duplicates = True
    sandbox.faults.clear()
    await bot.get_me()
    assert sandbox.faults.as_json()["duplicates"] is False


async def test_the_ledger_tells_the_life_of_a_message_in_order(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone()
    await phone.send("hello")
    update = (await bot.get_updates())[0]
    answer = await bot.send_message(phone.chat, "answer")
    await bot.delete_message(phone.chat, answer.message_id)
    await bot.get_updates(offset=update.update_id + 1)
    told = [entry.event for entry in sandbox.ledger.entries if entry.chat == phone.chat]
    assert told == ["queued", "delivered", "called", "accepted", "shown", "called", "deleted", "confirmed"]
    times = [entry.at for entry in sandbox.ledger.entries]
    assert times == sorted(times)
    assert sandbox.ledger.calls("sendMessage")[0]["text"] == "answer"
