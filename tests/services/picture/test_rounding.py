"""What is shown of a block tells by no border that is known who reported, also to somebody who invents reports."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from math import sqrt

import pytest

from services.keys.sealing import SymmetricKey
from services.picture.gate import pinned
from services.picture.ledger import Accepted, Block, BlockLedger, Rules, ZoneWeeks, opened, release
from services.picture.releases import _read, _written
from services.picture.weeks import ends_a_month, ends_a_quarter, number_of

RULES = Rules({"north": 300, "south": 250}, frozenset({"violence"}))
FIRST = number_of("2026-W01")
SECRETS = [SymmetricKey(bytes([number, *range(31)])) for number in range(80)]


def reports(count: int, week: int, zone: str = "north", category: str = "theft") -> list[Accepted]:
    """So many of as many people."""
    names = (f"{zone} {week} {number}".encode().ljust(16) for number in range(count))
    return [Accepted(name, week, zone, category, name) for name in names]


def shown(secret: SymmetricKey, people: int, category: str) -> int:
    """What is told of so many reports of one look; nothing is told of them where they are not enough."""
    last = next(week for week in range(FIRST + 1, FIRST + 9) if ends_a_month(week))
    found = release(opened(secret, last), reports(people, last, category=category), RULES, last)
    return sum(block.shown for block in found.blocks)


@pytest.mark.parametrize("invented", range(10, 15))
@pytest.mark.parametrize("category", ["theft", "violence"])
def test_who_invents_reports_is_not_told_whether_anybody_else_reported(category: str, invented: int) -> None:
    """At most in every fifth block, and nobody knows beforehand in which: 12 invented ones told it each week."""
    own = invented + 10 if category == "violence" else invented
    told: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for others in range(6):
        told[others].update(shown(secret, own + others, category) for secret in SECRETS)
    of_nobody, of_somebody = told[0], {each for others in range(1, 6) for each in told[others]}
    assert sum(times for each, times in of_nobody.items() if each not in of_somebody) < len(SECRETS) * 0.3
    assert sum(times for each, times in told[1].items() if each not in of_nobody) < len(SECRETS) * 0.3


@pytest.mark.parametrize("own", range(4, 9))
@pytest.mark.parametrize("category", ["theft", "violence"])
def test_who_has_reports_in_a_block_that_stays_open_is_not_told_by_its_coming_out_that_somebody_reported(
    category: str, own: int
) -> None:
    """Eight that were not enough were known to lie there alone, since nine always were: then each look said whether one
    more had come. Of those blocks that stayed open, one more makes the difference in one of five at most."""
    months = [week for week in range(FIRST + 1, FIRST + 12) if ends_a_month(week)]
    invented = own + 10 if category == "violence" else own
    first, then = months[0], months[1] if category == "violence" else months[0] + 1
    mine = reports(invented, first, category=category)
    one_more = reports(1, then, category=category)
    told = []
    for number in range(400):
        secret = SymmetricKey(number.to_bytes(32))
        ledger = release(opened(secret, first), mine, RULES, then - 1)
        if not ledger.blocks:
            alone, joined = (release(ledger, each, RULES, then).blocks for each in (mine, mine + one_more))
            told.append(bool(alone) != bool(joined))
    assert told
    assert sum(told) < 0.2 * len(told) + 3 * sqrt(0.16 * len(told))


def test_rounding_keeps_sums_right() -> None:
    one_a_week = [each for week in range(FIRST, FIRST + 2000) for each in reports(1, week)]
    blocks = release(opened(SECRETS[0], FIRST), one_a_week, RULES, FIRST + 2000).blocks
    assert {block.shown - block.people for block in blocks} == set(range(-4, 5))
    whole = sum(block.people for block in blocks)
    assert abs(sum(block.shown for block in blocks) - whole) < whole * 0.02


def test_a_block_of_before_is_shown_and_attacked_as_it_was() -> None:
    """Ledgers of before say nothing of how they were rounded."""
    blocks = tuple(Block("theft", (ZoneWeeks("north", first, first),), first, frozenset()) for first in range(5, 40))
    kept = _written(BlockLedger(SECRETS[0], 5, 40, blocks=blocks))
    for each in kept["blocks"]:
        del each["rounded_by"], each["areas"]
    read = _read(kept)
    assert [block.shown for block in read.blocks] == [(people + 2) // 5 * 5 for people in range(5, 40)]
    assert read.blocks == blocks


def test_how_it_is_rounded_is_kept_with_the_block() -> None:
    for ledger in waited({"north": 7, "south": 7}, RULES):
        assert _read(_written(ledger)) == ledger


@pytest.mark.parametrize("south", range(1, 9))
def test_what_waited_in_two_zones_never_holds_back_everything_for_good(south: int) -> None:
    """Seven and seven were shown as 15: five to eight each, so that nothing was released any more."""
    for ledger in waited({"north": 7, "south": south}, RULES):
        assert pinned(ledger) == []


def test_two_areas_that_go_out_together_are_to_the_gate_somebody_each() -> None:
    """Two of them together would be one of each."""
    parts = tuple(ZoneWeeks(zone, FIRST, FIRST + 9) for zone in ("a", "b", "c"))
    areas = (frozenset("ab"), frozenset("c"))
    block = Block("theft", parts, 2, frozenset(), is_of_several=True, rounded_by=None, areas=areas)
    assert pinned(BlockLedger(SECRETS[0], FIRST, FIRST + 9, blocks=(block,)))


def waited(old: dict[str, int], rules: Rules) -> Iterator[BlockLedger]:
    """Ledgers of a year, of other secrets each, in which so many waited in each zone for a quarter."""
    first = next(week for week in range(FIRST, FIRST + 20) if ends_a_quarter(week - 1))
    every = [each for zone, count in old.items() for each in reports(count, first + 1, zone)]
    every += reports(9, first + 13, "")
    for secret in SECRETS:
        yield release(opened(secret, first), every, rules, first + 60)
