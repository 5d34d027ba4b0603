"""The gate: before blocks are released, an attacker looks at all that was ever published together with them."""

from collections.abc import Hashable, Iterable, Iterator

from services.disclosure.attack import LEAST, Figure, Pinned, attack
from services.disclosure.suppression import LEAST_SENSITIVE
from services.picture.ledger import Block, BlockLedger, ZoneWeeks


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
    """What the rules say besides: each of two areas that went out together held somebody."""
    for block in ledger.blocks:
        if len(areas := block.areas) == 2:
            for area in areas:
                cells = _cells(block.category, [part for part in block.parts if part.zone in area])
                yield Figure(cells, 1, is_published=False)


def _cells(category: str, parts: Iterable[ZoneWeeks]) -> frozenset[Hashable]:
    return frozenset((part.zone, category, week) for part in parts for week in range(part.first, part.last + 1))
