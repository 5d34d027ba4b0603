"""A flood: a thousand accounts write without end, and people report all the same.

    python tests/bench/flood.py --senders 1000 --rate 50 --seconds 600

In real time, with Telegram's limits and ours. The hostile write words, press what is shown or open a report and stay
in it (`--as words|buttons|reports`). Meanwhile somebody new reports every two seconds, from Start to the noted receipt.
Prints how long they waited for each answer, how many came to the end, and the memory of the bot's processes.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from broadcast_office import percentile
from load import Bot, Pacer, Person, running

from bot.installation import install
from bot.settings import Settings
from handlers.chat import keyboards
from sandbox import Phone, Sandbox
from services.keys.founding import FirstPeople

COMMAND = [sys.executable, "-m", "bot", "run"]
BETWEEN_REPORTS = 2.0
PATIENCE = 60.0
"""Seconds after which somebody gives up waiting for one answer."""
REST = 20.0
"""Seconds in which the bot gets its first receipts ready."""
LOOK = 0.02
"""Seconds between two looks at a phone."""
WORDS = ("give me food", "who are you", "soldiers at the bridge", "/start", "/help", "/services", "hello hello")


class Hostile:
    """All who flood, each as often as the others."""

    def __init__(self, phones: list[Phone], kind: str, chance: random.Random) -> None:
        self._phones, self._kind, self._chance = phones, kind, chance
        self.sent = 0

    async def write(self, rate: float, seconds: float) -> None:
        """So many messages a second from all of them, for so long."""
        pacer, until = Pacer(rate), time.perf_counter() + seconds
        while time.perf_counter() < until:
            await pacer.moment()
            await self._phones[self.sent % len(self._phones)].send(self._next())
            self.sent += 1

    def _next(self) -> str:
        round_ = self.sent // len(self._phones)
        if self._kind == "reports" and round_ < 2:
            return (str(keyboards.REPORT), str(keyboards.GO_ON))[round_]
        if self._kind == "buttons":
            return str(self._chance.choice((keyboards.REPORT, keyboards.GO_ON, keyboards.STOP)))
        return self._chance.choice(WORDS)


class Reporters:
    """Somebody new every two seconds, who reports."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.latencies: list[float] = []
        self.took: list[float] = []
        self.begun = 0
        self.given_up: list[str] = []
        """How far each of them had come who waited in vain."""

    async def come(self, seconds: float) -> None:
        """For so long; returns when the last has ended."""
        self.started = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            until = self.started + seconds
            while time.perf_counter() < until:
                group.create_task(self._report())
                await asyncio.sleep(BETWEEN_REPORTS)

    async def _report(self) -> None:
        self.begun += 1
        began = time.perf_counter()
        phone = self._sandbox.phone("en")
        try:
            await self._told(phone, lambda: phone.send("/start"), keyboards.REPORT)
            await self._told(phone, lambda: phone.press(keyboards.REPORT), keyboards.GO_ON)
            await self._told(phone, lambda: phone.press(keyboards.GO_ON))
            await self._told(phone, lambda: phone.press(phone.keyboard[0]))
            await self._told(phone, lambda: phone.press(phone.keyboard[0]), keyboards.SEND_NOW)
            await self._told(phone, lambda: phone.press(keyboards.SEND_NOW), keyboards.SEND)
            await self._told(phone, lambda: phone.press(keyboards.SEND), keyboards.NOTED)
            await self._told(phone, lambda: phone.press(keyboards.NOTED), keyboards.REPORT)
        except TimeoutError:
            self.given_up.append(f"{time.perf_counter() - self.started:.0f} s: {phone.texts[-1:]}")
        else:
            self.took.append(time.perf_counter() - began)

    async def _told(self, phone: Phone, act: Callable[[], Awaitable[object]], next_button: str = "") -> None:
        """Do it, and wait for the buttons that come of it. Raises TimeoutError."""
        before, began = phone.keyboard, time.perf_counter()
        await act()
        async with asyncio.timeout(PATIENCE):
            while phone.keyboard == before or (next_button and next_button not in phone.keyboard):  # noqa: ASYNC110
                await asyncio.sleep(LOOK)
        self.latencies.append(time.perf_counter() - began)


async def run(senders: int, rate: float, seconds: float, kind: str, seed: int) -> None:
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(seed=1))
        sandbox.ledger.recording = False
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="flood-"))) / "amana"
        settings = Settings(_env_file=None, folder=folder)
        install(settings, FirstPeople("Steward", "Caseworker", "Focal point"), datetime.now(UTC))
        environment = {"AMANA_FOLDER": str(folder), "AMANA_API_URL": "{url}", "AMANA_TOKEN": "{token}"}
        bot = await stack.enter_async_context(running(COMMAND, environment, sandbox))
        first = Person(sandbox.phone("en"), Pacer(None), [])
        first.patience = PATIENCE
        await first.send("/start")
        await asyncio.sleep(REST)
        hostile = Hostile([sandbox.phone("en") for _ in range(senders)], kind, random.Random(seed))
        reporters = Reporters(sandbox)
        most, cpu = await _flooded(bot, hostile, reporters, rate, seconds)
        _tell(hostile, reporters, most, cpu, seconds)


async def _flooded(
    bot: Bot, hostile: Hostile, reporters: Reporters, rate: float, seconds: float
) -> tuple[list[float], float]:
    """The most memory seen, in MiB of each process, and the CPU seconds used."""
    before, most = bot.cpu_seconds(), [0.0]
    writing = asyncio.create_task(hostile.write(rate, seconds))
    coming = asyncio.create_task(reporters.come(seconds))
    while not coming.done():
        most = max(most, bot.memory_of_each(), key=sum)
        await asyncio.wait({coming}, timeout=1.0)
    await asyncio.gather(writing, coming)
    return most, bot.cpu_seconds() - before


def _tell(hostile: Hostile, reporters: Reporters, most: list[float], cpu: float, seconds: float) -> None:
    waits = " / ".join(f"{percentile(reporters.latencies, share):.2f}" for share in (0.5, 0.95, 0.99, 1.0))
    print(f"{hostile.sent} hostile messages in {seconds:.0f} s ({hostile.sent / seconds:.0f}/s)")
    print(f"{len(reporters.took)} of {reporters.begun} reports came to the end, {len(reporters.given_up)} gave up")
    print(f"an answer, p50 / p95 / p99 / longest: {waits} s of {len(reporters.latencies)}")
    if reporters.took:
        whole = " / ".join(f"{percentile(reporters.took, share):.1f}" for share in (0.5, 0.95, 1.0))
        print(f"a whole report, p50 / p95 / longest: {whole} s")
    for where in reporters.given_up:
        print(f"  gave up after {where}")
    each = " + ".join(f"{held:.0f}" for held in most)
    print(f"memory {sum(most):.0f} MiB ({each}), CPU {cpu:.0f} s ({cpu / seconds:.2f} of a core)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--senders", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=50.0, help="messages a second, of all hostile together")
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--as", dest="kind", choices=("words", "buttons", "reports"), default="words")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    asyncio.run(run(given.senders, given.rate, given.seconds, given.kind, given.seed))
