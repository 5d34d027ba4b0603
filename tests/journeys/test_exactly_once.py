"""One press, one report, one receipt: across twins, lost lines, outages, floods and a bot that dies in between."""

import asyncio
import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from handlers.chat.turn import Turn
from handlers.reports import report
from sandbox import FaultRule, Phone, Sandbox
from tests.support.patience import PATIENCE
from tests.support.running_bot import Press, RunningBot

TO_THE_REVIEW = ("Report", "Go on", "I feel unsafe", "Check and send", "👌 No")
RECEIPT = re.compile(r"(\d{3} ){5}\d{3}")


def receipts(phone: Phone) -> set[str]:
    return {found[0] for text in phone.texts if (found := RECEIPT.search(text))}


async def has_receipt(phone: Phone) -> None:
    await phone.sees(lambda phone: bool(receipts(phone)), PATIENCE)


async def at_the_review(telegram: Sandbox, press: Press) -> Phone:
    phone = telegram.phone(language="en")
    await phone.start()
    await press(phone, *TO_THE_REVIEW)
    return phone


@pytest.mark.parametrize(
    "trouble",
    [
        {"kind": "down", "times": 3},
        {"kind": "refused", "times": 3},
        {"kind": "lost_answer", "methods": ("sendMessage",), "times": 2},
        {"kind": "too_many_requests", "methods": ("sendMessage",), "retry_after": 1, "times": 2},
        {"kind": "down", "methods": ("getUpdates",), "times": 2},
        {"kind": "lost_answer", "methods": ("getUpdates",), "times": 2},
        {"kind": "down", "methods": ("deleteMessages",), "times": 1},
    ],
    ids=lambda trouble: f"{trouble['kind']} {trouble.get('methods', ('everything',))[0]}",
)
async def test_a_bad_line_at_the_moment_of_sending_loses_no_receipt_and_doubles_no_report(
    bot: RunningBot, telegram: Sandbox, press: Press, trouble: dict[str, Any]
) -> None:
    phone = await at_the_review(telegram, press)
    telegram.faults.add(FaultRule(**trouble))
    await phone.press("✅ Send")
    await has_receipt(phone)
    await telegram.confirmed(PATIENCE)
    assert len(receipts(phone)) == 1
    assert len(bot.cases()) == 1
    await press(phone, "I noted it")
    await phone.sees(lambda phone: len(phone.messages) == 1, PATIENCE)


async def test_send_pressed_twice_quickly_makes_one_report_and_keeps_the_receipt_in_sight(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    phone = await at_the_review(telegram, press)
    await asyncio.gather(phone.press("✅ Send"), phone.press("✅ Send"))
    await phone.expects("receipt is above", PATIENCE)
    assert len(receipts(phone)) == 1
    assert len(bot.cases()) == 1


@dataclass
class Stuck:
    """A step that hangs for one chat until let go."""

    chat: int
    let_go: asyncio.Event = field(default_factory=asyncio.Event)


GetStuck = Callable[[int], Stuck]
"""From now on the first step of a report hangs for this chat."""


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> GetStuck:
    def in_chat(chat: int) -> Stuck:
        hanging, show = Stuck(chat), report.show_screen

        async def hangs(turn: Turn) -> None:
            if turn.chat == hanging.chat:
                await hanging.let_go.wait()
            await show(turn)

        monkeypatch.setattr(report, "show_screen", hangs)
        return hanging

    return in_chat


STUCK_FOR = 4.0
"""Seconds; longer than intake.HOLD_AFTER, so that the stuck update is taken over and confirmed meanwhile."""


async def what_it_takes(telegram: Sandbox, file: Path) -> float:
    """Seconds that this machine needs just now for a call over HTTP and a commit that nobody else has to do with."""

    def commit() -> None:
        with closing(sqlite3.connect(file)) as database, database:
            database.execute("CREATE TABLE IF NOT EXISTS marks (mark)")
            database.execute("INSERT INTO marks VALUES (1)")

    begun = time.monotonic()
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{telegram.url}/bot{telegram.token}/getMe") as answer,
    ):
        await answer.read()
    await asyncio.to_thread(commit)
    return time.monotonic() - begun


def most(seconds: list[float]) -> float:
    """What nineteen in twenty stay below."""
    return sorted(seconds)[len(seconds) * 95 // 100]


async def test_a_stuck_chat_leaves_every_other_chats_answer_under_a_second_and_keeps_its_own_order(
    bot: RunningBot, telegram: Sandbox, stuck: GetStuck, tmp_path: Path
) -> None:
    first = telegram.phone(language="en", met=True)
    hanging = stuck(first.chat)
    await first.send("/report")
    await first.send("✅ Go on")
    waits: list[float] = []
    bare: list[float] = []
    others = [telegram.phone(language="en", met=True) for _ in range(20)]
    until = time.monotonic() + STUCK_FOR
    while time.monotonic() < until:
        for phone in others:
            begun = time.monotonic()
            await phone.send("/help")
            await phone.next_message(PATIENCE)
            waits.append(time.monotonic() - begun)
            bare.append(await what_it_takes(telegram, tmp_path / "marks.db"))
    assert most(waits) < 1.0 + 20 * most(bare), "a machine that others keep busy is slow for the bare calls too"
    assert first.texts == []
    hanging.let_go.set()
    await first.expects("Who reads", PATIENCE)
    await first.expects("What is it about?", PATIENCE)


async def test_a_poison_message_is_given_up_after_three_tries_and_the_person_told(
    bot: RunningBot, telegram: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = telegram.phone(language="en", met=True)
    tries = []

    async def fails(turn: Turn) -> None:
        tries.append(turn.arrival.number)
        raise ZeroDivisionError

    monkeypatch.setattr(report, "show_screen", fails)
    await phone.send("/report")
    await phone.expects("Something went wrong", PATIENCE)
    assert len(tries) == 3
    monkeypatch.undo()
    await phone.send("/help")
    await phone.expects("tell the team", PATIENCE)
    await telegram.confirmed(PATIENCE)
