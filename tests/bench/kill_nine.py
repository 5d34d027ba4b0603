"""kill -9 of the bot, again and again, while people report: nothing shown is lost, nothing doubles.

    python tests/bench/kill_nine.py --kills 1000 --seed 1

Half of the kills fall at named points between two steps (receiving, deciding, sealing, committing, answering,
confirming), half at random moments. The bot is the real one, run by `bot.run.run_bot`; the points are put in from
outside, by wrapping its functions in the process that is to die. Afterwards the desk's keys open everything and
three promises are checked against what the phones saw:

    every receipt a phone was shown last opens its mailbox;
    every report that was sent is there exactly once;
    nothing is there that nobody sent.

Prints the seed, and exits with 1 where a promise is broken.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from kill_nine_lives import POINTS, Lives
from kill_nine_office import Office
from kill_nine_people import Person

from sandbox import Sandbox


@dataclass
class Tally:
    """What happened to the bot."""

    at_points: dict[str, int] = field(default_factory=dict)
    at_random: int = 0

    @property
    def kills(self) -> int:
        return self.at_random + sum(self.at_points.values())


async def kill_and_revive(lives: Lives, wanted: int, chance: random.Random, tally: Tally) -> None:
    """One life after another until the wanted number of deaths."""
    while tally.kills < wanted:
        point = chance.choice(POINTS) if chance.random() < 0.5 else None
        passage = chance.randint(1, 6)
        died = await lives.live(point, passage, seconds=chance.uniform(0.05, 1.2))
        if died == "point":
            tally.at_points[point or ""] = tally.at_points.get(point or "", 0) + 1
        else:
            tally.at_random += 1
        if tally.kills % 100 == 0:
            print(f"{tally.kills} kills", flush=True)


async def run(kills: int, phones: int, seed: int) -> int:
    chance = random.Random(seed)
    tally = Tally()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kill-nine-") as folder:
        async with Sandbox(limits=False) as sandbox:
            office = Office(Path(folder), sandbox.url, sandbox.token)
            office.install()
            people = [Person(sandbox, f"person {number}") for number in range(1, phones + 1)]
            lives = Lives(office.environment)
            await lives.open()
            working = [asyncio.create_task(person.report_on_and_on()) for person in people]
            await kill_and_revive(lives, kills, chance, tally)
            for person in people:
                person.is_last = True
            await lives.live_until(lambda: all(task.done() for task in working))
            await asyncio.gather(*working)
            await lives.close()
            broken = office.check(people)
    _print(seed, tally, people, time.monotonic() - started, broken)
    return 1 if broken else 0


def _print(seed: int, tally: Tally, people: list[Person], seconds: float, broken: list[str]) -> None:
    print(f"seed {seed}: {tally.kills} kills in {seconds:.0f} s, {tally.at_random} at random")
    for point, times in sorted(tally.at_points.items()):
        print(f"    {times:4d} at {point}")
    print(f"{sum(len(person.sent) for person in people)} reports sent by {len(people)} phones")
    for promise in broken:
        print(f"BROKEN: {promise}")
    if not broken:
        print("no receipt lost, no report doubled")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--phones", type=int, default=6)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    wanted = parser.parse_args()
    sys.exit(asyncio.run(run(wanted.kills, wanted.phones, wanted.seed)))


if __name__ == "__main__":
    main()
