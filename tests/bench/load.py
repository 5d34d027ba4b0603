"""Load on a bot over the sandbox, and what it costs the bot. Two processes: it, and ours with sandbox and phones.

    python tests/bench/load.py --phones 1 100 --latency 0 50 --rounds 3

compares two bare echo bots, stock python-telegram-bot and aiogram, and the first on our own transport and limiter.
`measure` does the same for any bot and any script of steps (report_flow.py). Flood limits and ledger are off.
"""

import argparse
import asyncio
import os
import random
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[2]))

import psutil

from sandbox import ChatMessage, Phone, Sandbox

BOTS: Final = Path(__file__).parent / "bots"
START_SECONDS: Final = 60.0
"""How long a bot may take to its first answer."""
STEP_SECONDS: Final = 30.0
"""How long it may take to any other."""
END_SECONDS: Final = 10.0


class Unanswered(Exception):
    """The bot did not answer in time, or ended; the script cannot go on."""


@dataclass(frozen=True)
class Figures:
    """What one run has shown. Latency: from the server having the update to the server having the last answer to it."""

    updates: int
    seconds: float
    cpu_seconds: float
    p50: float
    """Milliseconds, as are the next two."""
    p95: float
    p99: float
    memory: float
    """MiB that the bot's process and its children held, when the run ended; what they share counted once."""
    ready: float
    """Seconds from starting the process to its first answer."""
    our_share: float
    """Share of one core that sandbox and phones took. Near 1, `per_second` is theirs and not the bot's."""

    @property
    def per_second(self) -> float:
        return self.updates / self.seconds

    @property
    def cpu_per_1000(self) -> float:
        return 1000 * self.cpu_seconds / self.updates


class Pacer:
    """Hands out moments, evenly spaced at `rate` a second; at once if there is no rate."""

    def __init__(self, rate: float | None) -> None:
        self._gap = 1 / rate if rate else 0.0
        self._next = 0.0

    async def moment(self) -> None:
        if self._gap:
            now = time.perf_counter()
            mine = max(self._next, now)
            self._next = mine + self._gap
            await asyncio.sleep(mine - now)


class Person:
    """Somebody at a phone: says a thing, waits for the answers, goes on."""

    def __init__(self, phone: Phone, pacer: Pacer, latencies: list[float]) -> None:
        self.phone = phone
        self.patience = STEP_SECONDS
        self._pacer = pacer
        self._latencies = latencies
        self._due = 0
        self._answered = asyncio.Event()
        self.first_heard = 0.0
        phone.on_message = self._heard

    async def send(self, text: str, answers: int = 1) -> None:
        """One update by text; returns when so many messages have come in answer. Raises Unanswered."""
        await self._step(lambda: self.phone.send(text), answers)

    async def press(self, label: str, answers: int = 1) -> None:
        """The same by a button on the screen."""
        await self._step(lambda: self.phone.press(label), answers)

    async def _step(self, act: Callable[[], Awaitable[object]], answers: int) -> None:
        await self._pacer.moment()
        self._due = answers
        self._answered.clear()
        started = time.perf_counter()
        await act()
        try:
            async with asyncio.timeout(self.patience):
                await self._answered.wait()
        except TimeoutError:
            raise Unanswered(f"{self._due} of {answers} answers missing; last: {self.phone.texts[-1:]}") from None
        self._latencies.append(self._at - started)

    def _heard(self, message: ChatMessage) -> None:
        if not message.own:
            self.first_heard = self.first_heard or time.perf_counter()
            self._due -= 1
            if self._due == 0:
                self._at = time.perf_counter()
                self._answered.set()


Script = Callable[[Person], Awaitable[None]]


