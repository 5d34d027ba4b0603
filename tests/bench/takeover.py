"""Two `amana run` for one bot on one PostgreSQL: the one at work falls again and again while people report.

    python tests/bench/takeover.py --deaths 50 --seed 1

Each fall is drawn: killed, cut off (packets are swallowed in both directions), or frozen (SIGSTOP; woken once the other
has taken over). Printed for each kind: seconds until the other says that it is ready, and until a question that was
asked at the moment of the fall has its answer. Afterwards the desk's keys open everything, and it is checked that every
receipt that was shown opens its mailbox, every report that was sent is there once, nothing else is there, and no fall
doubled more than one answer. Prints the seed, and exits with 1 where a promise is broken.
"""

import argparse
import asyncio
import random
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.bootstrap import open_foundations
from sandbox import Phone, Sandbox
from services.reports.mailbox import NoSuchMailbox, find
from services.reports.receipts import mailbox_keys, read_receipt
from tests.campaigns.history import MARKER, RECEIPT, Errand
from tests.campaigns.people.reporting import Reporting
from tests.support import costs
from tests.support.postgres import running_server
from tests.support.standby_pairs import Pair, Runner, install_pair

FALLS = ("killed", "cut off", "frozen")
ANSWERED = 120.0
"""Seconds after which an answer counts as lost."""


class Person:
    """Reports over and over, each time from a new phone. Remembers what was sent and which receipts were shown."""

    def __init__(self, sandbox: Sandbox, number: int) -> None:
        self._sandbox = sandbox
        self._number = number
        self.is_last = False
        self.sent: list[str] = []
        self.receipts: list[str] = []

    async def report_on_and_on(self) -> None:
        while not self.is_last:
            marker = f"person {self._number} errand {len(self.sent) + 1}"
            errand = Errand("report", marker, self._sandbox.phone(language="en"))
            await Reporting(errand).until_it_ends()
            self.receipts += [found.group() for text in errand.phone.texts if (found := RECEIPT.search(text))]
            self.sent.append(marker)


class Takeovers:
    """Who is at work, who stands by, and how long each takeover took."""

    def __init__(self, pair: Pair, stack: AsyncExitStack, sandbox: Sandbox) -> None:
        self._pair = pair
        self._stack = stack
        self._sandbox = sandbox
        self.ready: dict[str, list[float]] = defaultdict(list)
        self.answered: dict[str, list[float]] = defaultdict(list)
        self.doubled: list[int] = []

    async def open(self) -> None:
        self._at_work = await self._another()
        await self._at_work.says("ready", seconds=ANSWERED)
        self._standing_by = await self._another()
        await self._standing_by.says("standing_by", seconds=ANSWERED)

    async def fall(self, how: str) -> None:
        """One takeover, until there is somebody who stands by again."""
        fallen, other = self._at_work, self._standing_by
        phone = self._sandbox.phone("en")
        times = other.said("ready") + 1
        _let_fall(fallen, how)
        began = time.monotonic()
        await phone.send("/help")
        answering = asyncio.create_task(phone.next_message(ANSWERED))
        try:
            await other.says("ready", times, seconds=ANSWERED)
        except TimeoutError:
            print(how, fallen.process.returncode, *fallen.lines, "--", other.process.returncode, *other.lines, sep="\n")
            raise
        self.ready[how].append(time.monotonic() - began)
        await answering
        self.answered[how].append(time.monotonic() - began)
        self._at_work, self._standing_by = other, await self._revived(fallen, how)
        self.doubled.append(sum(times - 1 for times in Counter(phone.texts).values()))

    async def _revived(self, fallen: Runner, how: str) -> Runner:
        if how == "killed":
            again = await self._another()
            await again.says("standing_by", seconds=ANSWERED)
            return again
        times = fallen.said("standing_by") + 1
        fallen.line.mend()
        fallen.send(signal.SIGCONT)
        await fallen.says("standing_by", times, seconds=ANSWERED)
        return fallen

    async def _another(self) -> Runner:
        return await self._stack.enter_async_context(self._pair.running("one of two"))


def _let_fall(runner: Runner, how: str) -> None:
    match how:
        case "killed":
            runner.process.kill()
        case "cut off":
            runner.line.cut()
        case "frozen":
            runner.send(signal.SIGSTOP)


async def run(deaths: int, phones: int, seed: int) -> int:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="takeover-") as folder, running_server() as server:
        async with Sandbox(limits=False) as sandbox, AsyncExitStack() as stack:
            pair = install_pair(Path(folder), server.new_database(), server.socket, sandbox)
            takeovers = Takeovers(pair, stack, sandbox)
            await takeovers.open()
            people = [Person(sandbox, number) for number in range(1, phones + 1)]
            working = [asyncio.create_task(person.report_on_and_on()) for person in people]
            for number in range(deaths):
                await asyncio.sleep(chance.uniform(0.1, 1.5))
                await takeovers.fall(chance.choice(FALLS))
                if number % 10 == 9:
                    print(f"{number + 1} falls", flush=True)
            for person in people:
                person.is_last = True
            await asyncio.gather(*working)
            broken = _broken(pair, people) + _doubled(takeovers, sandbox.phones, deaths)
    _print(seed, takeovers, people, broken)
    return 1 if broken else 0


def _broken(pair: Pair, people: list[Person]) -> list[str]:
    written = pair.reports()
    found = Counter(marker for text in written for marker in set(MARKER.findall(text)) or {f"unmarked: {text}"})
    sent = [marker for person in people for marker in person.sent]
    broken = [f"{marker} is there {found[marker]} times" for marker in sent if found[marker] != 1]
    broken += [f"{marker} was never sent" for marker in found if marker not in sent]
    with open_foundations(pair.settings) as office, office.database.reading() as session:
        for receipt in (receipt for person in people for receipt in person.receipts):
            try:
                find(session, mailbox_keys(read_receipt(receipt), office.organisation.site_salt))
            except NoSuchMailbox:
                broken.append("a receipt that was shown opens nothing")
    return broken


def _doubled(takeovers: Takeovers, phones: list[Phone], deaths: int) -> list[str]:
    """Whoever reported was shown a receipt; a second one is a double answer."""
    again = sum(max(0, sum(bool(RECEIPT.search(text)) for text in phone.texts) - 1) for phone in phones)
    told = again + sum(takeovers.doubled)
    print(f"{told} answers came twice in {deaths} falls")
    return [f"{told} answers came twice"] if told > deaths else []


def _print(seed: int, takeovers: Takeovers, people: list[Person], broken: list[str]) -> None:
    print(f"seed {seed}")
    for how in FALLS:
        ready, answered = sorted(takeovers.ready[how]), sorted(takeovers.answered[how])
        if ready:
            print(
                f"    {how:8s} {len(ready):3d} times: ready after {median(ready):.1f} s ({ready[-1]:.1f} at most),"
                f" answered after {median(answered):.1f} s ({answered[-1]:.1f} at most)"
            )
    print(f"{sum(len(person.sent) for person in people)} reports sent by {len(people)} phones")
    for promise in broken:
        print(f"BROKEN: {promise}")
    if not broken:
        print("no receipt lost, no report doubled")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deaths", type=int, default=50)
    parser.add_argument("--phones", type=int, default=3)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    wanted = parser.parse_args()
    costs.make_cheap()  # as those that fall have them
    sys.exit(asyncio.run(run(wanted.deaths, wanted.phones, wanted.seed)))


if __name__ == "__main__":
    main()
