"""A year of an office in a real file, seen by somebody with the keys of `safety` and `surveys` and a copy of it.

    python tests/bench/dummies.py [--worlds 20] [--a-month 2] [--seed 1]

Each world is 52 weeks, in half of them with true complaints about aid workers, each with a story that takes 4 KiB.
Everything is sealed, laid into the file and opened again. The attacker reads from the file how many envelopes of that
size stay closed, week by week, knows the program, and is even told how many of them are no reports; no better guess can
be made with these numbers. Printed: in how many worlds it was right; what dummies cost in rows, in the size of the
file, in seconds of the processor, and at unlocking.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[2]))

from services.dummies.levels import INCIDENTS, REPORTS, arrivals
from services.dummies.plan import REPORT
from services.keys.epochs import week_of
from services.reports.caseload import Caseload
from storage.engine import Database
from tests.services.dummies.attacker import Attacker
from tests.support.clocks import NOW
from tests.support.dummies import STORY, LivedTime
from tests.support.vaults import Template, Vault, found_in

WEEKS, SIZE = 52, 4096
SEALED = SIZE + 48
"""What a sealed box adds: a public key and a tag."""
LONG = STORY * 2
A_WEEK = timedelta(days=7)
MONDAY = NOW - timedelta(days=NOW.weekday(), hours=NOW.hour, minutes=NOW.minute) + A_WEEK


class World:
    """A year, with true complaints at that rate a week."""

    def __init__(self, template: Template, folder: Path, true: float, chance: Random) -> None:
        path = folder / "office.sqlite"
        path.write_bytes(template.file.read_bytes())
        self.vault = Vault(path, template, Database(f"sqlite:///{path}"))
        self.lived = LivedTime(self.vault, MONDAY, chance)
        self.complaints: Counter[str] = Counter()
        began = time.process_time()
        for week in range(WEEKS):
            self._live_a_week(MONDAY + week * A_WEEK, list(arrivals(true, chance)))
        self.seconds = time.process_time() - began

    def _live_a_week(self, monday: datetime, moments: list[float]) -> None:
        for moment in moments:
            self.lived.pass_by(monday + moment * A_WEEK - self.lived.now)
            self.lived.report("psea", LONG)
            self.complaints[week_of(self.lived.now)] += 1
        self.lived.pass_by(monday + A_WEEK - self.lived.now)

    def closed_reports(self) -> list[int]:
        """Of each week: what stays closed to a caseworker in the file, but for what is no report."""
        closed = self.lived.closed_to(self.vault.unlock("caseworker", self.lived.now))
        weeks = [week_of(MONDAY + week * A_WEEK) for week in range(WEEKS)]
        others: Counter[str] = Counter()
        for (name, kind, compartment, size), number in self.lived.made.items():
            if (compartment, size) == ("psea", SIZE) and kind != REPORT:
                others[name] += number
        found = [closed[name, SEALED] - others[name] for name in weeks]
        made = [self.lived.made[name, REPORT, "psea", SIZE] + self.complaints[name] for name in weeks]
        assert found == made, "the file shows what was made, and nothing else"
        return found


def unlocking(vault: Vault, now: datetime) -> float:
    """Seconds of the processor that a focal point's desk takes over all envelopes."""
    focal_point, began = vault.unlock("focal_point", now), time.process_time()
    with vault.database.reading() as session:
        Caseload().refresh(session, focal_point, vault.trust)
    return time.process_time() - began


def main() -> None:
    """Live the worlds and print what came of them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--worlds", type=int, default=20)
    parser.add_argument("--a-month", type=float, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance, true = Random(given.seed), given.a_month * 12 / WEEKS
    attacker, right = Attacker(REPORTS[SIZE], true, INCIDENTS[SIZE]), 0
    with tempfile.TemporaryDirectory() as folder:
        template = found_in(Path(folder, "founded.sqlite"))
        for number in range(given.worlds):
            there_are = number % 2 == 1
            world = World(template, Path(folder), true * there_are, chance)
            right += attacker.says_there_are(world.closed_reports()) is there_are
            made, size = world.lived.made.total(), world.vault.path.stat().st_size / 2**20
            print(
                f"world {number + 1}: {world.complaints.total()} complaints, {made} dummies,"
                f" file {size:.0f} MiB, {1000 * world.seconds / made:.1f} ms each,"
                f" unlocking {unlocking(world.vault, world.lived.now):.2f} s; right so far {right} of {number + 1}",
                flush=True,
            )
            world.vault.database.close()


if __name__ == "__main__":
    main()
