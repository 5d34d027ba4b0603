"""Campaign after campaign, several side by side, each in a process of its own with a seed of its own.

What came of each is a line in a file of notes. Asked once more with the same file, those that are in it are not fought
again, so that a long run can be broken off and gone on with.
"""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.campaigns.campaign import Outcome
from tests.campaigns.promises import PROMISES, answers_double_by_deaths_only

FOUGHT, BROKEN = 0, 1
FELL = "the campaign itself fell"


@dataclass
class Tally:
    """What several campaigns came to together."""

    seeds: list[int] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)
    points: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, notes: Sequence[Mapping[str, Any]]) -> Self:
        tally = cls()
        for note in notes:
            tally.seeds.append(note["seed"])
            tally.counts.update(note["counts"])
            tally.troubles.update(note["troubles"])
            tally.points.update(note["points"])
            tally.broken += [
                f"seed {note['seed']}: {promise}: {each}" for promise, found in note["broken"].items() for each in found
            ]
        return tally

    def lines(self) -> Sequence[str]:
        """For people: figures, then each promise."""
        counts, kept = (
            self.counts,
            [promise for promise in PROMISES if not any(promise in each for each in self.broken)],
        )
        return [
            f"seeds {min(self.seeds)} to {max(self.seeds)}: {counts['deaths']} deaths, {counts['at points']} of them at"
            f" {len(self.points)} points",
            f"{counts['errands']} errands, {counts['receipts']} receipts, {counts['reports']} reports,"
            f" {counts['replies']} replies; {counts['asked']} single answers came again {counts['doubled']} times",
            *(f"{times:6d} × {name}" for name, times in sorted(self.troubles.items())),
            *(f"kept:   {promise}" for promise in kept),
            *(f"BROKEN: {each}" for each in self.broken),
        ]


def noted(outcome: Outcome) -> Mapping[str, Any]:
    """What came of one campaign, as plain JSON."""
    history = outcome.history
    counts = {
        "deaths": len(history.deaths),
        "at points": sum(bool(death.point) for death in history.deaths),
        "ended by themselves": history.ends.total(),
        "errands": len(history.errands),
        "reports": outcome.reports,
        "receipts": sum(bool(history.receipts(errand)) for errand in history.errands),
        "replies": sum(len(errand.replies) for errand in history.errands),
        "asked": len(history.of_kinds("ask")),
        "doubled": answers_double_by_deaths_only.doubled(history),
    }
    points = Counter(death.point for death in history.deaths if death.point)
    return {
        "seed": outcome.plan.seed,
        "counts": counts,
        "troubles": history.troubles,
        "points": points,
        "broken": outcome.broken,
    }


async def fight_on(arguments: Sequence[str], seeds: Sequence[int], side_by_side: int, notes: Path) -> Tally:
    """Fight those that are not noted yet."""
    known = _read(notes)
    waiting = [seed for seed in seeds if seed not in {note["seed"] for note in known}]

    async def one_after_another() -> None:
        while waiting:
            seed = waiting.pop(0)
            note = await _fought(arguments, seed)
            with notes.open("a") as file:
                file.write(json.dumps(note) + "\n")
            print(*Tally.of([note]).broken or [f"seed {seed}: all kept"], sep="\n", flush=True)

    await asyncio.gather(*(one_after_another() for _ in range(side_by_side)))
    return Tally.of([note for note in _read(notes) if note["seed"] in seeds])


def _read(notes: Path) -> list[Mapping[str, Any]]:
    return [json.loads(line) for line in notes.read_text().splitlines()] if notes.exists() else []


async def _fought(arguments: Sequence[str], seed: int) -> Mapping[str, Any]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.campaigns", *arguments, "--seed", str(seed), "--json"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await process.communicate()
    if process.returncode in (FOUGHT, BROKEN) and said.strip():
        note: Mapping[str, Any] = json.loads(said.splitlines()[-1])
        return note
    last = complained.decode(errors="replace")[-2000:]
    return {"seed": seed, "counts": {}, "troubles": {}, "points": {}, "broken": {FELL: [last]}}
