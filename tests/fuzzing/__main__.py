"""`python -m tests.fuzzing [TARGET …] --minutes 60 --seed 1`: see the package. Ends with 1 where something was found.

`--case N` strikes one case again, with the whole traceback. Without targets all are struck, one after another.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzzing.campaign import Outcome, strike_often
from tests.fuzzing.targets import TARGETS
from tests.support import costs

A_BILLION = 10**9
"""Cases of one seed, before those of the next begin."""


def strike(target: str, seed: int, minutes: float, case: int | None) -> Outcome:
    first, cases = (seed * A_BILLION, A_BILLION) if case is None else (case, 1)
    with tempfile.TemporaryDirectory() as folder:
        until = time.monotonic() + minutes * 60
        return asyncio.run(strike_often(target, TARGETS[target], Path(folder), first, cases, until))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing")
    parser.add_argument("targets", nargs="*", default=list(TARGETS), metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--minutes", type=float, default=1.0, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", type=int, help="one case again")
    asked = parser.parse_args()
    costs.make_cheap()
    found = 0
    for target in asked.targets:
        print(f"{target}: seed {asked.seed}, {asked.minutes:g} minutes…", flush=True)
        outcome = strike(target, asked.seed, asked.minutes, asked.case)
        kinds = outcome.kinds
        print(f"{target}: {outcome.cases} cases, {len(outcome.findings)} findings of {len(kinds)} kinds", flush=True)
        for finding in kinds.values():
            print(f"  --case {finding.case}\n{finding.what}", flush=True)
        found += len(kinds)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