@dataclass
class Bot:
    """The bot's process with its children."""

    process: asyncio.subprocess.Process
    started: float = field(default_factory=time.perf_counter)

    def _family(self) -> list[psutil.Process]:
        if self.process.returncode is not None:
            raise Unanswered(f"the bot ended with {self.process.returncode}")
        first = psutil.Process(self.process.pid)
        return [first, *first.children(recursive=True)]

    def cpu_seconds(self) -> float:
        """Of those, too, that have ended: one process answers after the other."""
        return sum(sum(one.cpu_times()[:4]) for one in self._family())

    def memory(self) -> float:
        """In MiB, what several of them share counted once."""
        return sum(self.memory_of_each())

    def memory_of_each(self) -> list[float]:
        """The same of each process, the first of them first."""
        return [_held(process) / 2**20 for process in self._family()]

    async def end(self) -> None:
        """Interrupt it, as Ctrl-C does; kill it if that is not enough."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGINT)
            try:
                await asyncio.wait_for(self.process.wait(), END_SECONDS)
            except TimeoutError:
                self.process.kill()
                await self.process.wait()


def _held(process: psutil.Process) -> float:
    with suppress(psutil.NoSuchProcess):  # the next one answers already
        return float(process.memory_full_info().pss)
    return 0.0


@asynccontextmanager
async def running(command: Sequence[str], environment: Mapping[str, str], sandbox: Sandbox) -> AsyncIterator[Bot]:
    """The bot, started with {url} and {token} filled in, ended on leaving. Its output goes where ours goes."""
    filled = [part.format(url=sandbox.url, token=sandbox.token) for part in command]
    extra = {name: value.format(url=sandbox.url, token=sandbox.token) for name, value in environment.items()}
    process = await asyncio.create_subprocess_exec(*filled, env=os.environ | extra)
    bot = Bot(process)
    try:
        yield bot
    finally:
        await bot.end()


async def measure(
    command: Sequence[str],
    script: Script,
    phones: int,
    latency_ms: float = 0.0,
    rate: float | None = None,
    rounds: int = 10,
    environment: Mapping[str, str] | None = None,
    rest: float = 0.0,
) -> Figures:
    """Start the bot by `command`, let every phone go through `script` `rounds` times, and say what that cost.

    `{url}` and `{token}` in the command and the environment are those of the sandbox. `latency_ms` is added to every
    round trip between bot and server. `rate` bounds the updates of all phones together, a second; None: each phone
    says the next thing as soon as it has been answered. Starting and one script by one phone are not counted (`ready`
    excepted), nor are `rest` seconds of quiet after it, in which a bot may get ready what it keeps ready. Memory is
    read after as many seconds of quiet at the end. Raises Unanswered.
    """
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(limits=False, seed=1))
        sandbox.ledger.recording = False
        sandbox.faults.latency = latency_ms / 2000
        bot = await stack.enter_async_context(running(command, environment or {}, sandbox))
        ready = await _warm_up(sandbox, script, bot)
        await asyncio.sleep(rest)
        latencies: list[float] = []
        pacer = Pacer(rate)
        people = [Person(sandbox.phone("en"), pacer, latencies) for _ in range(phones)]
        return await _counted(bot, people, script, rounds, latencies, ready, rest)


async def _warm_up(sandbox: Sandbox, script: Script, bot: Bot) -> float:
    """The first answer may take its time; then everything that is loaded when first used has been."""
    person = Person(sandbox.phone("en"), Pacer(None), [])
    person.patience = START_SECONDS
    await script(person)
    return person.first_heard - bot.started


async def _counted(
    bot: Bot, people: list[Person], script: Script, rounds: int, latencies: list[float], ready: float, rest: float
) -> Figures:
    async def live(person: Person) -> None:
        for _ in range(rounds):
            await script(person)

    ours = psutil.Process()
    cpu, our_cpu, started = bot.cpu_seconds(), sum(ours.cpu_times()[:2]), time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for person in people:
            group.create_task(live(person))
    seconds = time.perf_counter() - started
    await asyncio.sleep(0.2)  # what it does after the last answer (confirming, tidying up) is part of its cost
    used, ours_used = bot.cpu_seconds() - cpu, sum(ours.cpu_times()[:2]) - our_cpu
    await asyncio.sleep(rest)
    middle, most, nearly_all = (_percentile(latencies, share) * 1000 for share in (0.5, 0.95, 0.99))
    return Figures(
        len(latencies), seconds, used, middle, most, nearly_all, bot.memory(), ready, ours_used / (seconds + 0.2)
    )


def _percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def table(title: str, found: Mapping[str, Figures], yardstick: str) -> str:
    """The figures side by side, with the ratios of CPU and throughput to those of the yardstick."""
    lines = [
        title,
        f"{'':<28}{'upd/s':>8}{'ratio':>7}{'CPU s/1000':>12}{'ratio':>7}{'p50 ms':>8}{'p95':>8}{'p99':>8}"
        f"{'MiB':>6}{'ready s':>9}{'load own':>10}",
    ]
    base = found[yardstick]
    for name, one in found.items():
        lines.append(
            f"{name:<28}{one.per_second:>8.0f}{one.per_second / base.per_second:>7.2f}{one.cpu_per_1000:>12.3f}"
            f"{one.cpu_per_1000 / base.cpu_per_1000:>7.2f}{one.p50:>8.1f}{one.p95:>8.1f}{one.p99:>8.1f}"
            f"{one.memory:>6.0f}{one.ready:>9.2f}{one.our_share:>10.2f}"
        )
    return "\n".join(lines)


STOCK: Final = "python-telegram-bot, stock"
ECHOES: Final[Mapping[str, list[str]]] = {
    STOCK: [sys.executable, str(BOTS / "echo_ptb.py"), "{url}", "{token}"],
    "python-telegram-bot, our wire": [
        sys.executable,
        str(BOTS / "echo_ptb.py"),
        "{url}",
        "{token}",
        "--our-wire",
    ],
    "aiogram": [sys.executable, str(BOTS / "echo_aiogram.py"), "{url}", "{token}"],
}


async def echo_script(person: Person) -> None:
    """Ten short texts, each echoed."""
    for _ in range(10):
        await person.send(f"words {random.random()}")


async def main(phones: Sequence[int], latencies: Sequence[float], rounds: int, rate: float | None) -> None:
    for count in phones:
        for latency in latencies:
            found = {
                name: await measure(command, echo_script, count, latency, rate, rounds if count > 1 else 10 * rounds)
                for name, command in ECHOES.items()
            }
            print(table(f"\n{count} phones, {latency:g} ms of network", found, STOCK), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phones", type=int, nargs="+", default=[1, 100])
    parser.add_argument("--latency", type=float, nargs="+", default=[0.0], help="milliseconds of each round trip")
    parser.add_argument("--rounds", type=int, default=3, help="of ten updates each, for every phone")
    parser.add_argument("--rate", type=float, default=None, help="updates a second, of all phones together")
    given = parser.parse_args()
    asyncio.run(main(given.phones, given.latency, given.rounds, given.rate))
