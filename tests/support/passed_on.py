"""All that somebody has who kept every page and file of some offices, and what was made of them together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from services.disclosure.attack import Figure
from services.picture.gate import figure_of
from services.picture.ledger import Block
from services.picture.shared import place_of

Ledgers = Mapping[str, Sequence[Block]]
"""The blocks of each office, by its name, as they stood."""


def figures_of_weeks(weeks: Sequence[Ledgers]) -> list[Figure]:
    """Each number that was passed on at the end of each of these weeks, once."""
    found: dict[tuple[object, ...], Figure] = {}
    for ledgers in weeks:
        for figure in figures(ledgers):
            found.setdefault((figure.cells, figure.low, figure.high), figure)
    return list(found.values())


def figures(ledgers: Ledgers) -> Iterator[Figure]:
    """For each office its total, its categories and places; for all together the same but for places."""
    sums: dict[tuple[object, ...], list[tuple[str, Block]]] = defaultdict(list)
    for office, blocks in ledgers.items():
        for block in blocks:
            for name in (
                (office, "all"),
                (office, "category", block.category),
                (office, "place", place_of(block)),
                ("all",),
                ("category", block.category),
            ):
                sums[name].append((office, block))
    yield from (_sum(each) for each in sums.values())


def _sum(blocks: Sequence[tuple[str, Block]]) -> Figure:
    """What is seen of a sum: it lies between the sums of the least and the most that its blocks may be."""
    cells: set[object] = set()
    low = high = 0
    for office, block in blocks:
        seen = figure_of(block)
        cells |= {(office, cell) for cell in seen.cells}
        low, high = low + seen.low, high + (seen.high or 0)
    return Figure(frozenset(cells), low, high)
