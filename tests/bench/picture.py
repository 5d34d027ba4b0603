"""What the ledger of blocks shows of simulated years, and what an attacker makes of it.

    python tests/bench/picture.py [--years 10] [--seed 1] [--zones 12] [--categories 10]

Each year is 52 weeks; in every zone and category reports come as they like (Poisson), 0.2 to 6 a week on average,
evenly on a scale of ratios. One category is sensitive. The ledger looks weekly. Printed for each year: reports; how
many are in a block, and how many in one of their own zone; how many weeks a block spans and a report waits; what the
rounding makes of the whole; the time of the gate over the whole year; numbers pinned; and how many would be with
exact numbers and a threshold of five that everybody knows.

    python tests/bench/picture.py --passed-on 2 [--offices 3] [--zones 5] [--categories 5]

So many years in which offices pass on each week's page and files, and these are added up: all figures of all weeks are
attacked together, plainly and by somebody who knows that zeros are shown.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from math import exp
from pathlib import Path
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).parents[2]))

from services.disclosure.attack import Figure, attack
from services.keys.sealing import SymmetricKey
from services.picture.gate import pinned
from services.picture.ledger import Accepted, Block, BlockLedger, Rules, ZoneWeeks, opened, release
from services.picture.weeks import number_of
from tests.support.passed_on import Ledgers, figures_of_weeks

FIRST = number_of("2026-W01")
WEEKS = 52


def came(chance: random.Random, mean: float) -> int:
    """A number of reports (Knuth's way of drawing from a Poisson distribution)."""
    left, count = chance.random(), 0
    while left > exp(-mean):
        left *= chance.random()
        count += 1
    return count


def year_of(chance: random.Random, zones: int, categories: int) -> list[Accepted]:
    found: list[Accepted] = []
    for zone in range(zones):
        for category in range(categories):
            mean = 0.2 * 30 ** chance.random()
            for week in range(FIRST, FIRST + WEEKS):
                for _ in range(came(chance, mean)):
                    id = len(found).to_bytes(16)
                    found.append(Accepted(id, week, f"zone {zone}", f"category {category}", id))
    return found


def with_known_thresholds(ledger: BlockLedger) -> Iterator[Figure]:
    """The figures as they would be without the secret: exact numbers, released at five."""
    for block in ledger.blocks:
        cells = _cells(block, block.parts)
        before = _cells(block, [ZoneWeeks(part.zone, part.first, part.last - 1) for part in block.parts])
        yield Figure(cells, block.people, block.people)
        yield Figure(before, 0, 4, is_published=False)


def _cells(block: Block, parts: Sequence[ZoneWeeks]) -> frozenset[object]:
    weeks = ((part.zone, week) for part in parts for week in range(part.first, part.last + 1))
    return frozenset((block.category, *each) for each in weeks)


def waits(block: Block, week_of: dict[bytes, int]) -> list[int]:
    """How many weeks each of its reports waited for the block, beside the one that all wait."""
    return [block.last - week_of[id] for id in block.reports]


def one_year(seed: int, zones: int, categories: int) -> None:
    chance = random.Random(seed)
    reports = year_of(chance, zones, categories)
    rules = Rules({f"zone {number}": 500 for number in range(zones)}, frozenset({"category 0"}))
    secret = SymmetricKey(chance.randbytes(32))
    ledger = release(opened(secret, FIRST), reports, rules, FIRST + WEEKS - 1)
    started = time.perf_counter()
    found = pinned(ledger)
    took = time.perf_counter() - started
    week_of = {each.id: each.week for each in reports}
    whole = sum(len(block.reports) for block in ledger.blocks)
    own = sum(len(block.reports) for block in ledger.blocks if not block.is_sensitive and not block.is_of_several)
    spans = quantiles((max(part.last - part.first + 1 for part in block.parts) for block in ledger.blocks), n=10)
    waited = quantiles((weeks for block in ledger.blocks for weeks in waits(block, week_of)), n=10)
    rounding = sum(block.shown for block in ledger.blocks) / sum(block.people for block in ledger.blocks) - 1
    without = len(attack(with_known_thresholds(ledger)))
    print(
        f"seed {seed}: {len(reports)} reports, {len(ledger.blocks)} blocks; shown {whole / len(reports):.1%},"
        f" by zone and category {own / len(reports):.1%}; a block spans {spans[4]:.0f} weeks (90 %: {spans[8]:.0f}),"
        f" a report waits {waited[4]:.0f} (90 %: {waited[8]:.0f}); rounding {rounding:+.2%};"
        f" gate {took:.1f} s; pinned {len(found)}; without the secret {without}"
    )


def year_passed_on(seed: int, offices: int, zones: int, categories: int) -> None:
    chance = random.Random(seed)
    rules = Rules({f"zone {number}": 500 for number in range(zones)}, frozenset({"category 0"}))
    names = [f"office {number}" for number in range(offices)]
    reports = {office: year_of(chance, zones, categories) for office in names}
    ledgers = {office: opened(SymmetricKey(chance.randbytes(32)), FIRST) for office in names}
    weeks: list[Ledgers] = []
    for week in range(FIRST, FIRST + WEEKS):
        for office in names:
            ledgers[office] = release(ledgers[office], reports[office], rules, week)
        weeks.append({office: ledger.blocks for office, ledger in ledgers.items()})
    figures = figures_of_weeks(weeks)
    started = time.perf_counter()
    found = len(attack(figures)), len(attack(figures, nonzero=True))
    took = time.perf_counter() - started
    blocks = sum(len(ledger.blocks) for ledger in ledgers.values())
    print(
        f"seed {seed}: {offices} offices, {blocks} blocks, {len(figures)} figures passed on in {WEEKS} weeks;"
        f" attacked in {took:.1f} s; pinned {found[0]}, knowing of zeros {found[1]}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--zones", type=int, default=12)
    parser.add_argument("--categories", type=int, default=10)
    parser.add_argument("--passed-on", type=int, default=0)
    parser.add_argument("--offices", type=int, default=3)
    given = parser.parse_args()
    for seed in range(given.seed, given.seed + given.passed_on):
        year_passed_on(seed, given.offices, given.zones, given.categories)
    if given.passed_on:
        return
    for seed in range(given.seed, given.seed + given.years):
        one_year(seed, given.zones, given.categories)


if __name__ == "__main__":
    main()
