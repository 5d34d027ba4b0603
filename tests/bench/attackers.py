"""Whether our attacker finds what another one finds: one that was written apart from it, by somebody else.

    python tests/bench/attackers.py OTHER.py [SAMPLE.jsonl ...] [--random 200] [--seed 1]

OTHER.py has a class Attack(figures, least, nonzero) whose run() gives (grade, low, high, kind, name) for each number
that is pinned, and a function read(path) for files of figures; figures are (cells, low, high or None, name). Both look
at the samples and at random publications of zones, kinds and weeks: cells and margins, by week and as running totals;
exact, rounded or hidden. Printed: what both pin between the same bounds; what the other pins and ours does not (there
should be nothing); what ours knows more narrowly, as it counts in whole numbers; and what ours finds besides, in
differences of figures and in small numbers that were shown.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from itertools import product
from pathlib import Path
from types import ModuleType

sys.path.insert(0, str(Path(__file__).parents[2]))

from services.disclosure.attack import LEAST, Figure, attack

Bounds = dict[frozenset[Hashable], tuple[int, int]]


def loaded(path: Path) -> ModuleType:
    spec = spec_from_file_location("other_attacker", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def publication(chance: random.Random) -> Iterator[Figure]:
    """Three weeks of a table of up to 3 by 3, each figure of a kind chosen once, so that patterns stay."""
    zones, kinds, weeks = range(chance.randint(1, 3)), range(chance.randint(1, 3)), range(3)
    mean = chance.choice((2, 5, 9))
    counts = {cell: int(chance.expovariate(1 / mean)) for cell in product(zones, kinds, weeks)}
    whole = [list(zones)] if len(zones) > 1 else []
    every = [list(kinds)] if len(kinds) > 1 else []
    is_running, is_rounded = chance.random() < 0.5, chance.random() < 0.3
    for some, those in product([*([zone] for zone in zones), *whole], [*([kind] for kind in kinds), *every]):
        for week in weeks:
            if chance.random() < 0.15:
                continue
            cells = frozenset(product(some, those, range(week + 1) if is_running else [week]))
            yield shown(cells, sum(counts[cell] for cell in cells), is_rounded)


def shown(cells: frozenset[Hashable], count: int, is_rounded: bool) -> Figure:
    if 0 < count < LEAST:
        return Figure(cells)
    if is_rounded and count:
        nearest = 5 * round(count / 5)
        return Figure(cells, nearest - 2, nearest + 2)
    return Figure(cells, count, count)


def ours(figures: Iterable[Figure], nonzero: bool) -> Bounds:
    return {each.cells: (each.low, each.high) for each in attack(figures, LEAST, nonzero)}


def others(other: ModuleType, figures: Iterable[Figure], nonzero: bool) -> Bounds:
    """Their cells go by as names of figures, so that they come back with what is found."""
    told = [(each.cells, each.low, each.high, each.cells) for each in figures]
    return {frozenset(name): (low, high) for _, low, high, _, name in other.Attack(told, LEAST, nonzero).run()}


def compared(other: ModuleType, figures: list[Figure], nonzero: bool) -> Counter[str]:
    mine, theirs = ours(figures, nonzero), others(other, figures, nonzero)
    found: Counter[str] = Counter()
    for cells, bounds in theirs.items():
        low, high = mine.get(cells, (0, sys.maxsize))
        is_within = bounds[0] <= low and high <= bounds[1]
        found["by both alike" if (low, high) == bounds else "ours narrower" if is_within else "only by the other"] += 1
    found["besides by ours"] = len(mine.keys() - theirs.keys())
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", type=Path)
    parser.add_argument("samples", nargs="*", type=Path)
    parser.add_argument("--random", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    other = loaded(given.other)
    chance = random.Random(given.seed)
    looked_at = {
        path.name: [[Figure(frozenset(cells), low, high) for cells, low, high, _ in other.read(path)]]
        for path in given.samples
    }
    looked_at[f"{given.random} at random"] = [list(publication(chance)) for _ in range(given.random)]
    for name, publications in looked_at.items():
        for nonzero in (False, True):
            found = sum((compared(other, figures, nonzero) for figures in publications), Counter[str]())
            told = ", ".join(f"{count} {what}" for what, count in sorted(found.items())) or "nothing pinned"
            print(f"{name}, {'zeros are shown' if nonzero else 'plain'}: {told}")


if __name__ == "__main__":
    main()
