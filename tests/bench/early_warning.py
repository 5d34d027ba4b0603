"""How often the early warning cries wolf, and how soon it sees what is there, on simulated weeks.

    python tests/bench/early_warning.py [--years 200] [--seed 1] [--series 22]

Each year an office watches so many series, 0.1 to 6 people a week on average, evenly on a scale of ratios. Printed for
weeks that come by chance (Poisson), that differ more (negative binomial, variance twice the mean), that have a season
(up and down by a third in the year) and that grow by half in the year: false alarms a year on all series together.
Then, for several averages: how often a rise to twice, three times and five times is seen in its first week, and
within four. In brackets what EARS C2 does with the same weeks.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.support.weekly_counts import KINDS, false_alarms, of_ears, ours, seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--years", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--series", type=int, default=22)
    given = parser.parse_args()
    for kind in KINDS:
        told = [false_alarms(given.seed, given.years, given.series, kind, warns) for warns in (ours, of_ears)]
        print(f"{kind.name}: {told[0]:.2f} false alarms a year (EARS C2: {told[1]:.1f})")
    for mean in (0.2, 1.0, 3.0, 6.0):
        for times in (2, 3, 5):
            first, four = (seen(given.seed, 1000, given.series, mean, times, within) for within in (1, 4))
            print(f"{mean} a week, times {times}: seen in the first week {first:.0%}, within four {four:.0%}")


if __name__ == "__main__":
    main()
