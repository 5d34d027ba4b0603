"""Ten thousand recipients at Telegram's limits, while residents write and are answered; beside it the stock way.

    python tests/bench/broadcast.py --recipients 10000 --residents 3 --latency 0

Two bots, one after the other on the same machine, against the sandbox with its limits on: ours, and a loop over the
chats on python-telegram-bot's own AIORateLimiter (broadcast_stock.py). Told of each: messages a second, replies
counted, from the first of the broadcast to the last; refusals for the rate (429); who got it more or less than once;
how long residents waited for their answer. Exits with 1 where somebody of ours got it more or less than once.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

sys.path.insert(0, str(Path(__file__).parents[2]))

import psutil
from broadcast_office import TEXT, BroadcastOffice, chats, percentile
from load import Pacer, Person, Unanswered, running

from sandbox import Phone, Sandbox

FOLDER = Path(__file__).parent
WRITERS = 60
"""Phones that write, in turn: nobody writes more often than a person would."""
LONGEST = 3600.0


@dataclass
class Outcome:
    """What one bot did."""

    recipients: int
    once: int
    more: int
    never: int
    seconds: float
    messages: int
    of_broadcast: int
    refused: int
    first_after: float
    replies: list[float]
    unanswered: int
    standstill: float
    memory: float

    @property
    def per_second(self) -> float:
        return self.messages / self.seconds if self.seconds else 0.0

    def told(self, name: str) -> str:
        waits = " / ".join(f"{percentile(self.replies, share) * 1000:.0f}" for share in (0.5, 0.95, 0.99, 1.0))
        return (
            f"{name}\n"
            f"    {self.per_second:.2f} messages/s over {self.seconds:.0f} s ({self.of_broadcast} of the broadcast, "
            f"{self.messages - self.of_broadcast} others), first after {self.first_after:.2f} s\n"
            f"    429s: {self.refused}; of {self.recipients}: once {self.once}, more often {self.more}, "
            f"never {self.never}\n"
            f"    replies: {len(self.replies)}, p50 / p95 / p99 / worst {waits} ms; unanswered {self.unanswered}\n"
            f"    loop stood still {self.standstill * 1000:.0f} ms at most; {self.memory:.0f} MiB"
        )


class Town:
    """The sandbox with everybody who hears about the forum, and a few who write."""

    def __init__(self, sandbox: Sandbox, recipients: int, residents: float) -> None:
        self.sandbox = sandbox
        self.phones: Mapping[int, Phone] = {
            chat: sandbox.phone("en", met=True, user_id=chat) for chat in chats(recipients)
        }
        self.latencies: list[float] = []
        self.unanswered = 0
        pacer = Pacer(residents)
        self._writers = [Person(sandbox.phone("en"), pacer, self.latencies) for _ in range(WRITERS)]

    async def warm_up(self, word: str) -> None:
        """Until the bot answers."""
        for _ in range(60):
            with suppress(Unanswered):
                self._writers[0].patience = 1.0
                await self._writers[0].send(word)
                break
        self._writers[0].patience = 30.0
        self.latencies.clear()

    async def write(self, word: str, are_done: asyncio.Event) -> None:
        """Everybody who writes, one after the other, until told that it is over."""

        async def go_on(person: Person) -> None:
            while not are_done.is_set():
                try:
                    await person.send(word)
                except Unanswered:
                    self.unanswered += 1

        async with asyncio.TaskGroup() as group:
            for person in self._writers:
                group.create_task(go_on(person))

    def got_it(self) -> int:
        return sum(_copies(phone) > 0 for phone in self.phones.values())

    def outcome(self, published: float, bot: psutil.Process, standstill: float) -> Outcome:
        copies = [_copies(phone) for phone in self.phones.values()]
        accepted = [entry for entry in self.sandbox.ledger.of("accepted") if entry.chat is not None]
        of_it = [entry for entry in accepted if entry.detail == TEXT]
        refused = [each for each in self.sandbox.ledger.of("refused") if each.detail[0] == 429]
        first, last = (of_it[0].at, of_it[-1].at) if of_it else (0.0, 0.0)
        within = [entry for entry in accepted if first <= entry.at <= last]
        return Outcome(
            len(copies),
            copies.count(1),
            sum(count > 1 for count in copies),
            copies.count(0),
            last - first,
            len(within),
            len(of_it),
            len(refused),
            first - published,
            self.latencies,
            self.unanswered,
            standstill,
            bot.memory_info().rss / 2**20,
        )


def _copies(phone: Phone) -> int:
    return phone.texts.count(TEXT)


class Reached(Protocol):
    """Who is to get it, and how many have."""

    phones: Mapping[int, Phone]

    def got_it(self) -> int: ...


async def over(town: Reached, patience: float = 20.0) -> None:
    """Until everybody has it, or nothing more has come for a while."""
    last, at, began = 0, time.monotonic(), time.monotonic()
    while time.monotonic() - began < LONGEST:
        count = town.got_it()
        if count > last:
            last, at = count, time.monotonic()
            if count == len(town.phones):
                return
        elif time.monotonic() - at > patience:
            return
        await asyncio.sleep(1.0)


async def ours(recipients: int, residents: float, latency: float) -> Outcome:
    """Amana."""
    with tempfile.TemporaryDirectory(prefix="broadcast-") as place:
        async with AsyncExitStack() as stack:
            sandbox = await stack.enter_async_context(Sandbox(seed=1))
            sandbox.faults.latency = latency / 2000
            office = BroadcastOffice(Path(place), sandbox.url, sandbox.token)
            stack.callback(office.close)
            town = Town(sandbox, recipients, residents)
            office.subscribe(town.phones)
            bot = await stack.enter_async_context(running(office.command, office.environment, sandbox))
            await town.warm_up("/help")
            return await _told(town, "/help", bot.process.pid, office)


async def _told(town: Town, word: str, pid: int, office: BroadcastOffice) -> Outcome:
    done = asyncio.Event()
    writing = asyncio.create_task(town.write(word, done))
    await asyncio.sleep(8)  # receipts are got ready and the watch begins
    town.latencies.clear()
    office.report.unlink(missing_ok=True)
    published = town.sandbox.clock.monotonic()
    broadcast = office.announce()
    await over(town)
    await asyncio.sleep(3)
    outcome = town.outcome(published, psutil.Process(pid), office.standstill())
    print(office.progress(broadcast.id), flush=True)
    done.set()
    await writing
    return outcome


async def stock(recipients: int, residents: float, latency: float) -> Outcome:
    """A loop on AIORateLimiter."""
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(seed=1))
        sandbox.faults.latency = latency / 2000
        place = stack.enter_context(tempfile.TemporaryDirectory(prefix="broadcast-"))
        town = Town(sandbox, recipients, residents)
        (Path(place) / "chats").write_text("\n".join(map(str, town.phones)))
        command: Sequence[str] = [
            sys.executable,
            str(FOLDER / "broadcast_stock.py"),
            "{url}",
            "{token}",
            f"{place}/chats",
        ]
        environment: Mapping[str, str] = os.environ
        bot = await stack.enter_async_context(running(command, environment, sandbox))
        await town.warm_up("/help")
        done = asyncio.Event()
        writing = asyncio.create_task(town.write("/help", done))
        await asyncio.sleep(8)
        town.latencies.clear()
        published = sandbox.clock.monotonic()
        (Path(place) / "chats.go").touch()
        await over(town)
        outcome = town.outcome(published, psutil.Process(bot.process.pid), 0.0)
        done.set()
        await writing
        return outcome


async def main(recipients: int, residents: float, latency: float, only: str | None) -> int:
    broken = 0
    if only in (None, "ours"):
        found = await ours(recipients, residents, latency)
        print(found.told("Amana"), flush=True)
        broken = found.more + found.never
    if only in (None, "stock"):
        print((await stock(recipients, residents, latency)).told("a loop on AIORateLimiter"), flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipients", type=int, default=10_000)
    parser.add_argument("--residents", type=float, default=3.0, help="messages a second that residents write")
    parser.add_argument("--latency", type=float, default=0.0, help="milliseconds of each round trip")
    parser.add_argument("--only", choices=["ours", "stock"])
    given = parser.parse_args()
    sys.exit(asyncio.run(main(given.recipients, given.residents, given.latency, given.only)))
