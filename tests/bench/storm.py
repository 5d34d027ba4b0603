"""A storm over a broadcast: refusals for the rate (429), server errors, connections reset before and after acceptance.

    python tests/bench/storm.py --recipients 400 --longest 300

In real time, with the sandbox's limits and faults: a third of the chats meet one to three faults each, in a random
order. `--longest` bounds retry_after (1 to 300 s; most are short, as Telegram's are). Residents write all the while,
and no fault meets them. Exits with 1 where something was sent inside a retry_after, somebody never got the message or
got it twice without a lost answer, or a resident waited more than a second.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from broadcast import over
from broadcast_office import TEXT, BroadcastOffice, chats, percentile
from load import Pacer, Person, Unanswered, running

from sandbox import FaultRule, Phone, Sandbox
from sandbox.ledger import LedgerEntry

SHARE = 1 / 3
KINDS = ("too_many_requests", "down", "refused", "lost_answer")
RARE = 0.25
"""How many of the faults are refusals for the rate: three shortly after each other stop all lower lanes."""


class Storm:
    """The faults that wait for each chat."""

    def __init__(self, sandbox: Sandbox, chance: random.Random, longest: int) -> None:
        self._sandbox = sandbox
        self._chance = chance
        self._longest = longest
        self.pauses: dict[int, list[int]] = defaultdict(list)
        self.lost: set[int] = set()
        self.waiting = 0

    def meet(self, chat: int) -> None:
        """One to three faults for this chat's next messages."""
        for _ in range(self._chance.randint(1, 3)):
            kind = KINDS[0] if self._chance.random() < RARE else self._chance.choice(KINDS[1:])
            seconds = 1 + int((self._longest - 1) * self._chance.random() ** 8)
            if kind == KINDS[0]:
                self.pauses[chat].append(seconds)
            if kind == "lost_answer":
                self.lost.add(chat)
            self.waiting += 1
            self._sandbox.faults.add(
                FaultRule(kind, methods=("sendMessage",), chats=(chat,), times=1, retry_after=seconds)
            )

    def too_early(self) -> int:
        """Messages that were asked for inside a pause their chat had been told of."""
        left = {chat: list(pauses) for chat, pauses in self.pauses.items()}
        until: dict[int, float] = {}
        early = 0
        for entry in self._sandbox.ledger.entries:
            if entry.chat is None or entry.method != "sendMessage":
                continue
            if entry.event == "called" and entry.at < until.get(entry.chat, 0.0):
                early += 1
            if entry.event == "fault" and entry.detail == KINDS[0]:
                until[entry.chat] = entry.at + left[entry.chat].pop(0)
        return early


async def _write(person: Person, unanswered: list[int]) -> None:
    while True:
        try:
            await person.send("/help")
        except Unanswered:
            unanswered.append(1)


async def run(recipients: int, longest: int, seed: int) -> int:
    chance = random.Random(seed)
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(seed=1))
        place = stack.enter_context(tempfile.TemporaryDirectory(prefix="storm-"))
        office = BroadcastOffice(Path(place), sandbox.url, sandbox.token)
        stack.callback(office.close)
        people = {chat: sandbox.phone("en", met=True, user_id=chat) for chat in chats(recipients)}
        office.subscribe(people)
        storm = Storm(sandbox, chance, longest)
        for chat in people:
            if chance.random() < SHARE:
                storm.meet(chat)
        await stack.enter_async_context(running(office.command, office.environment, sandbox))
        latencies, unanswered = await _weather(sandbox, office, people, longest)
        return _told(seed, people, storm, latencies, unanswered, sandbox.ledger.entries)


async def _weather(
    sandbox: Sandbox, office: BroadcastOffice, people: Mapping[int, Phone], longest: int
) -> tuple[list[float], int]:
    """Publish, and wait until everybody has it: how long residents waited, and how many in vain."""
    latencies: list[float] = []
    unanswered: list[int] = []
    pacer = Pacer(3.0)
    await asyncio.sleep(4)
    residents = [Person(sandbox.phone("en"), pacer, latencies) for _ in range(30)]
    writing = [asyncio.create_task(_write(each, unanswered)) for each in residents]
    await asyncio.sleep(4)
    latencies.clear()
    broadcast = office.announce()
    await over(_Town(people), patience=longest + 620.0)
    await asyncio.sleep(2)
    for each in writing:
        each.cancel()
    await asyncio.gather(*writing, return_exceptions=True)
    print(office.progress(broadcast.id))
    return latencies, len(unanswered)


class _Town:
    """What `over` looks at."""

    def __init__(self, phones: Mapping[int, Phone]) -> None:
        self.phones = phones

    def got_it(self) -> int:
        return sum(TEXT in phone.texts for phone in self.phones.values())


def _told(
    seed: int,
    people: dict[int, Phone],
    storm: Storm,
    latencies: Sequence[float],
    unanswered: int,
    entries: Sequence[LedgerEntry],
) -> int:
    copies = {chat: phone.texts.count(TEXT) for chat, phone in people.items()}
    missed = sum(count == 0 for count in copies.values())
    doubled = [chat for chat, count in copies.items() if count > 1]
    struck = sum(entry.event == "fault" for entry in entries)
    early = storm.too_early()
    worst = percentile(latencies, 1.0)
    longest = max((seconds for pauses in storm.pauses.values() for seconds in pauses), default=0)
    waits = " / ".join(f"{percentile(latencies, share) * 1000:.0f}" for share in (0.5, 0.95, 0.99, 1.0))
    took = entries[-1].at - entries[0].at
    print(f"seed {seed}: {struck} of {storm.waiting} faults met in {took:.0f} s, the longest retry_after {longest} s")
    print(f"{len(people)} recipients: {missed} missed, {len(doubled)} got it twice ({len(storm.lost)} lost answers)")
    print(f"asked inside a retry_after: {early}; {len(latencies)} replies, p50 / p95 / p99 / worst {waits} ms")
    broken = [f"{missed} never got it"] if missed else []
    broken += ["doubled without a lost answer"] if not set(doubled) <= storm.lost else []
    broken += [f"{early} asked too early"] if early else []
    broken += [f"a resident waited {worst:.1f} s"] if worst > 1 or unanswered else []
    for promise in broken:
        print(f"BROKEN: {promise}")
    return 1 if broken else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipients", type=int, default=400)
    parser.add_argument("--longest", type=int, default=300, help="seconds of retry_after")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    given = parser.parse_args()
    sys.exit(asyncio.run(run(given.recipients, given.longest, given.seed)))
