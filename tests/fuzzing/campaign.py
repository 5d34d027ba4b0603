"""Striking one target for a while, and telling how to strike the same again."""

import asyncio
import time
import traceback
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

Strike = Callable[[Random], Awaitable[None]]
"""One case, drawn from the numbers given. Raises where the product did what it must never do."""
Open = Callable[[Path], AbstractAsyncContextManager[Strike]]
"""A part of the product under way, on files in the folder."""

LONGEST = 120.0
"""Seconds after which a case has not come back: far more than any takes, however busy the machine."""
MOST_FINDINGS = 20


@dataclass(frozen=True)
class Finding:
    target: str
    case: int
    what: str

    @property
    def kind(self) -> str:
        """The error and the place it came from: the same for cases that hit the same spot."""
        places = [line.strip() for line in self.what.splitlines() if line.strip().startswith("File ")]
        return f"{self.what.strip().splitlines()[-1][:60]} {places[-1] if places else ''}"


@dataclass
class Outcome:
    target: str
    cases: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def kinds(self) -> dict[str, Finding]:
        """One finding of each kind, the first."""
        return {found.kind: found for found in reversed(self.findings)}


async def strike_often(
    target: str, opened: Open, folder: Path, first: int, cases: int, until: float | None = None
) -> Outcome:
    """Strike with cases `first`, `first` + 1, … until there were `cases`, or the clock (`time.monotonic`) is at
    `until`."""
    outcome = Outcome(target)
    async with opened(folder) as strike:
        for case in range(first, first + cases):
            if (until is not None and time.monotonic() > until) or len(outcome.findings) >= MOST_FINDINGS:
                break
            outcome.cases += 1
            try:
                async with asyncio.timeout(LONGEST):
                    await strike(Random(f"{target} {case}"))
            except Exception:
                outcome.findings.append(Finding(target, case, traceback.format_exc()))
    return outcome
