"""The gate: before blocks are released, an attacker looks at all that was ever published together with them."""

from collections.abc import Hashable, Iterable, Iterator

from services.disclosure.attack import LEAST, Figure, Pinned, attack
from services.picture.ledger import LEAST_SENSITIVE, MOST, MOST_SENSITIVE, Block, BlockLedger, ZoneWeeks
from services.picture.weeks import ends_a_month


def pinned(ledger: BlockLedger) -> list[Pinned]:
    """The numbers that somebody could work out from all blocks of the ledger. Empty: they may be shown.

    Asked for three of them: who keeps what was published; who also takes what is hidden for at least 1; and who knows
    the rules, all but the secret.
    """
    published = [figure_of(block) for block in ledger.blocks]
    known = [*published, *_known(ledger)]
    found = [*attack(published), *attack(published, nonzero=True), *attack(known)]
    return list({each.cells: each for each in found}.values())


def figure_of(block: Block) -> Figure:
    """What is seen of a block: its weeks and zones, and its people as far as the rounding tells them."""
    least = LEAST_SENSITIVE if block.is_sensitive else LEAST
    low, high = block.shown - block.furthest, block.shown + block.furthest
    return Figure(_cells(block.category, block.parts), max(low, min(least, high)), high)


def _known(ledger: BlockLedger) -> Iterator[Figure]:
    """What the rules say besides: how few they were while a block was not full, in how few weeks the last one came."""
    for block in ledger.blocks:
        if block.is_of_several:
            areas = block.areas or tuple(frozenset({part.zone}) for part in block.parts)
            for area in areas:
                cells = _cells(block.category, [part for part in block.parts if part.zone in area])
                yield Figure(cells, 1 if len(areas) == 2 else 0, MOST - 1, is_published=False)
            continue
        before = _before_the_last_look(block)
        most = min(MOST_SENSITIVE if block.is_sensitive else MOST, figure_of(block).high or MOST) - 1
        yield Figure(before, 0, most, is_published=False)
        yield Figure(_cells(block.category, block.parts) - before, 1, is_published=False)
    for (zone, category), first in ledger.starts().items():
        is_sensitive = any(block.category == category and block.is_sensitive for block in ledger.blocks)
        most = (MOST_SENSITIVE if is_sensitive else MOST) - 1
        waiting = _cells(category, [ZoneWeeks(zone, first, ledger.through)])
        yield Figure(waiting, 0, most, is_published=False)


def _before_the_last_look(block: Block) -> frozenset[Hashable]:
    """The cells of a block as they stood when it was not full yet."""
    looked = block.last - 1
    while block.is_sensitive and not ends_a_month(looked):
        looked -= 1
    return _cells(block.category, [ZoneWeeks(part.zone, part.first, looked) for part in block.parts])


def _cells(category: str, parts: Iterable[ZoneWeeks]) -> frozenset[Hashable]:
    return frozenset((part.zone, category, week) for part in parts for week in range(part.first, part.last + 1))
