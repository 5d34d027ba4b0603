"""kill -9 of the bot in the middle of a broadcast, again and again: nobody missed, at most one message twice a kill.

    python tests/bench/broadcast_kills.py --kills 20 --recipients 2000 --seed 1

The bot is the real one, started anew each time by its command line, imports and all. Each life ends at a random moment
once it has sent something. Residents write meanwhile. Told: who got it how often, how many were doubled by each kill,
and how long each new life took from its start to its first message. Exits with 1 where a promise is broken.
"""

import argparse
import asyncio
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from broadcast_office import TEXT, BroadcastOffice, chats, percentile

from sandbox import Phone, Sandbox

PATIENCE = 120.0
"""Seconds from a start to its first message after which something is wrong."""
LAST = 900.0
"""Seconds the last life may take to see it through."""


@dataclass
class Tally:
    """What the kills did."""

    kills: int = 0
    went_on_after: list[float] = field(default_factory=list)


class Lives:
    """The bot's lives, one after the other."""

    def __init__(self, office: BroadcastOffice, sandbox: Sandbox) -> None:
        self._office = office
        self._sandbox = sandbox
        self.tally = Tally()

    async def live(self, seconds: float | None, is_over: asyncio.Event) -> None:
        """One life: killed so long after its first message; None: until it is over."""
        before = self._sent()
        started = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            *self._office.command,
            env={**self._office.environment, "BENCH_HANDS": "1"},
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            while self._sent() == before and not is_over.is_set():
                if time.monotonic() - started > PATIENCE:
                    raise RuntimeError("the bot sends nothing")
                await asyncio.sleep(0.005)
            if self._sent() > before:
                self.tally.went_on_after.append(time.monotonic() - started)
            await self._end(process, seconds, is_over)
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _end(self, process: asyncio.subprocess.Process, seconds: float | None, is_over: asyncio.Event) -> None:
        if seconds is None:
            await asyncio.wait_for(is_over.wait(), LAST)
            process.send_signal(signal.SIGINT)
            await process.wait()
        else:
            await asyncio.sleep(seconds)
            self.tally.kills += 1

    def _sent(self) -> int:
        return sum(entry.detail == TEXT for entry in self._sandbox.ledger.of("accepted"))


async def _watch(phones: list[Phone], is_over: asyncio.Event) -> None:
    for phone in phones:
        await phone.sees(lambda each: TEXT in each.texts, timeout=3600.0)
    await asyncio.sleep(2.0)
    is_over.set()


async def _write(phones: list[Phone], is_over: asyncio.Event) -> None:
    while not is_over.is_set():
        for phone in phones:
            await phone.send("/help")
            await asyncio.sleep(0.33)


async def run(kills: int, recipients: int, seed: int) -> int:
    chance = random.Random(seed)
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(seed=1))
        place = stack.enter_context(tempfile.TemporaryDirectory(prefix="broadcast-kills-"))
        office = BroadcastOffice(Path(place), sandbox.url, sandbox.token)
        stack.callback(office.close)
        people = [sandbox.phone("en", met=True, user_id=chat) for chat in chats(recipients)]
        office.subscribe(phone.chat for phone in people)
        is_over, lives = asyncio.Event(), Lives(office, sandbox)
        broadcast = office.announce()
        async with asyncio.TaskGroup() as group:
            group.create_task(_watch(people, is_over))
            group.create_task(_write([sandbox.phone("en") for _ in range(20)], is_over))
            for _ in range(kills):
                await lives.live(chance.uniform(0.2, 1.8), is_over)
            early = is_over.is_set()
            await lives.live(None, is_over)
        print(office.progress(broadcast.id))
        return _told(seed, people, lives.tally, early, sandbox)


def _told(seed: int, people: list[Phone], tally: Tally, early: bool, sandbox: Sandbox) -> int:
    copies = Counter(phone.texts.count(TEXT) for phone in people)
    doubled = sum((count - 1) * phones for count, phones in copies.items() if count > 1)
    refused = sum(entry.detail[0] == 429 for entry in sandbox.ledger.of("refused"))
    print(
        f"seed {seed}: {tally.kills} kills; copies: {dict(sorted(copies.items()))}; doubled {doubled}; 429s {refused}"
    )
    print(
        f"from start to first message: median {percentile(tally.went_on_after, 0.5):.2f} s, "
        f"longest {max(tally.went_on_after):.2f} s"
    )
    broken = [f"{copies[0]} never got it"] if copies[0] else []
    broken += [f"{doubled} doubled by {tally.kills} kills"] if doubled > tally.kills else []
    broken += ["it was over before the last kill: ask for more recipients"] if early else []
    for promise in broken:
        print(f"BROKEN: {promise}")
    return 1 if broken else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--recipients", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    given = parser.parse_args()
    sys.exit(asyncio.run(run(given.kills, given.recipients, given.seed)))
